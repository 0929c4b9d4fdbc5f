/**
 * Reads what BAI, TBI and CSI have in common: by reference the bins with their chunks, and the linear index (SAMv1 section 5.2,
 * CSIv1). Nothing is kept but the numbers of the bins of one reference.
 */

import { firstBin, pseudoBin, type Binning } from './binning.ts';
import { LARGEST_FIELD, uint64, type FieldReader, type Fields } from './field-reader.ts';
import type { IndexCode } from './index-rules.ts';

/**
 * What an index says, in its order. Virtual offsets are numbers, `coffset * 65536 + uoffset`: beyond files of 137 GB they are rounded
 * to a few bytes, less than any record has.
 */
export interface IndexEvents {
  fault(code: IndexCode, position: number, message: string): void;
  references?(count: number): void;
  reference?(): void;
  /** Of CSI: `offset` is that of the first record that reaches into the bin. Its chunks follow. */
  bin?(bin: number, offset: number | undefined): void;
  chunk?(begin: number, end: number): void;
  counts?(mapped: number, unmapped: number): void;
  /** The next interval of the linear index. */
  interval?(offset: number): void;
  /** All references were read. */
  complete?(): void;
  unplaced?(count: number): void;
}

export interface IndexShape extends Binning {
  /** BAI and TBI: a linear index for each reference. CSI: an offset in each bin. */
  readonly hasIntervals: boolean;
}

/** Twice the same is looked for among so many bins of a reference. */
const MOST_COMPARED = 1 << 20;

/** From n_ref on; what comes between it and the bins is for `afterCount`, and `goesOn` says whether that was good. A count that cannot be ends the reading. */
export function* readBinningIndex(
  fields: Fields,
  shape: IndexShape,
  events: IndexEvents,
  afterCount?: () => FieldReader,
  goesOn: () => boolean = () => true,
): FieldReader {
  const references = yield* readCount(fields, events, 'n_ref');
  if (references < 0) return;
  events.references?.(references);
  if (afterCount !== undefined) yield* afterCount();
  if (!goesOn()) return;
  for (let reference = 0; reference < references; reference++) {
    events.reference?.();
    const isGood = yield* readBins(fields, shape, events, reference);
    if (!isGood) return;
    if (!shape.hasIntervals) continue;
    const intervals = yield* readCount(fields, events, `n_intv of reference ${reference}`);
    if (intervals < 0) return;
    let last = 0;
    let falls = false;
    for (let i = 0; i < intervals; i++) {
      yield 8;
      const offset = uint64(fields);
      // 0: no record reaches into it.
      if (offset > 0 && offset < last && !falls) {
        falls = true;
        events.fault(
          'INDEX-ORDER',
          fields.position,
          `interval ${i} of reference ${reference} begins before the one before it`,
        );
      }
      if (offset > 0) last = offset;
      events.interval?.(offset);
    }
  }
  // What follows is optional: where nothing does, nothing is missing.
  events.complete?.();
  yield 8;
  events.unplaced?.(uint64(fields));
}

function* readBins(
  fields: Fields,
  shape: IndexShape,
  events: IndexEvents,
  reference: number,
): Generator<number, boolean, void> {
  const bins = yield* readCount(fields, events, `n_bin of reference ${reference}`);
  if (bins < 0) return false;
  const seen = new Set<number>();
  const pseudo = pseudoBin(shape);
  const limit = firstBin(shape.depth + 1);
  for (let i = 0; i < bins; i++) {
    yield shape.hasIntervals ? 4 : 12;
    const position = fields.position;
    const bin = fields.view.getUint32(fields.at, true);
    const offset = shape.hasIntervals ? undefined : uint64(fields, 4);
    const chunks = yield* readCount(fields, events, `n_chunk of bin ${bin} of reference ${reference}`);
    if (chunks < 0) return false;
    const where = `bin ${bin} of reference ${reference}`;
    if (bin >= limit && bin !== pseudo) events.fault('INDEX-BIN', position, `${where}; bins go up to ${limit - 1}`);
    if (seen.has(bin)) events.fault('INDEX-BIN', position, `${where} comes twice`);
    if (seen.size < MOST_COMPARED) seen.add(bin);
    if (bin === pseudo) {
      if (chunks === 2) {
        yield* readCounts(fields, events);
        continue;
      }
      events.fault('INDEX-BIN', position, `${where} holds counts, and has ${chunks} chunks, not 2`);
    }
    events.bin?.(bin, offset);
    yield* readChunks(fields, events, chunks, where);
  }
  return true;
}

function* readChunks(fields: Fields, events: IndexEvents, chunks: number, where: string): FieldReader {
  let last = 0;
  let falls = false;
  for (let i = 0; i < chunks; i++) {
    yield 16;
    const begin = uint64(fields);
    const end = uint64(fields, 8);
    if (end < begin)
      events.fault('INDEX-CHUNK', fields.position, `chunk ${i} of ${where} is ${show(begin)} to ${show(end)}`);
    if (begin < last && !falls) {
      falls = true;
      events.fault('INDEX-ORDER', fields.position, `chunk ${i} of ${where} begins before the one before it`);
    }
    last = begin;
    events.chunk?.(begin, end);
  }
}

/** The first chunk is where something begins and ends; what it is the specification and htslib see differently. */
function* readCounts(fields: Fields, events: IndexEvents): FieldReader {
  yield 16;
  yield 16;
  events.counts?.(uint64(fields), uint64(fields, 8));
}

/** -1 where it is below 0, which is told. */
export function* readCount(fields: Fields, events: IndexEvents, name: string): Generator<number, number, void> {
  yield 4;
  const count = fields.view.getInt32(fields.at, true);
  if (count >= 0) return count;
  events.fault('INDEX-COUNT', fields.position, `${name} is ${count}`);
  return -1;
}

export function* skip(bytes: number): FieldReader {
  for (let left = bytes; left > 0; left -= LARGEST_FIELD) yield Math.min(left, LARGEST_FIELD);
}

/** A virtual offset for messages: `coffset:uoffset`. */
export const show = (offset: number): string => `${Math.floor(offset / 65_536)}:${offset % 65_536}`;
