/** Random small shops and schedules for properties, and a slow oracle that knows nothing of the graph's bookkeeping. */

import { createRandom } from '../../../src/base/index.ts';
import { problemOf, type Instance } from '../../../src/solver/formats/index.ts';
import type { Problem } from '../../../src/solver/index.ts';
import { dispatch } from '../../../src/solver/search/dispatch.ts';
import { RandomInts } from '../../../src/solver/search/random-ints.ts';
import { ShopGraph } from '../../../src/solver/search/shop-graph.ts';
import { shopOf, type Shop } from '../../../src/solver/search/shop.ts';

export interface RandomShop {
  readonly instance: Instance;
  readonly problem: Problem;
  readonly shop: Shop;
  readonly graph: ShopGraph;
  readonly random: RandomInts;
}

/** `flexibility`: up to so many alternatives for each operation. Durations are 1..9. */
export function randomShop(seed: number, size: { jobs: number; machines: number; flexibility: number }): RandomShop {
  const random = new RandomInts(createRandom(seed));
  const jobs = Array.from({ length: size.jobs }, () =>
    Array.from({ length: 1 + random.below(size.machines) }, () => {
      const machines = shuffled(size.machines, random).slice(0, 1 + random.below(size.flexibility));
      return machines.map((machine) => ({ machine, duration: 1 + random.below(9) }));
    }),
  );
  const instance = { machineCount: size.machines, jobs };
  const problem = problemOf(instance);
  const shop = shopOf(problem);
  const graph = new ShopGraph(shop);
  graph.load(dispatch(shop, random));
  return { instance, problem, shop, graph, random };
}

function shuffled(count: number, random: RandomInts): number[] {
  const items = Array.from({ length: count }, (_, k) => k);
  for (let k = count - 1; k > 0; k--) {
    const other = random.below(k + 1);
    [items[k], items[other]] = [items[other] ?? 0, items[k] ?? 0];
  }
  return items;
}

/** The content of a graph that defines the schedule: per machine its slots, per slot its mode. */
export interface Sequences {
  readonly machines: readonly (readonly number[])[];
  readonly mode: readonly number[];
}

export function sequencesOf({ shop, sequence, length, mode }: ShopGraph): Sequences {
  const machines = Array.from(length, (size, machine) => {
    const first = shop.firstPlace[machine] ?? 0;
    return [...sequence.subarray(first, first + size)];
  });
  return { machines, mode: [...mode] };
}

/** The sequences after a move, done on lists. */
export function moved(shop: Shop, from: Sequences, move: { slot: number; mode: number; place: number }): Sequences {
  const machines = from.machines.map((slots) => slots.filter((slot) => slot !== move.slot));
  machines[shop.modeMachine[move.mode] ?? -1]?.splice(move.place, 0, move.slot);
  return { machines, mode: from.mode.map((mode, slot) => (slot === move.slot ? move.mode : mode)) };
}

export interface Lengths {
  readonly head: ReadonlyMap<number, number>;
  readonly tail: ReadonlyMap<number, number>;
  readonly makespan: number;
}

/** Longest paths by relaxing all arcs until nothing changes; undefined where it never ends: a circle. */
export function longestPaths(shop: Shop, { machines, mode }: Sequences): Lengths | undefined {
  const slots = [...shop.slotOf];
  const duration = (slot: number): number => shop.modeDuration[mode[slot] ?? -1] ?? 0;
  const arcs: (readonly [number, number])[] = machines.flatMap((list) =>
    list.slice(1).map((slot, k) => [list[k] ?? 0, slot] as const),
  );
  for (const slot of slots) if (slots.includes(slot + 1)) arcs.push([slot, slot + 1]);
  const head = new Map(slots.map((slot) => [slot, duration(slot)]));
  const tail = new Map(slots.map((slot) => [slot, duration(slot)]));
  const relax = (into: Map<number, number>, to: number, from: number): boolean => {
    const length = (into.get(from) ?? 0) + duration(to);
    if (length <= (into.get(to) ?? 0)) return false;
    into.set(to, length);
    return true;
  };
  for (let round = 0; round <= slots.length; round++) {
    let isChanged = false;
    for (const [from, to] of arcs) isChanged = relax(head, to, from) || isChanged;
    for (const [from, to] of arcs) isChanged = relax(tail, from, to) || isChanged;
    if (!isChanged) return { head, tail, makespan: Math.max(...head.values()) };
  }
  return undefined;
}

/** The length of the longest path through any of the slots. */
export function longestThrough(lengths: Lengths, slots: readonly number[], duration: (slot: number) => number): number {
  return Math.max(
    ...slots.map((slot) => (lengths.head.get(slot) ?? 0) + (lengths.tail.get(slot) ?? 0) - duration(slot)),
  );
}

/** The shortest makespan, over all orders in which operations can be appended one by one: for tiny shops only. */
export function bruteForce({ jobs, machineCount }: Instance): number {
  const next = jobs.map(() => 0);
  const jobFree = jobs.map(() => 0);
  const machineFree = Array.from({ length: machineCount }, () => 0);
  let best = Number.POSITIVE_INFINITY;
  const extend = (reached: number): void => {
    if (reached >= best) return;
    let isComplete = true;
    for (const [j, job] of jobs.entries()) {
      const k = next[j] ?? 0;
      const before = jobFree[j] ?? 0;
      for (const { machine, duration } of job[k] ?? []) {
        isComplete = false;
        const machineBefore = machineFree[machine] ?? 0;
        const end = Math.max(before, machineBefore) + duration;
        next[j] = k + 1;
        jobFree[j] = end;
        machineFree[machine] = end;
        extend(Math.max(reached, end));
        next[j] = k;
        jobFree[j] = before;
        machineFree[machine] = machineBefore;
      }
    }
    if (isComplete) best = reached;
  };
  extend(0);
  return best;
}
