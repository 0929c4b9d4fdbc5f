/**
 * The one source of randomness: sfc32 (C. Doty-Humphrey's Small Fast Counting generator, public domain, passes PractRand).
 *
 * Integer arithmetic only, so that a seed means the same everywhere and upgrades of a library can never change it.
 * Streams are split by purpose (`split('durations')`), not shared: one consumer's extra draw cannot shift another's.
 */

import { assert } from './assert.ts';

export interface Random {
  /** A uniform 32-bit unsigned integer. */
  uint32(): number;
  /** A uniform integer in [0, bound), without modulo bias; 1 <= bound <= 2^32. */
  below(bound: number): number;
  /** A uniform double in (0, 1): 52 bits, never 0 and never 1. */
  uniform(): number;
  /** An independent stream named by `purpose`; the same parent seed and purpose always give the same stream. */
  split(purpose: string): Random;
}

/** `seed`: any safe integer. */
export function createRandom(seed: number): Random {
  assert(Number.isSafeInteger(seed), `seed ${seed} is not a safe integer`);
  return fromWords([seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0, 0x9e3779b9]);
}

function fromWords(key: readonly [number, number, number]): Random {
  let [a, b, c] = key;
  let counter = 1;

  const uint32 = (): number => {
    const result = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + result;
    c |= 0;
    return result >>> 0;
  };
  // The state starts as little more than the seed itself; the author's recommendation is to discard a dozen outputs.
  for (let i = 0; i < 15; i++) uint32();

  const below = (bound: number): number => {
    assert(Number.isInteger(bound) && bound >= 1 && bound <= 2 ** 32, `bound ${bound} is not in [1, 2^32]`);
    const limit = 2 ** 32 - (2 ** 32 % bound);
    for (;;) {
      const value = uint32();
      if (value < limit) return value % bound;
    }
  };

  return {
    uint32,
    below,
    uniform: () => toUnit(uint32(), uint32()),
    split: (purpose) => fromWords(childKey(key, purpose)),
  };
}

/**
 * The middle of one of 2^52 equal parts of (0, 1), from two 32-bit words. With one bit more the middle of the last part would
 * round up to 1.
 */
export const toUnit = (high: number, low: number): number => ((high >>> 6) * 2 ** 26 + (low >>> 6) + 0.5) / 2 ** 52;

/** FNV-1a over the purpose, started from each word of the parent key: children do not depend on draws already made. */
function childKey(key: readonly [number, number, number], purpose: string): [number, number, number] {
  const mix = (word: number, salt: number): number => {
    let hash = (word ^ salt ^ 0x811c9dc5) | 0;
    for (let i = 0; i < purpose.length; i++) hash = Math.imul(hash ^ purpose.charCodeAt(i), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    return (hash ^ (hash >>> 13)) >>> 0;
  };
  return [mix(key[0], 0x1f83d9ab), mix(key[1], 0x5be0cd19), mix(key[2], 0x3c6ef372)];
}
