/** How far a search is through its budget: by its steps, which is reproducible, or by a clock, which is not. */

export type BatchingBudget = { readonly iterations: number } | { readonly ms: number };

const STEPS_BETWEEN_LOOKS = 64;

export class Progress {
  steps = 0;
  /** 0..1 of the budget, as of the last look. */
  done = 0;
  wasStopped = false;
  readonly #budget: BatchingBudget;
  readonly #nowMs: () => number;
  readonly #shouldStop: () => boolean;
  readonly #startMs: number;

  constructor(budget: BatchingBudget, nowMs: () => number, shouldStop: () => boolean) {
    this.#budget = budget;
    this.#nowMs = nowMs;
    this.#shouldStop = shouldStop;
    this.#startMs = nowMs();
  }

  /** Counts a step; false where the budget is used up. */
  next(): boolean {
    if ('iterations' in this.#budget && this.steps >= this.#budget.iterations) return false;
    if (this.steps % STEPS_BETWEEN_LOOKS === 0 && this.#look()) return false;
    this.steps++;
    return true;
  }

  #look(): boolean {
    if (this.#shouldStop()) this.wasStopped = true;
    const budget = this.#budget;
    this.done =
      'iterations' in budget
        ? this.steps / budget.iterations
        : (this.#nowMs() - this.#startMs) / Math.max(budget.ms, 1e-9);
    return this.wasStopped || this.done >= 1;
  }
}
