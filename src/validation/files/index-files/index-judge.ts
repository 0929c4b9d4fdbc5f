/** Judges BAI, CSI and TBI by themselves: SAMv1 section 5.2, CSIv1, Tabix. Also reads them for the judge of what they belong to. */

import { Buffer } from 'node:buffer';
import type { ContentJudge } from '../content-judge.ts';
import { excerpt, type FileFindings } from '../file-finding.ts';
import { BAI_BINNING, type Binning } from './binning.ts';
import { readBinningIndex, readCount, skip, type IndexEvents } from './binning-index.ts';
import { createFieldFeed, LARGEST_FIELD, type FieldReader, type Fields } from './field-reader.ts';
import { readTabixHeader, tabixOfAux, type TabixHeader } from './tabix-header.ts';

/** Numbers of bins have 32 bits: (8 ** 11 - 1) / 7 of them are the most. */
const DEEPEST = 10;
const LONGEST_REACH = 62;

export interface WholeIndexEvents extends IndexEvents {
  /** Once, before `references`. */
  binning?(binning: Binning): void;
  /** Of TBI, and of CSI that has it. */
  tabix?(header: TabixHeader): void;
}

export const createBaiJudge = (findings: FileFindings): ContentJudge => createIndexJudge(findings, 'bai');
export const createCsiJudge = (findings: FileFindings): ContentJudge => createIndexJudge(findings, 'csi');

export const createTbiJudge = (findings: FileFindings): ContentJudge => createIndexJudge(findings, 'tbi');

const READERS = { bai: readBai, csi: readCsi, tbi: readTbi } as const;
/** Settings and names of text are far shorter; what is longer is not looked at. */
const LARGEST_AUX = 16 << 20;

function* readBai(fields: Fields, events: WholeIndexEvents): FieldReader {
  if (!(yield* readMagic(fields, events, 'BAI\x01'))) return;
  events.binning?.(BAI_BINNING);
  yield* readBinningIndex(fields, { ...BAI_BINNING, hasIntervals: true }, events);
}

function* readCsi(fields: Fields, events: WholeIndexEvents): FieldReader {
  if (!(yield* readMagic(fields, events, 'CSI\x01'))) return;
  yield 8;
  const minShift = fields.view.getInt32(fields.at, true);
  const depth = fields.view.getInt32(fields.at + 4, true);
  if (minShift < 0 || depth < 0 || depth > DEEPEST || minShift + 3 * depth > LONGEST_REACH) {
    events.fault('INDEX-BINNING', fields.position, `min_shift ${minShift}, depth ${depth}`);
    return;
  }
  events.binning?.({ minShift, depth });
  const aux = yield* readCount(fields, events, 'l_aux');
  if (aux > LARGEST_AUX) yield* skip(aux);
  else if (aux > 0) yield* readAux(fields, events, aux);
  if (aux >= 0) yield* readBinningIndex(fields, { minShift, depth, hasIntervals: false }, events);
}

function* readAux(fields: Fields, events: WholeIndexEvents, length: number): FieldReader {
  const aux = new Uint8Array(length);
  for (let at = 0; at < length; at += LARGEST_FIELD) {
    const size = Math.min(length - at, LARGEST_FIELD);
    yield size;
    aux.set(new Uint8Array(fields.view.buffer, fields.view.byteOffset + fields.at, size), at);
  }
  const header = tabixOfAux(aux);
  if (header !== undefined) events.tabix?.(header);
}

function* readTbi(fields: Fields, events: WholeIndexEvents): FieldReader {
  if (!(yield* readMagic(fields, events, 'TBI\x01'))) return;
  events.binning?.(BAI_BINNING);
  let count = 0;
  let isGood = false;
  yield* readBinningIndex(
    fields,
    { ...BAI_BINNING, hasIntervals: true },
    {
      ...events,
      references(references) {
        count = references;
        events.references?.(references);
      },
    },
    () =>
      readTabixHeader(
        fields,
        events,
        () => count,
        (header) => {
          isGood = true;
          events.tabix?.(header);
        },
      ),
    () => isGood,
  );
}

function* readMagic(fields: Fields, events: IndexEvents, magic: string): Generator<number, boolean, void> {
  yield 4;
  const found = Buffer.from(fields.view.buffer, fields.view.byteOffset + fields.at, 4).toString('latin1');
  if (found !== magic) events.fault('INDEX-MAGIC', fields.position, `the content begins with '${excerpt(found)}'`);
  return found === magic;
}

export interface IndexReading {
  push(bytes: Uint8Array): void;
  /** Tells of an index that is cut, or goes on. */
  end(): void;
}

/** Reads an index of that format, telling what it says and what is wrong with it. */
export function createIndexReading(format: keyof typeof READERS, events: WholeIndexEvents): IndexReading {
  let [position, isBroken, isComplete] = [0, false, false];
  const feed = createFieldFeed((fields) =>
    READERS[format](fields, {
      ...events,
      fault(code, at, message) {
        isBroken = true;
        events.fault(code, at, message);
      },
      complete() {
        isComplete = true;
      },
    }),
  );
  return {
    push(bytes) {
      position += bytes.length;
      feed.push(bytes);
    },
    end() {
      const isCut = feed.state === 'waiting' && (!isComplete || feed.held > 0);
      if (isCut) events.fault('INDEX-TRUNCATED', position, 'the index ends inside a field');
      else if (feed.trailing > 0 && !isBroken) {
        events.fault('INDEX-TRAILING', position - feed.trailing, `${feed.trailing} bytes follow the end of the index`);
      }
    },
  };
}

function createIndexJudge(findings: FileFindings, format: keyof typeof READERS): ContentJudge {
  const metrics = { references: 0, bins: 0, chunks: 0 };
  const reading = createIndexReading(format, {
    fault: (code, offset, message) => findings.add(code, { offset }, message),
    references: (count) => (metrics.references = count),
    bin: () => metrics.bins++,
    chunk: () => metrics.chunks++,
  });
  return { push: (bytes) => reading.push(bytes), end: () => reading.end(), metrics };
}
