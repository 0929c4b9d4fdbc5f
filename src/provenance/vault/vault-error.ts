/** What the vault cannot do. Messages name subjects and fields, never a value. */

/**
 * - `WRONG-KEY`: the key is not the one that the vault was made with.
 * - `UNKNOWN-SUBJECT`: nobody of that name has ever been in the vault.
 * - `ERASED`: the subject was erased: key, salts and mapping are gone for good.
 * - `DAMAGED`: a file is not as it was written, or does not fit its commitment.
 * - `REFUSED`: no reason, no actor, or a name that cannot be one.
 */
export type VaultErrorCode = 'WRONG-KEY' | 'UNKNOWN-SUBJECT' | 'ERASED' | 'DAMAGED' | 'REFUSED';

export class VaultError extends Error {
  override readonly name = 'VaultError';
  readonly code: VaultErrorCode;

  constructor(code: VaultErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
