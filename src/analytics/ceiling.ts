/**
 * The most run time that any plan can get out of one sequencer position: what utilization is measured against.
 *
 * Demand is unlimited and nothing fails; only the calendar, the operators for the changeover and the run lengths on
 * offer limit it. Exact, in whole seconds, without a time grid: of two schedules with the same runs in the same order,
 * the one in which every run starts as early as it may ends no later and has no less run time inside the horizon, and an
 * earlier end never hinders what follows. So a run needs to start only directly after the run before it, or at the opening
 * of a window, and the search visits just those instants. The bound holds for every plan that obeys docs/PLAN-RULES.md
 * (rules 9, 13, 14 and 15), in whatever second its runs start.
 */

import { Heap } from 'heap-js';

import {
  after,
  at,
  containing,
  duration,
  firstEndingAfter,
  intersect,
  seconds,
  type Duration,
  type Interval,
  type IntervalSet,
  type Seconds,
} from '../base/index.ts';

/** What one position may do. */
export interface RunCalendar {
  /** When the operators that a changeover needs are on shift. */
  readonly staffed: IntervalSet;
  /** When the position may be occupied; a changeover and its run lie inside one interval. */
  readonly available: IntervalSet;
  /** Attended, directly before each run; 0 needs nobody. A bound needs the shortest one. */
  readonly changeover: Duration;
  /** > 0, in any order; may be empty. */
  readonly runLengths: readonly Duration[];
}

/** A run that took place, whether or not the calendar would have allowed it: [setupStart, start) then [start, end). */
export interface OccurredRun {
  readonly setupStart: Seconds;
  readonly start: Seconds;
  readonly end: Seconds;
}

/**
 * The most run time inside [0, horizon); changeovers do not count, and a run that crosses the horizon counts in part.
 *
 * Runs in `occurred` (disjoint) are further choices, each at its own instants: broken-off, overlong and exceptional ones
 * too. So the result is never less than what occurred. Those that began before instant 0 are not choices but given.
 */
export function mostRunTime(calendar: RunCalendar, horizon: Seconds, occurred: readonly OccurredRun[] = []): Duration {
  return explore(calendar, horizon, occurred).clipped;
}

/** Most run time of whole runs ended by an instant, as a function of the instant, which may go up to `until`. */
export function mostCompletedRunTime(calendar: RunCalendar, until: Seconds): (instant: Seconds) => Duration {
  const { steps } = explore(calendar, after(until, 1), []);
  return (instant) => {
    let low = 0;
    let high = steps.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (at(steps, middle).free <= instant) low = middle + 1;
      else high = middle;
    }
    return duration(low === 0 ? 0 : at(steps, low - 1).runTime);
  };
}

/** A changeover may lie anywhere in [start, end); its run has to end by `closes`. */
export interface StartWindow extends Interval {
  readonly closes: Seconds;
}

/** Where changeovers fit, sorted. */
export function startWindows(calendar: RunCalendar): readonly StartWindow[] {
  const { available, staffed, changeover } = calendar;
  if (changeover === 0) return available.map(({ start, end }) => ({ start, end, closes: end }));
  return intersect(staffed, available)
    .filter(({ start, end }) => end - start >= changeover)
    .map(({ start, end }) => ({ start, end, closes: containing(available, start)?.end ?? end }));
}

/** A position that is free from `free` on, after `runTime` seconds of runs inside the horizon. */
interface Label {
  readonly free: Seconds;
  readonly runTime: number;
}

interface Exploration {
  readonly clipped: Duration;
  /** For each instant at which more whole runs can have ended than before, how much: both rise strictly. */
  readonly steps: readonly Label[];
}

/**
 * Visits labels in order of `free`. A label that is not ahead in run time of every earlier one is dropped: whatever can
 * follow it can follow the earlier one. What remains is the staircase of best run time by instant.
 */
function explore(calendar: RunCalendar, horizon: Seconds, occurred: readonly OccurredRun[]): Exploration {
  const windows = startWindows(calendar);
  const queue = new Heap<Label>((a, b) => a.free - b.free || b.runTime - a.runTime);
  const steps: Label[] = [];
  let best = -1;
  let clipped = 0;
  const add = (runTime: number, run: { readonly start: Seconds; readonly end: Seconds }): void => {
    const total = runTime + inside(run, horizon);
    clipped = Math.max(clipped, total);
    if (run.end < horizon) queue.push({ free: run.end, runTime: total });
  };

  const { given, choices } = splitOccurred(occurred);
  const free = given.reduce<Seconds>((latest, run) => (run.end > latest ? run.end : latest), seconds(0));
  clipped = given.reduce((sum, run) => sum + inside(run, horizon), 0);
  queue.push({ free, runTime: clipped });

  for (let next = 0; ;) {
    const label = queue.peek();
    const choice = choices[next];
    // Every label that could still precede the choice has been visited, so `best` is what the choice adds to.
    if (choice !== undefined && best >= 0 && (label === undefined || label.free > choice.setupStart)) {
      add(best, choice);
      next++;
      continue;
    }
    if (label === undefined) break;
    queue.pop();
    if (label.runTime <= best) continue;
    best = label.runTime;
    steps.push(label);
    for (const length of calendar.runLengths) {
      const start = earliestStart(windows, calendar.changeover, label.free, length);
      if (start !== undefined && start < horizon) add(best, { start, end: after(start, length) });
    }
  }
  return { clipped: duration(clipped), steps };
}

/** Runs under way at instant 0 cannot be undone; the others are choices, in the order of their set-ups. */
function splitOccurred(occurred: readonly OccurredRun[]) {
  const choices = occurred
    .filter((run) => run.setupStart >= 0 && run.start < run.end)
    .toSorted((a, b) => a.setupStart - b.setupStart || a.end - b.end);
  return { given: occurred.filter((run) => run.setupStart < 0 && run.end > 0), choices };
}

/** The earliest start of a run of `length` on a position that is free from `free` on; undefined: never again. */
export function earliestStart(
  windows: readonly StartWindow[],
  changeover: Duration,
  free: Seconds,
  length: Duration,
): Seconds | undefined {
  for (let index = firstEndingAfter(windows, free); index < windows.length; index++) {
    const window = at(windows, index);
    const start = after(free > window.start ? free : window.start, changeover);
    if (start <= window.end && start + length <= window.closes) return start;
  }
  return undefined;
}

const inside = (run: { readonly start: Seconds; readonly end: Seconds }, horizon: Seconds): number =>
  Math.max(0, Math.min(run.end, horizon) - Math.max(run.start, 0));
