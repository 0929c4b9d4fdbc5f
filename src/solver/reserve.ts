/**
 * How long before its deadline a decision has to stop searching: reading the solution off, handing it back and translating it take
 * longer the more work is open, and how long that is on this machine is learned from the answers before.
 */

export interface Reserve {
  /** Milliseconds to keep for an answer about so many operations. */
  msFor(operations: number): number;
  /** What one answer took after its search was to end. */
  learn(operations: number, tookMs: number): void;
}

/** An answer of no operations takes as long as these do. */
const BASE_OPERATIONS = 300;
/** Milliseconds per operation, before anything is known. */
const FIRST_RATE = 0.003;
/** How much the last answer counts: more where it took longer than expected, so that one warning is enough. */
const UP = 0.5;
const DOWN = 0.1;
/** Answers vary: most are to be in time. */
const SAFETY = 1.25;

export function createReserve(): Reserve {
  let rate = FIRST_RATE;
  return {
    msFor: (operations) => SAFETY * rate * (operations + BASE_OPERATIONS),
    learn(operations, tookMs) {
      const seen = tookMs / (operations + BASE_OPERATIONS);
      rate += (seen > rate ? UP : DOWN) * (seen - rate);
    },
  };
}
