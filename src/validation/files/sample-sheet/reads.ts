/** [Reads]: how many cycles each read has. Version 1 lists those of the reads that are no indexes; version 2 names each. */

import { excerpt } from '../file-finding.ts';
import type { ReadCycles } from './sample-sheet.ts';
import type { Add, Section } from './sections.ts';
import { bareKey } from './settings.ts';

const READ_OF = new Map<string, keyof ReadCycles>([
  ['read1cycles', 'read1'],
  ['read2cycles', 'read2'],
  ['index1cycles', 'index1'],
  ['index2cycles', 'index2'],
]);

const CYCLES = /^[0-9]{1,4}$/;

export function readCycles(section: Section | undefined, version: 1 | 2, add: Add): ReadCycles {
  const cycles: { -readonly [K in keyof ReadCycles]: ReadCycles[K] } = {};
  for (const { line, cells } of section?.rows ?? []) {
    const [first = '', second = '', ...others] = cells;
    const isRest = others.every((cell) => cell === '');
    const named = READ_OF.get(bareKey(first));
    if (named !== undefined && isRest && CYCLES.test(second)) {
      if (version === 1) add('SHEET-READS-OTHER', line, () => `'${excerpt(first)}'`);
      if (cycles[named] === undefined) cycles[named] = Number(second);
      else add('SHEET-KEY', line, () => `${excerpt(first)} comes twice`);
    } else if (CYCLES.test(first) && second === '' && isRest) {
      if (version === 2) add('SHEET-READS-OTHER', line, `'${first}'`);
      const read = cycles.read1 === undefined ? 'read1' : 'read2';
      if (cycles[read] === undefined) cycles[read] = Number(first);
      else add('SHEET-READS', line, 'a third read');
    } else if (version === 2 && /^[A-Za-z][A-Za-z0-9_]*$/.test(first) && CYCLES.test(second) && isRest) {
      add('SHEET-READS-OTHER', line, () => `${excerpt(first)} is not known`);
    } else {
      add('SHEET-READS', line, () => `'${excerpt(cells.join(','))}'`);
    }
  }
  if (cycles.read1 === 0) add('SHEET-READS', section?.line ?? 1, 'read 1 has no cycle');
  return cycles;
}

/** The reads with cycles, as they are sequenced; undefined where the sheet may not name all. */
export function readsInOrder(cycles: ReadCycles): readonly (keyof ReadCycles)[] | undefined {
  // Of a sheet that names no index read nothing is known of them.
  if (cycles.read1 === undefined || cycles.index1 === undefined) return undefined;
  return (['read1', 'index1', 'index2', 'read2'] as const).filter((read) => (cycles[read] ?? 0) > 0);
}
