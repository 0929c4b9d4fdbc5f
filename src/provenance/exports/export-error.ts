/** What the exports cannot do with a ledger whose bytes are as they were written. */

/**
 * - `VERSION`: its records are of a version that does not hold what exports need.
 * - `SCENARIO`: it is the ledger of another scenario, or of none.
 * - `CONTRADICTION`: a record speaks of what no record before it, nor the scenario, has brought up.
 */
export type ExportErrorCode = 'VERSION' | 'SCENARIO' | 'CONTRADICTION';

export class ExportError extends Error {
  override readonly name = 'ExportError';
  readonly code: ExportErrorCode;

  constructor(code: ExportErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
