/**
 * Judges FASTA as a reference, in constant memory: contigs may be of any length, on one line. Lines of one length take a faster way.
 */

import { Buffer } from 'node:buffer';
import type { Companion } from '../companions.ts';
import type { ContentJudge, FileFormat } from '../content-judge.ts';
import { BLOCK, FIELD } from '../fastq/characters.ts';
import { inPairs, sumOf, type Piece } from '../text/piece.ts';
import { excerpt, type FileFindings } from '../file-finding.ts';
import { isReferenceName } from './reference-name.ts';
import { createNameTable, type NameLimits } from '../text/name-table.ts';
import { compareWith } from './against.ts';
import { openDict, openIndex } from './beside.ts';
import { kindOf, LETTER_TABLE, NUCLEOTIDE_TABLE } from './characters.ts';
import type { FastaCode } from './fasta-rules.ts';
import { createGziWatch } from './gzi.ts';
import { createSequenceMd5 } from './sequence-md5.ts';
import { addLength, createFastaTally, metricsOf } from './tally.ts';
import { passWholeLines } from './whole-lines.ts';

export interface FastaJudging {
  readonly beside?: ReadonlyMap<FileFormat, Companion>;
  /** Whether gzip without blocks has packed it, once that is known. */
  readonly isPlainGzip?: () => boolean;
  /** Told of every sequence with bases or without, in order. */
  readonly onSequence?: (name: string, length: number) => void;
  readonly nameLimits?: NameLimits;
}

/** Of longer titles the rest is looked at and not kept. */
const KEPT_TITLE_BYTES = 1 << 16;

const [LF, CR, TAB, SPACE, MORE, SEMICOLON, COLON] = [0x0a, 0x0d, 0x09, 0x20, 0x3e, 0x3b, 0x3a];

type LineKind = 'due' | 'title' | 'comment' | 'sequence' | 'other';

/** The sequence in hand. */
interface Open {
  readonly line: number;
  bases: number;
  /** Of the first base. */
  offset: number;
  lines: number;
  lineBases: number;
  lineWidth: number;
  endBytes: 1 | 2;
  /** A line was not as the first: only the last may be. */
  isClosed: boolean;
  isEven: boolean;
}

export function createFastaJudge(findings: FileFindings, judging: FastaJudging = {}): ContentJudge {
  const { beside, onSequence } = judging;
  const tally = createFastaTally();
  const names = createNameTable(judging.nameLimits);
  const [fai, dict, gzi] = (['fai', 'dict', 'gzi'] as const).map((format) => beside?.get(format));
  const dictEntries = dict === undefined ? undefined : openDict(dict, findings);
  const index = fai === undefined ? undefined : openIndex(fai, findings);
  const hasEntries = index !== undefined || dictEntries !== undefined;
  const compared = hasEntries ? compareWith(index, dictEntries, findings) : undefined;
  const blocks = gzi === undefined ? undefined : createGziWatch(gzi, findings);
  const md5 = dictEntries === undefined ? undefined : createSequenceMd5();

  let open: Open | undefined;
  let kind: LineKind = 'due';
  let line = 1;
  // Bytes of the content before the piece in hand; where the line in hand begins.
  let [passed, lineStart] = [0, 0];
  // Of the line in hand: bases; whether it has ended in a carriage return so far.
  let [bases, hasReturn] = [0, false];
  let title = new Uint8Array(256);
  let [titleBytes, titleFault] = [0, -1];
  let [nameStart, nameEnd] = [0, 0];
  let [blankLine, blanksLine] = [0, 0];
  const told = new Set<FastaCode>();

  const add = (code: FastaCode, at: number, message: string | (() => string)): void =>
    findings.add(code, { line: at }, message);
  const once = (code: FastaCode, at: number, message: string): void => {
    if (told.has(code)) return;
    told.add(code);
    add(code, at, message);
  };

  /** Of the sequence in hand; made only where it is asked for. */
  const nameOf = (): string => Buffer.from(title.buffer, nameStart, nameEnd - nameStart).toString('utf8');

  /** A part of a title line. */
  const titleText = (bytes: Uint8Array, start: number, end: number): void => {
    for (let at = start; at < end; at++) {
      const byte = bytes[at] ?? 0;
      if (byte < SPACE && byte !== TAB && byte !== 1 && titleFault < 0) titleFault = byte;
    }
    const kept = Math.min(end - start, KEPT_TITLE_BYTES - titleBytes);
    if (titleBytes + kept > title.length) {
      const larger = new Uint8Array(Math.max(2 * title.length, titleBytes + kept));
      larger.set(title.subarray(0, titleBytes));
      title = larger;
    }
    title.set(bytes.subarray(start, start + kept), titleBytes);
    titleBytes += kept;
  };

  const endTitle = (): void => {
    if (titleFault >= 0) add('FASTA-TITLE-CHARACTER', line, `character ${titleFault}`);
    let from = 0;
    while (from < titleBytes && isBlank(title[from])) from++;
    let to = from;
    while (to < titleBytes && !isBlank(title[to])) to++;
    nameStart = from;
    nameEnd = to;
    if (from === to) add('FASTA-NAME', line, 'a title without a name');
    else {
      if (from > 0) add('FASTA-NAME-PLACE', line, () => `'${excerpt(nameOf())}' after ${from} blanks`);
      if (!isReferenceName(title, from, to)) add('FASTA-NAME-SAM', line, () => `'${excerpt(nameOf())}'`);
      if (!names.add(title, from, to)) {
        const code = isRead(title.subarray(to, titleBytes)) ? 'FASTA-DUPLICATE-READ' : 'FASTA-DUPLICATE';
        add(code, line, () => `'${excerpt(nameOf())}' came before`);
      }
      if (names.isFull) once('FASTA-NAMES-MANY', line, `${names.count} names were kept`);
    }
    open = {
      line,
      bases: 0,
      offset: 0,
      lines: 0,
      lineBases: 0,
      lineWidth: 0,
      endBytes: 1,
      isClosed: false,
      isEven: true,
    };
    blankLine = 0;
  };

  /** A line before the first title. */
  const refuse = (): void => {
    const kept = title.subarray(0, titleBytes);
    if (!kept.every(isBlank)) once('FASTA-TITLE', line, `'${excerpt(kept)}' before the first >`);
  };

  const endSequence = (isLast: boolean): void => {
    if (open === undefined) return;
    const sequence = open;
    if (sequence.bases === 0) {
      add(isLast ? 'FASTA-TRUNCATED' : 'FASTA-SEQUENCE-EMPTY', sequence.line, () => `'${excerpt(nameOf())}'`);
    }
    if (!sequence.isEven) add('FASTA-UNEVEN', sequence.line, () => `'${excerpt(nameOf())}'`);
    addLength(tally, sequence.bases);
    compared?.sequence({ ...sequence, name: nameOf(), length: sequence.bases }, md5?.end());
    onSequence?.(nameOf(), sequence.bases);
    open = undefined;
  };

  /** A part of a line of bases: no line end, and no carriage return before one. */
  const sequenceText = (piece: Piece, start: number, end: number): void => {
    const { bytes } = piece;
    const before = bases;
    for (let from = start; from < end; from += BLOCK) {
      const to = Math.min(end, from + BLOCK);
      const { single, pairs } = tally.isProtein ? LETTER_TABLE : NUCLEOTIDE_TABLE;
      const sum = sumOf(single, pairs, piece, from, to);
      tally.gc += sum & FIELD;
      tally.unknown += (sum >> 10) & FIELD;
      bases += to - from;
      if (sum >>> 20 > 0) lookAt(bytes, from, to);
    }
    if (open !== undefined) open.bases += bases - before;
    md5?.add(bytes, start, end);
  };

  /** Where not all are bases: blanks are not counted. */
  const lookAt = (bytes: Uint8Array, start: number, end: number): void => {
    for (let at = start; at < end; at++) {
      const byte = bytes[at] ?? 0;
      const what = kindOf(byte);
      if (what === 'base') continue;
      const column = (): number => passed + at - lineStart + 1;
      const character = (): string => excerpt(bytes.subarray(at, at + 1));
      if (what === 'blank') {
        bases--;
        if (blanksLine !== line) add('FASTA-BLANKS', line, () => `at ${column()}`);
        blanksLine = line;
      } else if (what === 'bad') add('FASTA-SEQUENCE', line, () => `'${character()}' at ${column()}`);
      else if (!tally.isProtein) {
        tally.isProtein = true;
        add('FASTA-LETTER', line, () => `'${character()}' at ${column()}`);
      }
    }
  };

  /** The line in hand ends; `feed` is where its line feed lies in the content, or would. */
  const endLine = (feed: number): void => {
    if (kind === 'title') endTitle();
    else if (kind === 'other') refuse();
    else if (open !== undefined && (kind === 'sequence' || kind === 'due')) endSequenceLine(open, feed);
    if (hasReturn) once('FASTA-CRLF', line, 'a line ends in carriage return and line feed');
    kind = 'due';
    bases = 0;
    hasReturn = false;
    lineStart = feed + 1;
    line++;
  };

  const endSequenceLine = (sequence: Open, feed: number): void => {
    if (bases === 0) {
      blankLine = blankLine === 0 ? line : blankLine;
      return;
    }
    const width = feed + 1 - lineStart;
    if (blankLine > 0) {
      add('FASTA-BLANK-LINE', blankLine, () => `in '${excerpt(nameOf())}'`);
      sequence.isEven = false;
      blankLine = 0;
    }
    if (sequence.lines++ === 0) {
      sequence.offset = lineStart;
      sequence.lineBases = bases;
      sequence.lineWidth = width;
      sequence.endBytes = hasReturn ? 2 : 1;
      return;
    }
    if (sequence.isClosed || bases > sequence.lineBases || width > sequence.lineWidth) sequence.isEven = false;
    sequence.isClosed ||= bases !== sequence.lineBases || width !== sequence.lineWidth;
  };

  /** Whole lines like the first of the sequence. */
  const passLines = (piece: Piece, at: number): number => {
    if (open === undefined || open.lines === 0 || open.isClosed || blankLine > 0) return at;
    const { lineWidth, lineBases, endBytes } = open;
    // Lines with blanks are counted one by one.
    if (lineWidth !== lineBases + endBytes) return at;
    const table = tally.isProtein ? LETTER_TABLE : NUCLEOTIDE_TABLE;
    const lines = passWholeLines(piece, at, { width: lineWidth, endBytes, table }, tally);
    const end = at + lines * lineWidth;
    md5?.add(piece.bytes, at, end);
    open.bases += lines * lineBases;
    open.lines += lines;
    line += lines;
    lineStart += lines * lineWidth;
    return end;
  };

  const begin = (byte: number | undefined): LineKind => {
    if (byte === MORE) {
      endSequence(false);
      titleBytes = 0;
      titleFault = -1;
      return 'title';
    }
    if (byte === SEMICOLON) {
      once('FASTA-COMMENT', line, 'a line begins with ;');
      return 'comment';
    }
    if (open !== undefined) return 'sequence';
    titleBytes = 0;
    return 'other';
  };

  return {
    block(offset) {
      blocks?.block(offset, passed);
    },
    push(bytes) {
      const piece = inPairs(bytes);
      let at = 0;
      while (at < bytes.length) {
        if (kind === 'due') {
          at = passLines(piece, at);
          if (at >= bytes.length) break;
          if (bytes[at] !== LF) {
            kind = begin(bytes[at]);
            if (kind === 'title') at++;
          }
        }
        const feed = bytes.indexOf(LF, at);
        const end = feed < 0 ? bytes.length : feed;
        text(piece, at, end);
        if (feed < 0) break;
        endLine(passed + feed);
        at = feed + 1;
      }
      passed += bytes.length;
    },
    end() {
      const isOpen = lineStart < passed;
      if (isOpen) {
        if (kind !== 'other') once('FASTA-LAST-LINE', line, 'the last line has no line feed');
        endLine(passed);
      }
      const last = Math.max(1, line - 1);
      endSequence(true);
      compared?.end(last);
      blocks?.end(passed);
      if (fai !== undefined && judging.isPlainGzip?.() === true) add('FASTA-INDEX-PACKED', 1, fai.name);
      if (tally.sequences === 0 && findings.errors === 0) add('FASTA-EMPTY', 1, 'the file has no sequences');
    },
    get metrics() {
      return metricsOf(tally);
    },
  };

  /** Part of a line, without its line feed; a carriage return at its end may belong to that. */
  function text(piece: Piece, start: number, end: number): void {
    const { bytes } = piece;
    if (start === end) return;
    // Another part of the line follows the carriage return: it was none of the line's end.
    if (hasReturn) strayReturn(passed + start - lineStart);
    hasReturn = bytes[end - 1] === CR;
    const to = hasReturn ? end - 1 : end;
    if (kind === 'title') titleText(bytes, start, to);
    else if (kind === 'sequence') sequenceText(piece, start, to);
    else if (kind === 'other' && !told.has('FASTA-TITLE')) titleText(bytes, start, to);
  }

  /** What was held back as the end of the line is a part of it. */
  function strayReturn(column: number): void {
    if (kind === 'title' || kind === 'other') titleText(RETURN, 0, 1);
    if (kind !== 'sequence') return;
    add('FASTA-SEQUENCE', line, () => `'\\x0d' at ${column}`);
    bases++;
    if (open !== undefined) open.bases++;
  }
}

/** What Illumina's software writes behind the name of a read: ` 1:N:0:ACGT`. */
function isRead(description: Uint8Array): boolean {
  const [blank, number, colon, filtered, another] = description;
  const isOneOrTwo = number === 0x31 || number === 0x32;
  return (
    blank === SPACE && isOneOrTwo && colon === COLON && (filtered === 0x4e || filtered === 0x59) && another === COLON
  );
}

const RETURN = Uint8Array.of(CR);

const isBlank = (byte: number | undefined): boolean =>
  byte === SPACE || (byte !== undefined && byte >= 9 && byte <= 13);
