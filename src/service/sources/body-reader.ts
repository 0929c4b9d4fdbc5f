/** The body of one answer, read piece by piece, each wait with a deadline. */

import type { IncomingMessage } from 'node:http';
import { SourceError } from './source-error.ts';

export class BodyReader {
  readonly #response: IncomingMessage;
  readonly #pieces: AsyncIterator<Uint8Array>;
  readonly #deadline: () => AbortSignal;
  #rest: Uint8Array = new Uint8Array();
  /** Bytes handed out so far. */
  given = 0;

  constructor(response: IncomingMessage, deadline: () => AbortSignal) {
    this.#response = response;
    this.#pieces = response[Symbol.asyncIterator]();
    this.#deadline = deadline;
  }

  /** Resolves with 0 at the end of the body only. Rejects where the connection ends before, and when nothing comes for too long. */
  async read(into: Uint8Array): Promise<number> {
    while (this.#rest.length === 0) {
      const { done, value } = await this.#next();
      if (done === true) return 0;
      this.#rest = value;
    }
    const piece = this.#rest.subarray(0, into.length);
    into.set(piece);
    this.#rest = this.#rest.subarray(piece.length);
    this.given += piece.length;
    return piece.length;
  }

  close(): void {
    // Whoever closes does not want to hear of it.
    this.#response.on('error', () => {}).destroy();
  }

  async #next(): Promise<IteratorResult<Uint8Array>> {
    const signal = this.#deadline();
    const giveUp = (): void => {
      this.#response.destroy(new SourceError('TIMEOUT', 'the server has stopped sending'));
    };
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      return await this.#pieces.next();
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }
}
