/** What each byte is in a sequence or among qualities, in tables whose sums count several things at once. */

/** Sums over up to this many bytes fit their fields. */
export const BLOCK = 1022;

/** The lowest character that Solexa's encoding has (-5); anything lower is Sanger's. */
export const LOWEST_SOLEXA = 59;

// Three fields of ten bits: what the field counts is up to the table.
export const FIRST = 1;
export const SECOND = 1 << 10;
export const THIRD = 1 << 20;
export const FIELD = 0x3ff;

const table = (value: (byte: number) => number): Int32Array =>
  Int32Array.from({ length: 256 }, (_, byte) => value(byte));
const isIn = (letters: string, byte: number): boolean => letters.includes(String.fromCharCode(byte));

const IUPAC = 'ACGTUNRYSWKMBDHV';

/** First: G and C. Second: unknown bases. Third: everything that is no IUPAC code, point, hyphen or star. */
export const SEQUENCE = table((byte) => {
  if (isIn('GCgc', byte)) return FIRST;
  if (isIn('Nn.', byte)) return SECOND;
  return isIn(`${IUPAC}${IUPAC.toLowerCase()}-*`, byte) ? 0 : THIRD;
});

/** First: 20 and more, second: 30 and more, counted from 33. Third: not a quality. */
export const QUALITY = table((byte) => {
  if (byte < 33 || byte > 126) return THIRD;
  return (byte >= 33 + 20 ? FIRST : 0) + (byte >= 33 + 30 ? SECOND : 0);
});

/** Of two bytes at once, in either order: the sum of both, by the 16-bit number that they make. */
export const pairsOf = (single: Int32Array): Int32Array =>
  Int32Array.from({ length: 65_536 }, (_, pair) => (single[pair & 0xff] ?? 0) + (single[pair >> 8] ?? 0));

export const SEQUENCE_PAIRS = pairsOf(SEQUENCE);
export const QUALITY_PAIRS = pairsOf(QUALITY);

/** May stand in a sequence at all. */
export const isSequenceCharacter = (byte: number): boolean =>
  ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a) || SEQUENCE[byte] !== THIRD;
