/** Judges SAM text: SAMv1 sections 1.3 to 1.5, line by line. */

import { Buffer } from 'node:buffer';
import type { ContentJudge, MetricsLevel } from '../content-judge.ts';
import { excerpt, type FileFindings } from '../file-finding.ts';
import { createAlignmentMetrics } from '../metrics/alignment-metrics.ts';
import { createLineCutter } from '../text/lines.ts';
import { createAlignmentFields } from './alignment-fields.ts';
import { readCigar } from './cigar.ts';
import { createSamHeader, REFERENCE_NAME } from './header.ts';
import type { SamCode } from './sam-rules.ts';
import { createSortWatch, UNPLACED } from './sort-watch.ts';
import { isInteger, tagFault } from './tags.ts';
import { isSameBytes } from '../text/same-bytes.ts';

const [TAB, AT, STAR, EQUALS, CR] = [0x09, 0x40, 0x2a, 0x3d, 0x0d];
const MANDATORY = 11;
const MOST_FIELDS = 10_000;
const FEW_FIELDS = 32;
const MAX_POSITION = 2 ** 31 - 1;

export interface SamJudging {
  /** Absent: `basic`. */
  readonly metrics?: MetricsLevel;
}

export function createSamJudge(findings: FileFindings, { metrics = 'basic' }: SamJudging = {}): ContentJudge {
  const header = createSamHeader(findings);
  const sorted = createSortWatch();
  // Where the fields of the line in hand begin; each ends before the next.
  const starts = new Int32Array(MOST_FIELDS + 1);
  const known = createNameCache();
  const counts = createAlignmentMetrics(metrics);
  const counted = createAlignmentFields(counts, metrics === 'all');
  let records = 0;
  // The last record that had a tag behind the first few.
  let tagLines: Float64Array | undefined;
  let isHeader = true;
  let hasCarriageReturns = false;

  const add = (code: SamCode, line: number, message: string): void => findings.add(code, { line }, message);

  const onLine = (bytes: Uint8Array, start: number, lineEnd: number, line: number): void => {
    let end = lineEnd;
    if (end > start && bytes[end - 1] === CR) {
      end--;
      if (!hasCarriageReturns) add('SAM-CRLF', line, 'a line ends in carriage return and line feed');
      hasCarriageReturns = true;
    }
    if (isHeader && end > start && bytes[start] === AT && isHeaderLine(bytes, start, end)) {
      header.line(Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8'), line);
      return;
    }
    if (isHeader) {
      isHeader = false;
      header.end();
      const lengths = [...header.references.values()].map(({ length }) => (length > 0 ? length : 0));
      counts.references([...header.references.keys()], lengths);
      sorted.claim(header.sortOrder);
    } else if (end > start && bytes[start] === AT && isHeaderLine(bytes, start, end)) {
      return add('SAM-HEADER-LATE', line, `'${show(bytes, start, end)}' comes after an alignment`);
    }
    alignment(bytes, start, end, line);
  };

  const alignment = (bytes: Uint8Array, start: number, end: number, line: number): void => {
    records++;
    let fields = 0;
    starts[fields++] = start;
    // Within the line only: `indexOf` would look through all that follows, for each short line anew.
    for (let at = start; at < end; at++) {
      if (bytes[at] !== TAB) continue;
      if (fields === MOST_FIELDS) return add('SAM-FIELDS', line, `more than ${MOST_FIELDS} fields`);
      starts[fields++] = at + 1;
    }
    starts[fields] = end + 1;
    if (fields < MANDATORY) return add('SAM-FIELDS', line, `${fields} fields; an alignment has ${MANDATORY} or more`);
    const from = (field: number): number => starts[field] ?? 0;
    const to = (field: number): number => (starts[field + 1] ?? 0) - 1;
    const text = (field: number): string => show(bytes, from(field), to(field));
    const number = (field: number, max: number): number => unsigned(bytes, from(field), to(field), max);

    if (!isName(bytes, from(0), to(0))) add('SAM-QNAME', line, `QNAME '${text(0)}'`);
    const flag = number(1, 65_535);
    // A leading zero means octal to C programs.
    const isOctal = bytes[from(1)] === 0x30 && to(1) - from(1) > 1;
    if (flag < 0 || isOctal) add('SAM-FLAG', line, `FLAG '${text(1)}'`);
    const isMapped = (flag & 4) === 0;

    const reference = referenceAt(bytes, from(2), to(2));
    if (reference === 'bad') add('SAM-RNAME', line, `RNAME '${text(2)}'`);
    else if (reference === 'unknown') add('SAM-RNAME-UNKNOWN', line, `RNAME '${text(2)}'`);
    const position = number(3, MAX_POSITION);
    if (position < 0) add('SAM-POS', line, `POS '${text(3)}'`);
    if (number(4, 255) < 0) add('SAM-MAPQ', line, `MAPQ '${text(4)}'`);

    const hasCigar = !isStar(bytes, from(5), to(5));
    const cigar = hasCigar ? readCigar(bytes, from(5), to(5)) : undefined;
    if (cigar?.fault !== undefined)
      add(cigar.fault === 'clip' ? 'SAM-CIGAR-CLIP' : 'SAM-CIGAR', line, `CIGAR '${text(5)}'`);

    const isSame = to(6) - from(6) === 1 && bytes[from(6)] === EQUALS;
    const next = isSame ? undefined : referenceAt(bytes, from(6), to(6));
    if (next === 'bad') add('SAM-RNEXT', line, `RNEXT '${text(6)}'`);
    else if (next === 'unknown') add('SAM-RNEXT-UNKNOWN', line, `RNEXT '${text(6)}'`);
    if (number(7, MAX_POSITION) < 0) add('SAM-PNEXT', line, `PNEXT '${text(7)}'`);
    if (!isInteger(bytes, from(8), to(8), -(2 ** 31), MAX_POSITION)) add('SAM-TLEN', line, `TLEN '${text(8)}'`);

    const hasSequence = !isStar(bytes, from(9), to(9));
    const length = to(9) - from(9);
    if (hasSequence && (length === 0 || !isAll(bytes, from(9), to(9), IS_BASE)))
      add('SAM-SEQ', line, `SEQ '${text(9)}'`);
    if (hasSequence && cigar?.fault === undefined && cigar !== undefined && cigar.query !== length) {
      add('SAM-CIGAR-LENGTH', line, `CIGAR '${text(5)}' covers ${cigar.query} bases, SEQ has ${length}`);
    }
    const qualities = to(10) - from(10);
    if (!isStar(bytes, from(10), to(10))) {
      if (qualities === 0 || !isAll(bytes, from(10), to(10), IS_GRAPHIC)) add('SAM-QUAL', line, `QUAL '${text(10)}'`);
      else if (!hasSequence || qualities !== length) {
        add('SAM-QUAL-LENGTH', line, `QUAL has ${qualities} characters, SEQ ${hasSequence ? length : 'none'}`);
      }
    }
    tags(bytes, fields, line);

    const placed = typeof reference === 'object' ? reference : undefined;
    if (placed !== undefined && position > 0) {
      const last = position + Math.max(1, cigar?.reference ?? 1) - 1;
      if (last > placed.length) add('SAM-BEYOND-END', line, `ends at ${last}; '${text(2)}' has ${placed.length} bases`);
    }
    if (isMapped && (isStar(bytes, from(2), to(2)) || position === 0))
      add('SAM-UNMAPPED', line, 'a mapped alignment without a place');
    const order = isStar(bytes, from(2), to(2)) ? UNPLACED : (placed?.index ?? -1);
    const disorder = sorted.next(order, position, bytes, from(0), to(0));
    if (disorder !== undefined) add('SAM-SORT-ORDER', line, disorder);
    const isCounted = flag >= 0 && position >= 0 && cigar?.fault === undefined;
    if (isCounted)
      counted.tell(bytes, starts, fields, [indexOf(reference), isSame ? indexOf(reference) : indexOf(next)]);
  };

  const referenceAt = (bytes: Uint8Array, start: number, end: number) => {
    if (isStar(bytes, start, end)) return undefined;
    return known.get(bytes, start, end, (name) => {
      if (!REFERENCE_NAME.test(name)) return 'bad';
      // Without @SQ lines every name is good.
      return header.references.get(name) ?? (header.references.size === 0 ? 'any' : 'unknown');
    });
  };

  /** Whether one of the fields before has the same tag: few are compared one by one, many through a table of the last line of each. */
  const isTwice = (bytes: Uint8Array, field: number): boolean => {
    const from = starts[field] ?? 0;
    for (let other = MANDATORY; other < Math.min(field, FEW_FIELDS); other++) {
      const at = starts[other] ?? 0;
      if (bytes[at] === bytes[from] && bytes[at + 1] === bytes[from + 1]) return true;
    }
    if (field < FEW_FIELDS) return false;
    tagLines ??= new Float64Array(1 << 16);
    const tag = ((bytes[from] ?? 0) << 8) | (bytes[from + 1] ?? 0);
    if (tagLines[tag] === records) return true;
    tagLines[tag] = records;
    return false;
  };

  const tags = (bytes: Uint8Array, fields: number, line: number): void => {
    for (let field = MANDATORY; field < fields; field++) {
      const [from, to] = [starts[field] ?? 0, (starts[field + 1] ?? 0) - 1];
      const fault = tagFault(bytes, from, to);
      if (fault !== undefined) add(TAG_CODES[fault], line, `'${show(bytes, from, to)}'`);
      if (fault === 'format') continue;
      if (isTwice(bytes, field)) add('SAM-TAG-DUPLICATE', line, `${show(bytes, from, from + 2)} comes twice`);
      const group = header.groups.size > 0 && isTag(bytes, from, 0x52, 0x47) ? header.groups : undefined;
      const program = header.programs.size > 0 && isTag(bytes, from, 0x50, 0x47) ? header.programs : undefined;
      const ids = group ?? program;
      if (ids !== undefined && !ids.has(latin(bytes, from + 5, to))) {
        add('SAM-TAG-GROUP', line, `'${show(bytes, from, to)}' is not in the header`);
      }
    }
  };

  const cutter = createLineCutter(onLine, (line) => add('SAM-LINE-TOO-LONG', line, 'longer than 32 MiB'));
  return {
    push: (bytes) => cutter.push(bytes),
    gap() {
      // What is sorted is so over what is left out too.
      if (!isHeader) cutter.passOver();
      return !isHeader;
    },
    end() {
      if (cutter.end()) add('SAM-LAST-LINE', cutter.count, 'the last line has no line feed');
      if (isHeader) header.end();
      if (cutter.count === 0) add('SAM-EMPTY', 1, 'the file is empty');
    },
    get metrics() {
      return { ...counts.metrics(), records, references: header.references.size };
    },
  };
}

const TAG_CODES = {
  format: 'SAM-TAG-FORMAT',
  name: 'SAM-TAG-NAME',
  value: 'SAM-TAG-VALUE',
  hex: 'SAM-TAG-HEX',
} as const;

type Reference = { readonly index: number; readonly length: number } | 'bad' | 'unknown' | 'any';

/** -1: none; -2: not in the header. */
const indexOf = (reference: Reference | undefined): number => {
  if (reference === undefined) return -1;
  return typeof reference === 'object' ? reference.index : -2;
};

/** Alignments of one reference follow each other: the last name is compared as bytes, and looked up only when it changes. */
function createNameCache() {
  let last = new Uint8Array();
  let answer: Reference | undefined;
  return {
    get(bytes: Uint8Array, start: number, end: number, look: (name: string) => Reference): Reference {
      if (answer !== undefined && isSameBytes(last, bytes, start, end)) return answer;
      last = bytes.slice(start, end);
      answer = look(latin(bytes, start, end));
      return answer;
    },
  };
}

/** A header line: @, two letters, and a tab or the end. A name of a read cannot begin so. */
const isHeaderLine = (bytes: Uint8Array, start: number, end: number): boolean =>
  end - start === 3 || (end - start > 3 && bytes[start + 3] === TAB) || !hasTabs(bytes, start, end);

const hasTabs = (bytes: Uint8Array, start: number, end: number): boolean => {
  // Within the line only: `indexOf` would look through all that follows.
  for (let at = start; at < end; at++) if (bytes[at] === TAB) return true;
  return false;
};

const isStar = (bytes: Uint8Array, start: number, end: number): boolean => end - start === 1 && bytes[start] === STAR;

const isTag = (bytes: Uint8Array, at: number, first: number, second: number): boolean =>
  bytes[at] === first && bytes[at + 1] === second;

/** 1 to 254 of ! to ~ without @. */
const isName = (bytes: Uint8Array, start: number, end: number): boolean =>
  end > start && end - start <= 254 && isAll(bytes, start, end, IS_NAME);

const table = (is: (byte: number) => boolean): Uint8Array =>
  Uint8Array.from({ length: 256 }, (_, byte) => Number(is(byte)));
const isLetter = (byte: number): boolean => (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
const IS_GRAPHIC = table((byte) => byte >= 0x21 && byte <= 0x7e);
const IS_NAME = table((byte) => byte >= 0x21 && byte <= 0x7e && byte !== AT);
const IS_BASE = table((byte) => isLetter(byte) || byte === EQUALS || byte === 0x2e);

function isAll(bytes: Uint8Array, start: number, end: number, is: Uint8Array): boolean {
  for (let at = start; at < end; at++) if (is[bytes[at] ?? 0] === 0) return false;
  return true;
}

/** Decimal digits of a number up to `max`, else -1. */
function unsigned(bytes: Uint8Array, start: number, end: number, max: number): number {
  if (end === start || end - start > 12) return -1;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value <= max ? value : -1;
}

const latin = (bytes: Uint8Array, start: number, end: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');

const show = (bytes: Uint8Array, start: number, end: number): string =>
  excerpt(bytes.subarray(start, Math.min(end, start + 61)));
