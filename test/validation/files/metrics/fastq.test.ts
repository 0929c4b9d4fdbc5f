import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFastqJudge } from '../../../../src/validation/files/fastq/fastq-judge.ts';
import { FASTQ_RULES } from '../../../../src/validation/files/fastq/fastq-rules.ts';
import { METRIC_DEFINITIONS, type Metrics } from '../../../../src/validation/index.ts';
import { judgeWith } from '../judge-text.ts';
import { reads } from '../packed.ts';
import { metricsOfReads, type PlainRead } from './reads-oracle.ts';

const judge = judgeWith(FASTQ_RULES, (findings) => createFastqJudge(findings, { metrics: 'all' }));

const fourLines = (all: readonly PlainRead[]): string =>
  all.map(({ sequence, qualities }, i) => `@r${i}\n${sequence}\n+\n${qualities}\n`).join('');

/** Four decimals: lists are rounded to these. */
function expectClose(metrics: Metrics, expected: Record<string, number | number[]>): void {
  for (const [id, wanted] of Object.entries(expected)) {
    const found = metrics[id];
    const [a, b] = [[found].flat(), [wanted].flat()];
    expect([id, a.length]).toEqual([id, b.length]);
    for (const [i, value] of b.entries()) expect(a[i], `${id}[${i}]`).toBeCloseTo(value, 3);
  }
}

/** Pieces of adapters among random letters, so that they come whole, cut, and at the edges. */
const sequence = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.string({ unit: fc.constantFrom(...'ACGTacgtNnURYS.-*'), maxLength: 30 }) },
      {
        weight: 3,
        arbitrary: fc.constantFrom('AGATCGGAAGAG', 'CTGTCTCTTATA', 'tggaattctcgg', 'AGATCGGAAGA', 'GGGGGGGGGG'),
      },
      { weight: 1, arbitrary: fc.constant('ACGTTGCATGCCGATAAGTCCATGACGTTGCATGCCGATAAGTCCATGACGTTGCATGCC') },
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(''))
  .filter((text) => text !== '');
const read = (from: number, to: number) =>
  sequence.chain((letters) =>
    fc
      .array(fc.integer({ min: from, max: to }), { minLength: letters.length, maxLength: letters.length })
      .map((codes): PlainRead => ({ sequence: letters, qualities: String.fromCharCode(...codes) })),
  );

describe('metrics of reads are those of the slow way', () => {
  it('whatever the reads, and in pieces of any size', () => {
    fc.assert(
      fc.property(
        fc.array(read(33, 80), { minLength: 1, maxLength: 25 }),
        fc.integer({ min: 1, max: 400 }),
        (all, size) => {
          // Something that only Sanger's encoding has.
          const set = [...all, { sequence: 'A', qualities: '#' }];
          const { verdict, metrics } = judge(fourLines(set), size);
          expect(verdict).toBe('accepted');
          expectClose(metrics, metricsOfReads(set, 33));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('with qualities that count from 64', () => {
    fc.assert(
      fc.property(fc.array(read(64, 104), { minLength: 1, maxLength: 9 }), (all) => {
        const set = [...all, { sequence: 'AC', qualities: 'Bh' }];
        expectClose(judge(fourLines(set)).metrics, metricsOfReads(set, 64));
      }),
      { numRuns: 50 },
    );
  });

  it('with sequences that are wrapped, and carriage returns', () => {
    const set: readonly PlainRead[] = [
      { sequence: 'AACCGGTTAGATCGGAAGAGCC', qualities: 'IIIIIIIIII##########II' },
      { sequence: 'TTTT', qualities: '!5?I' },
    ];
    // The adapter begins on one line and ends on the next.
    const wrap = (text: string): string => text.replaceAll(/(.{11})(?=.)/g, '$1\r\n');
    const text = set.map(({ sequence: s, qualities }) => `@r\r\n${wrap(s)}\r\n+\r\n${wrap(qualities)}\r\n`).join('');
    const { verdict, metrics } = judge(text, 7);
    expect(verdict).toBe('accepted');
    expect(metrics['pct_adapter_illumina_universal']).toBe(50);
    expectClose(metrics, metricsOfReads(set, 33));
  });

  it('of long reads: cycles up to 1,024, the mean of all, no list of lengths', () => {
    // 2,000 bases: the first 1,024 of quality 40 (I), the others of quality 2 (#).
    const set = [{ sequence: 'ACGT'.repeat(500), qualities: 'I'.repeat(1024) + '#'.repeat(976) }];
    const { metrics } = judge(fourLines(set));
    const { reads_by_length: _, ...expected } = metricsOfReads(set, 33);
    expectClose(metrics, expected);
    expect(metrics['pct_a_by_cycle']).toHaveLength(1024);
    expect(metrics['mean_quality']).toBeCloseTo((1024 * 40 + 976 * 2) / 2000, 9);
    expect(metrics).not.toHaveProperty('reads_by_length');
  });
});

it('a file without reads has no more than counts', () => {
  const { metrics } = judge('');
  expect(Object.keys(metrics).filter((id) => METRIC_DEFINITIONS[id]?.from.fastq === 'all')).toEqual([]);
});

it('every metric of reads that comes is defined, lists are lists, and basic ones come without being asked for', () => {
  const basic = judgeWith(FASTQ_RULES, createFastqJudge)(reads(0, 50)).metrics;
  const all = judge(reads(0, 50)).metrics;
  const ids = (level: 'basic' | 'all') =>
    Object.entries(METRIC_DEFINITIONS).flatMap(([id, { from }]) => (from.fastq === level ? [id] : []));
  expect(Object.keys(basic).toSorted()).toEqual(ids('basic').toSorted());
  expect(Object.keys(all).toSorted()).toEqual([...ids('basic'), ...ids('all')].toSorted());
  for (const [id, value] of Object.entries(all)) {
    expect([id, Array.isArray(value)]).toEqual([id, METRIC_DEFINITIONS[id]?.per !== undefined]);
  }
  expect(all).toMatchObject(basic);
});

describe.skipIf(spawnSync('samtools', ['--version']).status !== 0)(
  'metrics by cycle are those of samtools stats',
  () => {
    it('qualities (FFQ) and letters (GCC) of 3,000 reads', () => {
      const content = reads(0, 3000);
      const bam = spawnSync('samtools', ['import', '-0', '-'], { input: content, maxBuffer: 1 << 26 }).stdout;
      const rows = spawnSync('samtools', ['stats', '-'], { input: bam, encoding: 'utf8' }).stdout.split('\n');
      const table = (name: string): number[][] =>
        rows.filter((row) => row.startsWith(`${name}\t`)).map((row) => row.split('\t').slice(2).map(Number));
      const byQuality = table('FFQ');
      const total = (counts: readonly number[], from = 0): number => counts.slice(from).reduce((sum, n) => sum + n, 0);
      const { metrics } = judge(content);
      // samtools: a row for each cycle, and one more that is empty.
      const q30 = byQuality
        .filter((counts) => total(counts) > 0)
        .map((counts) => (100 * total(counts, 30)) / total(counts));
      expect(q30).toHaveLength(60);
      expectClose(metrics, { pct_q30_by_cycle: q30 });
      // To two decimals.
      const letters = table('GCC');
      expect(letters).toHaveLength(60);
      for (const [i, [a = 0, c = 0, g = 0, t = 0]] of letters.entries()) {
        const ours = ['a', 'c', 'g', 't'].map((letter) => [metrics[`pct_${letter}_by_cycle`]].flat()[i]);
        for (const [k, value] of [a, c, g, t].entries()) expect(ours[k]).toBeCloseTo(value, 1);
      }
      const average = rows.find((row) => row.startsWith('SN\taverage quality:'))?.split('\t')[2];
      expect(metrics['mean_quality']).toBeCloseTo(Number(average), 0);
    });
  },
);
