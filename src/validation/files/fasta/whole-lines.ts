/** The fast way through a sequence: bases in lines of one length that lie whole in one piece of memory. */

import { BLOCK, FIELD } from '../fastq/characters.ts';
import { sumOf, type Piece } from '../text/piece.ts';
import type { SequenceTable } from './characters.ts';
import type { FastaTally } from './tally.ts';

const [LF, CR] = [0x0a, 0x0d];

export interface LineShape {
  /** Bytes of a line with its end. */
  readonly width: number;
  /** Its end: line feed, or carriage return and line feed. */
  readonly endBytes: 1 | 2;
  readonly table: SequenceTable;
}

/** How many lines of that shape there are from `from` on, at most to the end of the piece; their G, C and N go to the tally. */
export function passWholeLines(piece: Piece, from: number, shape: LineShape, tally: FastaTally): number {
  const { bytes } = piece;
  const { width, endBytes, table } = shape;
  const mostLines = Math.floor(BLOCK / width);
  const { length } = bytes;
  if (mostLines === 0) return 0;
  let lines = 0;
  let at = from;
  // Grows while all is well: where many lines are not, few bytes are looked at in vain.
  let wanted = 1;
  for (;;) {
    let end = at;
    let inSum = 0;
    while (inSum < wanted && end + width <= length && bytes[end + width - 1] === LF) {
      if (endBytes === 2 && bytes[end + width - 2] !== CR) break;
      end += width;
      inSum++;
    }
    if (inSum === 0) return lines;
    const sum = sumOf(table.single, table.pairs, piece, at, end);
    // The ends of the lines are no bases, and nothing else must be none.
    if (sum >>> 20 !== inSum * endBytes) {
      if (inSum === 1) return lines;
      wanted = inSum >> 1;
      continue;
    }
    tally.gc += sum & FIELD;
    tally.unknown += (sum >> 10) & FIELD;
    lines += inSum;
    at = end;
    wanted = Math.min(mostLines, 2 * wanted);
  }
}
