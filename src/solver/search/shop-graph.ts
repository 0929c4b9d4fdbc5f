/**
 * A shop schedule as a disjunctive graph that is moved step by step: machine sequences, a topological order, and for every
 * operation the longest path up to its end and from its start.
 *
 * Semi-active: every operation starts as early as its predecessors in job and machine allow. The order is repaired only
 * between the operation that moved and its new neighbour; path lengths are recomputed from there to the ends.
 * The arrays are public for the inner loops of the neighbourhoods, which read and never write them.
 */

import { assert } from '../../base/index.ts';
import { i32 } from '../columns.ts';
import type { Shop } from './shop.ts';

/** What a schedule is made of: the mode of each slot, and the operations' slots in a topological order. */
export interface ShopPoint {
  readonly makespan: number;
  readonly mode: Int32Array;
  readonly order: Int32Array;
}

export class ShopGraph {
  readonly shop: Shop;
  /** [slots] */
  readonly mode: Int32Array;
  readonly machine: Int32Array;
  readonly duration: Int32Array;
  /** [slots] neighbours on the machine, 0 for none. */
  readonly before: Int32Array;
  readonly after: Int32Array;
  /** [slots] place in the machine's sequence, from 0. */
  readonly place: Int32Array;
  /** Machine m's slots in order: [firstPlace[m], firstPlace[m] + length[m]). */
  readonly sequence: Int32Array;
  readonly length: Int32Array;
  /** [operations] slots in a topological order, and [slots] the index of each in it. */
  readonly order: Int32Array;
  readonly rank: Int32Array;
  /** [slots] longest path from the start to the operation's end, and from its start to the end; 0 for empty slots. */
  readonly head: Int32Array;
  readonly tail: Int32Array;
  makespan = 0;

  readonly #marked: Uint8Array;
  readonly #moved: Int32Array;
  readonly #modeMachine: Int32Array;
  readonly #modeDuration: Int32Array;
  readonly #lastSlot: Int32Array;

  constructor(shop: Shop) {
    const slots = shop.slotCount;
    this.shop = shop;
    this.mode = new Int32Array(slots);
    this.machine = new Int32Array(slots).fill(-1);
    this.duration = new Int32Array(slots);
    this.before = new Int32Array(slots);
    this.after = new Int32Array(slots);
    this.place = new Int32Array(slots);
    this.sequence = new Int32Array(i32(shop.firstPlace, shop.machineCount));
    this.length = new Int32Array(shop.machineCount);
    this.order = new Int32Array(shop.operationCount);
    this.rank = new Int32Array(slots);
    this.head = new Int32Array(slots);
    this.tail = new Int32Array(slots);
    this.#marked = new Uint8Array(slots);
    this.#moved = new Int32Array(shop.operationCount);
    this.#modeMachine = shop.modeMachine;
    this.#modeDuration = shop.modeDuration;
    this.#lastSlot = shop.lastSlot;
  }

  /** Takes over a schedule whole. */
  load(point: ShopPoint): void {
    const { firstPlace } = this.shop;
    this.mode.set(point.mode);
    this.order.set(point.order);
    this.length.fill(0);
    for (let k = 0; k < this.order.length; k++) {
      const slot = i32(this.order, k);
      const mode = i32(this.mode, slot);
      const machine = i32(this.#modeMachine, mode);
      const place = i32(this.length, machine);
      const last = place === 0 ? 0 : i32(this.sequence, i32(firstPlace, machine) + place - 1);
      this.rank[slot] = k;
      this.machine[slot] = machine;
      this.duration[slot] = i32(this.#modeDuration, mode);
      this.place[slot] = place;
      this.sequence[i32(firstPlace, machine) + place] = slot;
      this.length[machine] = place + 1;
      this.before[slot] = last;
      this.after[slot] = 0;
      if (last !== 0) this.after[last] = slot;
    }
    this.measure(0, this.order.length - 1);
  }

  save(): ShopPoint {
    return { makespan: this.makespan, mode: this.mode.slice(), order: this.order.slice() };
  }

  /**
   * Moves `slot` to `mode` at `place` of that machine's sequence (counted without the slot itself) and measures again.
   * False, and nothing is changed, where that would close a circle.
   */
  move(slot: number, mode: number, place: number): boolean {
    if (!this.relink(slot, mode, place)) return false;
    this.measure(this.#lowest, this.#highest);
    return true;
  }

  /** `move` without measuring: `head`, `tail` and `makespan` are stale until `measure`. */
  relink(slot: number, mode: number, place: number): boolean {
    const { machine, before, after, sequence, rank } = this;
    const oldMachine = i32(machine, slot);
    const newMachine = i32(this.#modeMachine, mode);
    const first = i32(this.shop.firstPlace, newMachine);
    const oldPlace = i32(this.place, slot);
    const isSame = oldMachine === newMachine;
    const skip = isSame && place >= oldPlace ? 1 : 0;
    const size = i32(this.length, newMachine);
    const left = place === 0 ? 0 : i32(sequence, first + place - 1 + skip);
    const right = place + skip >= size ? 0 : i32(sequence, first + place + skip);
    const oldLeft = i32(before, slot);
    const oldRight = i32(after, slot);

    this.#lowest = i32(rank, slot);
    this.#highest = this.#lowest;
    if (!isSame || place !== oldPlace) {
      after[oldLeft] = oldRight;
      before[oldRight] = oldLeft;
      after[left] = slot;
      before[slot] = left;
      after[slot] = right;
      before[right] = slot;
      after[0] = 0;
      before[0] = 0;
      const isDone =
        left !== 0 && i32(rank, left) > i32(rank, slot)
          ? this.#shiftBack(slot, left)
          : right !== 0 && i32(rank, right) < i32(rank, slot)
            ? this.#shiftForward(slot, right)
            : true;
      if (!isDone) {
        after[left] = right;
        before[right] = left;
        after[oldLeft] = slot;
        before[slot] = oldLeft;
        after[slot] = oldRight;
        before[oldRight] = slot;
        after[0] = 0;
        before[0] = 0;
        return false;
      }
      if (isSame) this.#shiftPlaces(first, oldPlace, place);
      else this.#changeMachine({ slot, oldMachine, oldPlace, newMachine, place });
    }
    this.mode[slot] = mode;
    this.duration[slot] = i32(this.#modeDuration, mode);
    return true;
  }

  /** Recomputes heads of the order from index `low` on and tails from index `high` back, and the makespan. */
  measure(low: number, high: number): void {
    const { order, before, after, duration, head, tail } = this;
    const lastSlot = this.#lastSlot;
    const count = order.length;
    for (let k = low; k < count; k++) {
      const slot = order[k] as number;
      const inJob = head[slot - 1] as number;
      const onMachine = head[before[slot] as number] as number;
      head[slot] = (duration[slot] as number) + (inJob > onMachine ? inJob : onMachine);
    }
    for (let k = high; k >= 0; k--) {
      const slot = order[k] as number;
      const inJob = tail[slot + 1] as number;
      const onMachine = tail[after[slot] as number] as number;
      tail[slot] = (duration[slot] as number) + (inJob > onMachine ? inJob : onMachine);
    }
    let makespan = 0;
    for (let job = 0; job < lastSlot.length; job++) {
      const end = head[lastSlot[job] as number] as number;
      if (end > makespan) makespan = end;
    }
    this.makespan = makespan;
  }

  /** Range of order indices that the last relinking touched. */
  #lowest = 0;
  #highest = 0;

  /** Puts `slot`, with what must follow it, behind `target` in the order; false where `target` itself must follow it. */
  #shiftBack(slot: number, target: number): boolean {
    const { order, rank, before } = this;
    const marked = this.#marked;
    const moved = this.#moved;
    const low = rank[slot] as number;
    const high = rank[target] as number;
    let count = 1;
    moved[0] = slot;
    marked[slot] = 1;
    for (let k = low + 1; k <= high; k++) {
      const other = order[k] as number;
      if (((marked[other - 1] as number) | (marked[before[other] as number] as number)) === 0) continue;
      marked[other] = 1;
      moved[count++] = other;
    }
    const isCircle = marked[target] === 1;
    if (!isCircle) {
      let next = low;
      for (let k = low + 1; k <= high; k++) {
        const other = order[k] as number;
        if (marked[other] === 1) continue;
        order[next] = other;
        rank[other] = next++;
      }
      for (let k = 0; k < count; k++) {
        const other = moved[k] as number;
        order[next] = other;
        rank[other] = next++;
      }
    }
    for (let k = 0; k < count; k++) marked[moved[k] as number] = 0;
    this.#lowest = low;
    this.#highest = high;
    return !isCircle;
  }

  /** Puts `slot`, with what must precede it, ahead of `target` in the order; false where `target` must precede it. */
  #shiftForward(slot: number, target: number): boolean {
    const { order, rank, after } = this;
    const marked = this.#marked;
    const moved = this.#moved;
    const low = rank[target] as number;
    const high = rank[slot] as number;
    let count = 1;
    moved[0] = slot;
    marked[slot] = 1;
    for (let k = high - 1; k >= low; k--) {
      const other = order[k] as number;
      if (((marked[other + 1] as number) | (marked[after[other] as number] as number)) === 0) continue;
      marked[other] = 1;
      moved[count++] = other;
    }
    const isCircle = marked[target] === 1;
    if (!isCircle) {
      let next = high;
      for (let k = high - 1; k >= low; k--) {
        const other = order[k] as number;
        if (marked[other] === 1) continue;
        order[next] = other;
        rank[other] = next--;
      }
      for (let k = 0; k < count; k++) {
        const other = moved[k] as number;
        order[next] = other;
        rank[other] = next--;
      }
    }
    for (let k = 0; k < count; k++) marked[moved[k] as number] = 0;
    this.#lowest = low;
    this.#highest = high;
    return !isCircle;
  }

  #shiftPlaces(first: number, from: number, to: number): void {
    const { sequence, place } = this;
    const slot = sequence[first + from] as number;
    const step = from < to ? 1 : -1;
    for (let k = from; k !== to; k += step) {
      const other = sequence[first + k + step] as number;
      sequence[first + k] = other;
      place[other] = k;
    }
    sequence[first + to] = slot;
    place[slot] = to;
  }

  #changeMachine({ slot, oldMachine, oldPlace, newMachine, place: newPlace }: MachineChange): void {
    const { sequence, place, length } = this;
    const oldFirst = i32(this.shop.firstPlace, oldMachine);
    const newFirst = i32(this.shop.firstPlace, newMachine);
    const oldLength = i32(length, oldMachine) - 1;
    for (let k = oldPlace; k < oldLength; k++) {
      const other = sequence[oldFirst + k + 1] as number;
      sequence[oldFirst + k] = other;
      place[other] = k;
    }
    for (let k = i32(length, newMachine); k > newPlace; k--) {
      const other = sequence[newFirst + k - 1] as number;
      sequence[newFirst + k] = other;
      place[other] = k;
    }
    sequence[newFirst + newPlace] = slot;
    place[slot] = newPlace;
    length[oldMachine] = oldLength;
    length[newMachine] = i32(length, newMachine) + 1;
    this.machine[slot] = newMachine;
    assert(
      newFirst + i32(length, newMachine) <= i32(this.shop.firstPlace, newMachine + 1),
      'a machine has too many operations',
    );
  }
}

interface MachineChange {
  readonly slot: number;
  readonly oldMachine: number;
  readonly oldPlace: number;
  readonly newMachine: number;
  readonly place: number;
}
