/**
 * The first instant at which a waiting task could start if nothing else happened.
 *
 * Each rule pushes a candidate instant forward to the first one that it does not forbid; the answer is their common fixed
 * point. `NEVER` means that waiting alone does not help: an event has to come first.
 */

import {
  NEVER,
  after,
  at,
  firstEndingAfter,
  levelAt,
  seconds,
  type IntervalSet,
  type Seconds,
  type StepFunction,
} from '../base/index.ts';
import type { Attended } from './state.ts';

/** The first instant >= `from` that the rule allows, or NEVER. Must not skip an allowed instant. */
export type Push = (from: Seconds) => Seconds;

/** The first instant >= `from` that all rules allow. */
export function earliest(from: Seconds, rules: readonly Push[]): Seconds {
  let candidate = from;
  for (;;) {
    let pushed = candidate;
    for (const push of rules) {
      pushed = push(pushed);
      if (pushed >= NEVER) return NEVER;
    }
    if (pushed === candidate) return candidate;
    candidate = pushed;
  }
}

/** [t, t + length) must lie inside one interval of `available`. */
export const inside =
  (available: IntervalSet, length: number): Push =>
  (from) => {
    for (let k = firstEndingAfter(available, from); k < available.length; k++) {
      const { start, end } = at(available, k);
      const candidate = Math.max(from, start);
      if (candidate + length <= end) return seconds(candidate);
    }
    return NEVER;
  };

/** t + offset must lie in an interval of `windows`. */
export const inWindow =
  (windows: IntervalSet, offset: number): Push =>
  (from) => {
    const window = windows[firstEndingAfter(windows, after(from, offset))];
    return window === undefined ? NEVER : seconds(Math.max(from, window.start - offset));
  };

/** Operators wanted over [t + offset, t + offset + length). */
export interface Want {
  readonly offset: number;
  readonly length: number;
  readonly operators: number;
}

/** Operators on shift less those that `bound` lists must cover every want. */
export const attended =
  (staff: StepFunction, bound: readonly Attended[], wants: readonly Want[]): Push =>
  (from) => {
    let candidate: number = from;
    for (let k = 0; k < wants.length;) {
      const want = at(wants, k);
      const short = firstShortage(staff, bound, candidate + want.offset, want);
      if (short === undefined) k++;
      else {
        if (short >= NEVER) return NEVER;
        candidate = short - want.offset;
        k = 0;
      }
    }
    return seconds(candidate);
  };

/** The end of the first stretch in [start, start + length) with too few free operators; undefined: there is none. */
function firstShortage(
  staff: StepFunction,
  bound: readonly Attended[],
  start: number,
  { length, operators }: Want,
): number | undefined {
  if (operators === 0) return undefined;
  for (let instant = start; instant < start + length;) {
    let next = nextChange(staff, instant);
    let inUse = 0;
    for (const { from, until, operators: taken } of bound) {
      if (from <= instant && instant < until) inUse += taken;
      if (from > instant && from < next) next = from;
      if (until > instant && until < next) next = until;
    }
    if (levelAt(staff, seconds(instant)) - inUse < operators) return next;
    instant = next;
  }
  return undefined;
}

/** The level must be at least `minimum` over [t, t + length). */
export const levelHolds =
  (steps: StepFunction, minimum: number, length: number): Push =>
  (from) => {
    let candidate: number = from;
    for (let instant = candidate; instant < candidate + length;) {
      const next = nextChange(steps, instant);
      if (levelAt(steps, seconds(instant)) < minimum) {
        if (next >= NEVER) return NEVER;
        candidate = next;
      }
      instant = next;
    }
    return seconds(candidate);
  };

/** The first instant after `instant` at which the level changes; NEVER when it stays. */
export function nextChange(steps: StepFunction, instant: number): Seconds {
  let low = 0;
  let high = steps.times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(steps.times, middle) > instant) high = middle;
    else low = middle + 1;
  }
  return steps.times[low] ?? NEVER;
}
