/**
 * What logs and witnesses say to each other (C2SP tlog-witness, `add-checkpoint`), without the network: a checkpoint with the
 * proof that it continues the last one that the witness has seen, and the cosignature in return.
 */

import { Buffer } from 'node:buffer';
import { fromBase64, HASH_BYTES, toBase64, type Hash } from '../hash.ts';
import { isSignedBy, MAX_NOTE_BYTES } from './open-note.ts';
import { isBy, parseSignatureLine, type SignatureLine, type VerifierKey } from './signed-note.ts';

/** Of the specification. Enough for a tree of 2^63 leaves. */
const MAX_PROOF_LINES = 63;

/** A size, so many hashes and the longest note. */
export const MAX_REQUEST_BYTES = 64 + 64 * MAX_PROOF_LINES + MAX_NOTE_BYTES;

/** Longer answers are not read: more cosignatures than a witness has keys. */
export const MAX_RESPONSE_BYTES = 65_536;

/** Content type of the answer 409, whose body is the size of the witness's last checkpoint. */
export const SIZE_TYPE = 'text/x.tlog.size';

export interface AddCheckpoint {
  /** Of the last checkpoint that the witness cosigned, 0 for none. */
  readonly oldSize: number;
  /** From there to the checkpoint of `note`; empty from 0. */
  readonly proof: readonly Hash[];
  /** The checkpoint as a signed note. */
  readonly note: Uint8Array;
}

export function formatAddCheckpoint({ oldSize, proof, note }: AddCheckpoint): Uint8Array {
  const head = [`old ${oldSize}`, ...proof.map(toBase64), '', ''].join('\n');
  return Buffer.concat([Buffer.from(head, 'ascii'), note]);
}

/** The request, or one phrase that says what is wrong with it. The note is not looked into. */
export function parseAddCheckpoint(body: Uint8Array): AddCheckpoint | string {
  if (body.length > MAX_REQUEST_BYTES) return `${body.length} bytes; the limit is ${MAX_REQUEST_BYTES}`;
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const end = bytes.indexOf('\n\n');
  if (end < 0) return 'no empty line before the checkpoint';
  const [first = '', ...rows] = bytes.toString('latin1', 0, end).split('\n');
  const [, decimal] = /^old (0|[1-9]\d{0,15})$/.exec(first) ?? [];
  const oldSize = Number(decimal);
  if (!Number.isSafeInteger(oldSize)) return 'the first line is not "old" and a decimal number';
  if (rows.length > MAX_PROOF_LINES) return `${rows.length} hashes; the limit is ${MAX_PROOF_LINES}`;
  const proof = rows.map(fromBase64).filter((hash) => hash?.length === HASH_BYTES);
  if (proof.length < rows.length) return `a line of the proof is not base64 of ${HASH_BYTES} bytes`;
  return { oldSize, proof: proof.filter((hash) => hash !== undefined), note: bytes.subarray(end + 2) };
}

/** The size in an answer 409, or undefined. */
export function parseSize(body: string): number | undefined {
  const size = Number(body.slice(0, -1));
  return /^(?:0|[1-9]\d{0,15})\n$/.test(body) && Number.isSafeInteger(size) ? size : undefined;
}

/**
 * The lines by the witness in its answer, all of them good for the checkpoint's text; or one phrase. Lines by keys that are not
 * the witness's are passed over, as the specification asks.
 */
export function readCosignatures(
  body: string,
  text: string,
  witness: VerifierKey,
): readonly [SignatureLine, ...SignatureLine[]] | string {
  if (!body.endsWith('\n')) return 'the answer has no end';
  const rows = body.slice(0, -1).split('\n').map(parseSignatureLine);
  const lines = rows.filter((line) => line !== undefined);
  if (lines.length < rows.length) return 'the answer holds something beside signature lines';
  const [first, ...others] = lines.filter((line) => isBy(line, witness));
  if (first === undefined) return `the answer has no line by ${witness.vkey}`;
  if (![first, ...others].every((line) => isSignedBy(witness, text, line))) {
    return `the answer has a line by ${witness.vkey} that does not verify`;
  }
  return [first, ...others];
}
