/** Solves a classic instance with the search that supports it, and states how good the answer is proved to be. */

import { createRandom } from '../../base/index.ts';
import type { Problem } from '../problem.ts';
import type { Solution } from '../solution.ts';
import { lowerBound } from './bounds/lower-bound.ts';
import type { Exchange } from './exchange.ts';
import { pointOf, solutionOf } from './extract.ts';
import { improveShop } from './improve-shop.ts';

import { pointExchange } from './point-exchange.ts';
import { isShop, shopOf } from './shop.ts';
import { Stop, type StopOptions } from './stop.ts';

export interface ClassicOptions {
  readonly seed: number;
  /** At least one limit, or the search ends only where its bound is reached. */
  readonly budget: StopOptions;
  /** A schedule to begin with. */
  readonly start?: Solution;
  /** To searches of the same problem on other threads; the answer is not reproducible then. */
  readonly exchange?: Exchange;
  /** Told of every improvement; `solution` costs a little, so it is made only when asked for. */
  readonly onIncumbent?: (incumbent: Incumbent) => void;
}

export interface Incumbent {
  readonly objective: number;
  readonly iterations: number;
  readonly solution: () => Solution;
}

export type ClassicResult =
  | {
      readonly kind: 'solved';
      readonly solution: Solution;
      /** Makespan. */
      readonly objective: number;
      /** No schedule is shorter. */
      readonly bound: number;
      readonly iterations: number;
      /** Whether the same call gives the same answer: no time limit and no cancellation cut it short. */
      readonly isReproducible: boolean;
    }
  | { readonly kind: 'unsupported' };

/** Whether `solveClassic` has a search for the problem. */
export const supports = (problem: Problem): boolean => isShop(problem);

export function solveClassic(problem: Problem, options: ClassicOptions): ClassicResult {
  if (!isShop(problem)) return { kind: 'unsupported' };
  const { seed, budget, start, exchange, onIncumbent } = options;
  const shop = shopOf(problem);
  const stop = new Stop(exchange === undefined ? budget : endingWith(exchange, budget));
  const bound = lowerBound(shop);
  const best = improveShop({
    shop,
    random: createRandom(seed),
    stop,
    bound,
    ...(start === undefined ? {} : { start: pointOf(problem, shop, start) }),
    ...(exchange === undefined ? {} : { exchange: pointExchange(shop, exchange) }),
    onBest: (point) =>
      onIncumbent?.({
        objective: point.makespan,
        iterations: stop.steps,
        solution: () => solutionOf(problem, shop, point),
      }),
  });
  if (best.makespan <= bound) exchange?.end();
  return {
    kind: 'solved',
    solution: solutionOf(problem, shop, best),
    objective: best.makespan,
    bound,
    iterations: stop.steps,
    isReproducible: exchange === undefined && (best.makespan <= bound || !stop.wasInterrupted),
  };
}

const endingWith = (exchange: Exchange, budget: StopOptions): StopOptions => ({
  ...budget,
  isCancelled: () => exchange.isOver() || budget.isCancelled?.() === true,
});
