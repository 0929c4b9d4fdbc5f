/** Judges BED: GA4GH BEDv1, line by line. */

import type { ContentJudge } from '../content-judge.ts';
import { excerpt, type FileFindings } from '../file-finding.ts';
import { createLineCutter } from '../text/lines.ts';
import { isSameBytes } from '../text/same-bytes.ts';
import { createNameTable } from '../text/name-table.ts';
import type { BedCode } from './bed-rules.ts';
import { createOptionalColumns } from './optional-columns.ts';
import { createFields, cutAtBlanks, cutAtTabs, MOST_FIELDS, wholeNumber } from './fields.ts';

const [TAB, CR, SPACE, HASH] = [0x09, 0x0d, 0x20, 0x23];

/** What a byte of a line is. */
const [PLAIN, IS_TAB, IS_RETURN, CONTROL, FOREIGN] = [0, 1, 2, 4, 8];
const KIND = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === TAB) return IS_TAB;
  if (byte === CR) return IS_RETURN;
  if (byte < SPACE || byte === 0x7f) return CONTROL;
  return byte > 0x7f ? FOREIGN : PLAIN;
});

/** By BEDv1 itself. */
const IS_WORD = Uint8Array.from({ length: 256 }, (_, byte) => (/\w/.test(String.fromCharCode(byte)) ? 1 : 0));
const LONGEST_NAME = 255;

export function createBedJudge(findings: FileFindings): ContentJudge {
  const fields = createFields();
  const optional = createOptionalColumns(findings);
  const chromosomes = createNameTable();
  const told = new Set<BedCode>();
  const counts = { intervals: 0, bases: 0, zero_length: 0, out_of_order: 0, chromosomes: 0 };
  let line = 0;
  // Of the lines so far: at least, and at most where some have empty ones at the end.
  let [columns, mostColumns] = [0, 0];
  let chromosome = new Uint8Array();
  let lastStart = 0;

  const add = (code: BedCode, message: string | (() => string)): void => findings.add(code, { line }, message);
  const once = (code: BedCode, message: string | (() => string)): void => {
    if (told.has(code)) return;
    told.add(code);
    add(code, message);
  };

  const onLine = (bytes: Uint8Array, start: number, end: number): void => {
    let kinds = 0;
    for (let at = start; at < end; at++) {
      const kind = KIND[bytes[at] ?? 0] ?? 0;
      kinds |= kind;
      // The end of the line, by itself or before a line feed.
      if (kind === IS_RETURN) {
        line++;
        once('BED-CRLF', 'a line ends in a carriage return');
        oneLine(bytes, start, at, kinds);
        if (at + 1 < end) onRest(bytes, at + 1, end);
        return;
      }
    }
    line++;
    oneLine(bytes, start, end, kinds);
  };

  /** Lines that end in carriage returns alone. */
  const onRest = (bytes: Uint8Array, start: number, end: number): void => {
    let from = start;
    let kinds = 0;
    for (let at = start; at <= end; at++) {
      if (at < end && bytes[at] !== CR) {
        kinds |= KIND[bytes[at] ?? 0] ?? 0;
        continue;
      }
      if (at === end && from === end) return;
      line++;
      oneLine(bytes, from, at, kinds);
      from = at + 1;
      kinds = 0;
    }
  };

  const oneLine = (bytes: Uint8Array, start: number, end: number, kinds: number): void => {
    if (start === end || isBlank(bytes, start, end)) return;
    if ((kinds & CONTROL) !== 0) return add('BED-CHARACTER', () => `'${show(bytes, start, end)}'`);
    if ((kinds & FOREIGN) !== 0) once('BED-ASCII', () => `'${show(bytes, start, end)}'`);
    if (bytes[start] === HASH) return;
    if (isWord(bytes, start, end, 'track')) {
      // What follows may have other columns.
      columns = 0;
      return;
    }
    if (isWord(bytes, start, end, 'browser')) return;
    data(bytes, start, end, (kinds & IS_TAB) !== 0);
  };

  const data = (bytes: Uint8Array, start: number, end: number, hasTabs: boolean): void => {
    let [from, to] = [-1, -1];
    const cut = (cutter: typeof cutAtTabs): boolean => {
      cutter(fields, bytes, start, end);
      from = fields.count > 1 ? number(bytes, 1) : -1;
      to = fields.count > 2 ? number(bytes, 2) : -1;
      return from >= 0 && to >= 0 && fields.starts[0] !== fields.ends[0];
    };
    // Blanks and tabs may be mixed.
    if (!(hasTabs && cut(cutAtTabs)) && !cut(cutAtBlanks)) {
      counts.intervals++;
      if (fields.count < 3) return add('BED-COLUMNS', () => `'${show(bytes, start, end)}'`);
      return add('BED-POSITION', () => `'${field(bytes, 1)}' to '${field(bytes, 2)}'`);
    }
    counts.intervals++;
    const filled = countColumns();
    place(bytes, from);
    if (to < from) return add('BED-END', `${from} to ${to}`);
    counts.bases += to - from;
    if (to === from) counts.zero_length++;
    if (fields.count < 4) return;
    const count = Math.min(fields.count, MOST_FIELDS);
    if (length(3) > LONGEST_NAME) add('BED-NAME', `${length(3)} characters`);
    for (let at = 3; at < Math.min(count, 12); at++) if (length(at) === 0) once('BED-FIELD-EMPTY', `column ${at + 1}`);
    fields.count = filled;
    optional.line(fields, bytes, { line, start: from, end: to });
  };

  /** How many there are without empty ones at the end: these may be columns, or tabs that nobody meant. */
  const countColumns = (): number => {
    const most = fields.count;
    let least = Math.min(most, MOST_FIELDS);
    while (least > 3 && length(least - 1) === 0) least--;
    if ((least > mostColumns && columns > 0) || most < columns) {
      add('BED-COLUMN-COUNT', `${most} columns; those before have ${columns}`);
      return least;
    }
    mostColumns = columns === 0 ? most : Math.min(mostColumns, most);
    columns = Math.max(columns, least);
    return least;
  };

  /** Chromosome, and whether the start is where it should be in a sorted file. */
  const place = (bytes: Uint8Array, from: number): void => {
    const [start, end] = [fields.starts[0] ?? 0, fields.ends[0] ?? 0];
    if (isSameBytes(chromosome, bytes, start, end)) {
      if (from < lastStart) counts.out_of_order++;
    } else {
      let isGood = end - start <= LONGEST_NAME;
      for (let at = start; at < end; at++) if (IS_WORD[bytes[at] ?? 0] === 0) isGood = false;
      if (!isGood) once('BED-CHROM', () => `'${show(bytes, start, end)}'`);
      if (chromosomes.add(bytes, start, end)) counts.chromosomes++;
      else counts.out_of_order++;
      chromosome = bytes.slice(start, end);
    }
    lastStart = from;
  };

  const number = (bytes: Uint8Array, index: number): number =>
    wholeNumber(bytes, fields.starts[index] ?? 0, fields.ends[index] ?? 0);
  const length = (index: number): number => (fields.ends[index] ?? 0) - (fields.starts[index] ?? 0);
  const field = (bytes: Uint8Array, index: number): string =>
    show(bytes, fields.starts[index] ?? 0, fields.ends[index] ?? 0);

  const cutter = createLineCutter(onLine, () => {
    line++;
    add('BED-LINE-TOO-LONG', 'longer than 32 MiB');
  });
  return {
    push: (bytes) => cutter.push(bytes),
    end() {
      if (cutter.end() && !told.has('BED-CRLF')) add('BED-LAST-LINE', 'the last line has no line feed');
      optional.end();
      if (counts.intervals === 0) findings.add('BED-EMPTY', { line: Math.max(1, line) }, 'no line has an interval');
    },
    get metrics() {
      return { ...counts, columns };
    },
  };
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] !== SPACE && bytes[at] !== TAB) return false;
  return true;
}

/** The line is the word, or begins with it and a blank. */
function isWord(bytes: Uint8Array, start: number, end: number, word: string): boolean {
  if (end - start < word.length) return false;
  for (let i = 0; i < word.length; i++) if (bytes[start + i] !== word.charCodeAt(i)) return false;
  const next = start + word.length;
  return next === end || bytes[next] === SPACE || (bytes[next] === TAB && !isDigit(bytes[next + 1]));
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

const show = (bytes: Uint8Array, start: number, end: number): string =>
  excerpt(bytes.subarray(start, Math.min(end, start + 61)));
