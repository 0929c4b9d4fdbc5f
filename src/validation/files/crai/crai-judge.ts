/** Judges the index of CRAM, a line for each slice and reference: CRAMv3 section 12. */

import { Buffer } from 'node:buffer';
import type { ContentJudge } from '../content-judge.ts';
import { excerpt, type FileFindings } from '../file-finding.ts';
import { createLineCutter } from '../text/lines.ts';
import type { CraiCode } from './crai-rules.ts';

export interface CraiEntry {
  /** -1 for reads without a place. */
  readonly reference: number;
  readonly start: number;
  readonly span: number;
  /** Of the container, in the file. */
  readonly container: number;
  /** Of the slice, from the end of the container's header. */
  readonly landmark: number;
  readonly size: number;
}

/** A line is never longer: six numbers. */
const LONGEST_LINE = 200;
/** The file definition comes before the first container. */
const LEAST_OFFSET = 26;

/** `onEntry`: told of each good line. */
export function createCraiJudge(findings: FileFindings, onEntry?: (entry: CraiEntry) => void): ContentJudge {
  let slices = 0;
  const add = (code: CraiCode, line: number, message: string | (() => string)): void =>
    findings.add(code, { line }, message);

  const cutter = createLineCutter(
    (bytes, start, end, line) => {
      const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, Math.min(end - start, LONGEST_LINE));
      const fields = text.toString('latin1').replace(/\r$/, '').split('\t');
      const isGood = fields.length === 6 && fields.every((field) => /^-?\d{1,15}$/.test(field));
      if (!isGood) return add('CRAI-COLUMNS', line, () => `'${excerpt(text)}'`);
      const [reference = 0, from = 0, span = 0, container = 0, landmark = 0, size = 0] = fields.map(Number);
      // Start and span of reads without a place say nothing.
      const isPlaced = reference < 0 || (from >= 0 && span >= 0);
      if (reference < -1 || !isPlaced || container < LEAST_OFFSET || landmark < 0 || size <= 0) {
        return add('CRAI-VALUE', line, () => `'${excerpt(text)}'`);
      }
      slices++;
      onEntry?.({ reference, start: from, span, container, landmark, size });
    },
    (line) => add('CRAI-LINE-TOO-LONG', line, 'longer than 32 MiB'),
  );
  return {
    push: (bytes) => cutter.push(bytes),
    end() {
      if (cutter.end()) add('CRAI-LAST-LINE', cutter.count, 'the last line has no line feed');
      if (cutter.count === 0) add('CRAI-EMPTY', 1, 'there is no line');
    },
    get metrics() {
      return { entries: slices };
    },
  };
}
