/** How much of the budget is spent: by steps, reproducible, or by the clock. */

import { assert, type Clock } from '../../../base/index.ts';
import type { Budget } from '../../options.ts';

/** Steps whose mean duration says something. */
const FEW = 8;

export class Pace {
  readonly #budget: Budget;
  readonly #clock: Clock | undefined;
  readonly #isOver: () => boolean;
  readonly #startMs: number;
  #steps = 0;
  #turnSteps = 0;
  #turnMs = 0;
  /** Elapsed time when the clock was last read: what is only an estimate does not read it again. */
  #readMs = 0;

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

  /** From here on steps are of another kind: what those before took says nothing about them. */
  turn(): void {
    this.#turnSteps = this.#steps;
    this.#turnMs = this.#readMs;
  }

  /** Steps that the budget is likely to hold in all, by those since the last turn; before there are a few: as many as were made so far. */
  expectedSteps(): number {
    if ('iterations' in this.#budget) return this.#budget.iterations;
    const steps = this.#steps - this.#turnSteps;
    const elapsed = this.#readMs - this.#turnMs;
    if (steps < FEW || elapsed <= 0) return this.#steps;
    return this.#turnSteps + (steps * Math.max(0, this.#budget.ms - this.#turnMs)) / elapsed;
  }

  /** Whether one more step like the mean of those so far ends before `share` of the budget is spent. */
  foresees(share: number): boolean {
    if (this.#isOver()) return false;
    if ('iterations' in this.#budget) return this.#steps + 1 <= share * this.#budget.iterations;
    const elapsed = this.#elapsedMs();
    return elapsed + elapsed / Math.max(1, this.#steps) < share * this.#budget.ms;
  }

  #elapsedMs(): number {
    return (this.#readMs = (this.#clock?.nowMs() ?? 0) - this.#startMs);
  }
}
