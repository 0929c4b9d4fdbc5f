/** What is going to happen in the virtual world, soonest first. */

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
 * A heap of four children per node with its keys in typed arrays. It is written out rather than cut into small functions: it
 * is what a simulation does most, and calls cost half of it (ADR 0010 has the measurements).
 */
export function createEventCalendar<T>(): EventCalendar<T> {
  let times = new Float64Array(INITIAL_SIZE);
  // Priority and sequence in one number, exact below 2^53.
  let ranks = new Float64Array(INITIAL_SIZE);
  // As long as it ever was: places from `count` on are empty.
  const items: (T | undefined)[] = [];
  let count = 0;
  let sequence = 0;

  const grow = (): void => {
    times = enlarged(times);
    ranks = enlarged(ranks);
  };

  const push = ({ at: time, priority, item }: CalendarEntry<T>): void => {
    if (count === times.length) grow();
    const rank = priority * SEQUENCES + sequence++;
    let place = count++;
    while (place > 0) {
      const parent = (place - 1) >> 2;
      const parentTime = times[parent] as number;
      if (parentTime < time || (parentTime === time && (ranks[parent] as number) < rank)) break;
      times[place] = parentTime;
      ranks[place] = ranks[parent] as number;
      items[place] = items[parent];
      place = parent;
    }
    times[place] = time;
    ranks[place] = rank;
    items[place] = item;
  };

  /** Puts what was last at `place` = 0 or below, where the first one was taken out. */
  const sink = (time: number, rank: number, item: T | undefined): void => {
    let place = 0;
    for (let child = 1; child < count; child = 4 * place + 1) {
      let first = child;
      let firstTime = times[first] as number;
      const end = Math.min(child + 4, count);
      for (let other = child + 1; other < end; other++) {
        const otherTime = times[other] as number;
        if (otherTime > firstTime) continue;
        if (otherTime === firstTime && (ranks[other] as number) > (ranks[first] as number)) continue;
        first = other;
        firstTime = otherTime;
      }
      const firstRank = ranks[first] as number;
      if (time < firstTime || (time === firstTime && rank < firstRank)) break;
      times[place] = firstTime;
      ranks[place] = firstRank;
      items[place] = items[first];
      place = first;
    }
    times[place] = time;
    ranks[place] = rank;
    items[place] = item;
  };

  const pop = (): CalendarEntry<T> | undefined => {
    if (count === 0) return undefined;
    const top = { at: times[0] as number, priority: Math.floor((ranks[0] as number) / SEQUENCES), item: items[0] as T };
    count--;
    const last = items[count];
    items[count] = undefined;
    if (count > 0) sink(times[count] as number, ranks[count] as number, last);
    return top;
  };

  return { push, pop };
}

const INITIAL_SIZE = 64;
/** More entries than any run pushes. */
const SEQUENCES = 2 ** 44;

function enlarged(keys: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * keys.length);
  larger.set(keys);
  return larger;
}
