/** When a search ends: after an exact number of steps, at a time, when told to, or when nothing better can exist. */

export interface StopOptions {
  /** Steps, exact and reproducible; absent: no limit. */
  readonly iterations?: number;
  /** On `clockMs`; absent: no limit. Needs the clock. */
  readonly timeMs?: number;
  readonly clockMs?: () => number;
  /** Asked every few hundred steps. */
  readonly isCancelled?: () => boolean;
}

const STEPS_BETWEEN_LOOKS = 128;

export class Stop {
  /** Steps done. */
  steps = 0;
  readonly #maxSteps: number;
  readonly #deadlineMs: number;
  readonly #clockMs: () => number;
  readonly #isCancelled: () => boolean;
  #nextLook = 0;
  #isOver = false;
  /** Whether time or a cancellation ended it. */
  wasInterrupted = false;

  constructor({ iterations, timeMs, clockMs = () => 0, isCancelled = () => false }: StopOptions) {
    this.#maxSteps = iterations ?? Number.MAX_SAFE_INTEGER;
    this.#clockMs = clockMs;
    this.#isCancelled = isCancelled;
    this.#deadlineMs = timeMs === undefined ? Number.POSITIVE_INFINITY : clockMs() + timeMs;
  }

  /** Asked before each step; once true, true for ever. */
  isReached(): boolean {
    if (this.#isOver || this.steps >= this.#maxSteps) return true;
    if (this.steps >= this.#nextLook) {
      this.#nextLook = this.steps + STEPS_BETWEEN_LOOKS;
      this.wasInterrupted = this.#clockMs() >= this.#deadlineMs || this.#isCancelled();
      this.#isOver = this.wasInterrupted;
    }
    return this.#isOver;
  }

  /** Ends the search: the best is proved, or nothing is left to do. */
  end(): void {
    this.#isOver = true;
  }
}
