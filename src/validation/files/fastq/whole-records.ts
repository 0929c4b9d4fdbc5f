/**
 * The fast way through a FASTQ file: good records of four lines that lie whole in one piece of memory. Whatever is not one of these
 * (bad, wrapped, at the edge of the piece, with carriage returns, of letters that want a warning) is left to the judge of lines.
 */

import { BLOCK, FIELD, QUALITY, SEQUENCE, THIRD } from './characters.ts';
import { lookAtEncoding, type Tally } from './tally.ts';

const [LF, CR, AT, PLUS] = [0x0a, 0x0d, 0x40, 0x2b];

/** Where the name is: `bytes[start, end)` is the title without @. */
export type OnTitle = (bytes: Uint8Array, start: number, end: number) => void;

/** Where the first record begins that is left; `from` is where one begins. `tally` has the records before. */
export function passWholeRecords(bytes: Uint8Array, from: number, tally: Tally, onTitle: OnTitle | undefined): number {
  const length = bytes.length;
  let at = from;
  while (at < length && bytes[at] === AT) {
    let titleEnd = at + 1;
    while (titleEnd < length && bytes[titleEnd] !== LF) titleEnd++;
    const first = bytes[at + 1] ?? LF;
    // No name, or a carriage return.
    if (titleEnd >= length || first <= 0x20 || bytes[titleEnd - 1] === CR) break;

    const sequence = titleEnd + 1;
    let gc = 0;
    let unknown = 0;
    let end = sequence;
    let odd = 0;
    while (end < length && bytes[end] !== LF) {
      const block = Math.min(length, end + BLOCK);
      let sum = 0;
      for (; end < block; end++) {
        const byte = bytes[end] ?? 0;
        if (byte === LF) break;
        sum += SEQUENCE[byte] ?? 0;
      }
      gc += sum & FIELD;
      unknown += (sum >> 10) & FIELD;
      odd |= sum;
    }
    const count = end - sequence;
    if (odd >= THIRD || count === 0 || bytes[end + 1] !== PLUS) break;

    const plusEnd = bytes[end + 2] === LF ? end + 2 : repeatEnd(bytes, at + 1, titleEnd, end + 2);
    const quality = plusEnd + 1;
    const qualityEnd = quality + count;
    if (plusEnd < 0 || qualityEnd >= length || bytes[qualityEnd] !== LF) break;
    let q20 = 0;
    let q30 = 0;
    let bad = 0;
    for (let position = quality; position < qualityEnd;) {
      const block = Math.min(qualityEnd, position + BLOCK);
      let sum = 0;
      for (; position < block; position++) sum += QUALITY[bytes[position] ?? 0] ?? 0;
      q20 += sum & FIELD;
      q30 += (sum >> 10) & FIELD;
      bad |= sum;
    }
    if (bad >= THIRD) break;

    if (!tally.isSanger) lookAtEncoding(tally, bytes, quality, qualityEnd);
    if (onTitle !== undefined) onTitle(bytes, at + 1, titleEnd);
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
