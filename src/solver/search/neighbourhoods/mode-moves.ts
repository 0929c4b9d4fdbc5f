/**
 * Critical operations are moved to another mode, at the best place of its machine: k-insertion of Mastrolilli and
 * Gambardella (J. Scheduling 3, 2000).
 *
 * On the other machine, operations that end after the job predecessor does cannot precede it, and operations with more
 * behind them than the job successor cannot follow that: inserting between the two groups closes no circle, and somewhere
 * there the path through the operation is shortest. Heads and tails are those before the operation is taken out, so the
 * estimate may be too long for operations that follow it, never for others.
 */

import type { MoveList } from '../move-list.ts';
import type { Neighbourhood } from '../neighbourhood.ts';
import type { ShopGraph } from '../shop-graph.ts';

export const modeMoves: Neighbourhood = {
  name: 'mode-moves',
  supports: (shop) => shop.modeMachine.length > shop.operationCount,
  evaluate(graph, path, moves) {
    const { firstMode } = graph.shop;
    for (let k = 0; k < path.length; k++) {
      const slot = path.slot[k] as number;
      const end = firstMode[slot + 1] as number;
      const current = graph.mode[slot] as number;
      for (let mode = firstMode[slot] as number; mode < end; mode++) {
        if (mode !== current) proposeMode(graph, moves, slot, mode);
      }
    }
  },
};

function proposeMode(graph: ShopGraph, moves: MoveList, slot: number, mode: number): void {
  const { sequence, head, tail, shop } = graph;
  const machine = shop.modeMachine[mode] as number;
  const duration = shop.modeDuration[mode] as number;
  const released = head[slot - 1] as number;
  const rest = tail[slot + 1] as number;
  if (machine === (graph.machine[slot] as number)) {
    // Another duration at the same place.
    const onMachine = head[graph.before[slot] as number] as number;
    const behind = tail[graph.after[slot] as number] as number;
    const path = Math.max(released, onMachine) + duration + Math.max(rest, behind);
    moves.add(slot, mode, graph.place[slot] as number, path);
    return;
  }
  const base = shop.firstPlace[machine] as number;
  const size = graph.length[machine] as number;
  const left = firstEndingAfter(sequence, head, base, size, released);
  const right = firstWithAtMost(sequence, tail, base, size, rest);
  if (right <= left) {
    moves.add(slot, mode, (left + right + 1) >> 1, released + duration + rest);
    return;
  }
  let best = Number.MAX_SAFE_INTEGER;
  let bestPlace = left;
  for (let place = left; place <= right; place++) {
    const onMachine = place === left ? released : (head[sequence[base + place - 1] as number] as number);
    const behind = place === right ? rest : (tail[sequence[base + place] as number] as number);
    const path = onMachine + behind;
    if (path < best) {
      best = path;
      bestPlace = place;
    }
  }
  moves.add(slot, mode, bestPlace, best + duration);
}

/** The first place of the machine whose operation ends after `instant`; heads rise along a sequence. */
function firstEndingAfter(sequence: Int32Array, head: Int32Array, base: number, size: number, instant: number): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((head[sequence[base + middle] as number] as number) > instant) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The first place whose operation has at most `rest` from its start to the end; tails fall along a sequence. */
function firstWithAtMost(sequence: Int32Array, tail: Int32Array, base: number, size: number, rest: number): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tail[sequence[base + middle] as number] as number) <= rest) high = middle;
    else low = middle + 1;
  }
  return low;
}
