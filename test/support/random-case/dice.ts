/** Small choices from one seeded stream, for tests that build something at random. */

import { assert, at, createRandom } from '../../../src/base/index.ts';

export interface Dice {
  /** An integer in [low, high]. */
  int(low: number, high: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** Each item with probability 1/2, in their order. */
  some<T>(items: readonly T[]): readonly T[];
  /** Room between a value and its limit: often none, so that limits are met exactly. */
  slack(most: number): number;
}

export function createDice(seed: number, purpose: string): Dice {
  const random = createRandom(seed).split(purpose);
  const int = (low: number, high: number): number => low + random.below(high - low + 1);
  const chance = (probability: number): boolean => random.uniform() < probability;
  return {
    int,
    chance,
    pick: (items) => {
      assert(items.length > 0, 'nothing to pick from');
      return at(items, random.below(items.length));
    },
    some: (items) => items.filter(() => chance(0.5)),
    slack: (most) => (chance(0.5) ? 0 : int(0, most)),
  };
}
