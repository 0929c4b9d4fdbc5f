/** How much of the budget is spent: by steps, reproducible, or by the clock. */

import { assert, type Clock } from '../../../base/index.ts';

/** `ms`: so long; `untilMs`: until the clock says so. */
export type SearchBudget = { readonly iterations: number } | { readonly ms: number } | { readonly untilMs: number };

/** Steps whose mean duration says something. */
const FEW = 8;

export class Pace {
  readonly #budget: SearchBudget;
  readonly #clock: Clock | undefined;
  readonly #isOver: () => boolean;
  readonly #madeMs: number;
  #startMs: number;
  #lengthMs: number;
  /** When the clock was last read: what is only an estimate does not read it again. */
  #lookMs: number;
  #steps = 0;
  #turnSteps = 0;
  #turnMs: number;

  /** Starts now. A budget in milliseconds needs a clock. `isOver`: ends it early. */
  constructor(budget: SearchBudget, clock: Clock | undefined, isOver: () => boolean = () => false) {
    assert('iterations' in budget || clock !== undefined, 'a budget in milliseconds needs a clock');
    this.#budget = budget;
    this.#clock = clock;
    this.#isOver = isOver;
    this.#madeMs = this.#startMs = this.#lookMs = this.#turnMs = clock?.nowMs() ?? 0;
    this.#lengthMs = lengthOf(budget, this.#startMs);
  }

  get steps(): number {
    return this.#steps;
  }

  step(): void {
    this.#steps++;
  }

  /** There is a first schedule: where the budget is an instant, what is left until then is the whole of it from here on. */
  begin(): void {
    if (!('untilMs' in this.#budget)) return;
    this.#startMs = this.#nowMs();
    this.#lengthMs = lengthOf(this.#budget, this.#startMs);
  }

  /** Share of the budget that is spent; 1 or more: none is left. */
  progress(): number {
    if (this.#isOver()) return 1;
    if ('iterations' in this.#budget) return this.#steps / this.#budget.iterations;
    return this.#lengthMs > 0 ? this.#elapsedMs() / this.#lengthMs : 1;
  }

  /** From here on steps are of another kind: what those before took says nothing about them. */
  turn(): void {
    this.#turnSteps = this.#steps;
    this.#turnMs = this.#lookMs;
  }

  /** Steps that the budget is likely to hold in all, by those since the last turn; before there are a few: as many as were made so far. */
  expectedSteps(): number {
    if ('iterations' in this.#budget) return this.#budget.iterations;
    const steps = this.#steps - this.#turnSteps;
    const elapsed = this.#lookMs - this.#turnMs;
    if (steps < FEW || elapsed <= 0) return this.#steps;
    const left = Math.max(0, this.#startMs + this.#lengthMs - this.#turnMs);
    return this.#turnSteps + (steps * left) / elapsed;
  }

  /** Whether one more step like the mean of those so far ends before `share` of the budget is spent. */
  foresees(share: number): boolean {
    if (this.#isOver()) return false;
    if ('iterations' in this.#budget) return this.#steps + 1 <= share * this.#budget.iterations;
    const elapsed = this.#elapsedMs();
    return elapsed + elapsed / Math.max(1, this.#steps) < share * this.#lengthMs;
  }

  /** When it was made, when the first schedule was there, and when it was last asked. Without a clock all are 0. */
  get course(): { readonly madeMs: number; readonly begunMs: number; readonly lookMs: number } {
    return { madeMs: this.#madeMs, begunMs: this.#startMs, lookMs: this.#lookMs };
  }

  #elapsedMs(): number {
    return this.#nowMs() - this.#startMs;
  }

  #nowMs(): number {
    this.#lookMs = this.#clock?.nowMs() ?? 0;
    return this.#lookMs;
  }
}

function lengthOf(budget: SearchBudget, startMs: number): number {
  if ('iterations' in budget) return 0;
  return 'ms' in budget ? budget.ms : budget.untilMs - startMs;
}
