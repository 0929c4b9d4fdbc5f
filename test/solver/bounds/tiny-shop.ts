/** Scheduling problems so small that every plan can be tried: a few operations and some ten instants, every kind of limit. */

import { createRandom, NEVER, type Random } from '../../../src/base/index.ts';
import { NONE, noPrevious, THROUGHOUT, type Problem } from '../../../src/solver/index.ts';

export interface Mode {
  /** NONE: resources only. */
  readonly machine: number;
  readonly duration: number;
  readonly state: number;
  readonly key: number;
  readonly size: number;
  readonly capacity: number;
  readonly unit: number;
  readonly demands: readonly { readonly resource: number; readonly amount: number; readonly span: number }[];
}

export interface Operation {
  readonly order: number;
  readonly job: number;
  readonly release: number;
  readonly latestStart: number;
  readonly windows: readonly (readonly [number, number])[];
  readonly frozenStart: number | undefined;
  readonly modes: readonly Mode[];
  readonly takes: boolean;
  readonly output: number;
  readonly previous: { readonly start: number; readonly machine: number } | undefined;
  readonly after: readonly { readonly from: number; readonly min: number; readonly max: number }[];
}

export interface Job {
  readonly order: number;
  readonly size: number;
  readonly quality: number;
  readonly phases: readonly { readonly from: number; readonly curve: number }[];
}

export interface Order {
  readonly due: number;
  readonly deadline: number;
  readonly weight: number;
}

export interface Machine {
  readonly calendar: readonly (readonly [number, number])[];
  readonly initial: number;
  /** [from][to], the last row from an unknown state. */
  readonly setup: readonly (readonly number[])[];
  readonly setupAmount: number;
  readonly isScarce: boolean;
  /** 0: never fails. */
  readonly shape: number;
  readonly age: number;
}

export interface Upkeep {
  readonly machine: number;
  readonly duration: number;
  readonly every: number;
  readonly early: number;
  readonly late: number;
  readonly lastDone: number;
}

export interface TinyShop {
  readonly now: number;
  readonly horizon: number;
  readonly orders: readonly Order[];
  readonly jobs: readonly Job[];
  readonly operations: readonly Operation[];
  readonly machines: readonly Machine[];
  /** Level of each resource from instant 0 on, by second; 0 after the last. Resource 0 sets machines up. */
  readonly levels: readonly (readonly number[])[];
  readonly curves: readonly { readonly tau: number; readonly beta: number }[];
  readonly upkeep: readonly Upkeep[];
}

/** Nothing can run from here on. */
export const END = 9;
export const STATES = 2;
export const SCALE = 40;
export const RENEWAL = 0.5;
export const REPAIR = 7200;

const chance = (random: Random, percent: number): boolean => random.below(100) < percent;
const pick = <T>(random: Random, values: readonly T[]): T => values[random.below(values.length)] as T;

/** `steps`: operations of each order; without, one or two for two or three orders. */
export function randomShop(seed: number, size?: { readonly orders: number; readonly steps: number }): TinyShop {
  const random = createRandom(seed);
  const machineCount = 1 + random.below(2);
  const now = chance(random, 20) ? 1 : 0;
  const levels = [randomLevel(random, 1 + random.below(2)), randomLevel(random, 2)];
  const machines = Array.from({ length: machineCount }, (_, m) => randomMachine(random.split(`machine ${m}`), now));
  const orderCount = size?.orders ?? 2 + random.below(2);
  const beta = pick(random, [1, 1.5]);
  const curves = [pick(random, [6, 15]), pick(random, [5, 30, Infinity])].map((tau, k) => ({
    tau,
    beta: k === 1 && chance(random, 20) ? 2 : beta,
  }));
  const orders: Order[] = [];
  const jobs: Job[] = [];
  const operations: Operation[] = [];
  for (let order = 0; order < orderCount; order++) {
    const own = random.split(`order ${order}`);
    orders.push({
      due: own.below(7),
      deadline: chance(own, 25) ? 3 + own.below(5) : NEVER,
      weight: pick(own, [0.5, 1, 4]) * 3600,
    });
    jobs.push(randomJob(own, order));
    const steps = size?.steps ?? (operations.length < 3 ? 1 + own.below(2) : 1);
    for (let step = 0; step < steps; step++) {
      operations.push(randomOperation(own, { order, step, number: operations.length, machineCount, now }));
    }
  }
  const upkeep = chance(random, 25)
    ? [{ machine: 0, duration: 1, every: 5, early: 1, late: 1 + random.below(2), lastDone: -random.below(3) }]
    : [];
  return { now, horizon: 5 + random.below(4), orders, jobs, operations, machines, levels, curves, upkeep };
}

const randomLevel = (random: Random, most: number): number[] =>
  Array.from({ length: END }, () => (chance(random, 75) ? most : random.below(most + 1)));

function randomMachine(random: Random, now: number): Machine {
  const closed = 2 + random.below(5);
  const setup = Array.from({ length: STATES + 1 }, () => Array.from({ length: STATES }, () => random.below(2)));
  return {
    calendar: chance(random, 60)
      ? [[now, END]]
      : [
          [now, closed],
          [closed + 1, END],
        ],
    initial: random.below(STATES + 1),
    setup,
    setupAmount: random.below(2),
    isScarce: chance(random, 60),
    shape: pick(random, [0, 1, 1.5, 0.5]),
    age: random.below(10),
  };
}

const randomJob = (random: Random, order: number): Job => ({
  order,
  size: 1 + random.below(2),
  quality: pick(random, [1, 0.9]),
  phases: chance(random, 20)
    ? [
        { from: -2, curve: 0 },
        { from: 3, curve: pick(random, [1, NONE]) },
      ]
    : [{ from: -random.below(3), curve: pick(random, [0, 0, 1]) }],
});

interface Place {
  readonly order: number;
  readonly step: number;
  readonly number: number;
  readonly machineCount: number;
  readonly now: number;
}

function randomOperation(random: Random, { order, step, number, machineCount, now }: Place): Operation {
  const isFrozen = now > 0 && step === 0 && chance(random, 40);
  const machines = Array.from({ length: machineCount }, (_, m) => m).filter(
    (m) => m === number % machineCount || chance(random, 40),
  );
  const kind = random.below(3);
  const [state, size, span] = [random.below(STATES), 1 + random.below(2), pick(random, [THROUGHOUT, 1])];
  const staff = chance(random, 40) ? [{ resource: 0, amount: 1, span }] : [];
  const mode = (machine: number): Mode => {
    const duration = 1 + random.below(3);
    const plain = { machine, duration, state, key: NONE, size: 0, capacity: 0, unit: 0, demands: staff };
    // Whatever shares a key shares the state, as a batch family and a recipe do.
    if (kind === 1) return { ...plain, state: 0, key: 7, size, capacity: 3 };
    if (kind === 2) return { ...plain, state: 1, key: 8, size, capacity: 4, unit: 2, duration: 2, demands: [] };
    return plain;
  };
  const onPool = (amount: number, duration: number): Mode => ({
    machine: NONE,
    duration,
    state: 0,
    key: NONE,
    size: 0,
    capacity: 0,
    unit: 0,
    demands: [{ resource: 1, amount, span: THROUGHOUT }],
  });
  const isPool = !isFrozen && chance(random, 20);
  const modes = isPool ? [onPool(1, 2), onPool(2, 1)] : machines.map(mode);
  const frozenMode = { ...mode(machines[0] ?? 0), key: NONE, size: 0, capacity: 0, unit: 0, demands: [] };
  return {
    order,
    job: order,
    release: random.below(3),
    latestStart: chance(random, 25) ? 2 + random.below(4) : NEVER,
    windows: chance(random, 15) ? [[1 + random.below(2), 6]] : [],
    frozenStart: isFrozen ? now - 1 : undefined,
    modes: isFrozen ? [{ ...frozenMode, duration: 2 }] : modes,
    takes: chance(random, 80),
    output: pick(random, [NONE, 0, 1]),
    previous: chance(random, 30) ? { start: random.below(5), machine: 0 } : undefined,
    after: step === 0 ? [] : [{ from: number - 1, min: random.below(2), max: pick(random, [1, 3, NEVER, NEVER]) }],
  };
}

export function toProblem(shop: TinyShop): Problem {
  const { operations, jobs, orders, machines, levels, curves, upkeep } = shop;
  const modes = operations.flatMap((o) => o.modes);
  const demands = modes.flatMap((m) => m.demands);
  const arcs = operations.flatMap((o, to) => o.after.map((arc) => ({ ...arc, to })));
  const byFrom = arcs.map((_, k) => k).toSorted((a, b) => (arcs[a]?.from ?? 0) - (arcs[b]?.from ?? 0) || a - b);
  const ints = (values: readonly number[]) => Int32Array.from(values);
  const numbers = (values: readonly number[]) => Float64Array.from(values);
  const firsts = (lengths: readonly number[]) => {
    const first = [0];
    for (const length of lengths) first.push((first.at(-1) ?? 0) + length);
    return ints(first);
  };
  const count = <T>(list: readonly T[], test: (item: T) => boolean) => list.filter(test).length;
  return {
    now: shop.now,
    horizon: shop.horizon,
    operations: {
      count: operations.length,
      job: ints(operations.map((o) => o.job)),
      firstMode: firsts(operations.map((o) => o.modes.length)),
      release: numbers(operations.map((o) => o.release)),
      latestStart: numbers(operations.map((o) => o.latestStart)),
      firstWindow: firsts(operations.map((o) => o.windows.length)),
      windowStart: numbers(operations.flatMap((o) => o.windows.map((w) => w[0]))),
      windowEnd: numbers(operations.flatMap((o) => o.windows.map((w) => w[1]))),
      clashClass: ints(operations.map(() => NONE)),
      frozenTask: ints(operations.map((o, k) => (o.frozenStart === undefined ? NONE : k))),
      frozenStart: numbers(operations.map((o) => o.frozenStart ?? 0)),
      previousStart: numbers(operations.map((o) => o.previous?.start ?? NEVER)),
      previousMachine: ints(operations.map((o) => o.previous?.machine ?? NONE)),
      takesMaterial: Uint8Array.from(operations, (o) => (o.takes ? 1 : 0)),
      outputCurve: ints(operations.map((o) => o.output)),
    },
    modes: {
      count: modes.length,
      machine: ints(modes.map((m) => m.machine)),
      duration: numbers(modes.map((m) => m.duration)),
      state: ints(modes.map((m) => m.state)),
      batchKey: ints(modes.map((m) => m.key)),
      size: numbers(modes.map((m) => m.size)),
      capacity: numbers(modes.map((m) => m.capacity)),
      unit: numbers(modes.map((m) => m.unit)),
      clashScope: new Uint8Array(modes.length),
      firstDemand: firsts(modes.map((m) => m.demands.length)),
    },
    demands: {
      count: demands.length,
      resource: ints(demands.map((d) => d.resource)),
      amount: numbers(demands.map((d) => d.amount)),
      span: numbers(demands.map((d) => d.span)),
    },
    arcs: {
      count: arcs.length,
      firstIn: firsts(operations.map((_, o) => count(arcs, (a) => a.to === o))),
      from: ints(arcs.map((a) => a.from)),
      to: ints(arcs.map((a) => a.to)),
      min: numbers(arcs.map((a) => a.min)),
      max: numbers(arcs.map((a) => a.max)),
      firstOut: firsts(operations.map((_, o) => count(arcs, (a) => a.from === o))),
      out: ints(byFrom),
    },
    jobs: {
      count: jobs.length,
      order: ints(jobs.map((j) => j.order)),
      firstOperation: firsts(jobs.map((_, j) => count(operations, (o) => o.job === j))),
      size: numbers(jobs.map((j) => j.size)),
      quality: numbers(jobs.map((j) => j.quality)),
      firstPhase: firsts(jobs.map((j) => j.phases.length)),
      phaseFrom: numbers(jobs.flatMap((j) => j.phases.map((p) => p.from))),
      phaseCurve: ints(jobs.flatMap((j) => j.phases.map((p) => p.curve))),
    },
    orders: {
      count: orders.length,
      firstJob: firsts(orders.map((_, k) => count(jobs, (j) => j.order === k))),
      release: numbers(orders.map(() => 0)),
      due: numbers(orders.map((o) => o.due)),
      deadline: numbers(orders.map((o) => o.deadline)),
      weight: numbers(orders.map((o) => o.weight)),
      doneUntil: numbers(orders.map(() => -NEVER)),
    },
    machines: {
      count: machines.length,
      firstInterval: firsts(machines.map((m) => m.calendar.length)),
      intervalStart: numbers(machines.flatMap((m) => m.calendar.map((i) => i[0]))),
      intervalEnd: numbers(machines.flatMap((m) => m.calendar.map((i) => i[1]))),
      states: ints(machines.map(() => STATES)),
      initialState: ints(machines.map((m) => m.initial)),
      firstSetup: ints(machines.map((_, m) => m * (STATES + 1) * STATES)),
      setupTime: numbers(machines.flatMap((m) => m.setup.flat())),
      setupResource: ints(machines.map((m) => (m.setupAmount > 0 ? 0 : NONE))),
      setupAmount: numbers(machines.map((m) => m.setupAmount)),
      isScarce: Uint8Array.from(machines, (m) => (m.isScarce ? 1 : 0)),
      failureShape: numbers(machines.map((m) => m.shape)),
      failureScale: numbers(machines.map(() => SCALE)),
      failureAge: numbers(machines.map((m) => m.age)),
      failureHazard: numbers(machines.map(() => 1)),
      failureRenewal: numbers(machines.map(() => RENEWAL)),
      repairMean: numbers(machines.map(() => REPAIR)),
    },
    resources: {
      count: levels.length,
      firstStep: firsts(levels.map(() => END + 1)),
      stepTime: numbers(levels.flatMap(() => Array.from({ length: END + 1 }, (_, t) => t))),
      stepLevel: numbers(levels.flatMap((row) => [...row, 0])),
    },
    clashes: { count: 0, first: ints([0]), other: ints([]) },
    maintenance: {
      count: upkeep.length,
      firstMachine: firsts(upkeep.map(() => 1)),
      machine: ints(upkeep.map((u) => u.machine)),
      runsSince: ints(upkeep.map(() => 0)),
      duration: numbers(upkeep.map((u) => u.duration)),
      every: numbers(upkeep.map((u) => u.every)),
      everyRuns: ints(upkeep.map(() => 0)),
      early: numbers(upkeep.map((u) => u.early)),
      late: numbers(upkeep.map((u) => u.late)),
      lastDone: numbers(upkeep.map((u) => u.lastDone)),
      freeFrom: numbers(upkeep.map(() => shop.now)),
      resource: ints(upkeep.map(() => NONE)),
      amount: numbers(upkeep.map(() => 0)),
    },
    curves: {
      count: curves.length,
      tau: numbers(curves.map((c) => c.tau)),
      beta: numbers(curves.map((c) => c.beta)),
    },
    previous: noPrevious(operations.length),
  };
}
