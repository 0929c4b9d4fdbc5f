/** Judges a sequence dictionary: the header of SAM (SAMv1 section 1.3) and nothing else. What is wrong with its lines is told by SAM's codes. */

import { Buffer } from 'node:buffer';
import type { ContentJudge } from '../content-judge.ts';
import { excerpt, type FileFindings } from '../file-finding.ts';
import { createSamHeader } from '../sam/header.ts';
import { createLineCutter } from '../text/lines.ts';
import type { DictCode } from './dict-rules.ts';

const CR = 0x0d;

export function createDictJudge(findings: FileFindings): ContentJudge {
  const header = createSamHeader(findings);
  let hasCarriageReturns = false;

  const add = (code: DictCode, line: number, message: string): void => findings.add(code, { line }, message);

  const cutter = createLineCutter(
    (bytes, start, lineEnd, line) => {
      let end = lineEnd;
      if (end > start && bytes[end - 1] === CR) {
        end--;
        if (!hasCarriageReturns) add('DICT-CRLF', line, 'a line ends in carriage return and line feed');
        hasCarriageReturns = true;
      }
      const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
      if (!text.startsWith('@')) return add('DICT-LINE', line, `'${excerpt(text)}'`);
      if (line === 1 && !text.startsWith('@HD\t')) add('DICT-HD', line, `'${excerpt(text)}' is the first line`);
      header.line(text, line);
    },
    (line) => add('DICT-LINE-TOO-LONG', line, 'longer than 32 MiB'),
  );

  return {
    push: (bytes) => cutter.push(bytes),
    end() {
      if (cutter.end()) add('DICT-LAST-LINE', cutter.count, 'the last line has no line feed');
      header.end();
      if (header.references.size === 0) add('DICT-EMPTY', Math.max(1, cutter.count), 'no @SQ line');
    },
    get metrics() {
      let bases = 0;
      for (const { length } of header.references.values()) bases += Number.isFinite(length) ? length : 0;
      return { sequences: header.references.size, bases };
    },
  };
}
