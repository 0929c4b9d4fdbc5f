/** What a crash must not do, and did. */

export type ViolationCode =
  /** The image is damage: the writer before let its disk come to a state that no crash may leave. */
  | 'DAMAGED'
  /** A record that was acknowledged is not there. */
  | 'LOST'
  /** A checkpoint that was acknowledged is not there, or is another. */
  | 'CHECKPOINT-LOST'
  /** There is a record that was never appended in that place. */
  | 'FOREIGN'
  /** The next writer refused what is no damage. */
  | 'REFUSED'
  /** The next writer says other things than it found. */
  | 'REPORT'
  /** Whole records were taken away, or others came. */
  | 'NOT-PREFIX'
  /** What was cut off is not kept, or not told. */
  | 'CUT'
  /** Something half written is still there. */
  | 'LEFTOVER'
  /** A second recovery found something to do. */
  | 'NOT-IDEMPOTENT'
  /** After a clean end the ledger, as it is durable, does not verify. */
  | 'NOT-CLOSED'
  /** A record is not what its entry says, or not spelled as the format says. */
  | 'SPELLING'
  /** The writer did not come to an end. */
  | 'HANGS';

export class Violation extends Error {
  override readonly name = 'Violation';
  readonly code: ViolationCode;

  constructor(code: ViolationCode, message: string, options: { cause?: unknown } = {}) {
    super(`${code}: ${message}`, options);
    this.code = code;
  }
}

export function demand(claim: boolean, code: ViolationCode, message: () => string): void {
  if (!claim) throw new Violation(code, message());
}
