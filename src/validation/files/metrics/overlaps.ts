/**
 * Where the mates of a pair overlap, a base that both have counts once: which bases of the first mate counted is kept until the
 * second comes. Its name says who it is, its position when it is too late.
 */

/** Pairs that wait at once, and what is kept of them; more are not joined. */
export const MOST_WAITING = 100_000;
const MOST_NUMBERS = 4 << 20;

/** Bases of the first mate that counted, as far as they lie at `from` or behind it: start, end, start, end... */
export interface Counted {
  readonly from: number;
  readonly runs: readonly number[];
  /** There were more. */
  readonly isCut: boolean;
}

export interface Overlaps {
  /** The mate, which will come at `counted.from`, takes it by name. False: there is no room. */
  put(name: string, counted: Counted): boolean;
  take(name: string): Counted | undefined;
  /** Alignments are at `position` now: those that were to come before it never do. */
  at(position: number): void;
  clear(): void;
}

export function createOverlaps(mostWaiting = MOST_WAITING): Overlaps {
  const waiting = new Map<string, Counted>();
  let [position, numbers] = [0, 0];
  // Those whose mate never came are looked for when there are twice as many as last time; where that leaves no room, not at once again.
  let [limit, puts] = [1024, 0];

  const drop = (name: string, counted: Counted): void => {
    waiting.delete(name);
    numbers -= counted.runs.length;
  };

  const clean = (): void => {
    for (const [name, counted] of waiting) if (counted.from < position) drop(name, counted);
    limit = Math.max(1024, 2 * waiting.size);
    puts = 0;
  };

  return {
    put(name, counted) {
      puts++;
      const isFull = (): boolean => waiting.size >= mostWaiting || numbers + counted.runs.length > MOST_NUMBERS;
      if ((waiting.size >= limit || isFull()) && 4 * puts >= waiting.size) clean();
      if (isFull() || waiting.has(name)) return false;
      waiting.set(name, counted);
      numbers += counted.runs.length;
      return true;
    },
    take(name) {
      const found = waiting.get(name);
      if (found !== undefined) drop(name, found);
      return found;
    },
    at(now) {
      position = now;
    },
    clear() {
      waiting.clear();
      [position, numbers, limit, puts] = [0, 0, 1024, 0];
    },
  };
}
