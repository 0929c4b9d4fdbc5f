/**
 * The checkpoint: origin, size and root of the ledger's tree, as a C2SP checkpoint (tlog-checkpoint) in the shape of a
 * signed note (signed-note).
 *
 * The note carries one line in the place of signatures: a checksum of its text, so that damage to any byte shows. It has
 * no key and proves nothing about who wrote it; other readers of notes skip it as a signature they do not know.
 */

import { Buffer } from 'node:buffer';
import { assert } from '../base/index.ts';
import { equalBytes, fromBase64, HASH_BYTES, sha256, toBase64, type Hash } from './hash.ts';

export interface Checkpoint {
  /** Name of the ledger: one word that is unique to it, best a URL without scheme, e.g. `lab.example/run-2026-11-30`. */
  readonly origin: string;
  /** Records. */
  readonly size: number;
  readonly root: Hash;
}

type Parsed =
  | { readonly kind: 'checkpoint'; readonly checkpoint: Checkpoint }
  | { readonly kind: 'fault'; readonly message: string };

/** Longer than any checkpoint with 16 signatures of the largest kind; longer files are not read. */
export const MAX_CHECKPOINT_BYTES = 131_072;

/** Type 0xff is the specification's for types of one's own; a longer name follows it. */
const CHECKSUM_TYPE = Buffer.from('\u00ffseqplan checksum v1', 'latin1');

/** What keeps `origin` from naming a ledger, or undefined. Key names of signed notes hold neither blanks nor +. */
export const originFault = (origin: string): string | undefined =>
  /^[!-*,-~]{1,255}$/.test(origin)
    ? undefined
    : 'origin is not 1 to 255 printable ASCII characters without blank and +';

/** The note's text: three lines. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  assert(originFault(origin) === undefined, `${originFault(origin)}: ${origin}`);
  assert(isCount(size), `size ${size} is not a count`);
  assert(root.length === HASH_BYTES, `root of ${root.length} bytes; it has ${HASH_BYTES}`);
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/** Strict: exactly what `checkpointText` writes. Extension lines are refused; the specification advises against them. */
export function parseCheckpointText(text: string): Parsed {
  const lines = text.split('\n');
  const [origin = '', decimal = '', base64 = '', rest] = lines;
  if (lines.length !== 4 || rest !== '') return fault('not three lines that each end in a newline');
  const wrong = originFault(origin);
  if (wrong !== undefined) return fault(wrong);
  const size = Number(decimal);
  if (!isCount(size) || String(size) !== decimal) return fault('size is not a decimal number without leading zeros');
  const root = fromBase64(base64);
  if (root === undefined || root.length !== HASH_BYTES) return fault(`root is not base64 of ${HASH_BYTES} bytes`);
  return { kind: 'checkpoint', checkpoint: { origin, size, root } };
}

/** The file: text, empty line, checksum line. */
export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array {
  const text = checkpointText(checkpoint);
  return Buffer.from(`${text}\n${checksumLine(checkpoint.origin, text)}`, 'utf8');
}

/** Strict: exactly what `encodeCheckpoint` writes. */
export function decodeCheckpoint(file: Uint8Array): Parsed {
  if (file.length > MAX_CHECKPOINT_BYTES) return fault(`${file.length} bytes; the limit is ${MAX_CHECKPOINT_BYTES}`);
  const note = Buffer.from(file).toString('utf8');
  const separator = note.lastIndexOf('\n\n');
  if (separator < 0) return fault('no empty line between text and checksum');
  const parsed = parseCheckpointText(note.slice(0, separator + 1));
  if (parsed.kind === 'fault') return parsed;
  return equalBytes(encodeCheckpoint(parsed.checkpoint), file) ? parsed : fault('checksum line does not fit the text');
}

/** `— <origin> base64(key id || SHA-256(text))`, key id = SHA-256(origin || LF || type)[:4]. */
function checksumLine(origin: string, text: string): string {
  const keyId = sha256(Buffer.concat([Buffer.from(`${origin}\n`, 'utf8'), CHECKSUM_TYPE])).subarray(0, 4);
  return `\u2014 ${origin} ${toBase64(Buffer.concat([keyId, sha256(Buffer.from(text, 'utf8'))]))}\n`;
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const fault = (message: string): Parsed => ({ kind: 'fault', message });
