/** Small pooling questions, and their best answer by trying every partition of the orders and every kind of run. */

import fc from 'fast-check';
import { DAY, HOUR, NEVER } from '../../../src/base/index.ts';
import type { PoolingQuestion } from '../../../src/solver/mip/pooling/formulate.ts';
import { CLASH_BATCH, CLASH_NOTHING, CLASH_UNIT, NONE, type Problem } from '../../../src/solver/problem.ts';
import { clashMatrix } from './clash-matrix.ts';

/** Class 0 clashes with itself, classes 1 and 2 with each other. Reads in units of a lane of 10. */
const CLASHES: readonly (readonly [number, number])[] = [
  [0, 0],
  [1, 2],
];
const TAU = 10 * DAY;
const BETA = 1.5;

const demand = fc.record({
  ready: fc.integer({ min: 0, max: 12 }).map((k) => k * 6 * HOUR),
  patience: fc.oneof(
    fc.constant(NEVER),
    fc.integer({ min: 0, max: 8 }).map((k) => k * 6 * HOUR),
  ),
  tail: fc.integer({ min: 0, max: 4 }).map((k) => k * HOUR),
  slack: fc.integer({ min: -1, max: 6 }).map((k) => k * DAY),
  weight: fc.integer({ min: 1, max: 20 }),
  size: fc.integer({ min: 1, max: 14 }),
  clash: fc.integer({ min: -1, max: 2 }),
  ages: fc.boolean(),
});

const kind = fc.record({
  units: fc.integer({ min: 2, max: 4 }),
  days: fc.integer({ min: 1, max: 2 }),
  clashScope: fc.constantFrom(CLASH_NOTHING, CLASH_UNIT, CLASH_BATCH),
});

export const poolingQuestion: fc.Arbitrary<PoolingQuestion> = fc
  .record({
    demands: fc.array(demand, { minLength: 2, maxLength: 4 }),
    kinds: fc.array(kind, { minLength: 1, maxLength: 2 }),
    machines: fc.integer({ min: 1, max: 2 }),
  })
  .map(({ demands, kinds, machines }) => ({
    problem: { now: 0, curves: { tau: Float64Array.of(TAU), beta: Float64Array.of(BETA) } } as unknown as Problem,
    clashes: clashMatrix(3, CLASHES),
    prices: { late: 1, quality: 100, idle: 0.001, empty: 0.006 },
    asked: [],
    supply: {
      kinds: kinds.map(({ units, days, clashScope }, key) => ({
        key,
        capacity: 10 * units,
        unit: 10,
        duration: days * DAY - 3 * HOUR,
        occupied: days * DAY,
        clashScope,
        isScarce: 1,
      })),
      dayCapacity: Array.from({ length: 10 }, () => machines * DAY),
      staffedFrom: (time: number) => time,
    },
    demands: demands
      .toSorted((a, b) => a.ready - b.ready)
      .map(({ ready, patience, tail, slack, weight, size, clash, ages }, order) => ({
        order,
        anchors: [order],
        ready,
        latest: Math.min(NEVER, ready + patience),
        tail,
        due: ready + DAY + slack,
        deadline: NEVER,
        weight,
        size: new Map(kinds.map((_, key) => [key, size])),
        classes: [clash < 0 ? NONE : clash],
        curve: ages ? 0 : NONE,
      })),
  }));

interface Run {
  readonly members: readonly number[];
  readonly kind: number;
}

export function bestPooling(question: PoolingQuestion): {
  readonly cost: number;
  readonly groups: readonly number[][];
} {
  let best = { cost: Infinity, groups: [] as number[][] };
  for (const groups of partitions(question.demands.map((_, k) => k))) {
    for (const runs of choices(groups, question.supply.kinds.length)) {
      if (!runs.every((run) => isPossible(question, run))) continue;
      const cost = costOf(question, runs);
      if (cost < best.cost) best = { cost, groups };
    }
  }
  return best;
}

function partitions(items: readonly number[]): number[][][] {
  const [first, ...rest] = items;
  if (first === undefined) return [[]];
  return partitions(rest).flatMap((groups) => [
    [[first], ...groups],
    ...groups.map((_, k) => groups.map((group, j) => (j === k ? [first, ...group] : group))),
  ]);
}

function choices(groups: readonly number[][], kinds: number): Run[][] {
  const [first, ...rest] = groups;
  if (first === undefined) return [[]];
  return choices(rest, kinds).flatMap((others) =>
    Array.from({ length: kinds }, (_, kindNumber) => [{ members: first, kind: kindNumber }, ...others]),
  );
}

/** Who shares leaves 2 % of the run free; units of one class that clashes with itself do not overlap, nor do those of pairs. */
function isPossible({ demands, supply, clashes }: PoolingQuestion, run: Run): boolean {
  const chosen = supply.kinds[run.kind];
  const members = run.members.map((k) => demands[k]);
  if (chosen === undefined) return false;
  const size = (k: number) => members[k]?.size.get(run.kind) ?? Infinity;
  const total = members.reduce((sum, _, k) => sum + size(k), 0);
  if (total > (members.length > 1 ? 0.98 : 1) * chosen.capacity + 1e-9) return false;
  const start = Math.max(...members.map((member) => member?.ready ?? 0));
  if (members.some((member) => start > (member?.latest ?? 0))) return false;
  const units = chosen.capacity / chosen.unit;
  const needed = (k: number) => Math.ceil(size(k) / chosen.unit);
  const clash = (a: number, b: number) => clashes.clash(members[a]?.classes[0] ?? NONE, members[b]?.classes[0] ?? NONE);
  for (let a = 0; a < members.length && chosen.clashScope !== CLASH_NOTHING; a++) {
    for (let b = 0; b < a; b++) {
      if (clash(a, b) && (chosen.clashScope === CLASH_BATCH || needed(a) + needed(b) > units)) return false;
    }
    if (!clashes.clash(members[a]?.classes[0] ?? NONE, members[a]?.classes[0] ?? NONE)) continue;
    const crowd = members.reduce((sum, m, k) => sum + (m?.classes[0] === members[a]?.classes[0] ? needed(k) : 0), 0);
    if (members.length > 1 && crowd > units) return false;
  }
  return true;
}

function costOf({ demands, supply, prices }: PoolingQuestion, runs: readonly Run[]): number {
  let cost = 0;
  const asked = supply.dayCapacity.map(() => 0);
  for (const { members, kind: key } of runs) {
    const chosen = supply.kinds[key];
    if (chosen === undefined) continue;
    const start = Math.max(...members.map((k) => demands[k]?.ready ?? 0));
    asked[Math.floor(start / DAY)] = (asked[Math.floor(start / DAY)] ?? 0) + chosen.occupied / HOUR;
    cost += prices.empty * (chosen.capacity / chosen.unit) - (prices.idle * chosen.duration) / HOUR;
    for (const k of members) {
      const member = demands[k];
      if (member === undefined) continue;
      const late = Math.max(0, start + chosen.duration + member.tail - member.due) / HOUR;
      const waited = start - member.ready;
      const lost = member.curve === NONE ? 0 : 1 - Math.exp(-((waited / TAU) ** BETA));
      cost += member.weight * (prices.late * late + prices.quality * lost);
      cost -= (prices.empty * (member.size.get(key) ?? 0)) / chosen.unit;
    }
  }
  return cost + queueCost({ demands, supply }, asked);
}

/** Each day ends with what was asked for and not given; it waits 24 hours at a fifth of the weight per machine hour. */
function queueCost({ demands, supply }: Pick<PoolingQuestion, 'demands' | 'supply'>, asked: readonly number[]): number {
  const weight = demands.reduce((sum, member) => sum + member.weight, 0);
  const time = demands.reduce((sum, member) => {
    const shares = supply.kinds.map((k) => (k.occupied / HOUR) * ((member.size.get(k.key) ?? 0) / k.capacity));
    return sum + Math.min(...shares);
  }, 0);
  let waiting = 0;
  let cost = 0;
  asked.forEach((hoursAsked, day) => {
    waiting = Math.max(0, waiting + hoursAsked - (supply.dayCapacity[day] ?? 0) / HOUR);
    cost += waiting * 24 * ((0.2 * weight) / time);
  });
  return cost;
}
