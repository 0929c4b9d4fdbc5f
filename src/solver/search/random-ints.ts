/** Whole numbers for inner loops: no checks, and a bias below 2^-20 for the small bounds used there. */

import type { Random } from '../../base/index.ts';

export class RandomInts {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  /** In [0, bound), 1 <= bound <= 4096 for the bias above. */
  below(bound: number): number {
    return Math.floor((this.#random.uint32() * bound) / 4_294_967_296);
  }

  word(): number {
    return this.#random.uint32() | 0;
  }
}
