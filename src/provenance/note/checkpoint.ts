/**
 * The checkpoint: origin, size and root of the ledger's tree, as a C2SP checkpoint (tlog-checkpoint) in a signed note.
 *
 * The note's last line stands where signatures stand and is a checksum of everything before it, so that damage to any byte
 * shows. It has no key and proves nothing about who wrote it; other readers skip it as a signature they do not know.
 */

import { Buffer } from 'node:buffer';
import { assert } from '../../base/index.ts';
import { equalBytes, fromBase64, HASH_BYTES, sha256, toBase64, type Hash } from '../hash.ts';
import {
  formatSignatureLine,
  keyIdOf,
  parseSignatureLine,
  signNote,
  type NoteSigner,
  type SignatureLine,
} from './signed-note.ts';

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

/** A checkpoint with the signatures that its note carries, the checksum left out. */
export interface SignedCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly lines: readonly SignatureLine[];
}

type Decoded =
  ({ readonly kind: 'checkpoint' } & SignedCheckpoint) | { readonly kind: 'fault'; readonly message: string };

/** Longer than any checkpoint with 16 signatures of the largest kind; longer files are not read. */
export const MAX_CHECKPOINT_BYTES = 131_072;

/** More are refused: sixteen signers and witnesses, and the checksum. */
export const MAX_SIGNATURE_LINES = 16;

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

/** The file: text, empty line, signature lines in the order given, checksum line. */
export function encodeCheckpoint({ checkpoint, lines }: SignedCheckpoint): Uint8Array {
  assert(lines.length <= MAX_SIGNATURE_LINES, `${lines.length} signatures; the limit is ${MAX_SIGNATURE_LINES}`);
  const body = `${checkpointText(checkpoint)}\n${lines.map(formatSignatureLine).join('')}`;
  return Buffer.from(body + checksumLine(checkpoint.origin, body), 'utf8');
}

/** The file, signed by each in turn. Rejects with what a signer rejects with. */
export async function signCheckpoint(checkpoint: Checkpoint, signers: readonly NoteSigner[]): Promise<Uint8Array> {
  const text = checkpointText(checkpoint);
  const lines: SignatureLine[] = [];
  for (const signer of signers) lines.push(await signNote(text, signer));
  return encodeCheckpoint({ checkpoint, lines });
}

/** Strict: exactly what `encodeCheckpoint` writes, or what version 1 of the format wrote. Signatures are not verified. */
export function decodeCheckpoint(file: Uint8Array): Decoded {
  if (file.length > MAX_CHECKPOINT_BYTES) return fault(`${file.length} bytes; the limit is ${MAX_CHECKPOINT_BYTES}`);
  const note = Buffer.from(file).toString('utf8');
  const separator = note.lastIndexOf('\n\n');
  if (separator < 0) return fault('no empty line between text and signatures');
  const parsed = parseCheckpointText(note.slice(0, separator + 1));
  if (parsed.kind === 'fault') return parsed;
  const { checkpoint } = parsed;
  if (equalBytes(encodeVersion1(checkpoint), file)) return { kind: 'checkpoint', checkpoint, lines: [] };
  const rows = note.slice(separator + 2).split('\n');
  // After the last newline comes nothing, before it the checksum.
  const lines = rows.slice(0, -2).map(parseSignatureLine);
  const known = lines.filter((line) => line !== undefined);
  if (known.length < lines.length) return fault('a line is no signature line');
  if (known.length > MAX_SIGNATURE_LINES)
    return fault(`${known.length} signatures; the limit is ${MAX_SIGNATURE_LINES}`);
  const signed = { checkpoint, lines: known };
  return equalBytes(encodeCheckpoint(signed), file)
    ? { kind: 'checkpoint', ...signed }
    : fault('checksum line does not fit what is before it');
}

/** Types of one's own have byte 0xff, which a longer name follows. */
const CHECKSUM = Buffer.from('\u00ffseqplan checksum v2', 'latin1');
const CHECKSUM_V1 = Buffer.from('\u00ffseqplan checksum v1', 'latin1');
const NO_KEY = new Uint8Array();

/** `body`: everything before the line. */
const checksumLine = (origin: string, body: string): string =>
  formatSignatureLine({
    name: origin,
    keyId: keyIdOf(origin, CHECKSUM, NO_KEY),
    signature: sha256(Buffer.from(body, 'utf8')),
  });

/** Version 1 had no signatures, and a checksum of the text alone. */
function encodeVersion1(checkpoint: Checkpoint): Uint8Array {
  const text = checkpointText(checkpoint);
  const keyId = keyIdOf(checkpoint.origin, CHECKSUM_V1, NO_KEY);
  const line = formatSignatureLine({ name: checkpoint.origin, keyId, signature: sha256(Buffer.from(text, 'utf8')) });
  return Buffer.from(`${text}\n${line}`, 'utf8');
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const fault = (message: string): { readonly kind: 'fault'; readonly message: string } => ({ kind: 'fault', message });
