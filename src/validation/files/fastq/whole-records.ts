/**
 * The fast way through a FASTQ file: good records of four lines that lie whole in one piece of memory. Whatever is not one of these
 * (bad, wrapped, at the edge of the piece, with carriage returns, of letters that want a warning) is left to the judge of lines.
 */

import { BLOCK, FIELD, QUALITY, QUALITY_PAIRS, SEQUENCE, SEQUENCE_PAIRS, THIRD } from './characters.ts';
import type { Read, ReadMetrics } from '../metrics/read-metrics.ts';
import { sumOf, type Piece } from '../text/piece.ts';
import { lookAtEncoding, type Tally } from './tally.ts';

const [LF, CR, AT, PLUS] = [0x0a, 0x0d, 0x40, 0x2b];

/** Where the name is: `bytes[start, end)` is the title without @. */
export type OnTitle = (bytes: Uint8Array, start: number, end: number) => void;

/** Who is told of each record. */
export interface RecordWatch {
  readonly onTitle: OnTitle | undefined;
  readonly reads: ReadMetrics | undefined;
  /** What `reads` is given, filled anew for each. */
  readonly read: Read;
}

/** Where the first record begins that is left; `from` is where one begins. `tally` has the records before. */
export function passWholeRecords(piece: Piece, from: number, tally: Tally, watch: RecordWatch): number {
  const { onTitle, reads, read } = watch;
  const { bytes } = piece;
  const length = bytes.length;
  let at = from;
  let usual = 0;
  while (at < length && bytes[at] === AT) {
    const titleEnd = bytes.indexOf(LF, at + 1);
    // The end, no name, or a carriage return.
    if (titleEnd < 0 || (bytes[at + 1] ?? LF) <= 0x20 || bytes[titleEnd - 1] === CR) break;

    const sequence = titleEnd + 1;
    // Mostly as long as the one before; a line feed further up is no base, and found to be none below.
    let end = sequence + usual;
    if (end + 1 >= length || bytes[end] !== LF || bytes[end + 1] !== PLUS) {
      end = sequence;
      while (end < length && bytes[end] !== LF) end++;
    }
    const count = end - sequence;
    if (count === 0 || end + 2 >= length || bytes[end + 1] !== PLUS) break;
    let gc = 0;
    let unknown = 0;
    let odd = 0;
    for (let from = sequence; from < end; from += BLOCK) {
      const sum = sumOf(SEQUENCE, SEQUENCE_PAIRS, piece, from, Math.min(end, from + BLOCK));
      gc += sum & FIELD;
      unknown += (sum >> 10) & FIELD;
      odd |= sum;
    }
    if (odd >= THIRD) {
      // No base; or the line feed of a sequence that is shorter than the one before.
      if (usual === 0) break;
      usual = 0;
      continue;
    }
    usual = count;

    const plusEnd = bytes[end + 2] === LF ? end + 2 : repeatEnd(bytes, at + 1, titleEnd, end + 2);
    const quality = plusEnd + 1;
    const qualityEnd = quality + count;
    if (plusEnd < 0 || qualityEnd >= length || bytes[qualityEnd] !== LF) break;
    let q20 = 0;
    let q30 = 0;
    let bad = 0;
    for (let from = quality; from < qualityEnd; from += BLOCK) {
      const sum = sumOf(QUALITY, QUALITY_PAIRS, piece, from, Math.min(qualityEnd, from + BLOCK));
      q20 += sum & FIELD;
      q30 += (sum >> 10) & FIELD;
      bad |= sum;
    }
    if (bad >= THIRD) break;

    if (!tally.isSanger) lookAtEncoding(tally, bytes, quality, qualityEnd);
    if (onTitle !== undefined) onTitle(bytes, at + 1, titleEnd);
    if (reads !== undefined) {
      read.piece = piece;
      read.start = sequence;
      read.end = end;
      read.quality = quality;
      read.length = count;
      read.gc = gc;
      reads.add(read);
    }
    tally.reads++;
    tally.bases += count;
    tally.gc += gc;
    tally.unknown += unknown;
    tally.q20 += q20;
    tally.q30 += q30;
    if (count < tally.shortest) tally.shortest = count;
    if (count > tally.longest) tally.longest = count;
    at = qualityEnd + 1;
  }
  return at;
}

/** The end of a + line that repeats the title at `[start, end)`; -1 where it does not. */
function repeatEnd(bytes: Uint8Array, start: number, end: number, repeat: number): number {
  const repeatsTo = repeat + end - start;
  if (repeatsTo >= bytes.length || bytes[repeatsTo] !== LF) return -1;
  for (let at = start, other = repeat; at < end; at++, other++) if (bytes[at] !== bytes[other]) return -1;
  return repeatsTo;
}
