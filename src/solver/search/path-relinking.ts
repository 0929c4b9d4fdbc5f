/**
 * A walk from one schedule towards another: modes that differ are taken over, and neighbours on a machine that stand the
 * other way round in the guide are exchanged, until a share of the way is done.
 *
 * Each step stays feasible: a mode is entered at the operation's rank in the topological order, and an exchange that would
 * close a circle is refused by the graph (the differing pair closest together never does).
 */

import { i32 } from '../columns.ts';
import type { RandomInts } from './random-ints.ts';
import type { ShopGraph, ShopPoint } from './shop-graph.ts';

/** Where each slot stands in a schedule: its mode, machine, and index in the topological order. */
export class Guide {
  readonly mode: Int32Array;
  readonly rank: Int32Array;

  constructor({ mode, order }: ShopPoint) {
    this.mode = mode;
    this.rank = new Int32Array(mode.length);
    order.forEach((slot, k) => (this.rank[slot] = k));
  }
}

/** Differing modes, and pairs on one machine that stand the other way round. */
export function distance(graph: ShopGraph, guide: Guide): number {
  const { shop, sequence, length } = graph;
  let count = 0;
  for (let machine = 0; machine < shop.machineCount; machine++) {
    const base = i32(shop.firstPlace, machine);
    const size = i32(length, machine);
    for (let a = 0; a < size; a++) {
      const slot = i32(sequence, base + a);
      if (i32(graph.mode, slot) !== i32(guide.mode, slot)) {
        count++;
        continue;
      }
      for (let b = a + 1; b < size; b++) {
        const other = i32(sequence, base + b);
        if (i32(guide.rank, slot) > i32(guide.rank, other) && i32(graph.mode, other) === i32(guide.mode, other))
          count++;
      }
    }
  }
  return count;
}

/** Takes `steps` steps towards the guide, or fewer where it is reached. The graph is measured afterwards. */
export function relinkTowards(graph: ShopGraph, guide: Guide, random: RandomInts, steps: number): void {
  const { order } = graph;
  const count = order.length;
  for (let step = 0; step < steps; step++) {
    let isDone = false;
    // A random place to look from, so that the walk does not favour any machine or time.
    const offset = Math.floor(random.below(4096) * (count / 4096));
    for (let k = 0; k < count && !isDone; k++) {
      isDone = approach(graph, guide, i32(order, (offset + k) % count));
    }
    if (!isDone) break;
  }
  graph.measure(0, count - 1);
}

function approach(graph: ShopGraph, guide: Guide, slot: number): boolean {
  const wanted = i32(guide.mode, slot);
  if (i32(graph.mode, slot) !== wanted) return graph.relink(slot, wanted, placeByRank(graph, slot, wanted));
  const next = i32(graph.after, slot);
  if (next === 0 || i32(guide.rank, slot) < i32(guide.rank, next)) return false;
  return graph.relink(slot, wanted, i32(graph.place, slot) + 1);
}

/** The place in the mode's machine that keeps the topological order as it is. */
function placeByRank(graph: ShopGraph, slot: number, mode: number): number {
  const machine = i32(graph.shop.modeMachine, mode);
  if (machine === i32(graph.machine, slot)) return i32(graph.place, slot);
  const base = i32(graph.shop.firstPlace, machine);
  let place = 0;
  while (
    place < i32(graph.length, machine) &&
    i32(graph.rank, i32(graph.sequence, base + place)) < i32(graph.rank, slot)
  ) {
    place++;
  }
  return place;
}
