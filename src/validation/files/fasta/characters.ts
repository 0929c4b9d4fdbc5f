/** What each byte is in a sequence; the tables count several things in one sum, as those of FASTQ do. */

import { FIRST, pairsOf, SECOND, THIRD } from '../fastq/characters.ts';

const NUCLEOTIDES = 'ACGTUNRYSWKMBDHV';
const isIn = (letters: string, byte: number): boolean => letters.includes(String.fromCharCode(byte).toUpperCase());
const isLetter = (byte: number): boolean => (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;

/**
 * - `base`: an IUPAC nucleotide code, or a gap.
 * - `letter`: another letter, a star or a point: protein.
 */
export type Kind = 'base' | 'letter' | 'blank' | 'bad';

export function kindOf(byte: number): Kind {
  if (byte === 0x2d || (byte < 0x80 && isIn(NUCLEOTIDES, byte))) return 'base';
  if (isLetter(byte) || byte === 0x2a || byte === 0x2e) return 'letter';
  return byte === 0x20 || byte === 0x09 ? 'blank' : 'bad';
}

export interface SequenceTable {
  readonly single: Int32Array;
  readonly pairs: Int32Array;
}

const tableOf = (value: (byte: number) => number): SequenceTable => {
  const single = Int32Array.from({ length: 256 }, (_, byte) => value(byte));
  return { single, pairs: pairsOf(single) };
};

/** First: G and C. Second: N. Third: everything that is no base, line ends among it. */
export const NUCLEOTIDE_TABLE = tableOf((byte) => {
  if (kindOf(byte) !== 'base') return THIRD;
  if (isIn('GC', byte)) return FIRST;
  return isIn('N', byte) ? SECOND : 0;
});

/** Third: everything that is neither base nor letter. */
export const LETTER_TABLE = tableOf((byte) => (kindOf(byte) === 'base' || kindOf(byte) === 'letter' ? 0 : THIRD));
