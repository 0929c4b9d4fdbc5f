/** One longest path of a schedule, chosen at random where paths fork, cut into blocks of neighbours on one machine. */

import type { RandomInts } from './random-ints.ts';
import type { ShopGraph } from './shop-graph.ts';

export class CriticalPath {
  /** Slots from the first to the last. */
  readonly slot: Int32Array;
  length = 0;
  /** Block b: path indices [firstOf[b], firstOf[b + 1]); consecutive places of one machine. */
  readonly firstOf: Int32Array;
  blockCount = 0;
  readonly #ends: Int32Array;

  constructor(operationCount: number, jobCount: number) {
    this.slot = new Int32Array(operationCount);
    this.firstOf = new Int32Array(operationCount + 1);
    this.#ends = new Int32Array(jobCount);
  }

  trace(graph: ShopGraph, random: RandomInts): void {
    const { head, duration, after, tail, shop } = graph;
    const { firstSlot } = shop;
    let ends = 0;
    for (let job = 0; job < firstSlot.length; job++) {
      const slot = firstSlot[job] as number;
      // A first operation on a longest path starts at 0 and has the makespan behind it.
      if (tail[slot] === graph.makespan && (head[slot] as number) === (duration[slot] as number))
        this.#ends[ends++] = slot;
    }
    let slot = this.#ends[random.below(ends)] as number;
    let length = 0;
    let blocks = 0;
    let last = 0;
    while (slot !== 0) {
      if (last === 0 || after[last] !== slot) this.firstOf[blocks++] = length;
      this.slot[length++] = slot;
      last = slot;
      const rest = (tail[slot] as number) - (duration[slot] as number);
      if (rest === 0) break;
      const inJob = slot + 1;
      const onMachine = after[slot] as number;
      const isJob = tail[inJob] === rest;
      const isMachine = onMachine !== 0 && tail[onMachine] === rest;
      slot = isJob && (!isMachine || random.below(2) === 0) ? inJob : onMachine;
    }
    this.length = length;
    this.firstOf[blocks] = length;
    this.blockCount = blocks;
  }
}
