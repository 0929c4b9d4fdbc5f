/** REF and ALT: VCFv4.3 section 1.6.1, breakends of section 5.4. */

const [COMMA, DOT, STAR] = [0x2c, 0x2e, 0x2a];

const table = (text: string): Uint8Array => {
  const is = new Uint8Array(256);
  for (const c of text) is[c.charCodeAt(0)] = 1;
  return is;
};
export const IS_BASE = table('ACGTNacgtn');

export function isBases(bytes: Uint8Array, start: number, end: number): boolean {
  if (start === end) return false;
  for (let at = start; at < end; at++) if (IS_BASE[bytes[at] ?? 0] === 0) return false;
  return true;
}

/** How many alternative alleles `bytes[start, end)` has: 0 for a dot; -1 where one of them is none. */
export function alternativesIn(bytes: Uint8Array, start: number, end: number): number {
  if (end - start === 1 && bytes[start] === DOT) return 0;
  let count = 0;
  let from = start;
  for (let at = start; at <= end; at++) {
    if (at < end && bytes[at] !== COMMA) continue;
    if (!isAllele(bytes, from, at)) return -1;
    count++;
    from = at + 1;
  }
  return count;
}

function isAllele(bytes: Uint8Array, start: number, end: number): boolean {
  if (isBases(bytes, start, end)) return true;
  if (end - start === 1 && bytes[start] === STAR) return true;
  if (start === end) return false;
  return OTHER.test(String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 4096))));
}

const BASES = '[ACGTNacgtn]+';
/** A mate: a contig, perhaps of an assembly file in angle brackets, and a position. */
const MATE = '(?:<[^\\s<>,]+>|[^\\s<>,\\[\\]]+):[0-9]+';
const OTHER = new RegExp(
  [
    // Symbolic: <DEL>, <INS:ME:ALU>, <*>.
    '^<[^\\s,<>]+>$',
    // Single breakends: G. and .G
    `^${BASES}\\.$`,
    `^\\.${BASES}$`,
    `^${BASES}\\[${MATE}\\[$`,
    `^${BASES}\\]${MATE}\\]$`,
    `^\\]${MATE}\\]${BASES}$`,
    `^\\[${MATE}\\[${BASES}$`,
    // A sequence that is inserted where the reference has none (section 5.4.9).
    `^\\.\\[${MATE}\\[$`,
    `^\\]${MATE}\\]\\.$`,
  ].join('|'),
);
