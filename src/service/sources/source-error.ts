/** Why a file cannot be read from where it is. */

export type SourceErrorCode =
  /** Nobody reads addresses of this scheme. */
  | 'SCHEME'
  /** An address that nothing is read from: of this machine's own network, or without a host. */
  | 'ADDRESS'
  /** The server answered with something else than the file. */
  | 'STATUS'
  /** The file is not the one whose beginning was read. */
  | 'CHANGED'
  /** The server was silent for too long. */
  | 'TIMEOUT'
  /** The connection ended early, again and again. */
  | 'INTERRUPTED'
  /** A server that sends whole files only was asked to go back. */
  | 'SEQUENTIAL';

export class SourceError extends Error {
  override readonly name = 'SourceError';
  readonly code: SourceErrorCode;

  constructor(code: SourceErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
