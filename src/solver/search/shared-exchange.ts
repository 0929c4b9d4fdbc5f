/**
 * The exchange of searches on several threads: one incumbent in memory that they share, behind a lock that is held only while
 * it is copied.
 */

import { assert } from '../../base/index.ts';
import type { Exchange } from './exchange.ts';

/** Handed to every thread. */
export interface SharedMemory {
  /** LOCK, IS_OVER, AUTHOR, VERSION, LENGTH, then the words. */
  readonly words: Int32Array<SharedArrayBuffer>;
  /** [levels] what the best is worth. */
  readonly values: Float64Array<SharedArrayBuffer>;
}

const LOCK = 0;
const IS_OVER = 1;
const AUTHOR = 2;
const VERSION = 3;
const LENGTH = 4;
const FIRST_WORD = 5;

/** `capacity`: words of the longest schedule that will be offered; `levels`: values of each. */
export function createSharedMemory(capacity: number, levels = 1): SharedMemory {
  const words = new Int32Array(new SharedArrayBuffer(4 * (FIRST_WORD + capacity)));
  const values = new Float64Array(new SharedArrayBuffer(8 * levels)).fill(Number.POSITIVE_INFINITY);
  words[AUTHOR] = -1;
  return { words, values };
}

/** `self`: a number of its own for each search, >= 0. */
export function shareIncumbent({ words, values }: SharedMemory, self: number): Exchange {
  let seen = 0;
  return {
    isOver: () => Atomics.load(words, IS_OVER) === 1,
    end: () => void Atomics.store(words, IS_OVER, 1),
    offer(worth, schedule) {
      assert(schedule.length <= words.length - FIRST_WORD, 'a schedule is longer than the memory made for it');
      locked(words, () => {
        if (!isLess(worth, values)) return;
        values.set(Array.from(worth));
        words.set(schedule, FIRST_WORD);
        words[LENGTH] = schedule.length;
        words[AUTHOR] = self;
        Atomics.add(words, VERSION, 1);
      });
    },
    take() {
      if (Atomics.load(words, VERSION) === seen) return undefined;
      return locked(words, () => {
        seen = words[VERSION] as number;
        if (words[AUTHOR] === self) return undefined;
        const end = FIRST_WORD + (words[LENGTH] as number);
        // `slice` of shared memory would be shared memory again in some engines: a copy of one's own is promised.
        return { values: Array.from(values), words: Int32Array.from(words.subarray(FIRST_WORD, end)) };
      });
    },
  };
}

function isLess(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  for (let k = 0; k < b.length; k++) if (a[k] !== b[k]) return (a[k] as number) < (b[k] as number);
  return false;
}

/** Waits without turning: each release wakes one who waits. */
function locked<T>(words: Int32Array<SharedArrayBuffer>, work: () => T): T {
  while (Atomics.compareExchange(words, LOCK, 0, 1) !== 0) Atomics.wait(words, LOCK, 1);
  try {
    return work();
  } finally {
    Atomics.store(words, LOCK, 0);
    Atomics.notify(words, LOCK, 1);
  }
}
