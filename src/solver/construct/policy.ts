/** The choices that a construction leaves open: one policy is one point of the portfolio. */

export interface Policy {
  /** In which order work is placed; a name of `rules.ts`. */
  readonly rule: 'arrival' | 'due' | 'weight' | 'slack' | 'expiry';
  /**
   * A run opened for one order takes in companions that can be ready at most this long (seconds) after it; 0: only what
   * is ready anyway, NONE (-1): no companions are looked for.
   */
  readonly wait: number;
  /** Most orders that are gathered for one run. */
  readonly groupSize: number;
  /** Whether companions are also prepared in shared batches. */
  readonly sharesPreparation: boolean;
  /** Whether nobody is made to wait past the due date for companions. */
  readonly respectsDue: boolean;
  /** An existing batch is joined although a task of one's own would end this much earlier (seconds). */
  readonly joinPatience: number;
  /** Whether work is put off rather than let what it makes go off while it waits for the next step. */
  readonly keepsFresh: boolean;
  /** How the recipe of a new run is chosen: earliest end, fullest, or least machine time (dead time included) per load. */
  readonly recipe: 'finish' | 'fill' | 'rate';
  /** Where flexible maintenance goes in its window, and how many orders, first in the sequence, go before it. */
  readonly maintenance: 'early' | 'due' | 'late';
  readonly ordersBeforeMaintenance: number;
}
