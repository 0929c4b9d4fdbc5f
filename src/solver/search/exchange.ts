/** What searches of the same problem on several threads tell each other: that all is over, and the best schedule so far. */

export interface Exchange {
  /** Whether every search is to end: one of them met the bound, or the caller gave up. */
  isOver(): boolean;
  end(): void;
  /**
   * Tells the others of a schedule, as words that only the searches understand; ignored unless better than all before.
   * `values` are compared in turn, the first decides; equally many in every offer.
   */
  offer(values: ArrayLike<number>, words: Int32Array): void;
  /** The best schedule of all, where another search found it and this one has not been given it yet. */
  take(): Offer | undefined;
}

export interface Offer {
  /** Smaller is better; the first that differs decides. */
  readonly values: readonly number[];
  /** The taker's own copy. */
  readonly words: Int32Array;
}
