/** How much of the budget is spent: by steps, reproducible, or by the clock. */

import { assert, type Clock } from '../../../base/index.ts';
import type { Budget } from '../../options.ts';

export class Pace {
  readonly #budget: Budget;
  readonly #clock: Clock | undefined;
  readonly #isOver: () => boolean;
  readonly #startMs: number;
  #steps = 0;

  /** Starts now. A budget in milliseconds needs a clock. `isOver`: ends it early. */
  constructor(budget: Budget, clock: Clock | undefined, isOver: () => boolean = () => false) {
    assert('iterations' in budget || clock !== undefined, 'a budget in milliseconds needs a clock');
    this.#budget = budget;
    this.#clock = clock;
    this.#isOver = isOver;
    this.#startMs = clock?.nowMs() ?? 0;
  }

  get steps(): number {
    return this.#steps;
  }

  step(): void {
    this.#steps++;
  }

  /** Share of the budget that is spent; 1 or more: none is left. */
  progress(): number {
    if (this.#isOver()) return 1;
    if ('iterations' in this.#budget) return this.#steps / this.#budget.iterations;
    return this.#elapsedMs() / this.#budget.ms;
  }

  /** Whether one more step like the mean of those so far ends before `share` of the budget is spent. */
  foresees(share: number): boolean {
    if (this.#isOver()) return false;
    if ('iterations' in this.#budget) return this.#steps + 1 <= share * this.#budget.iterations;
    const elapsed = this.#elapsedMs();
    return elapsed + elapsed / Math.max(1, this.#steps) < share * this.#budget.ms;
  }

  #elapsedMs(): number {
    return (this.#clock?.nowMs() ?? 0) - this.#startMs;
  }
}
