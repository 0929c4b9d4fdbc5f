import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSamJudge } from '../../../../src/validation/files/sam/sam-judge.ts';
import { SAM_RULES } from '../../../../src/validation/files/sam/sam-rules.ts';
import { METRIC_DEFINITIONS, type Metrics } from '../../../../src/validation/index.ts';
import { judgeWith } from '../judge-text.ts';
import { made, REFERENCES } from './alignments-made.ts';
import { countsOf, coverageOf, depths, samOf, type PlainAlignment } from './alignments-oracle.ts';

const judge = judgeWith(SAM_RULES, (findings) => createSamJudge(findings, { metrics: 'all' }));

function expectClose(metrics: Metrics, expected: Record<string, number>): void {
  for (const [id, value] of Object.entries(expected)) expect(metrics[id], id).toBeCloseTo(value, 9);
}

describe('metrics of alignments are those of the slow way', () => {
  it('whatever the alignments, and in pieces of any size', () => {
    fc.assert(
      fc.property(made, fc.integer({ min: 1, max: 300 }), (alignments, size) => {
        const { verdict, metrics } = judge(samOf(REFERENCES, alignments), size);
        expect(verdict).toBe('accepted');
        expectClose(metrics, countsOf(alignments));
        const depth = depths(REFERENCES, alignments);
        expect(metrics).toMatchObject({ is_coordinate_sorted: 1, reference_bases: 750, autosome_bases: 550 });
        expectClose(
          metrics,
          coverageOf(depth.flat(), 'coverage', (least) => `pct_${least}x`),
        );
        const autosomes = depth.slice(0, 2).flat();
        expectClose(
          metrics,
          coverageOf(autosomes, 'autosome_coverage', (least) => `pct_autosomes_${least}x`),
        );
      }),
      { numRuns: 120 },
    );
  });

  it('every metric that comes is defined, and basic ones come without being asked for', () => {
    const [text = ''] = fc.sample(made, { seed: 7, numRuns: 1 }).map((one) => samOf(REFERENCES, one));
    const basic = judgeWith(SAM_RULES, createSamJudge)(text).metrics;
    const all = judge(text).metrics;
    for (const id of Object.keys(basic)) expect([id, METRIC_DEFINITIONS[id]?.from.sam]).toEqual([id, 'basic']);
    for (const id of Object.keys(all)) expect([id, METRIC_DEFINITIONS[id]?.from.sam]).not.toEqual([id, undefined]);
    expect(all).toMatchObject(basic);
  });
});

const read = (position: number, more: Partial<PlainAlignment> = {}): PlainAlignment => ({
  name: 'r',
  flag: 0,
  reference: 0,
  position,
  mapq: 60,
  cigar: [[10, 'M']],
  nextReference: -1,
  nextPosition: -1,
  insert: 0,
  sequence: 'A'.repeat(10),
  qualities: Array.from({ length: 10 }, () => 40),
  nm: 0,
  ...more,
});

describe('coverage', () => {
  it('is absent of alignments that are not sorted, and where the header has no references', () => {
    const unsorted = judge(samOf(REFERENCES, [read(20), read(10)])).metrics;
    expect(unsorted).toMatchObject({ is_coordinate_sorted: 0, records: 2 });
    expect(unsorted).not.toHaveProperty('mean_coverage');
    const bare = judge(
      samOf([], []) +
        samOf([{ name: 'chr1', length: 50 }], [read(0)])
          .split('\n')
          .slice(1)
          .join('\n'),
    );
    expect(bare.verdict).toBe('accepted');
    expect(bare.metrics).not.toHaveProperty('mean_coverage');
    expect(bare.metrics).not.toHaveProperty('is_coordinate_sorted');
  });

  it('of references that are no autosomes is of all of them only', () => {
    const { metrics } = judge(samOf([{ name: 'phage', length: 20 }], [read(0)]));
    expect(metrics).toMatchObject({
      mean_coverage: 0.5,
      pct_1x: 50,
      pct_5x: 0,
      median_coverage: 0,
      reference_bases: 20,
    });
    expect(metrics).not.toHaveProperty('mean_autosome_coverage');
  });

  it('leaves the gaps of GRCh38 and GRCh37 out, by name and length', () => {
    const bases = (name: string, length: number) =>
      judge(samOf([{ name, length }], [read(0)])).metrics['autosome_bases'];
    expect(bases('chr21', 46_709_983)).toBe(40_088_683);
    expect(bases('21', 48_129_895)).toBe(35_106_642);
    expect(bases('chr21', 46_709_984)).toBe(46_709_984);
  });

  it('says what lies too far behind the start of its alignment to be counted', () => {
    const references = [{ name: 'chr1', length: 9_000_000 }];
    const far = read(0, {
      cigar: [
        [4, 'M'],
        [4_999_996, 'N'],
        [6, 'M'],
      ],
    });
    const { metrics } = judge(samOf(references, [far, read(5_000_000), read(8_999_990)]));
    // 4 + 10 + 10 bases are counted, six are not.
    expect(metrics).toMatchObject({ coverage_bases_left_out: 6, pct_1x: (100 * 24) / 9_000_000 });
  });

  it('of stretches far apart and of depths beyond any histogram is exact', () => {
    const references = [{ name: 'chr1', length: 4_000_000 }];
    const spliced = read(0, {
      cigar: [
        [5, 'M'],
        [3_000_000, 'N'],
        [5, 'M'],
      ],
    });
    const many = Array.from({ length: 70_000 }, () => read(3_500_000));
    const { metrics } = judge(samOf(references, [spliced, ...many]));
    expect(metrics).toMatchObject({ pct_1x: (100 * 20) / 4_000_000, pct_100x: (100 * 10) / 4_000_000 });
    expect(metrics['mean_coverage']).toBeCloseTo((10 + 700_000) / 4_000_000, 12);
  });

  it('says how many overlapping pairs found no room to wait for their mates', () => {
    // 100,010 pairs that begin at one place and whose mates come at the next.
    const pairs = Array.from({ length: 100_010 }, (_, i) => {
      const [left, right] = [0x61, 0x91].map((flag) => ({ name: `p${i}`, flag, nextReference: 0 }));
      return [read(0, { ...left, nextPosition: 1, insert: 11 }), read(1, { ...right, nextPosition: 0, insert: -11 })];
    });
    const { metrics } = judge(
      samOf(
        [{ name: 'c', length: 11 }],
        [0, 1].flatMap((end) => pairs.flatMap((p) => p[end] ?? [])),
      ),
    );
    // Eleven bases a pair, and nine more of each of the ten pairs.
    expect(metrics['coverage_pairs_not_joined']).toBe(10);
    expect(metrics['mean_coverage']).toBeCloseTo((100_010 * 11 + 10 * 9) / 11, 6);
  });

  it('says so too of a pair whose first mate has more stretches than are kept', () => {
    // 70,000 single bases, and a mate on the first and on the last of them: only the first of these is known to be there already.
    const [left, right] = [0x61, 0x91].map((flag) => ({ flag, nextReference: 0, nextPosition: 0 }));
    const stretches = Array.from({ length: 70_000 }, () => [[1, 'M'] as const, [1, 'N'] as const]).flat();
    const bases = { sequence: 'A'.repeat(70_001), qualities: undefined };
    const first = read(0, { ...left, ...bases, cigar: [...stretches, [1, 'M']] });
    const ends = {
      sequence: 'AA',
      qualities: undefined,
      cigar: [
        [1, 'M'],
        [139_999, 'N'],
        [1, 'M'],
      ] as const,
    };
    const { metrics } = judge(samOf([{ name: 'c', length: 140_001 }], [first, read(0, { ...right, ...ends })]));
    expect(metrics['coverage_pairs_not_joined']).toBe(1);
    expect(metrics['mean_coverage']).toBeCloseTo(70_002 / 140_001, 12);
  });

  it('does not wait for mates that never come', () => {
    const alone = Array.from({ length: 5000 }, (_, i) =>
      read(i, { name: `a${i}`, flag: 0x61, nextReference: 0, nextPosition: i + 5, insert: 15 }),
    );
    const { metrics } = judge(samOf([{ name: 'c', length: 5100 }], alone));
    expect(metrics).not.toHaveProperty('coverage_pairs_not_joined');
    expect(metrics['mean_coverage']).toBeCloseTo(50_000 / 5100, 9);
  });
});

/** `samtools stats`: summary numbers by name. */
function theirs(text: string): ReadonlyMap<string, number> {
  const { stdout } = spawnSync('samtools', ['stats', '-'], { input: text, encoding: 'utf8', maxBuffer: 1 << 26 });
  const rows = stdout.split('\n').filter((row) => row.startsWith('SN\t'));
  return new Map(
    rows.map((row) => row.split('\t')).map(([, name = '', value = '']) => [name.replace(':', ''), Number(value)]),
  );
}

/** Of our names theirs, and how far theirs is rounded. */
const SAME: readonly (readonly [string, string, number])[] = [
  ['primary', 'sequences', 1e-9],
  ['mapped', 'reads mapped', 1e-9],
  ['secondary', 'non-primary alignments', 1e-9],
  ['supplementary', 'supplementary alignments', 1e-9],
  ['bases', 'total length', 1e-9],
  ['bases_mapped', 'bases mapped', 1e-9],
  ['bases_mapped_cigar', 'bases mapped (cigar)', 1e-9],
  ['mismatches', 'mismatches', 1e-9],
  ['error_rate', 'error rate', 1e-6],
  ['mean_quality', 'average quality', 0.0501],
  ['mean_insert_size', 'insert size average', 0.0501],
  ['insert_size_std_deviation', 'insert size standard deviation', 0.0501],
];

const CORPUS = new URL('../../../../../shared/data/conformance/sam/passed/', import.meta.url);
const isInstalled = spawnSync('samtools', ['--version']).status === 0;

describe.skipIf(!isInstalled)('alignments are counted as samtools does', () => {
  // What it cannot take: alignments without sequence are no sequences there, and missing qualities are scores of 255.
  const usual = fc.sample(made, { seed: 20, numRuns: 30 }).map((alignments) =>
    alignments.map((one) => {
      const sequence = 'A'.repeat(
        one.cigar.reduce((sum, [n, letter]) => sum + ('MIS=X'.includes(letter) ? n : 0), 0) || 9,
      );
      const qualities = Array.from({ length: sequence.length }, (_, i) => one.qualities?.[i] ?? 30);
      return { ...one, sequence, qualities, nm: one.cigar.length > 0 ? (one.nm ?? 0) : undefined };
    }),
  );

  it('stats: reads, bases, errors, qualities, insert sizes of made-up alignments', () => {
    let compared = 0;
    for (const alignments of usual) {
      const text = samOf(REFERENCES, alignments);
      const [ours, stats] = [judge(text).metrics, theirs(text)];
      for (const [id, name, tolerance] of SAME) {
        const value = ours[id];
        if (value === undefined) continue;
        expect(Math.abs(Number(value) - (stats.get(name) ?? Number.NaN)), id).toBeLessThan(tolerance);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(30 * 9);
  });

  it('coverage: breadth and depth of reads without mates', () => {
    const folder = { input: '', encoding: 'utf8' } as const;
    let covered = 0;
    for (const alignments of usual) {
      // Overlapping mates would count twice there.
      const single = alignments.map((one) => ({
        ...one,
        flag: one.flag & ~0xeb,
        nextReference: -1,
        nextPosition: -1,
        insert: 0,
      }));
      const text = samOf(REFERENCES, single);
      const bam = spawnSync('samtools', ['view', '-b', '-'], { input: text }).stdout;
      const flags = ['--ff', 'UNMAP,SECONDARY,QCFAIL,DUP,SUPPLEMENTARY', '-q', '20', '-Q', '20', '-d', '0'];
      const { stdout } = spawnSync('samtools', ['coverage', ...flags, '-'], { ...folder, input: bam });
      const rows = stdout
        .split('\n')
        .filter((row) => row !== '' && !row.startsWith('#'))
        .map((row) => row.split('\t'));
      expect(rows).toHaveLength(REFERENCES.length);
      const sum = (value: (row: readonly string[]) => number): number => rows.reduce((all, row) => all + value(row), 0);
      const bases = sum((row) => Number(row[4]));
      covered += bases;
      const { metrics } = judge(text);
      expect(metrics['pct_1x']).toBeCloseTo((100 * bases) / 750, 9);
      // Mean depths have six digits there.
      const depth = sum(([, from, to, , , , mean]) => (Number(to) - Number(from) + 1) * Number(mean));
      expect(metrics['mean_coverage']).toBeCloseTo(depth / 750, 3);
    }
    expect(covered).toBeGreaterThan(1000);
  });

  it.skipIf(!existsSync(CORPUS))('stats: the good files of the corpus', () => {
    let compared = 0;
    for (const name of readdirSync(CORPUS)) {
      const text = readFileSync(new URL(encodeURIComponent(name), CORPUS), 'utf8');
      const [ours, stats] = [judge(text).metrics, theirs(text)];
      // What samtools does not read, it has no numbers of.
      if (stats.size === 0) continue;
      for (const [id, of] of [
        ['bases', 'total length'],
        ['secondary', 'non-primary alignments'],
      ] as const) {
        expect(ours[id], `${name} ${id}`).toBe(stats.get(of));
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(0);
  });
});
