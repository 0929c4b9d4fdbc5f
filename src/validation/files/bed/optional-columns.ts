/** Columns 5 to 12 of a line of BED: score, strand, thick part, colour, blocks. */

import { excerpt, type FileFindings } from '../file-finding.ts';
import { readBlocks } from './blocks.ts';
import { createColumn } from './columns.ts';
import type { BedCode } from './bed-rules.ts';
import { wholeNumber, type Fields } from './fields.ts';

interface Interval {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

export interface OptionalColumns {
  line(fields: Fields, bytes: Uint8Array, interval: Interval): void;
  end(): void;
}

const [PLUS, MINUS, DOT, ZERO] = [0x2b, 0x2d, 0x2e, 0x30];

export function createOptionalColumns(findings: FileFindings): OptionalColumns {
  const score = createColumn('column 5, score', 'BED-SCORE', findings);
  const strand = createColumn('column 6, strand', 'BED-STRAND', findings);
  const thick = createColumn('columns 7 and 8, thickStart and thickEnd', 'BED-THICK', findings);
  const color = createColumn('column 9, itemRgb', 'BED-COLOR', findings);
  const blocks = createColumn('columns 10 to 12, blocks', 'BED-BLOCKS', findings);
  let hasColors = false;
  let hasBlocks = false;
  let lines = 0;
  // One other character behind a score, in a short file: meant as a strand all the same.
  let hasSign = false;

  const warn = (code: BedCode, line: number, message: () => string): void => findings.add(code, { line }, message);

  return {
    line(fields, bytes, interval) {
      const { line } = interval;
      const { count, starts, ends } = fields;
      const from = (index: number): number => starts[index] ?? 0;
      const to = (index: number): number => ends[index] ?? 0;
      const text = (index: number): string =>
        excerpt(bytes.subarray(from(index), Math.min(to(index), from(index) + 61)));
      const number = (index: number): number => wholeNumber(bytes, from(index), to(index));
      const only = (index: number): number => (to(index) - from(index) === 1 ? (bytes[from(index)] ?? 0) : -1);
      lines++;

      if (count > 4) {
        const value = number(4);
        if (value >= 0 && value <= 1000) score.good();
        else if (text(4).trim() === '.') warn('BED-SCORE-RANGE', line, () => `score '${text(4)}'`);
        else if (isDecimal(text(4))) {
          score.good();
          warn('BED-SCORE-RANGE', line, () => `score '${text(4)}'`);
        } else score.odd(line, () => `score '${text(4)}'`);
      }
      if (count > 5) {
        const sign = only(5);
        if (sign === PLUS || sign === MINUS || sign === DOT) strand.good();
        else {
          hasSign ||= sign > 0 && !/\d/.test(text(5));
          strand.odd(line, () => `strand '${text(5)}'`);
        }
      }
      if (count > 7) {
        const [first, last] = [number(6), number(7)];
        if (interval.start <= first && first <= last && last <= interval.end) thick.good();
        else if (first === 0 && last === 0) warn('BED-THICK-NONE', line, () => `${interval.start} to ${interval.end}`);
        else thick.odd(line, () => `'${text(6)}' to '${text(7)}' in ${interval.start} to ${interval.end}`);
      }
      if (count > 8) {
        if (only(8) === ZERO) color.good();
        else {
          const [, ...parts] = /^(\d+),(\d+),(\d+)$/.exec(text(8)) ?? [];
          const isTriple = parts.length === 3;
          hasColors ||= isTriple;
          if (isTriple && parts.every((part) => part.length <= 3 && Number(part) <= 255)) color.good();
          else color.odd(line, () => `itemRgb '${text(8)}'`, isTriple);
        }
      }
      if (count > 11) {
        const [sizes, offsets] = [bytes.subarray(from(10), to(10)), bytes.subarray(from(11), to(11))];
        const read = readBlocks(number(9), sizes, offsets, interval.end - interval.start);
        hasBlocks ||= read?.isEvident === true;
        if (read?.fault === undefined && read !== undefined) blocks.good();
        else {
          const fault = read?.fault ?? `'${text(9)}', '${text(10)}', '${text(11)}'`;
          blocks.odd(line, () => fault, read?.isEvident);
        }
      }
    },
    end() {
      const isTwelve = hasBlocks || blocks.isMostlyGood;
      score.end(isTwelve);
      strand.end(isTwelve || (hasSign && score.isMostlyGood && lines < 10));
      thick.end(isTwelve || hasColors);
      color.end(isTwelve);
      blocks.end(hasBlocks);
    },
  };
}

const isDecimal = (text: string): boolean =>
  /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$|^[-+]?(?:nan|inf)$/i.test(text);
