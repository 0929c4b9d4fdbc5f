/** What kind of variant an alternative allele is, by the letters of it and of REF, as htslib tells them (`bcf_set_variant_type`). */

/** Bits: the kinds of a record are those of its alleles together. */
export const KIND = { snv: 1, mnv: 2, insertion: 4, deletion: 8, structural: 16, other: 32 } as const;
export const INDEL = KIND.insertion | KIND.deletion;

const [DOT, STAR, LESS, OPEN, CLOSE, X] = [0x2e, 0x2a, 0x3c, 0x5b, 0x5d, 0x58];

/** Where an allele lies. */
export interface Span {
  start: number;
  end: number;
}

/** 0: no variant, such as `*`, `<*>`, or the letter that REF has. */
export function kindOf(bytes: Uint8Array, ref: Span, alt: Span): number {
  const first = bytes[alt.start] ?? 0;
  const last = bytes[alt.end - 1] ?? 0;
  if (alt.end - alt.start === 1) {
    if (first === STAR || first === DOT || first === X) return 0;
    if (ref.end - ref.start === 1) return isSame(bytes, ref.start, alt.start) ? 0 : KIND.snv;
  }
  if (first === LESS) return isNoAllele(bytes, alt) ? 0 : KIND.structural;
  // Breakends; a dot is one whose mate is not known.
  if (first === OPEN || first === CLOSE || last === OPEN || last === CLOSE || first === DOT || last === DOT)
    return KIND.structural;

  let [r, a] = [ref.start, alt.start];
  while (r < ref.end && a < alt.end && isSame(bytes, r, a)) {
    r++;
    a++;
  }
  if (r === ref.end) return a === alt.end ? 0 : KIND.insertion;
  if (a === alt.end) return KIND.deletion;
  let [refLast, altLast] = [ref.end - 1, alt.end - 1];
  while (refLast > r && altLast > a && isSame(bytes, refLast, altLast)) {
    refLast--;
    altLast--;
  }
  if (altLast === a && refLast === r) return KIND.snv;
  if (altLast === a) return isSame(bytes, refLast, altLast) ? KIND.deletion : KIND.other;
  if (refLast === r) return isSame(bytes, refLast, altLast) ? KIND.insertion : KIND.other;
  return refLast - r === altLast - a ? KIND.mnv : KIND.other;
}

const isSame = (bytes: Uint8Array, one: number, two: number): boolean =>
  ((bytes[one] ?? 0) & 0xdf) === ((bytes[two] ?? 0) & 0xdf);

/** <*>, <X> and <NON_REF> stand for alleles that were not seen. */
function isNoAllele(bytes: Uint8Array, { start, end }: Span): boolean {
  if (end - start === 3) return bytes[start + 1] === STAR || bytes[start + 1] === X;
  return end - start === NON_REF.length && NON_REF.every((byte, i) => bytes[start + i] === byte);
}

const NON_REF = Uint8Array.from('<NON_REF>', (c) => c.charCodeAt(0));

/** +1: a transition; -1: a transversion; 0: of something else than two different ones of A, C, G and T. First letters, as bcftools. */
export function substitution(bytes: Uint8Array, ref: number, alt: number): number {
  const [one, two] = [BASES[bytes[ref] ?? 0] ?? 0, BASES[bytes[alt] ?? 0] ?? 0];
  if (one === 0 || two === 0 || one === two) return 0;
  // A and G are odd, C and T even.
  return ((one ^ two) & 1) === 0 ? 1 : -1;
}

const BASES = new Uint8Array(256);
for (const [letters, code] of [
  ['Aa', 1],
  ['Cc', 2],
  ['Gg', 3],
  ['Tt', 4],
] as const) {
  for (const letter of letters) BASES[letter.charCodeAt(0)] = code;
}
