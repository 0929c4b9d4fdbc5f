/** Alignments made at random: pairs that overlap or do not, single reads, gaps, clips, poor bases, and flags that leave reads out. */

import fc from 'fast-check';
import type { PlainAlignment, PlainReference } from './alignments-oracle.ts';

/** The first two are autosomes. */
export const REFERENCES: readonly PlainReference[] = [
  { name: 'chr1', length: 400 },
  { name: 'chr22', length: 150 },
  { name: 'chrX', length: 200 },
];

const takes = (cigar: PlainAlignment['cigar'], letters: string): number =>
  cigar.reduce((sum, [count, letter]) => sum + (letters.includes(letter) ? count : 0), 0);

const count = fc.integer({ min: 1, max: 12 });
const middle = fc.array(fc.tuple(count, fc.constantFrom('M', 'M', '=', 'X', 'I', 'D', 'N', 'P')), { maxLength: 4 });
/** Begins and ends with M, perhaps between clips. */
const cigar = fc
  .tuple(fc.option(count), count, middle, count, fc.option(count))
  .map(([before, first, parts, last, behind]): PlainAlignment['cigar'] => [
    ...(before === null ? [] : [[before, 'S'] as const]),
    [first, 'M'],
    ...parts,
    [last, 'M'],
    ...(behind === null ? [] : [[behind, 'S'] as const]),
  ]);

interface End {
  readonly cigar: PlainAlignment['cigar'];
  readonly shift: number;
  readonly mapq: number;
  readonly scores: readonly number[] | undefined;
  readonly nm: number | undefined;
  readonly bits: number;
  readonly hasSequence: boolean;
}

const end: fc.Arbitrary<End> = cigar.chain((parts) => {
  const length = takes(parts, 'MIS=X');
  return fc.record({
    cigar: fc.constant(parts),
    shift: fc.nat({ max: 60 }),
    mapq: fc.constantFrom(60, 60, 60, 20, 19, 0, 255),
    scores: fc.option(fc.array(fc.constantFrom(2, 19, 20, 29, 30, 40, 40), { minLength: length, maxLength: length }), {
      nil: undefined,
      freq: 9,
    }),
    nm: fc.option(fc.nat({ max: 5 }), { nil: undefined }),
    bits: fc.constantFrom(0, 0, 0, 0, 0, 0x100, 0x200, 0x400, 0x800),
    hasSequence: fc.nat({ max: 9 }).map((n) => n > 0),
  });
});

const fragment = fc.record({
  reference: fc.nat({ max: REFERENCES.length - 1 }),
  at: fc.nat({ max: 120 }),
  first: end,
  second: fc.option(end, { freq: 4 }),
  isElsewhere: fc.boolean().map((n) => n),
  isReverse: fc.boolean(),
  isUnplaced: fc.nat({ max: 9 }).map((n) => n === 0),
});

/** By coordinate; those without a place last. */
export const made: fc.Arbitrary<readonly PlainAlignment[]> = fc
  .array(fragment, { minLength: 1, maxLength: 25 })
  .map((fragments) =>
    fragments
      .flatMap(({ reference, at, first, second, isReverse, isUnplaced, isElsewhere }, i): PlainAlignment[] => {
        const base = { name: `f${i}`, nextReference: -1, nextPosition: -1, insert: 0 };
        const of = (one: End, position: number): PlainAlignment => ({
          ...base,
          flag: one.bits,
          reference,
          position,
          mapq: one.mapq,
          cigar: one.cigar,
          sequence: one.hasSequence ? 'A'.repeat(takes(one.cigar, 'MIS=X')) : '',
          qualities: one.hasSequence ? one.scores : undefined,
          nm: one.nm,
        });
        if (isUnplaced) {
          return [{ ...of(first, -1), flag: 4, reference: -1, mapq: 0, cigar: [], nm: undefined }];
        }
        const left = of(first, at);
        if (second === null) return [left];
        // A third of the pairs has its mates on two references.
        const apart = isElsewhere && i % 3 === 0 ? (reference + 1) % REFERENCES.length : reference;
        const right = { ...of(second, at + second.shift), reference: apart };
        const span = right.position + takes(right.cigar, 'MDN=X') - at;
        const insert = apart === reference ? span : 0;
        const [one, two] = isReverse ? [0x51, 0xa1] : [0x61, 0x91];
        return [
          { ...left, flag: left.flag | one | 2, nextReference: apart, nextPosition: right.position, insert },
          { ...right, flag: right.flag | two | 2, nextReference: reference, nextPosition: at, insert: -insert },
        ];
      })
      .toSorted(
        (a, b) =>
          (a.reference < 0 ? 99 : a.reference) - (b.reference < 0 ? 99 : b.reference) || a.position - b.position,
      ),
  );
