/** What the ledger cannot do or cannot accept. */

/** Where the ledger stops being what was written, see docs/FORMATS.md for each. */
export type BreakCode =
  | 'SEGMENT-NAME'
  | 'SEGMENT-SIZE'
  | 'FRAME-TRUNCATED'
  | 'FRAME-LENGTH'
  | 'FRAME-CRC'
  | 'RECORD-FORMAT'
  | 'RECORD-SEQ'
  | 'RECORD-PREV'
  | 'RECORD-CHANGED'
  | 'RECORD-MISSING'
  | 'RECORD-EXTRA'
  | 'FOREIGN-FILE'
  | 'CHECKPOINT-MISSING'
  | 'CHECKPOINT-FORMAT'
  | 'CHECKPOINT-ROOT'
  | 'EXPECTED-ROOT'
  | 'ANCHOR-FORMAT'
  | 'ANCHOR-ROOT'
  | 'KEY-ROTATION'
  | 'RECORD-SIGNATURE'
  | 'SIGNATURE-MISSING'
  | 'SIGNATURE-WRONG'
  | 'KEY-UNTRUSTED'
  | 'WITNESS-MISSING'
  | 'WITNESS-WRONG'
  | 'DOCUMENT-CHANGED';

/** The first record that is not as it was written: all before it are whole. Or what beside the records is at fault. */
export interface LedgerBreak {
  readonly record: number | 'checkpoint' | 'anchor' | 'document';
  readonly code: BreakCode;
  readonly message: string;
}

/**
 * - `BROKEN`: reading met bytes that no writer wrote; `where` says what and where.
 * - `LOCKED`: another writer has the ledger open.
 * - `NOT-EMPTY`: a new ledger was asked for in a place that holds one.
 * - `OLD-VERSION`: the ledger is of version 1, which is read and never continued.
 * - `OTHER-LEDGER`: the ledger there has another origin.
 * - `OTHER-KEY`: the signer given, or none, is not the key that the ledger's next checkpoint must be signed with.
 * - `NO-SPACE`: the storage is full (`cause`). Nothing is lost: what was to be written waits, and the next attempt goes on.
 * - `SIGN-FAILED`: the signer rejected (`cause`). Records are durable as before; their checkpoint is still to come.
 * - `WRITE-FAILED`: the storage refused (`cause`); what is stored past the last good flush is unknown, so the writer stops for good.
 */
export type LedgerErrorCode =
  | 'BROKEN'
  | 'LOCKED'
  | 'NOT-EMPTY'
  | 'OLD-VERSION'
  | 'OTHER-LEDGER'
  | 'OTHER-KEY'
  | 'NO-SPACE'
  | 'SIGN-FAILED'
  | 'WRITE-FAILED';

export class LedgerError extends Error {
  override readonly name = 'LedgerError';
  readonly code: LedgerErrorCode;
  readonly where: LedgerBreak | undefined;

  constructor(code: LedgerErrorCode, message: string, options: { where?: LedgerBreak; cause?: unknown } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : {});
    this.code = code;
    this.where = options.where;
  }
}

export const brokenAt = (record: LedgerBreak['record'], code: BreakCode, message: string): LedgerError =>
  new LedgerError('BROKEN', `${typeof record === 'number' ? `record ${record}` : record}: ${code}: ${message}`, {
    where: { record, code, message },
  });

/** What the storage rejected with, as the ledger's own error: `NO-SPACE` where it is full (or a quota is), else `WRITE-FAILED`. */
export function storageFailure(cause: unknown): LedgerError {
  if (cause instanceof LedgerError) return cause;
  return new LedgerError(isNoSpace(cause) ? 'NO-SPACE' : 'WRITE-FAILED', messageOf(cause), { cause });
}

export const isNoSpace = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT');

export const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
