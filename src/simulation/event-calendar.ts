/** What is going to happen in the virtual world, soonest first. */

import { at } from '../base/index.ts';

export interface CalendarEntry<T> {
  /** In whatever unit the owner counts time. */
  readonly at: number;
  /** Lower goes first among entries of one instant. A whole number in [-256, 256). */
  readonly priority: number;
  readonly item: T;
}

/** Ordered by (time, priority, sequence of pushing): a total order, so that a run has one course only. */
export interface EventCalendar<T> {
  push(entry: CalendarEntry<T>): void;
  /** The next entry, taken out; undefined when there is none. */
  pop(): CalendarEntry<T> | undefined;
}

/**
 * A heap of four children per node, its keys in typed arrays: an entry is moved, not compared by a function, and a node's
 * children share a line of the cache (ADR 0010 has the measurements).
 */
export function createEventCalendar<T>(): EventCalendar<T> {
  let times = new Float64Array(INITIAL_SIZE);
  // Priority and sequence in one number, exact below 2^53.
  let ranks = new Float64Array(INITIAL_SIZE);
  const items: T[] = [];
  let count = 0;
  let sequence = 0;

  const grow = (): void => {
    const [oldTimes, oldRanks] = [times, ranks];
    times = new Float64Array(2 * count);
    times.set(oldTimes);
    ranks = new Float64Array(2 * count);
    ranks.set(oldRanks);
  };

  const timeOf = (place: number): number => times[place] as number;
  const rankOf = (place: number): number => ranks[place] as number;

  const set = (place: number, time: number, rank: number, item: T): void => {
    times[place] = time;
    ranks[place] = rank;
    items[place] = item;
  };

  const move = (from: number, to: number): void => set(to, timeOf(from), rankOf(from), items[from] as T);

  const isBefore = (place: number, time: number, rank: number): boolean =>
    timeOf(place) < time || (timeOf(place) === time && rankOf(place) < rank);

  const firstChild = (parent: number): number => {
    let first = ARITY * parent + 1;
    const end = Math.min(first + ARITY, count);
    for (let child = first + 1; child < end; child++) if (isBefore(child, timeOf(first), rankOf(first))) first = child;
    return first;
  };

  return {
    push: ({ at: time, priority, item }) => {
      if (count === times.length) grow();
      const rank = priority * SEQUENCES + sequence++;
      let place = count++;
      while (place > 0) {
        const parent = (place - 1) >> ARITY_BITS;
        if (isBefore(parent, time, rank)) break;
        move(parent, place);
        place = parent;
      }
      set(place, time, rank, item);
    },
    pop: () => {
      if (count === 0) return undefined;
      const top = { at: timeOf(0), priority: Math.floor(rankOf(0) / SEQUENCES), item: at(items, 0) };
      count--;
      const [time, rank, item] = [timeOf(count), rankOf(count), items.pop() as T];
      if (count === 0) return top;
      let place = 0;
      for (;;) {
        const child = firstChild(place);
        if (child >= count || !isBefore(child, time, rank)) break;
        move(child, place);
        place = child;
      }
      set(place, time, rank, item);
      return top;
    },
  };
}

const INITIAL_SIZE = 64;
const ARITY_BITS = 2;
const ARITY = 1 << ARITY_BITS;
/** More entries than any run pushes. */
const SEQUENCES = 2 ** 45;
