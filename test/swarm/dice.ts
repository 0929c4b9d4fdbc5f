/** Choices at random, each by its purpose: the same seed always gives the same ones. */

import { createRandom, type Random } from '../../src/base/index.ts';

export interface Dice {
  /** A whole number, both ends included. */
  int(least: number, most: number): number;
  chance(percent: number): boolean;
  pick<T>(values: readonly T[]): T;
  /** A number of different values, in random order. */
  some<T>(values: readonly T[], count: number): readonly T[];
  /** A real number in (least, most). */
  real(least: number, most: number): number;
  split(purpose: string): Dice;
}

export const createDice = (seed: number): Dice => diceOf(createRandom(seed));

function diceOf(random: Random): Dice {
  const dice: Dice = {
    int: (least, most) => least + random.below(most - least + 1),
    chance: (percent) => random.below(100) < percent,
    pick: (values) => {
      const value = values[random.below(values.length)];
      if (value === undefined) throw new Error('nothing to pick from');
      return value;
    },
    some: (values, count) => {
      const left = [...values];
      return Array.from({ length: Math.min(count, left.length) }, () => {
        const [taken] = left.splice(random.below(left.length), 1);
        if (taken === undefined) throw new Error('nothing to take from');
        return taken;
      });
    },
    real: (least, most) => least + random.uniform() * (most - least),
    split: (purpose) => diceOf(random.split(purpose)),
  };
  return dice;
}
