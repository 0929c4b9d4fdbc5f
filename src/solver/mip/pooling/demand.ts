/** What orders ask of runs: when they are ready for one, how long they can wait, what waiting and lateness cost. */

import { hours, NEVER } from '../../../base/index.ts';
import { f64, i32, u8 } from '../../columns.ts';
import { Outlook } from '../../construct/outlook.ts';
import { forEachOperation, orderOf } from '../../orders.ts';
import { NONE, type Problem } from '../../problem.ts';

/** An order with an open operation on a divided capacity: its anchors, one per job, share a run. */
export interface RunDemand {
  readonly order: number;
  readonly anchors: readonly number[];
  /** No anchor can start before, whatever else the laboratory does. */
  readonly ready: number;
  /** After this the order would be lost; NEVER where it can wait for ever. */
  readonly latest: number;
  /** From the end of the run to the end of the order, at least. */
  readonly tail: number;
  readonly due: number;
  readonly deadline: number;
  /** Objective weight of the whole order. */
  readonly weight: number;
  /** Batch key -> what all anchors take of a run's capacity; keys that not all of them have are missing. */
  readonly size: ReadonlyMap<number, number>;
  /** [anchors] clash class, NONE: clashes with nobody. */
  readonly classes: readonly number[];
  /** Curve by which what the run takes ages, NONE: it does not age. */
  readonly curve: number;
}

/** Sorted by readiness, then order. */
export function runDemands(problem: Problem): RunDemand[] {
  const outlook = new Outlook(problem);
  const latest = latestStarts(problem);
  const demands: RunDemand[] = [];
  for (let order = 0; order < problem.orders.count; order++) {
    const anchors = dividedAnchors(problem, order);
    if (anchors.length === 0) continue;
    const { due, deadline, weight } = problem.orders;
    demands.push({
      order,
      anchors,
      ready: Math.max(...anchors.map((anchor) => f64(outlook.head, anchor))),
      latest: Math.min(...anchors.map((anchor) => f64(latest, anchor))),
      tail: Math.max(...anchors.map((anchor) => f64(outlook.tail, anchor))),
      due: f64(due, order),
      deadline: f64(deadline, order),
      weight: f64(weight, order) * thingsOf(problem, order),
      size: sizesByKey(problem, anchors),
      classes: anchors.map((anchor) => i32(problem.operations.clashClass, anchor)),
      curve: curveInto(problem, anchors[0] ?? 0),
    });
  }
  return demands.toSorted((a, b) => a.ready - b.ready || a.order - b.order);
}

/** Cost of a run that starts at `start` and lasts `duration` for one order: weighted hours late, weighted quality lost. */
export function lateHours(demand: RunDemand, start: number, duration: number): number {
  return demand.weight * hours(Math.max(0, start + duration + demand.tail - demand.due));
}

export function qualityLost({ curves }: Problem, demand: RunDemand, start: number): number {
  const { curve, ready, weight } = demand;
  if (curve === NONE || start <= ready) return 0;
  return weight * (1 - Math.exp(-(((start - ready) / f64(curves.tau, curve)) ** f64(curves.beta, curve))));
}

/** Whether a run from `start` still serves the order. */
export const isServed = (demand: RunDemand, start: number, duration: number): boolean =>
  start <= demand.latest && (demand.deadline >= NEVER || start + duration + demand.tail <= demand.deadline);

/** The first open operation of each job that has a mode with a divided capacity. */
function dividedAnchors(problem: Problem, order: number): number[] {
  const { operations, modes } = problem;
  const anchors = new Map<number, number>();
  forEachOperation(problem, order, (operation) => {
    const job = i32(operations.job, operation);
    if (anchors.has(job) || i32(operations.frozenTask, operation) !== NONE) return;
    for (let m = i32(operations.firstMode, operation); m < i32(operations.firstMode, operation + 1); m++) {
      if (f64(modes.unit, m) > 0 && i32(modes.batchKey, m) !== NONE) anchors.set(job, operation);
    }
  });
  return [...anchors.values()];
}

function sizesByKey({ operations, modes }: Problem, anchors: readonly number[]): ReadonlyMap<number, number> {
  const total = new Map<number, { size: number; anchors: number }>();
  for (const anchor of anchors) {
    const own = new Map<number, number>();
    for (let m = i32(operations.firstMode, anchor); m < i32(operations.firstMode, anchor + 1); m++) {
      if (f64(modes.unit, m) > 0) own.set(i32(modes.batchKey, m), f64(modes.size, m));
    }
    for (const [key, size] of own) {
      const sum = total.get(key) ?? { size: 0, anchors: 0 };
      total.set(key, { size: sum.size + size, anchors: sum.anchors + 1 });
    }
  }
  const common = [...total].filter(([, sum]) => sum.anchors === anchors.length);
  return new Map(common.map(([key, { size }]) => [key, size]));
}

/** Per operation: the last start that its own limit and the maximum lags before it allow. */
function latestStarts(problem: Problem): Float64Array {
  const { operations, arcs } = problem;
  const latest = Float64Array.from(operations.latestStart);
  for (let o = 0; o < operations.count; o++) {
    for (let a = i32(arcs.firstIn, o); a < i32(arcs.firstIn, o + 1); a++) {
      const from = i32(arcs.from, a);
      if (f64(arcs.max, a) >= NEVER || f64(latest, from) >= NEVER) continue;
      latest[o] = Math.min(f64(latest, o), f64(latest, from) + longestMode(problem, from) + f64(arcs.max, a));
    }
  }
  return latest;
}

function longestMode({ operations, modes }: Problem, operation: number): number {
  let longest = 0;
  for (let m = i32(operations.firstMode, operation); m < i32(operations.firstMode, operation + 1); m++) {
    longest = Math.max(longest, f64(modes.duration, m));
  }
  return longest;
}

/** The curve of the nearest operation before that has an output, else of the job's last phase. */
function curveInto(problem: Problem, anchor: number): number {
  const { arcs, jobs, operations } = problem;
  if (u8(operations.takesMaterial, anchor) === 0) return NONE;
  for (let o = anchor; ;) {
    const a = i32(arcs.firstIn, o);
    if (a === i32(arcs.firstIn, o + 1)) break;
    o = i32(arcs.from, a);
    if (u8(operations.takesMaterial, o) === 1 && i32(operations.outputCurve, o) !== NONE) {
      return i32(operations.outputCurve, o);
    }
  }
  const job = i32(operations.job, anchor);
  const phase = i32(jobs.firstPhase, job + 1) - 1;
  return phase < i32(jobs.firstPhase, job) ? NONE : i32(jobs.phaseCurve, phase);
}

function thingsOf(problem: Problem, order: number): number {
  let things = 0;
  const { jobs, operations } = problem;
  const seen = new Set<number>();
  forEachOperation(problem, order, (operation) => {
    const job = i32(operations.job, operation);
    if (seen.has(job) || orderOf(problem, operation) !== order) return;
    seen.add(job);
    things += f64(jobs.size, job);
  });
  return things;
}
