/**
 * Time windows of tasks that share a unary machine, narrowed by what each set of them needs: pairs that fit in one order only,
 * and edge finding (Carlier and Pinson 1989, in the quadratic form of Baptiste, Le Pape and Nuijten 2001, algorithm 9).
 *
 * One direction is written; the other is the same on the mirrored time axis.
 */

import { i32 } from '../../columns.ts';

/** Windows in columns that grow narrower: [start, end) has room for the task, or everything is refuted. */
export interface Windows {
  /** [slots] earliest start */
  readonly start: Int32Array;
  /** [slots] latest end */
  readonly end: Int32Array;
  /** [slots] least duration */
  readonly least: Int32Array;
}

export class MachineWindows {
  readonly #byStart: Int32Array;
  readonly #start: Int32Array;
  readonly #end: Int32Array;
  readonly #least: Int32Array;
  /** Completion of the tasks that are released no earlier, as of the current deadline. */
  readonly #reached: Int32Array;
  readonly #narrowed: Int32Array;

  /** `capacity`: most tasks on one machine. */
  constructor(capacity: number) {
    this.#byStart = new Int32Array(capacity);
    this.#start = new Int32Array(capacity);
    this.#end = new Int32Array(capacity);
    this.#least = new Int32Array(capacity);
    this.#reached = new Int32Array(capacity);
    this.#narrowed = new Int32Array(capacity);
  }

  /** Narrows the windows of `slots` [0, count); undefined where they cannot all be met, else whether any changed. */
  narrow(windows: Windows, slots: Int32Array, count: number): boolean | undefined {
    const byPairs = narrowByPairs(windows, slots, count);
    if (byPairs === undefined) return undefined;
    const starts = this.#narrowStarts(windows, slots, count);
    if (starts === undefined) return undefined;
    const ends = this.#narrowEnds(windows, slots, count);
    return ends === undefined ? undefined : byPairs || starts || ends;
  }

  #narrowStarts({ start, end, least }: Windows, slots: Int32Array, count: number): boolean | undefined {
    for (let k = 0; k < count; k++) {
      const slot = i32(slots, k);
      this.#start[k] = i32(start, slot);
      this.#end[k] = i32(end, slot);
      this.#least[k] = i32(least, slot);
    }
    if (!this.#findEdges(count)) return undefined;
    let hasChanged = false;
    for (let k = 0; k < count; k++) {
      const slot = i32(slots, k);
      if (i32(this.#narrowed, k) <= i32(start, slot)) continue;
      start[slot] = i32(this.#narrowed, k);
      if (i32(start, slot) + i32(least, slot) > i32(end, slot)) return undefined;
      hasChanged = true;
    }
    return hasChanged;
  }

  /** Time runs backwards: a latest end is an earliest start there. */
  #narrowEnds({ start, end, least }: Windows, slots: Int32Array, count: number): boolean | undefined {
    for (let k = 0; k < count; k++) {
      const slot = i32(slots, k);
      this.#start[k] = -i32(end, slot);
      this.#end[k] = -i32(start, slot);
      this.#least[k] = i32(least, slot);
    }
    if (!this.#findEdges(count)) return undefined;
    let hasChanged = false;
    for (let k = 0; k < count; k++) {
      const slot = i32(slots, k);
      if (-i32(this.#narrowed, k) >= i32(end, slot)) continue;
      end[slot] = -i32(this.#narrowed, k);
      if (i32(start, slot) + i32(least, slot) > i32(end, slot)) return undefined;
      hasChanged = true;
    }
    return hasChanged;
  }

  /** Writes the starts as narrowed; false where some set of tasks does not fit between its first start and its last end. */
  #findEdges(count: number): boolean {
    const start = this.#start;
    const end = this.#end;
    const least = this.#least;
    const narrowed = this.#narrowed;
    const order = this.#byStart;
    const reached = this.#reached;
    sortByStart(order, start, count);
    for (let k = 0; k < count; k++) narrowed[k] = start[k] as number;
    for (let d = 0; d < count; d++) {
      const deadline = end[d] as number;
      let work = 0;
      let completion = Number.MIN_SAFE_INTEGER;
      for (let x = count - 1; x >= 0; x--) {
        const k = order[x] as number;
        if ((end[k] as number) <= deadline) {
          work += least[k] as number;
          completion = Math.max(completion, (start[k] as number) + work);
          if (completion > deadline) return false;
        }
        // Only read where a task of the set is released no earlier, so that it holds a real instant there.
        reached[k] = work === 0 ? (narrowed[k] as number) : completion;
      }
      let earlier = Number.MIN_SAFE_INTEGER;
      for (let x = 0; x < count; x++) {
        const k = order[x] as number;
        const own = least[k] as number;
        if ((end[k] as number) <= deadline) {
          earlier = Math.max(earlier, (start[k] as number) + work);
          work -= own;
          continue;
        }
        // The task cannot be before or inside the set, so it comes after all of it.
        if (work > 0 && (start[k] as number) + work + own > deadline) raise(narrowed, k, reached[k] as number);
        if (earlier + own > deadline) raise(narrowed, k, completion);
      }
    }
    return true;
  }
}

function raise(column: Int32Array, k: number, value: number): void {
  if (value > (column[k] as number)) column[k] = value;
}

/** Fills `order` with 0..count - 1 by rising start; few tasks, and nearly sorted ones, so by insertion. */
function sortByStart(order: Int32Array, start: Int32Array, count: number): void {
  for (let k = 0; k < count; k++) {
    const value = start[k] as number;
    let at = k;
    while (at > 0 && (start[order[at - 1] as number] as number) > value) {
      order[at] = order[at - 1] as number;
      at--;
    }
    order[at] = k;
  }
}

/** Of two tasks, the one that cannot come second comes first; undefined where neither order fits. */
function narrowByPairs({ start, end, least }: Windows, slots: Int32Array, count: number): boolean | undefined {
  let hasChanged = false;
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < count; b++) {
      if (a === b) continue;
      const first = slots[a] as number;
      const second = slots[b] as number;
      const both = (least[first] as number) + (least[second] as number);
      if ((end[first] as number) - (start[second] as number) >= both) continue;
      // The second cannot be ahead of the first.
      const ready = (start[first] as number) + (least[first] as number);
      const latest = (end[second] as number) - (least[second] as number);
      if (ready > latest) return undefined;
      if (ready > (start[second] as number)) {
        start[second] = ready;
        hasChanged = true;
      }
      if (latest < (end[first] as number)) {
        end[first] = latest;
        hasChanged = true;
      }
    }
  }
  return hasChanged;
}
