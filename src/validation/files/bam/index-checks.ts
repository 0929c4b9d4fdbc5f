/** The indexes that lie beside a BAM file, held against its alignments: SAMv1 section 5, CSIv1. */

import type { Companion } from '../companions.ts';
import type { FileFormat } from '../content-judge.ts';
import { createIndexCollector } from '../index-files/collected-index.ts';
import { createIndexCheck, type Checked, type IndexCheck } from '../index-files/index-check.ts';
import { createIndexReading } from '../index-files/index-judge.ts';
import type { Alignment } from './alignment.ts';
import type { ReferenceCounts } from './reference-counts.ts';

const UNMAPPED = 4;

export interface IndexChecks {
  /** `start`: its virtual offset, as a number; `blockEnd`: that of the end of the block before the one in hand. */
  alignment(alignment: Readonly<Alignment>, start: number, blockEnd: number): void;
  /** `end`: the virtual offset of the end of the file. */
  end(end: number, counts: ReferenceCounts): void;
}

/** undefined without any that can be read; what is wrong with them has been told. */
export function checkIndexes(
  beside: ReadonlyMap<FileFormat, Companion> | undefined,
  checked: Omit<Checked, 'name' | 'index'>,
): IndexChecks | undefined {
  const checks: IndexCheck[] = [];
  for (const format of ['bai', 'csi'] as const) {
    const companion = beside?.get(format);
    const check = companion && openIndex(format, companion, checked);
    if (check !== undefined) checks.push(check);
  }
  if (checks.length === 0) return undefined;
  return {
    alignment({ reference, position, covered, flag }, start, blockEnd) {
      const isMapped = (flag & UNMAPPED) === 0;
      const end = position + (isMapped ? Math.max(1, covered) : 1);
      // The first of its block may as well be said to begin where the block before ends.
      const alias = start % 65_536 === 0 ? blockEnd : start;
      for (const check of checks) check.record(reference, position, end, isMapped, start, alias);
    },
    end(end, { mapped, unmapped, unplaced, withoutPosition }) {
      for (const check of checks) check.end(end, { mapped, unmapped, unplaced: [unplaced, withoutPosition] });
    },
  };
}

function openIndex(
  format: 'bai' | 'csi',
  { name, bytes }: Companion,
  checked: Omit<Checked, 'name' | 'index'>,
): IndexCheck | undefined {
  const { findings, offset } = checked;
  const collector = createIndexCollector();
  const before = findings.errors;
  const reading = createIndexReading(format, {
    ...collector.events,
    fault: (code, at, message) => findings.add(code, { offset: offset() }, `${name} at ${at}: ${message}`),
  });
  reading.push(bytes);
  reading.end();
  // An index that is broken says nothing of its file.
  if (findings.errors > before) return undefined;
  return createIndexCheck({ ...checked, name, index: collector.collected() });
}
