/**
 * Virtual time: actions at instants, done in order. There are no processes; what is to happen later is scheduled by what
 * happens now.
 */

import { assert } from '../base/index.ts';
import { createEventCalendar } from './event-calendar.ts';

export type Action = () => void;

export interface Kernel {
  /** Instant of the action that is being done, or of the last one; 0 at first. */
  readonly now: number;
  /**
   * `at` >= now, in the caller's unit of time. Among actions of one instant the lower priority goes first (a whole number in
   * [0, 256)), then the one that was scheduled first.
   */
  schedule(at: number, priority: number, action: Action): void;
  /** Does the next action; false: there is none. */
  step(): boolean;
  /** Does all actions before `until`, those scheduled on the way too; `now` is `until` then. Absent: all there are. */
  run(until?: number): void;
}

export function createKernel(): Kernel {
  const calendar = createEventCalendar<Action>();
  let now = 0;

  const step = (): boolean => {
    const entry = calendar.pop();
    if (entry === undefined) return false;
    now = entry.at;
    entry.item();
    return true;
  };

  const schedule = (at: number, priority: number, action: Action): void => {
    // The text is made only where it is needed: this is done for every event.
    if (!(at >= now)) assert(false, `time would run backwards from ${now} to ${at}`);
    calendar.push({ at, priority, item: action });
  };

  return {
    get now() {
      return now;
    },
    schedule,
    step,
    run: (until) => {
      let isOver = false;
      if (until !== undefined) schedule(until, BEFORE_ALL, () => (isOver = true));
      while (!isOver && step());
    },
  };
}

/** The priority that comes before those of actions. */
const BEFORE_ALL = -1;
