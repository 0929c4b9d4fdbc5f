/**
 * Moves inside critical blocks: N7 of Zhang, Li, Guan and Rao (C&OR 34, 2007), which holds N6 of Balas and Vazacopoulos.
 *
 * Every operation of a block is moved behind its last or ahead of its first one, and these two are moved inward. Others
 * cannot shorten the path. The front of the path's first block and the rear of its last one are left alone for that reason.
 * Whether a circle closes, and the new paths through the block, are judged by heads and tails (Balas and Vazacopoulos 1998,
 * propositions 2.2 and 2.3; Taillard's estimate).
 */

import type { MoveList } from '../move-list.ts';
import type { Neighbourhood } from '../neighbourhood.ts';
import type { ShopGraph } from '../shop-graph.ts';

export function blockMoves(maxBlock: number): Neighbourhood {
  const scratch = new Int32Array(maxBlock);
  return {
    name: 'block-moves',
    supports: () => true,
    evaluate(graph, path, moves) {
      for (let block = 0; block < path.blockCount; block++) {
        const first = path.firstOf[block] as number;
        const size = (path.firstOf[block + 1] as number) - first;
        if (size < 2) continue;
        const low = graph.place[path.slot[first] as number] as number;
        const isFirst = block === 0;
        const isLast = block === path.blockCount - 1;
        if (isFirst && isLast) continue;
        const machine = graph.machine[path.slot[first] as number] as number;
        const base = graph.shop.firstPlace[machine] as number;
        proposeBlock({ graph, moves, scratch, base, low, high: low + size - 1, isFirst, isLast });
      }
    },
  };
}

interface Block {
  readonly graph: ShopGraph;
  readonly moves: MoveList;
  readonly scratch: Int32Array;
  /** Of the machine, in the sequence array. */
  readonly base: number;
  /** Places of the block's ends. */
  readonly low: number;
  readonly high: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

function proposeBlock(block: Block): void {
  const { low, high, isFirst, isLast } = block;
  if (high === low + 1) {
    proposeBack(block, low, high);
    return;
  }
  if (!isLast) {
    for (let k = low; k < high; k++) proposeBack(block, k, high);
    for (let k = low + 1; k < high - 1; k++) proposeAhead(block, high, k);
  }
  if (!isFirst) {
    for (let k = low + 1; k <= high; k++) proposeAhead(block, k, low);
    for (let k = low + 2; k < high; k++) proposeBack(block, low, k);
  }
  if (isLast) proposeBack(block, low, high);
  if (isFirst) proposeAhead(block, high, low);
}

/** The operation at place `from` goes right behind the one at the later place `to`. */
function proposeBack({ graph, moves, scratch, base }: Block, from: number, to: number): void {
  const { sequence, head, tail, duration, before, after } = graph;
  const moved = sequence[base + from] as number;
  const target = sequence[base + to] as number;
  const next = moved + 1;
  if (next === target) return;
  // A circle would need a path from the job successor to the target.
  const nextDuration = duration[next] as number;
  if (
    (tail[next] as number) - nextDuration >= (tail[target] as number) &&
    (head[target] as number) - (duration[target] as number) >= (head[next] as number)
  ) {
    return;
  }
  let reached = head[before[moved] as number] as number;
  for (let k = from + 1; k <= to; k++) {
    const slot = sequence[base + k] as number;
    const inJob = head[slot - 1] as number;
    reached = (reached > inJob ? reached : inJob) + (duration[slot] as number);
    scratch[k - from] = reached;
  }
  const inJob = head[moved - 1] as number;
  const start = reached > inJob ? reached : inJob;
  const jobTail = tail[next] as number;
  const machineTail = tail[after[target] as number] as number;
  let rest = (jobTail > machineTail ? jobTail : machineTail) + (duration[moved] as number);
  let longest = start + rest;
  for (let k = to; k > from; k--) {
    const slot = sequence[base + k] as number;
    const following = tail[slot + 1] as number;
    if (following > rest) rest = following;
    const path = (scratch[k - from] as number) + rest;
    if (path > longest) longest = path;
    rest += duration[slot] as number;
  }
  moves.add(moved, graph.mode[moved] as number, to, longest);
}

/** The operation at place `from` goes right ahead of the one at the earlier place `to`. */
function proposeAhead({ graph, moves, scratch, base }: Block, from: number, to: number): void {
  const { sequence, head, tail, duration, before, after } = graph;
  const moved = sequence[base + from] as number;
  const target = sequence[base + to] as number;
  const previous = moved - 1;
  if (previous === target) return;
  // A circle would need a path from the target to the job predecessor.
  const previousDuration = duration[previous] as number;
  if (
    (head[previous] as number) - previousDuration >= (head[target] as number) &&
    (tail[target] as number) - (duration[target] as number) >= (tail[previous] as number)
  ) {
    return;
  }
  let rest = tail[after[moved] as number] as number;
  for (let k = from - 1; k >= to; k--) {
    const slot = sequence[base + k] as number;
    const following = tail[slot + 1] as number;
    rest = (rest > following ? rest : following) + (duration[slot] as number);
    scratch[from - k] = rest;
  }
  const jobTail = tail[moved + 1] as number;
  const end = rest > jobTail ? rest : jobTail;
  const inJob = head[previous] as number;
  const onMachine = head[before[target] as number] as number;
  let reached = (inJob > onMachine ? inJob : onMachine) + (duration[moved] as number);
  let longest = reached + end;
  for (let k = to; k < from; k++) {
    const slot = sequence[base + k] as number;
    const preceding = head[slot - 1] as number;
    if (preceding > reached) reached = preceding;
    const path = reached + (scratch[from - k] as number);
    if (path > longest) longest = path;
    reached += duration[slot] as number;
  }
  moves.add(moved, graph.mode[moved] as number, to, longest);
}
