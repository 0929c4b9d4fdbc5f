/**
 * Sets of instants as sorted, disjoint, non-touching half-open intervals, and step functions over time.
 *
 * Every function that returns an `IntervalSet` returns it normalised.
 */

import { assert, at } from './assert.ts';
import { NEVER, seconds, type Seconds } from './time.ts';

/** [start, end), start < end. */
export interface Interval {
  readonly start: Seconds;
  readonly end: Seconds;
}

/** Sorted by start; no two overlap or touch. */
export type IntervalSet = readonly Interval[];

export const ALWAYS: IntervalSet = [{ start: seconds(-NEVER), end: NEVER }];

export const interval = (start: number, end: number): Interval => ({ start: seconds(start), end: seconds(end) });

/** The union of any intervals, in any order; empty ones vanish. */
export function normalise(intervals: readonly Interval[]): IntervalSet {
  const sorted = intervals.filter((i) => i.start < i.end).toSorted((a, b) => a.start - b.start || a.end - b.end);
  const result: Interval[] = [];
  for (const next of sorted) {
    const last = result.at(-1);
    if (last !== undefined && next.start <= last.end) {
      if (next.end > last.end) result[result.length - 1] = { start: last.start, end: next.end };
    } else result.push(next);
  }
  return result;
}

export function intersect(a: IntervalSet, b: IntervalSet): IntervalSet {
  const result: Interval[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const x = at(a, i);
    const y = at(b, j);
    const start = Math.max(x.start, y.start);
    const end = Math.min(x.end, y.end);
    if (start < end) result.push(interval(start, end));
    if (x.end < y.end) i++;
    else j++;
  }
  return result;
}

/** The instants of `a` that are not in `b`. */
export function subtract(a: IntervalSet, b: IntervalSet): IntervalSet {
  return intersect(a, complement(b));
}

/** The instants of (-NEVER, NEVER) that are not in `a`. */
export function complement(a: IntervalSet): IntervalSet {
  const result: Interval[] = [];
  let from: number = -NEVER;
  for (const { start, end } of a) {
    if (from < start) result.push(interval(from, start));
    from = end;
  }
  if (from < NEVER) result.push(interval(from, NEVER));
  return result;
}

/** Total length in seconds. */
export const measure = (set: IntervalSet): number => set.reduce((sum, i) => sum + (i.end - i.start), 0);

/** The interval that holds `instant`, if one does. */
export function containing(set: IntervalSet, instant: Seconds): Interval | undefined {
  const index = firstEndingAfter(set, instant);
  const candidate = set[index];
  return candidate !== undefined && candidate.start <= instant ? candidate : undefined;
}

/** Whether [start, end) lies inside one interval of the set; an empty span needs only its instant, or a closing edge. */
export function covers(set: IntervalSet, start: Seconds, end: Seconds): boolean {
  const index = firstEndingAfter(set, start);
  const candidate = set[index];
  if (candidate !== undefined && candidate.start <= start) return end <= candidate.end;
  return end <= start && index > 0 && at(set, index - 1).end === start;
}

/** Index of the first interval with `end > instant`; `set.length` when there is none. Binary search. */
export function firstEndingAfter(set: IntervalSet, instant: Seconds): number {
  let low = 0;
  let high = set.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(set, middle).end > instant) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * A step function: `levels[k]` holds from `times[k]` until `times[k + 1]`, the last one for ever; 0 before `times[0]`.
 * `times` rise strictly; both arrays have one length of at least 1.
 */
export interface StepFunction {
  readonly times: readonly Seconds[];
  readonly levels: readonly number[];
}

export const constantLevel = (level: number): StepFunction => ({ times: [seconds(-NEVER)], levels: [level] });

export function levelAt(steps: StepFunction, instant: Seconds): number {
  let low = 0;
  let high = steps.times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(steps.times, middle) <= instant) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? 0 : at(steps.levels, low - 1);
}

/** The instants at which the level is at least `minimum` (> 0). */
export function whereAtLeast(steps: StepFunction, minimum: number): IntervalSet {
  assert(minimum > 0, 'whereAtLeast needs a positive minimum');
  const result: Interval[] = [];
  steps.levels.forEach((level, k) => {
    if (level >= minimum) result.push({ start: at(steps.times, k), end: steps.times[k + 1] ?? NEVER });
  });
  return normalise(result);
}

/** The sum of weighted interval sets, e.g. staff on shift. Equal neighbours are merged. */
export function sumOfLevels(
  parts: readonly { readonly intervals: IntervalSet; readonly level: number }[],
): StepFunction {
  const changes = new Map<number, number>([[-NEVER, 0]]);
  for (const { intervals, level } of parts) {
    for (const { start, end } of intervals) {
      changes.set(start, (changes.get(start) ?? 0) + level);
      changes.set(end, (changes.get(end) ?? 0) - level);
    }
  }
  const times: Seconds[] = [];
  const levels: number[] = [];
  let level = 0;
  for (const [time, change] of [...changes].toSorted((a, b) => a[0] - b[0])) {
    level += change;
    if (levels.length > 0 && levels.at(-1) === level) continue;
    times.push(seconds(time));
    levels.push(level);
  }
  return { times, levels };
}

/** `steps` less what each part takes during its interval, nowhere below zero. Equal neighbours are merged. */
export function lowered(
  steps: StepFunction,
  parts: readonly { readonly during: Interval; readonly by: number }[],
): StepFunction {
  const edges = new Set<number>([...steps.times, ...parts.flatMap(({ during }) => [during.start, during.end])]);
  const times: Seconds[] = [];
  const levels: number[] = [];
  for (const edge of [...edges].toSorted((a, b) => a - b)) {
    const instant = seconds(edge);
    const gone = parts.reduce((sum, { during, by }) => (during.start <= edge && edge < during.end ? sum + by : sum), 0);
    const level = Math.max(0, levelAt(steps, instant) - gone);
    if (levels.length > 0 && levels.at(-1) === level) continue;
    times.push(instant);
    levels.push(level);
  }
  return { times, levels };
}
