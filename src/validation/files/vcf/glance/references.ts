/** Records without a variant, many at a time: by the kernel, as long as it takes them. */

import { isAscii } from '../encoding.ts';
import type { KeyEntry } from '../key-table.ts';
import type { Layout } from '../samples.ts';
import { passReferenceRecords, type Passed } from '../kernel/kernel.ts';
import { createReferenceProgram } from '../kernel/reference-program.ts';
import type { RecordState } from './record.ts';
import { EQUALS, SEMICOLON, TAB } from './text.ts';

const DOT = 0x2e;
const FIXED = 8;
/** So many records the kernel is not asked again, at most, once it has taken none. */
const LONGEST_PAUSE = 1023;
/** Fewer are not worth the call. */
const WORTH_IT = 4;
const MOST_KEYS = 200;

export interface ReferenceGlance {
  /** As `RecordGlance`, of any number of records; `start` where none was taken. `layout`: of the samples, as the last record had it. */
  take(bytes: Uint8Array, start: number, last: number, layout: Layout | undefined): number;
  /** Of the last call. */
  readonly taken: number;
  /** The record that begins at `record` is good, and says that nothing varies: `bytes[start, end)` is its INFO. */
  learn(bytes: Uint8Array, record: number, start: number, end: number): void;
}

export function createReferenceGlance(state: RecordState): ReferenceGlance {
  const { meta, columns, contig, sites, filters, keys, counts } = state;
  const samples = Math.max(0, columns - FIXED - 1);
  const program = createReferenceProgram({ minor: meta.minor, samples, mayMiss: !counts.isBySample });
  const passed: Passed = { records: 0, missing: 0, place: 0, ref: 0 };
  const told: {
    contig: Uint8Array | undefined;
    filter: Uint8Array | undefined;
    layout: Layout | undefined;
    generation: number;
  } = { contig: undefined, filter: undefined, layout: undefined, generation: keys.table.generation };
  let [hasContig, hasFilter, hasFormat] = [false, false, samples === 0];
  let [pause, asked] = [0, 0];
  /** Where the record begins that the kernel left. */
  let left = -1;
  let kept = { chrom: new Uint8Array(), filter: new Uint8Array() };

  /** Whether the kernel can take records like the last one. */
  const tell = (layout: Layout | undefined): boolean => {
    if (told.contig !== contig.bytes) {
      told.contig = contig.bytes;
      hasContig = contig.bytes.length > 0 && isAscii(contig.bytes) && program.contig(contig.bytes, contig.length);
      kept = { ...kept, chrom: Uint8Array.of(...contig.bytes, TAB) };
    }
    if (told.filter !== filters.lastGood) {
      told.filter = filters.lastGood;
      hasFilter = told.filter.length > 0 && program.filter(told.filter);
      kept = { ...kept, filter: Uint8Array.of(...told.filter, TAB) };
    }
    if (told.layout !== layout && samples > 0) {
      told.layout = layout;
      hasFormat = layout !== undefined && program.format(layout);
    }
    if (told.generation !== keys.table.generation) {
      told.generation = keys.table.generation;
      program.forgetInfo();
    }
    // Larger ones are not the kernel's.
    return hasContig && hasFilter && hasFormat && sites.last < 1e9;
  };

  return {
    take(bytes, start, last, layout) {
      if (--asked >= 0 || !tell(layout)) return start;
      const next = passReferenceRecords(program, bytes, { start, end: last + 1, last: sites.last }, passed);
      if (passed.records === 0) pause = Math.min(LONGEST_PAUSE, 2 * pause + 1);
      else pause = passed.records < WORTH_IT ? pause >> 1 : 0;
      left = next;
      // The one that it left is for the others.
      asked = passed.records > 0 ? Math.max(1, pause) : pause;
      if (passed.records === 0) return start;
      sites.next(passed.place, passed.ref, DOT);
      counts.addReferences(passed.records, passed.missing, { ...kept, hasGenotypes: samples > 0 });
      return next;
    },
    get taken() {
      return passed.records;
    },
    learn(bytes, record, start, end) {
      if (record !== left || end - start === 1) return;
      const entries: KeyEntry[] = [];
      for (let at = start; at < end && entries.length < MOST_KEYS;) {
        const from = at;
        while (at < end && bytes[at] !== SEMICOLON && bytes[at] !== EQUALS) at++;
        const entry = keys.table.known(bytes, from, at);
        if (entry === undefined) return;
        entries.push(entry);
        while (at < end && bytes[at] !== SEMICOLON) at++;
        at++;
      }
      program.info(entries);
    },
  };
}
