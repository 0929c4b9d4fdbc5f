/** Why a Crypt4GH file cannot be read. */

/**
 * - `FORMAT`: not a Crypt4GH file of version 1, or a header that nobody writes.
 * - `NOT-FOR-KEY`: no packet of the header is for the key that was given.
 * - `DAMAGED`: a segment is not as it was written.
 * - `TRUNCATED`: the file ends inside a header, a segment, or before its edit list does.
 */
export type Crypt4ghErrorCode = 'FORMAT' | 'NOT-FOR-KEY' | 'DAMAGED' | 'TRUNCATED';

export class Crypt4ghError extends Error {
  override readonly name = 'Crypt4ghError';
  readonly code: Crypt4ghErrorCode;

  constructor(code: Crypt4ghErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
