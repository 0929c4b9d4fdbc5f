/** What a server's answers say about the file: size, times, and whether parts of it can be had (RFC 9110 section 14). */

import type { IncomingMessage } from 'node:http';
import { SourceError } from './source-error.ts';

export interface FirstPart {
  /** undefined: the server does not say. */
  readonly size: number | undefined;
  readonly modifiedMs?: number;
  /** ETag or Last-Modified, whatever tells this file from its next version; undefined: nothing does. */
  readonly validator: string | undefined;
  /** The server sends all of it, whatever is asked for. */
  readonly isSequential: boolean;
}

/** Of an answer to a request for the first bytes. @throws SourceError; the answer is closed then. */
export function firstPart(response: IncomingMessage): FirstPart {
  const { headers } = response;
  const about = { ...validatorOf(headers), ...modifiedOf(headers['last-modified']) };
  refusePacked(response);
  switch (response.statusCode) {
    case 206: {
      const range = rangeOf(response);
      if (range.first !== 0) throw refuse(response, `the server sends byte ${range.first} where byte 0 was asked for`);
      // Where it ends could then only be guessed.
      if (range.size === undefined) throw refuse(response, 'the server does not say how long the file is');
      return { size: range.size, ...about, isSequential: false };
    }
    case 200:
      return { size: lengthOf(headers['content-length']), ...about, isSequential: true };
    case 416:
      // An empty file has no first byte.
      if (/^bytes \*\/0$/.test(headers['content-range'] ?? '')) return { size: 0, ...about, isSequential: false };
      break;
  }
  throw refuse(response, `the server answers ${statusText(response)}`);
}

/** Of an answer to a request for all from `offset` on, of the same file. @throws SourceError; the answer is closed then. */
export function partOf(response: IncomingMessage, offset: number, { size, validator }: FirstPart): void {
  const changed = 'the file was changed while it was read';
  // All of it in place of the part: it is no longer the one that was asked for.
  if (response.statusCode === 200 || response.statusCode === 416) throw refuse(response, changed, 'CHANGED');
  if (response.statusCode !== 206) throw refuse(response, `the server answers ${statusText(response)}`);
  refusePacked(response);
  const range = rangeOf(response);
  if (range.size !== size || validatorOf(response.headers).validator !== validator) {
    throw refuse(response, changed, 'CHANGED');
  }
  if (range.first !== offset) {
    throw refuse(response, `the server sends byte ${range.first} where byte ${offset} was asked for`);
  }
}

function refuse(response: IncomingMessage, message: string, code: 'STATUS' | 'CHANGED' = 'STATUS'): SourceError {
  response.on('error', () => {}).destroy();
  return new SourceError(code, message);
}

const statusText = ({ statusCode, statusMessage }: IncomingMessage): string =>
  `${statusCode} ${(statusMessage ?? '').replaceAll(/[^ -~]/g, '?').slice(0, 60)}`.trim();

function refusePacked(response: IncomingMessage): void {
  const encoding = response.headers['content-encoding'];
  if (encoding === undefined || encoding === 'identity') return;
  throw refuse(response, 'the server packs what it sends, so that it is not the file');
}

function rangeOf(response: IncomingMessage): { readonly first: number; readonly size: number | undefined } {
  const text = response.headers['content-range'] ?? '';
  const [, first, size] = /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15}|\*)$/.exec(text) ?? [];
  if (first === undefined) throw refuse(response, 'the server does not say which part it sends');
  return { first: Number(first), size: size === '*' ? undefined : Number(size) };
}

const lengthOf = (text: string | undefined): number | undefined =>
  /^\d{1,15}$/.test(text ?? '') ? Number(text) : undefined;

/** Weak ETags do not promise the same bytes, and are not for ranges (RFC 9110 13.1.5). */
function validatorOf(headers: IncomingMessage['headers']): { readonly validator: string | undefined } {
  const { etag } = headers;
  return { validator: etag !== undefined && !etag.startsWith('W/') ? etag : headers['last-modified'] };
}

function modifiedOf(text: string | undefined): { readonly modifiedMs?: number } {
  const modifiedMs = Date.parse(text ?? '');
  return Number.isNaN(modifiedMs) ? {} : { modifiedMs };
}
