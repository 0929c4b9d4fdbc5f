/**
 * Any signed note (C2SP signed-note), read as its specification says: for foreign logs, witnesses and their notes.
 *
 * A ledger's own checkpoints are read more strictly, by `decodeCheckpoint`.
 */

import { Buffer } from 'node:buffer';
import { equalBytes } from '../hash.ts';
import { verifyCosignature } from './cosignature.ts';
import {
  isBy,
  parseSignatureLine,
  SIGNATURE_TYPE,
  verifyEd25519,
  type SignatureLine,
  type VerifierKey,
} from './signed-note.ts';

/** Longer notes are refused: a hundred signatures of the largest kind would not fit, sixteen do. */
export const MAX_NOTE_BYTES = 131_072;

/** More are refused, as Go's `note` package does; the specification asks for at least 16. */
const MAX_LINES = 100;

export interface ParsedNote {
  /** With its last newline, without the empty line. */
  readonly text: string;
  readonly lines: readonly SignatureLine[];
}

export interface OpenedNote {
  readonly kind: 'note';
  readonly text: string;
  /** One line a key, the first. */
  readonly verified: readonly { readonly key: VerifierKey; readonly line: SignatureLine }[];
  /** Lines by keys that were not given, none twice. */
  readonly unverified: readonly SignatureLine[];
}

export interface NoteFault {
  readonly kind: 'fault';
  /**
   * - `MALFORMED`: no note.
   * - `AMBIGUOUS-KEY`: two keys given have the name and id of a line.
   * - `INVALID-SIGNATURE`: a line by a key given does not verify.
   * - `UNVERIFIED`: no line is by a key given.
   */
  readonly code: 'MALFORMED' | 'AMBIGUOUS-KEY' | 'INVALID-SIGNATURE' | 'UNVERIFIED';
  readonly message: string;
}

/** Without a look at any key. The note must be valid UTF-8 without control characters but newlines. */
export function parseNote(bytes: Uint8Array): ParsedNote | NoteFault {
  if (bytes.length > MAX_NOTE_BYTES) return malformed(`${bytes.length} bytes; the limit is ${MAX_NOTE_BYTES}`);
  const note = Buffer.from(bytes).toString('utf8');
  if (!equalBytes(Buffer.from(note, 'utf8'), bytes)) return malformed('not in UTF-8');
  if (hasControl(note)) return malformed('a control character');
  // The text may hold empty lines: the last one of the note ends it.
  const separator = note.lastIndexOf('\n\n');
  if (separator < 0) return malformed('no empty line between text and signatures');
  if (!note.endsWith('\n')) return malformed('the last line has no end');
  const rows = note
    .slice(separator + 2)
    .split('\n')
    .slice(0, -1);
  if (rows.length === 0) return malformed('no signatures');
  if (rows.length > MAX_LINES) return malformed(`${rows.length} signatures; the limit is ${MAX_LINES}`);
  const lines = rows.map(parseSignatureLine).filter((line) => line !== undefined);
  if (lines.length < rows.length) return malformed('a line is no signature line');
  return { text: note.slice(0, separator + 1), lines };
}

/** The note, if a key given signed it, and each line by a key given is good. */
export function openNote(bytes: Uint8Array, keys: readonly VerifierKey[]): OpenedNote | NoteFault {
  const parsed = parseNote(bytes);
  if ('kind' in parsed) return parsed;
  const verified: { key: VerifierKey; line: SignatureLine }[] = [];
  const unverified: SignatureLine[] = [];
  for (const line of parsed.lines) {
    const [key, another] = keys.filter((one) => isBy(line, one));
    if (another !== undefined) return fault('AMBIGUOUS-KEY', `two keys given are ${line.name} with the same id`);
    if (key === undefined) {
      if (!unverified.some((one) => isSame(one, line))) unverified.push(line);
    } else if (!isSignedBy(key, parsed.text, line)) {
      return fault('INVALID-SIGNATURE', `the signature of ${key.vkey} does not verify`);
    } else if (!verified.some((one) => one.key === key)) verified.push({ key, line });
  }
  if (verified.length === 0) return fault('UNVERIFIED', 'no line is by a key that was given');
  return { kind: 'note', text: parsed.text, verified, unverified };
}

/** Whether a line is a good signature, or cosignature, of the text by the key. */
export const isSignedBy = (key: VerifierKey, text: string, { signature }: SignatureLine): boolean =>
  key.type === SIGNATURE_TYPE.cosignature
    ? verifyCosignature(key, text, signature) !== undefined
    : verifyEd25519(key.publicKey, Buffer.from(text, 'utf8'), signature);

const isSame = (a: SignatureLine, b: SignatureLine): boolean =>
  a.name === b.name && equalBytes(a.keyId, b.keyId) && equalBytes(a.signature, b.signature);

function hasControl(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 && code !== 0x0a) return true;
  }
  return false;
}

const fault = (code: NoteFault['code'], message: string): NoteFault => ({ kind: 'fault', code, message });
const malformed = (message: string): NoteFault => fault('MALFORMED', message);
