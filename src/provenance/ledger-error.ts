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
 * - `NOT-EMPTY`: a writer of a new ledger was given a place that holds one.
 * - `WRITE-FAILED`: the storage refused (`cause`); what is stored past the last good flush is unknown, so the writer stops for good.
 */
export type LedgerErrorCode = 'BROKEN' | 'NOT-EMPTY' | 'WRITE-FAILED';

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
