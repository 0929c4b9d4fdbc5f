/** Why something has no place in a schedule: the binding limit, and the earliest instant that the schedule offers. */

export const FAILURE_KINDS = ['no-mode', 'no-slot', 'expired', 'hold', 'deadline', 'too-many-retries'] as const;

export interface Failure {
  readonly kind: (typeof FAILURE_KINDS)[number];
  readonly operation: number;
  /** Earliest start (`deadline`: end) found; NEVER where there is none. */
  readonly earliest: number;
  /** Latest start (`deadline`: end) allowed. */
  readonly limit: number;
  /** `hold`: the operation whose end sets the limit; else NONE. */
  readonly after: number;
}

export interface LostRecord {
  readonly order: number;
  readonly failure: Failure;
  /** End of the order if it were alone; absent where not asked, NEVER where impossible. */
  readonly endAlone?: number;
}
