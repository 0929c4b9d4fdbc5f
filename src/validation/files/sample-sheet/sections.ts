/** Cuts the text of a sample sheet into sections and rows. Line ends are LF, CR LF or CR, as Illumina's software takes them. */

import { Buffer } from 'node:buffer';
import { excerpt, type FileFindings } from '../file-finding.ts';
import { cellsOf, MOST_CELLS } from './cells.ts';
import type { SheetCode } from './sheet-rules.ts';

export type Add = (code: SheetCode, line: number, message: string | (() => string)) => void;

export interface Row {
  readonly line: number;
  /** At least one of them is not empty. */
  readonly cells: readonly string[];
  /** Whether one of them has blanks around it. */
  readonly hasBlanks: boolean;
  /** Whether an empty line came between it and the row before in its section. */
  readonly isAfterGap: boolean;
}

export interface Section {
  /** As the sheet writes it. */
  readonly name: string;
  readonly line: number;
  readonly rows: readonly Row[];
}

export const LARGEST_SHEET_BYTES = 32 << 20;
const LONGEST_LINE = 1 << 20;
/** BCL Convert takes 100,000 samples. */
export const MOST_ROWS = 250_000;

const [LF, CR] = [0x0a, 0x0d];
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

export const adder =
  (findings: FileFindings): Add =>
  (code, line, message) =>
    findings.add(code, { line }, message);

/** By name in lower case; rows before the first section are those of ''. */
export function readSections(bytes: Uint8Array, add: Add): ReadonlyMap<string, Section> {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const hasBom = content.subarray(0, 3).equals(BOM);
  if (hasBom) add('SHEET-BOM', 1, 'the first bytes are EF BB BF');
  const delimiter = delimiterOf(content);
  if (delimiter !== ',') add('SHEET-DELIMITER', 1, delimiter === ';' ? 'semicolons' : 'tabs');
  const sections = createSections(add);
  let rows = 0;
  for (const { start, end, line } of linesOf(content, hasBom ? 3 : 0)) {
    if (end - start === 0) {
      sections.gap();
      continue;
    }
    if (end - start > LONGEST_LINE) {
      add('SHEET-TOO-LARGE', line, `a line of ${end - start} bytes`);
      continue;
    }
    const text = textOf(content, start, end, line, add);
    const { cells, hasBlanks, fault, hasQuotedComma } = cellsOf(text, delimiter);
    if (fault === 'quote') add('SHEET-QUOTE', line, () => `'${excerpt(text)}'`);
    if (fault === 'quote-inside') add('SHEET-QUOTE-INSIDE', line, () => `'${excerpt(text)}'`);
    if (fault === 'too-many') add('SHEET-TOO-LARGE', line, `more than ${MOST_CELLS} cells`);
    if (hasQuotedComma) add('SHEET-COMMA', line, () => `'${excerpt(text)}'`);
    if (cells.every((cell) => cell === '')) {
      sections.gap();
      continue;
    }
    if (++rows > MOST_ROWS) {
      add('SHEET-TOO-LARGE', line, `more than ${MOST_ROWS} rows`);
      break;
    }
    const formula = cells.find((cell) => /^[=+@-]/.test(cell) && !/^[+-]?[0-9.]*$/.test(cell));
    if (formula !== undefined) add('SHEET-FORMULA', line, () => `'${excerpt(formula)}'`);
    sections.row({ line, cells, hasBlanks });
  }
  return sections.all;
}

function* linesOf(content: Buffer, from: number): Generator<{ start: number; end: number; line: number }> {
  let start = from;
  let line = 1;
  for (let at = from; at <= content.length; at++) {
    const byte = content[at];
    if (at < content.length && byte !== LF && byte !== CR) continue;
    if (at === content.length && start === at) return;
    yield { start, end: at, line };
    line++;
    if (byte === CR && content[at + 1] === LF) at++;
    start = at + 1;
  }
}

function textOf(content: Buffer, start: number, end: number, line: number, add: Add): string {
  let isAscii = true;
  let control = -1;
  for (let at = start; at < end; at++) {
    const byte = content[at] ?? 0;
    if (byte >= 0x80) isAscii = false;
    else if ((byte < 0x20 && byte !== 0x09) || byte === 0x7f) control = byte;
  }
  const text = content.toString(isAscii ? 'latin1' : 'utf8', start, end);
  if (!isAscii) add('SHEET-ASCII', line, () => `'${excerpt(text)}'`);
  if (control >= 0) add('SHEET-CONTROL', line, `a byte ${control}`);
  return text;
}

/** What follows the first section; where nothing does, what the first lines have without a comma. */
function delimiterOf(content: Buffer): ',' | ';' | '\t' {
  const start = content.toString('latin1', 0, 4096);
  const [, after] = /^[^\S\r\n]*"?\[[^\]\r\n]*\]"?([,;\t])/m.exec(start) ?? [];
  if (after === ',' || after === ';' || after === '\t') return after;
  if (start.includes(',')) return ',';
  if (start.includes(';')) return ';';
  return start.includes('\t') ? '\t' : ',';
}

function createSections(add: Add) {
  const all = new Map<string, Section & { rows: Row[] }>();
  let current: (Section & { rows: Row[] }) | undefined;
  let isGap = false;
  return {
    all,
    gap(): void {
      isGap = true;
    },
    row({ line, cells, hasBlanks }: Omit<Row, 'isAfterGap'>): void {
      const isAfterGap = isGap;
      isGap = false;
      const [first = '', ...others] = cells;
      if (first.startsWith('[')) return begin(first, others, line);
      if (/^#|^<.*>$/.test(first)) return add('SHEET-NOTE', line, () => `'${excerpt(first)}'`);
      if (current === undefined) {
        current = { name: '', line, rows: [] };
        all.set('', current);
        add('SHEET-BEFORE-SECTION', line, () => `'${excerpt(first)}'`);
      }
      current.rows.push({ line, cells, hasBlanks, isAfterGap });
    },
  };

  function begin(first: string, others: readonly string[], line: number): void {
    const [, name] = /^\[\s*([^[\]]*?)\s*\]$/.exec(first) ?? [];
    if (name === undefined || name === '' || others.some((cell) => cell !== '')) {
      add('SHEET-SECTION', line, () => `'${excerpt(first)}'`);
    }
    const section = { name: name ?? first.replaceAll(/[[\]]/g, '').trim(), line, rows: [] };
    const key = section.name.toLowerCase();
    const before = all.get(key);
    if (before === undefined) all.set(key, section);
    else add('SHEET-SECTION-TWICE', line, () => `[${excerpt(section.name)}] begins in line ${before.line} too`);
    current = section;
  }
}
