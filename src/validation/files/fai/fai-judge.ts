/** Judges the index of FASTA (five columns) or FASTQ (six): faidx(5). */

import type { ContentJudge } from '../content-judge.ts';
import { excerpt, type FileFindings } from '../file-finding.ts';
import { createLineCutter } from '../text/lines.ts';
import { createNameTable } from '../text/name-table.ts';
import type { FaiCode } from './fai-rules.ts';
import { readFaiLine, type FaiEntry } from './fai-entry.ts';

const CR = 0x0d;

export function createFaiJudge(findings: FileFindings): ContentJudge {
  const names = createNameTable();
  let [sequences, bases, columns] = [0, 0, 0];
  let hasCarriageReturns = false;
  // Of the sequence that reaches furthest so far.
  let [furthest, last] = [0, 0];

  const add = (code: FaiCode, line: number, message: string | (() => string)): void =>
    findings.add(code, { line }, message);

  const onLine = (bytes: Uint8Array, start: number, lineEnd: number, line: number): void => {
    let end = lineEnd;
    if (end > start && bytes[end - 1] === CR) {
      end--;
      if (!hasCarriageReturns) add('FAI-CRLF', line, 'a line ends in carriage return and line feed');
      hasCarriageReturns = true;
    }
    const entry = readFaiLine(bytes, start, end);
    if (entry === 'columns' || (columns !== 0 && typeof entry === 'object' && entry.columns !== columns)) {
      return add('FAI-COLUMNS', line, () => `'${excerpt(bytes.subarray(start, end))}'`);
    }
    if (entry === 'number') return add('FAI-NUMBER', line, () => `'${excerpt(bytes.subarray(start, end))}'`);
    columns = entry.columns;
    sequences++;
    bases += entry.length;
    if (!names.add(bytes, start, start + entry.nameBytes)) {
      add('FAI-DUPLICATE', line, () => `'${excerpt(bytes.subarray(start, start + entry.nameBytes))}' came before`);
    }
    place(entry, line);
  };

  const place = (entry: FaiEntry, line: number): void => {
    const { length, offset, lineBases, lineWidth, nameBytes, qualityOffset } = entry;
    if (length > 0 && (lineBases === 0 || lineWidth <= lineBases)) {
      return add('FAI-LINES', line, `${lineBases} bases in lines of ${lineWidth} bytes`);
    }
    const title = nameBytes + 2;
    const end = endOf(offset, entry);
    if (qualityOffset !== undefined && qualityOffset < end + 2) {
      return add('FAI-OFFSET', line, `qualities begin at ${qualityOffset}, the bases end at ${end}`);
    }
    const from = offset - title;
    if (from < 0) return add('FAI-OFFSET', line, `bases begin at ${offset}, the title has ${title} bytes or more`);
    if (offset < last) add('FAI-ORDER', line, `bases begin at ${offset}, those before at ${last}`);
    else if (from < furthest)
      add('FAI-OFFSET', line, `the title begins at ${from} or before, what is before ends at ${furthest}`);
    last = offset;
    furthest = Math.max(furthest, qualityOffset === undefined ? end : endOf(qualityOffset, entry));
  };

  const cutter = createLineCutter(onLine, (line) => add('FAI-LINE-TOO-LONG', line, 'longer than 32 MiB'));
  return {
    push: (bytes) => cutter.push(bytes),
    end() {
      if (cutter.end()) add('FAI-LAST-LINE', cutter.count, 'the last line has no line feed');
      if (cutter.count === 0) add('FAI-EMPTY', 1, 'there is no line');
    },
    get metrics() {
      return { sequences, bases };
    },
  };
}

/** Behind the last base of what begins at `offset`, and a line feed. */
function endOf(offset: number, { length, lineBases, lineWidth }: FaiEntry): number {
  if (length === 0) return offset;
  const lines = Math.floor((length - 1) / lineBases);
  return offset + lines * lineWidth + (length - lines * lineBases) + 1;
}
