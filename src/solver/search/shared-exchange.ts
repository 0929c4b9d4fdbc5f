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
  /** [1] the best objective. */
  readonly objective: Float64Array<SharedArrayBuffer>;
}

const LOCK = 0;
const IS_OVER = 1;
const AUTHOR = 2;
const VERSION = 3;
const LENGTH = 4;
const FIRST_WORD = 5;

/** `capacity`: words of the longest schedule that will be offered. */
export function createSharedMemory(capacity: number): SharedMemory {
  const words = new Int32Array(new SharedArrayBuffer(4 * (FIRST_WORD + capacity)));
  const objective = new Float64Array(new SharedArrayBuffer(8)).fill(Number.POSITIVE_INFINITY);
  words[AUTHOR] = -1;
  return { words, objective };
}

/** `self`: a number of its own for each search, >= 0. */
export function shareIncumbent({ words, objective }: SharedMemory, self: number): Exchange {
  let seen = 0;
  return {
    isOver: () => Atomics.load(words, IS_OVER) === 1,
    end: () => void Atomics.store(words, IS_OVER, 1),
    offer(value, schedule) {
      assert(schedule.length <= words.length - FIRST_WORD, 'a schedule is longer than the memory made for it');
      locked(words, () => {
        if (value >= (objective[0] as number)) return;
        objective[0] = value;
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
        return { objective: objective[0] as number, words: Int32Array.from(words.subarray(FIRST_WORD, end)) };
      });
    },
  };
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
