/**
 * What is left of all resources over time while one schedule is generated: activities are placed as early as they fit,
 * and everything is forgotten at once. Two forms of one contract; which is faster depends on the length of activities.
 */

import { i32 } from '../../columns.ts';
import { packResources, type PackedWord } from './packing.ts';
import type { Project } from './project.ts';

export interface Timeline {
  /** Makes everything free again. */
  clear(): void;
  /** Places the activity at the earliest time >= `from` at which it fits throughout, and returns that time. */
  place(from: number, activity: number): number;
}

/** Up to this mean duration a cell per time unit is faster than a list of changes, as measured on 60 activities. */
const LONGEST_MEAN_FOR_CELLS = 32;

export function createTimeline(project: Project): Timeline {
  const words = packResources(project);
  const isShort = project.work <= LONGEST_MEAN_FOR_CELLS * project.count;
  return isShort ? new CellTimeline(project, words) : new StepTimeline(project, words);
}

/** One cell per time unit and word. */
export class CellTimeline implements Timeline {
  readonly #words: readonly PackedWord[];
  readonly #cells: readonly Int32Array[];
  readonly #duration: Int32Array;
  #end = 0;

  constructor({ duration, work }: Project, words: readonly PackedWord[]) {
    this.#words = words;
    this.#duration = duration;
    // Nothing is placed later than after all other work, with its release at the end of some of it.
    this.#cells = words.map(({ full }) => new Int32Array(work).fill(full));
  }

  clear(): void {
    for (let w = 0; w < this.#words.length; w++) {
      (this.#cells[w] as Int32Array).fill((this.#words[w] as PackedWord).full, 0, this.#end);
    }
    this.#end = 0;
  }

  place(from: number, activity: number): number {
    const length = i32(this.#duration, activity);
    const start = this.#earliest(from, length, activity);
    const end = start + length;
    for (let w = 0; w < this.#words.length; w++) {
      const cells = this.#cells[w] as Int32Array;
      const demand = i32((this.#words[w] as PackedWord).demand, activity);
      for (let t = start; t < end; t++) cells[t] = i32(cells, t) - demand;
    }
    if (end > this.#end) this.#end = end;
    return start;
  }

  #earliest(from: number, length: number, activity: number): number {
    const count = this.#words.length;
    let start = from;
    // Each word may push the start; it stands when all of them agree on it one after another.
    for (let agreed = 0, w = 0; agreed < count; w = w + 1 === count ? 0 : w + 1) {
      const word = this.#words[w] as PackedWord;
      const next = earliestInCells(this.#cells[w] as Int32Array, word.guard, i32(word.demand, activity), start, length);
      agreed = next === start ? agreed + 1 : 1;
      start = next;
    }
    return start;
  }
}

/** Looks from the end of the candidate span backwards: a conflict there rules out all starts up to it at once. */
function earliestInCells(cells: Int32Array, guard: number, demand: number, from: number, length: number): number {
  let start = from;
  let known = from;
  for (;;) {
    const end = start + length;
    let t = end - 1;
    while (t >= known && ((i32(cells, t) - demand) & guard) === guard) t--;
    if (t < known) return start;
    start = t + 1;
    known = end;
  }
}

/** A sorted list of the times at which something changes; segment k holds until the next one, the last for ever. */
export class StepTimeline implements Timeline {
  readonly #words: readonly PackedWord[];
  readonly #levels: readonly Int32Array[];
  readonly #times: Int32Array;
  readonly #duration: Int32Array;
  #count = 0;

  constructor({ duration, count }: Project, words: readonly PackedWord[]) {
    this.#words = words;
    this.#duration = duration;
    this.#times = new Int32Array(2 * count + 2);
    this.#levels = words.map(() => new Int32Array(2 * count + 2));
    this.clear();
  }

  clear(): void {
    this.#times[0] = 0;
    for (let w = 0; w < this.#words.length; w++) {
      (this.#levels[w] as Int32Array)[0] = (this.#words[w] as PackedWord).full;
    }
    this.#count = 1;
  }

  place(from: number, activity: number): number {
    const length = i32(this.#duration, activity);
    if (length === 0) return from;
    const start = this.#earliest(from, length, activity);
    const first = this.#split(start);
    const last = this.#split(start + length);
    for (let w = 0; w < this.#words.length; w++) {
      const levels = this.#levels[w] as Int32Array;
      const demand = i32((this.#words[w] as PackedWord).demand, activity);
      for (let k = first; k < last; k++) levels[k] = i32(levels, k) - demand;
    }
    return start;
  }

  #earliest(from: number, length: number, activity: number): number {
    let start = from;
    for (let k = this.#segmentAt(from); k < this.#count && i32(this.#times, k) < start + length; k++) {
      if (!this.#fits(k, activity)) start = i32(this.#times, k + 1);
    }
    return start;
  }

  /** The last segment is all free, so a segment that does not fit has one after it. */
  #fits(k: number, activity: number): boolean {
    for (let w = 0; w < this.#words.length; w++) {
      const { guard, demand } = this.#words[w] as PackedWord;
      if (((i32(this.#levels[w] as Int32Array, k) - i32(demand, activity)) & guard) !== guard) return false;
    }
    return true;
  }

  #segmentAt(time: number): number {
    let low = 0;
    let high = this.#count;
    while (low + 1 < high) {
      const middle = (low + high) >>> 1;
      if (i32(this.#times, middle) <= time) low = middle;
      else high = middle;
    }
    return low;
  }

  /** Makes `time` the start of a segment, and returns that segment. */
  #split(time: number): number {
    const k = this.#segmentAt(time);
    if (i32(this.#times, k) === time) return k;
    this.#times.copyWithin(k + 2, k + 1, this.#count);
    this.#times[k + 1] = time;
    for (const levels of this.#levels) {
      levels.copyWithin(k + 2, k + 1, this.#count);
      levels[k + 1] = i32(levels, k);
    }
    this.#count++;
    return k + 1;
  }
}
