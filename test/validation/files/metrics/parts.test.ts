/** The parts that metrics of reads are made of, where whole files do not come. */

import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createCycles } from '../../../../src/validation/files/metrics/cycles.ts';
import { createDuplicates } from '../../../../src/validation/files/metrics/duplicates.ts';
import { createLengths } from '../../../../src/validation/files/metrics/lengths.ts';
import { duplicatesOf } from './reads-oracle.ts';

it('medians and N50 are exact up to 65,535 bases, and at most 1.6 % below the truth above', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 31 }), { minLength: 1, maxLength: 30 }), (many) => {
      const lengths = createLengths();
      const sorted = many.map((n) => (n % 3 === 0 ? n % 70_000 : n)).toSorted((a, b) => a - b);
      for (const length of sorted) lengths.add(length);
      const half = sorted.reduce((sum, length) => sum + length, 0) / 2;
      let sum = 0;
      const n50 = sorted.findLast((length) => (sum += length) >= half) ?? 0;
      const median = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
      const isNear = (found: number | undefined, truth: number): boolean =>
        truth < 65_536 ? found === truth : found !== undefined && found <= truth && found > truth * (1 - 1 / 64);
      expect(isNear(lengths.median, median)).toBe(true);
      if (half === 0) expect(lengths.n50).toBeUndefined();
      // Where two lengths share the half by a hair, what lies in ranges may say the one below.
      else if (sorted.every((length) => length < 65_536)) expect(lengths.n50).toBe(n50);
    }),
    { numRuns: 1000 },
  );
});

it('duplicates are those of FastQC, tracked whole or up to a limit', () => {
  const name = (i: number): string => i.toString(4).replaceAll(/\d/g, (digit) => 'ACGT'[Number(digit)] ?? '');
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 600 }),
      fc.integer({ min: 1, max: 80 }),
      (ids, limit) => {
        const duplicates = createDuplicates(limit);
        // Beyond 50 bases, differences do not count.
        const texts = ids.map((id, i) => `${name(id).padStart(50, 'A')}${name(i)}`);
        for (const text of texts) duplicates.add(Buffer.from(text), 0, text.length);
        const expected = duplicatesOf(texts, limit);
        const found = duplicates.metrics();
        expect(found['duplication_tracked_sequences']).toBe(expected.duplication_tracked_sequences);
        expect(found['pct_duplicates_estimate']).toBeCloseTo(expected.pct_duplicates_estimate, 6);
      },
    ),
    { numRuns: 300 },
  );
});

it('a sequence that comes very often is scaled as the exact product has it', () => {
  // 300 reads of one sequence among 2,000, tracking closed after 40 distinct ones: above the 64 terms that are added one by one.
  const texts = Array.from({ length: 2000 }, (_, i) =>
    i % 7 === 3 ? 'ACGT' : `T${i.toString(2).replaceAll('0', 'A').replaceAll('1', 'C')}`,
  );
  const duplicates = createDuplicates(40);
  for (const text of texts) duplicates.add(Buffer.from(text), 0, text.length);
  const expected = duplicatesOf(texts, 40);
  expect(expected.pct_duplicates_estimate).toBeGreaterThan(1);
  expect(duplicates.metrics()['pct_duplicates_estimate']).toBeCloseTo(expected.pct_duplicates_estimate, 3);
});

it('letters of either case are the same sequence, and beginnings of another length are not', () => {
  const duplicates = createDuplicates();
  for (const text of ['ACGTA', 'acgta', 'ACGT', 'ACGTAA']) duplicates.add(Buffer.from(text), 0, text.length);
  expect(duplicates.metrics()).toEqual({ pct_duplicates_estimate: 25, duplication_tracked_sequences: 3 });
});

it('counts outlive the 32 bits of their cells', () => {
  const bytes = Buffer.from(`${'A'.repeat(1030)}${'I'.repeat(1030)}`);
  const [often, never] = [createCycles(3), createCycles()];
  for (let i = 0; i < 10; i++) {
    often.add(bytes, 0, 1030, 1030);
    never.add(bytes, 0, 1030, 1030);
  }
  expect(often.metrics(33)).toEqual(never.metrics(33));
  expect(often.metrics(33)).toMatchObject({ mean_quality: 40 });
});
