/** A small made-up problem whose solution makes a fresh thread compile the search. */

import { NEVER } from '../base/index.ts';
import { NONE, noPrevious, type Problem } from './problem.ts';
import type { WorkerTask } from './worker.ts';

const ORDERS = 24;
const STAGES = 4;
const MACHINES = 4;
const HOUR = 3600;

/** Orders of a few stages on a few machines with set-ups, staff, batches and lags. */
function warmUpProblem(): Problem {
  const operations = ORDERS * STAGES;
  const each = <T>(count: number, value: (index: number) => T): T[] =>
    Array.from({ length: count }, (_, i) => value(i));
  const ints = (count: number, value: (index: number) => number) => Int32Array.from(each(count, value));
  const numbers = (count: number, value: (index: number) => number) => Float64Array.from(each(count, value));
  const modes = operations * 2;
  const arcs = ORDERS * (STAGES - 1);
  const arcTo = (a: number): number => Math.floor(a / (STAGES - 1)) * STAGES + (a % (STAGES - 1)) + 1;
  const stageOfMode = (mode: number): number => Math.floor(mode / 2) % STAGES;
  return {
    now: 0,
    horizon: 1000 * HOUR,
    operations: {
      count: operations,
      job: ints(operations, (o) => Math.floor(o / STAGES)),
      firstMode: ints(operations + 1, (o) => o * 2),
      release: numbers(operations, (o) => (o % 7) * HOUR),
      latestStart: numbers(operations, () => NEVER),
      firstWindow: ints(operations + 1, () => 0),
      windowStart: new Float64Array(0),
      windowEnd: new Float64Array(0),
      clashClass: ints(operations, (o) => o % 3),
      frozenTask: ints(operations, () => NONE),
      frozenStart: new Float64Array(operations),
      previousStart: numbers(operations, () => NEVER),
      previousMachine: ints(operations, () => NONE),
      takesMaterial: Uint8Array.from(each(operations, () => 1)),
      outputCurve: ints(operations, () => 0),
    },
    modes: {
      count: modes,
      machine: ints(modes, (m) => (stageOfMode(m) === STAGES - 1 ? NONE : (stageOfMode(m) + (m % 2)) % MACHINES)),
      duration: numbers(modes, (m) => (1 + (m % 5)) * HOUR),
      state: ints(modes, (m) => (stageOfMode(m) === STAGES - 1 ? 0 : stageOfMode(m))),
      batchKey: ints(modes, (m) => (stageOfMode(m) === 1 || stageOfMode(m) === 2 ? stageOfMode(m) : NONE)),
      // As large as real read counts: a field that first holds small numbers is compiled for small numbers.
      size: numbers(modes, (m) => (stageOfMode(m) === 2 ? 3e9 : 3)),
      capacity: numbers(modes, (m) => (stageOfMode(m) === 2 ? 16e9 : 16)),
      unit: numbers(modes, (m) => (stageOfMode(m) === 2 ? 4e9 : 0)),
      clashScope: Uint8Array.from(each(modes, (m) => (stageOfMode(m) === 2 ? 1 : 0))),
      firstDemand: ints(modes + 1, (m) => m),
    },
    demands: {
      count: modes,
      resource: ints(modes, (m) => (stageOfMode(m) === STAGES - 1 ? 1 : 0)),
      amount: numbers(modes, (m) => (stageOfMode(m) === STAGES - 1 ? 128e9 : 1)),
      span: numbers(modes, (m) => (m % 2 === 0 ? HOUR : -1)),
    },
    arcs: {
      count: arcs,
      firstIn: ints(operations + 1, (o) => o - Math.ceil(o / STAGES)),
      from: ints(arcs, (a) => arcTo(a) - 1),
      to: ints(arcs, arcTo),
      min: new Float64Array(arcs),
      max: numbers(arcs, () => 40 * HOUR),
      firstOut: ints(operations + 1, (o) => o - Math.floor(o / STAGES)),
      out: ints(arcs, (a) => a),
    },
    jobs: {
      count: ORDERS,
      order: ints(ORDERS, (j) => j),
      firstOperation: ints(ORDERS + 1, (j) => j * STAGES),
      size: numbers(ORDERS, () => 3),
      quality: numbers(ORDERS, () => 1),
      firstPhase: ints(ORDERS + 1, (j) => j),
      phaseFrom: new Float64Array(ORDERS),
      phaseCurve: new Int32Array(ORDERS),
    },
    orders: {
      count: ORDERS,
      firstJob: ints(ORDERS + 1, (o) => o),
      release: new Float64Array(ORDERS),
      due: numbers(ORDERS, (o) => (40 + o) * HOUR),
      deadline: numbers(ORDERS, () => NEVER),
      weight: numbers(ORDERS, () => 1),
      doneUntil: numbers(ORDERS, () => -NEVER),
    },
    machines: {
      count: MACHINES,
      firstInterval: ints(MACHINES + 1, (m) => m * 2),
      intervalStart: numbers(MACHINES * 2, (k) => (k % 2) * 100 * HOUR),
      intervalEnd: numbers(MACHINES * 2, (k) => (k % 2 === 0 ? 90 : 2000) * HOUR),
      states: ints(MACHINES, () => STAGES),
      initialState: ints(MACHINES, () => STAGES),
      firstSetup: ints(MACHINES, () => 0),
      setupTime: numbers((STAGES + 1) * STAGES, (k) => (k % 4) * 900),
      setupResource: ints(MACHINES, () => 0),
      setupAmount: numbers(MACHINES, () => 1),
      isScarce: Uint8Array.from(each(MACHINES, () => 1)),
      failureShape: numbers(MACHINES, () => 1.5),
      failureScale: numbers(MACHINES, () => 3000 * HOUR),
      failureAge: new Float64Array(MACHINES),
      failureHazard: numbers(MACHINES, () => 1),
      failureRenewal: numbers(MACHINES, () => 0.5),
      repairMean: numbers(MACHINES, () => 20 * HOUR),
    },
    resources: {
      count: 2,
      firstStep: Int32Array.of(0, 3, 4),
      stepTime: Float64Array.of(0, 60 * HOUR, 70 * HOUR, -NEVER),
      stepLevel: Float64Array.of(3, 1, 3, 1e12),
    },
    clashes: { count: 3, first: Int32Array.of(0, 1, 2, 3), other: Int32Array.of(0, 1, 2) },
    maintenance: {
      count: 1,
      firstMachine: Int32Array.of(0, 1),
      machine: Int32Array.of(0),
      runsSince: Int32Array.of(0),
      duration: Float64Array.of(2 * HOUR),
      every: Float64Array.of(100 * HOUR),
      everyRuns: Int32Array.of(20),
      early: Float64Array.of(20 * HOUR),
      late: Float64Array.of(20 * HOUR),
      lastDone: Float64Array.of(0),
      freeFrom: Float64Array.of(0),
      resource: Int32Array.of(0),
      amount: Float64Array.of(1),
    },
    curves: { count: 1, tau: Float64Array.of(400 * HOUR), beta: Float64Array.of(1.5) },
    previous: noPrevious(operations),
  };
}

export const warmUpTask = (): WorkerTask & { readonly problem: Problem } => ({
  problem: warmUpProblem(),
  request: {
    seed: 1,
    budget: { iterations: 40 },
    rule: 'portfolio',
    levels: [
      { terms: [{ term: 'samples-lost', weight: 1 }] },
      {
        terms: [
          { term: 'weighted-tardiness', weight: 1 },
          { term: 'quality-lost', weight: 1 },
          { term: 'sequencer-idle', weight: 1 },
          { term: 'empty-lanes', weight: 1 },
          { term: 'failure-cost', weight: 1 },
        ],
      },
    ],
  },
});
