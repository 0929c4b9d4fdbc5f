/** The header of BAM: text by the rules of SAM, then the list of references, which must be the same: SAMv1 section 4.2. */

import { Buffer } from 'node:buffer';
import { excerpt, type FileFindings } from '../file-finding.ts';
import { createSamHeader, REFERENCE_NAME, type SamHeader } from '../sam/header.ts';
import { createLineCutter } from '../text/lines.ts';
import type { BamCode } from './bam-rules.ts';
import { pieceOf } from './piece.ts';

/** Assemblies have millions of contigs; names and lengths of that many take some hundred MB. */
const MOST_REFERENCES = 1 << 22;
const LONGEST_NAME = 1 << 20;
const MAGIC = Buffer.from('BAM\x01', 'latin1');
const CR = 0x0d;

export interface BinaryHeader {
  /** `bytes` from `at` on, stored in a block at `offset`. Where what is no longer header begins. */
  push(bytes: Uint8Array, at: number, offset: number): number;
  /** - `broken`: a finding says why; nothing after it can be read. */
  readonly state: 'open' | 'done' | 'broken';
  readonly text: SamHeader;
  readonly names: readonly string[];
  readonly lengths: readonly number[];
}

type Due = 'magic' | 'text length' | 'text' | 'count' | 'name length' | 'reference';

export function createBinaryHeader(findings: FileFindings): BinaryHeader {
  const text = createSamHeader(findings);
  const names: string[] = [];
  const lengths: number[] = [];
  let seen: Set<string> | undefined;
  let state: 'open' | 'done' | 'broken' = 'open';
  let due: Due = 'magic';
  // What came of the field that is due, and how long it is.
  let held = new Uint8Array(256);
  let [count, needed] = [0, 4];
  let [textLeft, references] = [0, 0];
  let offset = 0;
  const lines = createLineCutter(onLine, () => add('BAM-HEADER-TEXT', 'a line is longer than 32 MiB'));
  let [padding, hasCarriageReturns] = [false, false];
  // The first of blank lines that nothing has followed yet.
  let blank = 0;

  const add = (code: BamCode, message: string): void => findings.add(code, { offset }, message);
  const breakOff = (code: BamCode, message: string): void => {
    add(code, message);
    state = 'broken';
  };

  return {
    push(bytes, from, blockOffset) {
      offset = blockOffset;
      let at = from;
      while (at < bytes.length && state === 'open') at = due === 'text' ? pushText(bytes, at) : pushField(bytes, at);
      return at;
    },
    get state() {
      return state;
    },
    text,
    names,
    lengths,
  };

  function pushField(bytes: Uint8Array, from: number): number {
    const end = Math.min(bytes.length, from + needed - count);
    if (needed > held.length) {
      const larger = new Uint8Array(2 * needed);
      larger.set(held.subarray(0, count));
      held = larger;
    }
    held.set(bytes.subarray(from, end), count);
    count += end - from;
    if (count === needed) {
      const field = pieceOf(held.subarray(0, count));
      count = 0;
      needed = 4;
      onField(field.bytes, field.view);
    }
    return end;
  }

  function onField(field: Uint8Array, view: DataView): void {
    if (due === 'magic') {
      if (!MAGIC.equals(field)) return breakOff('BAM-MAGIC', `the content begins with '${excerpt(field)}'`);
      due = 'text length';
    } else if (due === 'text length') {
      textLeft = view.getInt32(0, true);
      if (textLeft < 0) return breakOff('BAM-HEADER-TEXT', `l_text is ${textLeft}`);
      due = 'text';
      if (textLeft === 0) endText();
    } else if (due === 'count') {
      references = view.getInt32(0, true);
      if (references < 0 || references > MOST_REFERENCES) {
        return breakOff('BAM-REFERENCE', `n_ref is ${references}; the limit is ${MOST_REFERENCES}`);
      }
      due = 'name length';
      if (references === 0) endReferences();
    } else if (due === 'name length') {
      const length = view.getInt32(0, true);
      if (length < 1 || length > LONGEST_NAME) {
        return breakOff('BAM-REFERENCE', `l_name of reference ${names.length} is ${length}`);
      }
      due = 'reference';
      needed = length + 4;
    } else {
      const name = field.length - 4;
      reference(field, name, view.getInt32(name, true));
      due = 'name length';
      if (names.length === references) endReferences();
    }
  }

  function pushText(bytes: Uint8Array, from: number): number {
    const end = Math.min(bytes.length, from + textLeft);
    textLeft -= end - from;
    const piece = bytes.subarray(from, end);
    const nul = padding ? 0 : piece.indexOf(0);
    const textEnd = nul < 0 ? piece.length : nul;
    if (textEnd > 0) lines.push(piece.subarray(0, textEnd));
    padding ||= nul >= 0;
    const after = piece.subarray(textEnd).findIndex((byte) => byte !== 0);
    if (after >= 0) breakOff('BAM-HEADER-TEXT', 'the header text goes on after a NUL');
    else if (textLeft === 0) endText();
    return end;
  }

  function onLine(bytes: Uint8Array, start: number, lineEnd: number, line: number): void {
    let end = lineEnd;
    if (end > start && bytes[end - 1] === CR) {
      end--;
      if (!hasCarriageReturns)
        findings.add('SAM-CRLF', { line }, 'a header line ends in carriage return and line feed');
      hasCarriageReturns = true;
    }
    if (end === start) {
      blank ||= line;
      return;
    }
    // At the end they say nothing, and readers overlook them.
    if (blank > 0) text.line('', blank);
    blank = 0;
    text.line(Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8'), line);
  }

  function endText(): void {
    lines.end();
    text.end();
    due = 'count';
    if (text.references.size === 0) seen = new Set();
  }

  function reference(field: Uint8Array, nameEnd: number, length: number): void {
    const index = names.length;
    const name = Buffer.from(field.subarray(0, nameEnd - 1)).toString('latin1');
    if (field[nameEnd - 1] !== 0) add('BAM-REFERENCE', `the name of reference ${index} is not closed by NUL`);
    else if (!REFERENCE_NAME.test(name)) add('BAM-REFERENCE', `reference ${index} is named '${excerpt(name)}'`);
    else if (seen?.has(name) === true) add('BAM-REFERENCE', `'${excerpt(name)}' is the name of two references`);
    if (length < 0) add('BAM-REFERENCE', `reference ${index} has length ${length}`);
    seen?.add(name);
    names.push(name);
    lengths.push(length);
    if (text.references.size === 0) return;
    const line = text.references.get(name);
    if (line?.index !== index) {
      const where = line === undefined ? 'in no @SQ line' : `@SQ line ${line.index}, counted from 0`;
      add('BAM-REFERENCE-TEXT', `reference ${index}, '${excerpt(name)}', is ${where}`);
    } else if (line.length !== length) {
      add('BAM-REFERENCE-TEXT', `'${excerpt(name)}' has length ${length}, ${line.length} in its @SQ line`);
    }
  }

  function endReferences(): void {
    const { size } = text.references;
    if (size > 0 && size !== names.length) add('BAM-REFERENCE-TEXT', `${names.length} references, ${size} @SQ lines`);
    seen = undefined;
    state = 'done';
  }
}
