/**
 * A file on a web server as the judges of files read it: one request for its beginning, then one that goes on for as long as
 * reading does.
 *
 * Every answer after the first must be of the same file: it is asked for by its ETag, or by its time of change where it has no
 * strong one. Servers that know no ranges send the file from its beginning only.
 */

import type { IncomingMessage } from 'node:http';
import type { OpenedSource } from './open-source.ts';
import { BodyReader } from './body-reader.ts';
import { get } from './http-request.ts';
import { firstPart, partOf, type FirstPart } from './http-answers.ts';
import { SourceError } from './source-error.ts';

export interface HttpOptions {
  /** For each single wait, for an answer or for the next bytes: aborted when it has lasted too long. Default: 30 s. */
  readonly deadline?: () => AbortSignal;
}

const WAIT_MS = 30_000;
/** Kept: judges read the beginning twice. */
const FIRST_BYTES = 64 << 10;
/** Connections in a row that may end early having sent less than this. */
const LITTLE_BYTES = 64 << 10;
const MOST_FAILURES = 3;

/** Rejects with a `SourceError`, or with the error of the system. */
export async function openHttpSource(uri: string, options: HttpOptions = {}): Promise<OpenedSource> {
  const url = parse(uri);
  const deadline = options.deadline ?? (() => AbortSignal.timeout(WAIT_MS));
  const response = await get(url, { first: 0, last: FIRST_BYTES - 1, signal: deadline() });
  const first = firstPart(response);
  const reader = new HttpReader({ url, first, response, deadline });
  const { size, modifiedMs, isSequential } = first;
  return {
    // Without the query: it may hold a secret, and what the file is called ends before it.
    name: `${url.origin}${url.pathname}`,
    // The end of what comes from the beginning only is not looked for.
    size: isSequential ? undefined : size,
    ...(modifiedMs === undefined ? {} : { modifiedMs }),
    ...(isSequential ? { isSequential } : {}),
    read: (offset, into) => reader.read(offset, into),
    close: () => reader.close(),
  };
}

function parse(uri: string): URL {
  if (!URL.canParse(uri)) throw new SourceError('ADDRESS', `'${uri}' is not an address`);
  const url = new URL(uri);
  if (url.username !== '' || url.password !== '') {
    throw new SourceError('ADDRESS', `the address of ${url.host} holds a name or a password: they would end in logs`);
  }
  return url;
}

interface ReaderOptions {
  readonly url: URL;
  readonly first: FirstPart;
  readonly response: IncomingMessage;
  readonly deadline: () => AbortSignal;
}

/** The connection in use, and where in the file it is. One read at a time. */
class HttpReader {
  readonly #url: URL;
  readonly #first: FirstPart;
  readonly #deadline: () => AbortSignal;
  /** The beginning, as far as it was read. */
  readonly #beginning = new Uint8Array(FIRST_BYTES);
  #kept = 0;
  #body: BodyReader;
  #at = 0;
  /** Connections in a row that ended early and gave little. */
  #failures = 0;

  constructor({ url, first, response, deadline }: ReaderOptions) {
    this.#url = url;
    this.#first = first;
    this.#deadline = deadline;
    this.#body = new BodyReader(response, deadline);
  }

  async read(offset: number, into: Uint8Array): Promise<number> {
    let filled = 0;
    while (filled < into.length) {
      const count = await this.#readSome(offset + filled, into.subarray(filled));
      if (count === 0) break;
      filled += count;
    }
    return filled;
  }

  close(): Promise<void> {
    this.#body.close();
    return Promise.resolve();
  }

  /** At least one byte, but for the end. */
  async #readSome(offset: number, into: Uint8Array): Promise<number> {
    const { size } = this.#first;
    if (size !== undefined && offset >= size) return 0;
    if (offset < this.#kept) {
      const known = this.#beginning.subarray(offset, Math.min(this.#kept, offset + into.length));
      into.set(known);
      return known.length;
    }
    for (;;) {
      if (this.#at !== offset) await this.#moveTo(offset);
      const count = await this.#body.read(into).catch(this.#interruption);
      if (count !== undefined && count > 0) {
        this.#advance(into.subarray(0, count));
        return count;
      }
      if (count === 0 && (size === undefined || offset >= size)) return 0;
      // The part that was sent, or the connection, ended before the file does.
      if (this.#first.isSequential)
        throw new SourceError('INTERRUPTED', `the connection ended early, at byte ${offset}`);
      await this.#goOn(offset);
    }
  }

  /** undefined where another connection may go on. */
  readonly #interruption = (error: unknown): undefined => {
    if (error instanceof SourceError) throw error;
  };

  /** A server that sends little each time, or nothing, is not asked for ever. */
  async #goOn(offset: number): Promise<void> {
    if (this.#body.given >= LITTLE_BYTES) this.#failures = 0;
    else if (++this.#failures > MOST_FAILURES) {
      const message = `the connection ended early, again and again, at byte ${offset}`;
      throw new SourceError('INTERRUPTED', message);
    }
    await this.#reopen(offset);
  }

  #advance(bytes: Uint8Array): void {
    if (this.#at === this.#kept) {
      const kept = bytes.subarray(0, FIRST_BYTES - this.#kept);
      this.#beginning.set(kept, this.#kept);
      this.#kept += kept.length;
    }
    this.#at += bytes.length;
  }

  async #moveTo(offset: number): Promise<void> {
    if (!this.#first.isSequential) return this.#reopen(offset);
    if (offset < this.#at) {
      throw new SourceError('SEQUENTIAL', 'the server sends whole files only: there is no way back to what was read');
    }
    const dropped = new Uint8Array(FIRST_BYTES);
    while (this.#at < offset) {
      const count = await this.#body.read(dropped.subarray(0, offset - this.#at));
      if (count === 0) return;
      this.#advance(dropped.subarray(0, count));
    }
  }

  async #reopen(offset: number): Promise<void> {
    this.#body.close();
    const { validator } = this.#first;
    const response = await get(this.#url, {
      first: offset,
      signal: this.#deadline(),
      ...(validator === undefined ? {} : { ifRange: validator }),
    });
    partOf(response, offset, this.#first);
    this.#body = new BodyReader(response, this.#deadline);
    this.#at = offset;
  }
}
