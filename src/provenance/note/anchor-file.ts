/**
 * A file of checkpoints kept away from their ledger: notes, one behind the other, so that a new one is only ever appended.
 *
 * A note ends with its signature lines; what follows them begins the next one.
 */

import { Buffer } from 'node:buffer';

/** Some 40,000 checkpoints; longer files are not read. */
export const MAX_ANCHOR_BYTES = 16 * 1024 * 1024;

/** U+2014 and a blank, as the bytes of UTF-8 that they are. */
const SIGNATURE_LINE = '\u00e2\u0080\u0094 ';

/** The notes, byte for byte: put together they are the file. What is no note is told when it is decoded. */
export function splitNotes(file: Uint8Array): readonly Uint8Array[] {
  const text = Buffer.from(file.buffer, file.byteOffset, file.byteLength).toString('latin1');
  const notes: Uint8Array[] = [];
  let begin = 0;
  let isSigned = false;
  for (let start = 0; start < text.length;) {
    const isSignature = text.startsWith(SIGNATURE_LINE, start);
    if (isSigned && !isSignature) {
      notes.push(file.subarray(begin, start));
      begin = start;
    }
    isSigned = isSignature;
    const newline = text.indexOf('\n', start);
    start = newline < 0 ? text.length : newline + 1;
  }
  if (begin < text.length) notes.push(file.subarray(begin));
  return notes;
}
