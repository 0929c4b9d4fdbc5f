/**
 * From the plain content of a classic instance (jobs, alternatives, demands) to the flat problem.
 *
 * Makespan needs no objective of its own: one order holds all jobs and is due at 0, so its tardiness is the makespan; its
 * weight cancels the hours of the term and the number of jobs, so that the term comes out in the instance's time unit.
 */

import { NEVER, type Finding } from '../../base/index.ts';
import { bytes, ints, numbers, rowStarts } from '../columns.ts';
import { CLASH_NOTHING, NONE, noPrevious, THROUGHOUT, type Problem } from '../problem.ts';

export type ReadResult =
  { readonly kind: 'problem'; readonly problem: Problem } | { readonly kind: 'rejected'; readonly findings: Finding[] };

export interface InstanceMode {
  /** 0-based, or NONE. */
  readonly machine: number;
  readonly duration: number;
  /** Per resource; zeros are left out of the problem. */
  readonly demands?: readonly number[];
}

export interface Instance {
  readonly machineCount: number;
  /** Capacity of each cumulative resource. */
  readonly capacities?: readonly number[];
  /** Per job, per operation: its alternatives, at least one. */
  readonly jobs: readonly (readonly (readonly InstanceMode[])[])[];
  /** End-to-start, over all operations in one numbering, from lower to higher; absent: each job is a chain. */
  readonly arcs?: readonly { readonly from: number; readonly to: number }[];
}

export function problemOf({ machineCount, capacities = [], jobs, arcs }: Instance): Problem {
  const operations = jobs.flatMap((job, number) => job.map((modes) => ({ job: number, modes })));
  const modes = operations.flatMap(({ modes: list }, operation) => list.map((mode) => ({ operation, ...mode })));
  const longest = operations.map((o) => Math.max(...o.modes.map((mode) => mode.duration)));
  return {
    now: 0,
    horizon: Math.max(
      1,
      longest.reduce((sum, length) => sum + length, 0),
    ),
    operations: operationTable(
      operations.map((o) => o.job),
      rowStarts(
        modes.map((mode) => mode.operation),
        operations.length,
      ),
    ),
    ...modeTables(modes),
    arcs: arcTable(arcs ?? chains(jobs), operations.length),
    jobs: {
      count: jobs.length,
      order: new Int32Array(jobs.length),
      firstOperation: rowStarts(
        operations.map((o) => o.job),
        jobs.length,
      ),
      size: new Float64Array(jobs.length).fill(1),
      quality: new Float64Array(jobs.length).fill(1),
      firstPhase: new Int32Array(jobs.length + 1),
      phaseFrom: numbers([]),
      phaseCurve: ints([]),
    },
    orders: {
      count: 1,
      firstJob: ints([0, jobs.length]),
      release: numbers([0]),
      due: numbers([0]),
      deadline: numbers([NEVER]),
      weight: numbers([3600 / jobs.length]),
      doneUntil: numbers([-NEVER]),
    },
    machines: machineTable(machineCount),
    resources: {
      count: capacities.length,
      firstStep: Int32Array.from({ length: capacities.length + 1 }, (_, r) => r),
      stepTime: new Float64Array(capacities.length),
      stepLevel: numbers(capacities),
    },
    clashes: { count: 0, first: ints([0]), other: ints([]) },
    maintenance: NO_MAINTENANCE(),
    curves: { count: 0, tau: numbers([]), beta: numbers([]) },
    previous: noPrevious(operations.length),
  };
}

function chains(jobs: Instance['jobs']): { from: number; to: number }[] {
  const arcs: { from: number; to: number }[] = [];
  let first = 0;
  for (const job of jobs) {
    for (let k = 1; k < job.length; k++) arcs.push({ from: first + k - 1, to: first + k });
    first += job.length;
  }
  return arcs;
}

function operationTable(job: readonly number[], firstMode: Int32Array): Problem['operations'] {
  const count = job.length;
  return {
    count,
    job: ints(job),
    firstMode,
    release: new Float64Array(count),
    latestStart: new Float64Array(count).fill(NEVER),
    firstWindow: new Int32Array(count + 1),
    windowStart: numbers([]),
    windowEnd: numbers([]),
    clashClass: new Int32Array(count).fill(NONE),
    frozenTask: new Int32Array(count).fill(NONE),
    frozenStart: new Float64Array(count),
    previousStart: new Float64Array(count).fill(NEVER),
    previousMachine: new Int32Array(count).fill(NONE),
    takesMaterial: new Uint8Array(count),
    outputCurve: new Int32Array(count).fill(NONE),
  };
}

function modeTables(modes: readonly InstanceMode[]): Pick<Problem, 'modes' | 'demands'> {
  const count = modes.length;
  const demands = modes.flatMap(({ demands: amounts = [] }, mode) =>
    amounts.map((amount, resource) => ({ mode, resource, amount })).filter(({ amount }) => amount > 0),
  );
  return {
    modes: {
      count,
      machine: ints(modes.map((mode) => mode.machine)),
      duration: numbers(modes.map((mode) => mode.duration)),
      state: new Int32Array(count),
      batchKey: new Int32Array(count).fill(NONE),
      size: new Float64Array(count),
      capacity: new Float64Array(count),
      unit: new Float64Array(count),
      clashScope: new Uint8Array(count).fill(CLASH_NOTHING),
      firstDemand: rowStarts(
        demands.map((demand) => demand.mode),
        count,
      ),
    },
    demands: {
      count: demands.length,
      resource: ints(demands.map((demand) => demand.resource)),
      amount: numbers(demands.map((demand) => demand.amount)),
      span: new Float64Array(demands.length).fill(THROUGHOUT),
    },
  };
}

function arcTable(arcs: readonly { from: number; to: number }[], operationCount: number): Problem['arcs'] {
  const byTo = arcs.toSorted((a, b) => a.to - b.to || a.from - b.from);
  const byFrom = byTo.map((arc, number) => ({ ...arc, number })).toSorted((a, b) => a.from - b.from || a.to - b.to);
  return {
    count: arcs.length,
    firstIn: rowStarts(
      byTo.map((arc) => arc.to),
      operationCount,
    ),
    from: ints(byTo.map((arc) => arc.from)),
    to: ints(byTo.map((arc) => arc.to)),
    min: new Float64Array(arcs.length),
    max: new Float64Array(arcs.length).fill(NEVER),
    firstOut: rowStarts(
      byFrom.map((arc) => arc.from),
      operationCount,
    ),
    out: ints(byFrom.map((arc) => arc.number)),
  };
}

/** Always available, one state, no set-up, never failing. */
function machineTable(count: number): Problem['machines'] {
  const zeros = (): Float64Array => new Float64Array(count);
  return {
    count,
    firstInterval: Int32Array.from({ length: count + 1 }, (_, m) => m),
    intervalStart: zeros(),
    intervalEnd: zeros().fill(NEVER),
    states: new Int32Array(count).fill(1),
    initialState: new Int32Array(count),
    firstSetup: new Int32Array(count),
    setupTime: numbers([0, 0]),
    setupResource: new Int32Array(count).fill(NONE),
    setupAmount: zeros(),
    isScarce: bytes(Array.from({ length: count }, () => 0)),
    failureShape: zeros(),
    failureScale: zeros(),
    failureAge: zeros(),
    failureHazard: zeros(),
    failureRenewal: zeros(),
    repairMean: zeros(),
  };
}

const NO_MAINTENANCE = (): Problem['maintenance'] => ({
  count: 0,
  firstMachine: ints([0]),
  machine: ints([]),
  runsSince: ints([]),
  duration: numbers([]),
  every: numbers([]),
  everyRuns: ints([]),
  early: numbers([]),
  late: numbers([]),
  lastDone: numbers([]),
  freeFrom: numbers([]),
  resource: ints([]),
  amount: numbers([]),
});
