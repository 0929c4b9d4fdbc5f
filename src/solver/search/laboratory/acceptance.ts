/**
 * Which changes are kept: better ones, and while the budget lasts slightly worse ones.
 *
 * Levels count in turn. For the first part of the budget they count as they are; then the best value found of each level with a
 * tolerance becomes a limit under which all values are equal, so that the next level decides.
 */

import type { Random } from '../../../base/index.ts';
import type { ObjectiveLevel } from '../../../model/index.ts';
import { f64 } from '../../columns.ts';
import { compareLevels, difference } from './score.ts';

/** Shares of the budget after which the limit of the first level with a tolerance holds, and that of the last. */
const FIRST_LIMIT = 0.6;
const LAST_LIMIT = 0.9;
/** Worsening that is accepted at the beginning and at the end, as a share of the mean value of one order. */
const FIRST = 0.5;
const LAST = 0.005;
/** The share at the beginning per step that there is for an order: who has few steps cannot afford to go wrong. */
const FIRST_PER_STEP = 0.02;

export class Acceptance {
  readonly #levels: readonly ObjectiveLevel[];
  readonly #random: Random;
  readonly #orders: number;
  readonly #best: Float64Array;
  /** By level: all values up to it are equal. */
  readonly #limits: number[];
  /** Levels with a tolerance whose limit is not set yet, and when it shall be. */
  readonly #toLimit: { readonly level: number; readonly from: number }[];
  #share = FIRST;
  #chance = 0;

  constructor(levels: readonly ObjectiveLevel[], orders: number, best: Float64Array, random: Random) {
    this.#levels = levels;
    this.#orders = orders;
    this.#random = random;
    this.#best = Float64Array.from(best);
    this.#limits = levels.map(() => -Infinity);
    const tolerant = levels.flatMap(({ tolerance = 0 }, level) => (tolerance > 0 ? [level] : []));
    const spacing = (LAST_LIMIT - FIRST_LIMIT) / Math.max(1, tolerant.length - 1);
    this.#toLimit = tolerant.map((level, k) => ({ level, from: FIRST_LIMIT + k * spacing }));
  }

  /** `progress`: share of the budget that is spent; `steps`: how many all of it is likely to hold. */
  advance(progress: number, steps: number): void {
    const first = Math.max(LAST, Math.min(FIRST, (FIRST_PER_STEP * steps) / this.#orders));
    this.#share = first * (LAST / first) ** Math.min(1, progress);
    while (this.#toLimit[0] !== undefined && progress >= this.#toLimit[0].from) {
      const level = this.#toLimit.shift()?.level ?? 0;
      const best = f64(this.#best, level);
      this.#limits[level] = best + (this.#levels[level]?.tolerance ?? 0) * Math.abs(best);
    }
  }

  isBetter(values: Float64Array, best: Float64Array): boolean {
    if (compareLevels(values, best, this.#limits) >= 0) return false;
    this.#best.set(values);
    return true;
  }

  /** Draws what the next change may cost, so that it is known before the change is made. */
  draw(): void {
    this.#chance = -Math.log(this.#random.uniform());
  }

  accepts(values: Float64Array, current: Float64Array): boolean {
    return this.#isGoodEnough(values, current, values.length);
  }

  /** Whether no change is accepted of which the first `levels` values are these or more. */
  excludes(least: Float64Array, current: Float64Array, levels: number): boolean {
    return !this.#isGoodEnough(least, current, levels);
  }

  #isGoodEnough(values: Float64Array, current: Float64Array, levels: number): boolean {
    for (let level = 0; level < levels; level++) {
      const limit = this.#limits[level] ?? -Infinity;
      const worse = difference(Math.max(limit, f64(values, level)), Math.max(limit, f64(current, level)));
      if (worse < 0) return true;
      if (worse === 0) continue;
      // What is lost stays a matter of more or less, never of chance.
      if (level === 0) return false;
      const scale = (this.#share * Math.abs(f64(this.#best, level))) / this.#orders;
      if (worse > scale * this.#chance) return false;
    }
    return true;
  }
}
