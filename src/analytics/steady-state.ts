/**
 * The share of time that one position can run for ever under a weekly calendar: the limit that the ceiling of a longer
 * and longer horizon approaches. Exact, as a fraction.
 *
 * After each run the position is free at some second of the week, and each run length leads to one next such second
 * (starting as early as possible is never worse, see `ceiling.ts`). The share is the best ratio of run time to elapsed
 * time over the cycles of that graph, found by Dinkelbach's method: while some cycle beats the ratio at hand, take that
 * cycle's ratio instead; the last search proves that none does. All arithmetic is on integers.
 */

import { WEEK, after, assert, at, interval, mustGet, normalise, seconds } from '../base/index.ts';
import type { Duration, Interval, Seconds } from '../base/index.ts';
import { earliestStart, startWindows, type RunCalendar } from './ceiling.ts';

export interface WeeklyCalendar {
  /** Within one week, [0, 7 d): when the operators for a changeover are on shift. */
  readonly staffed: readonly Interval[];
  readonly changeover: Duration;
  /** > 0. */
  readonly runLengths: readonly Duration[];
}

/** In lowest terms; 0/1 where nothing can ever run. */
export interface RunRatio {
  readonly runTime: number;
  readonly elapsed: number;
}

interface Arc {
  readonly from: number;
  readonly to: number;
  readonly runTime: number;
  readonly elapsed: number;
}

export function steadyRunRatio(week: WeeklyCalendar): RunRatio {
  const arcs = inCommonUnits(arcsOf(week));
  let ratio: RunRatio = { runTime: 0, elapsed: 1 };
  for (;;) {
    const better = betterCycle(arcs, ratio);
    if (better === undefined) return ratio;
    ratio = better;
  }
}

/** Nodes are the seconds of the week at which the position can become free, numbered as they are found. */
function arcsOf(week: WeeklyCalendar): readonly Arc[] {
  // A run may have to wait for a window of the next week, and its changeover may cross into the week after.
  const repeated = [0, 1, 2].flatMap((k) => week.staffed.map((i) => interval(i.start + k * WEEK, i.end + k * WEEK)));
  const calendar: RunCalendar = { ...week, staffed: normalise(repeated), available: [interval(0, 52 * WEEK)] };
  const windows = startWindows(calendar);
  const numbers = new Map<Seconds, number>([[seconds(0), 0]]);
  const arcs: Arc[] = [];
  // A map is visited in the order of insertion, entries added meanwhile included.
  for (const [free, from] of numbers) {
    for (const length of new Set(week.runLengths)) {
      const start = earliestStart(windows, week.changeover, free, length);
      if (start === undefined) continue;
      const end = after(start, length);
      const next = seconds(end % WEEK);
      if (!numbers.has(next)) numbers.set(next, numbers.size);
      arcs.push({ from, to: mustGet(numbers, next), runTime: length, elapsed: end - free });
    }
  }
  return arcs;
}

/**
 * Longest paths by Bellman and Ford with weights `runTime - ratio x elapsed`: a cycle among the arcs by which nodes were
 * last improved has a positive weight, so it beats the ratio. Without one, values settle within as many rounds as nodes.
 */
function betterCycle(arcs: readonly Arc[], ratio: RunRatio): RunRatio | undefined {
  const nodes = arcs.reduce((most, arc) => Math.max(most, arc.from + 1, arc.to + 1), 0);
  const weights = arcs.map((arc) => arc.runTime * ratio.elapsed - arc.elapsed * ratio.runTime);
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  assert(Number.isSafeInteger(largest * (nodes + 1)), 'run lengths without a common unit: the ratio is not exact');
  const value = Array.from({ length: nodes }, () => 0);
  const into = Array.from<Arc | undefined>({ length: nodes });
  for (let isSettled = false; !isSettled;) {
    isSettled = true;
    arcs.forEach((arc, k) => {
      const candidate = at(value, arc.from) + at(weights, k);
      if (candidate <= at(value, arc.to)) return;
      value[arc.to] = candidate;
      into[arc.to] = arc;
      isSettled = false;
    });
    const onCycle = nodeOnCycle(into);
    if (onCycle !== undefined) return ratioOfCycle(into, onCycle);
  }
  return undefined;
}

/** Goes back from every node along its arc; meeting a node of the same walk closes a cycle. */
function nodeOnCycle(into: readonly (Arc | undefined)[]): number | undefined {
  const walkOf = Array.from({ length: into.length }, () => -1);
  for (let start = 0; start < into.length; start++) {
    let node: number | undefined = start;
    while (node !== undefined && walkOf[node] === -1) {
      walkOf[node] = start;
      node = into[node]?.from;
    }
    if (node !== undefined && walkOf[node] === start) return node;
  }
  return undefined;
}

function ratioOfCycle(into: readonly (Arc | undefined)[], onCycle: number): RunRatio {
  let runTime = 0;
  let elapsed = 0;
  let node = onCycle;
  do {
    const arc = into[node];
    assert(arc !== undefined, `node ${node} of a cycle has no arc`);
    runTime += arc.runTime;
    elapsed += arc.elapsed;
    node = arc.from;
  } while (node !== onCycle);
  const unit = greatestCommonDivisor(runTime, elapsed);
  return { runTime: runTime / unit, elapsed: elapsed / unit };
}

/** Smaller numbers, same ratios: keeps the weights far below 2^53. */
function inCommonUnits(arcs: readonly Arc[]): readonly Arc[] {
  const unit = arcs.reduce((u, arc) => greatestCommonDivisor(greatestCommonDivisor(u, arc.runTime), arc.elapsed), 0);
  return arcs.map((arc) => ({ ...arc, runTime: arc.runTime / unit, elapsed: arc.elapsed / unit }));
}

export function greatestCommonDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}
