import { describe, expect, it } from 'vitest';
import { codesOf, readFixture, readText, valuesOf } from './fixtures.ts';

describe('mosdepth', () => {
  it('tells mean depths from sums, not from rounded means', () => {
    expect(valuesOf(readFixture('made.mosdepth.summary.txt'))).toEqual({
      mean_coverage_with_gaps: 31.5,
      mean_target_coverage: 50.25,
    });
    const rounded = 'chrom\tlength\tbases\tmean\tmin\tmax\ntotal\t3\t100\t33.33\t0\t60\n';
    expect(valuesOf(readText(rounded))).toEqual({ mean_coverage_with_gaps: 100 / 3 });
  });

  it('tells breadths of all positions, gaps too; of regions where the name of the file says so', () => {
    expect(valuesOf(readFixture('made.mosdepth.global.dist.txt'))).toEqual({
      pct_1x_with_gaps: 96,
      pct_10x_with_gaps: 95,
      pct_15x_with_gaps: 92,
      pct_20x_with_gaps: 80,
      pct_30x_with_gaps: 55.00000000000001,
    });
    expect(valuesOf(readFixture('made.mosdepth.region.dist.txt'))).toMatchObject({
      pct_target_15x: 92,
      // No position is that deep.
      pct_target_100x: 0,
    });
  });

  it('is refused without its total: the file is cut off', () => {
    expect(codesOf(readText('chr1\t60\t0.01\n'))).toEqual(['QC-TABLE']);
    expect(codesOf(readText('chrom\tlength\tbases\tmean\tmin\tmax\nchr1\t1\t1\t1\t0\t1\n'))).toEqual(['QC-TABLE']);
  });
});

describe('VerifyBamID', () => {
  it('tells contamination by sample, in either version', () => {
    expect(readFixture('made.selfSM').samples).toEqual([
      { sample: 'S1', metrics: { cross_contamination_rate: 0.00125 } },
    ]);
    expect(readFixture('made.selfSM2').samples).toEqual([
      { sample: 'S2', metrics: { cross_contamination_rate: 0.0375 } },
    ]);
    expect(codesOf(readText('#SEQ_ID\tRG\tFREEMIX\n'))).toEqual(['QC-TABLE']);
  });
});

describe('samtools stats', () => {
  const stats = (...lines: readonly string[]) =>
    readText(`# This file was produced by samtools stats (1.16)\n${lines.join('\n')}\n`);

  it('gives per cent of primary alignments, and qualities by their columns', () => {
    // Columns of FFQ: cycle, then how many bases of quality 0, 1, 2...; here of 19, 20, 29 and 30.
    const row = (counts: Readonly<Record<number, number>>) =>
      Array.from({ length: 42 }, (_, quality) => counts[quality] ?? 0).join('\t');
    const values = valuesOf(
      stats(
        'SN\traw total sequences:\t200\t# excluding supplementary and secondary reads',
        'SN\t1st fragments:\t100',
        'SN\treads mapped:\t190',
        'SN\treads paired:\t200',
        'SN\treads properly paired:\t180',
        'SN\treads duplicated:\t30',
        'SN\treads QC failed:\t0',
        'SN\ttotal length:\t400',
        'SN\terror rate:\t1.5e-03',
        'SN\taverage length:\t2',
        'SN\tinsert size average:\t401.5',
        'SN\tinsert size standard deviation:\t88.5',
        `FFQ\t1\t${row({ 19: 1, 20: 2, 29: 3, 30: 94 })}`,
        `LFQ\t1\t${row({ 41: 100 })}`,
        'IS\t0\t0\t0\t0\t0',
        'IS\t400\t40\t40\t0\t0',
        'IS\t410\t10\t10\t0\t0',
        'IS\t420\t50\t50\t0\t0',
      ),
    );
    expect(values).toEqual({
      total_reads: 200,
      reads: 100,
      bases: 400,
      length_mean: 2,
      pct_reads_mapped: 95,
      pct_reads_duplicate: 15,
      error_rate: 0.0015,
      pct_reads_properly_paired: 90,
      mean_insert_size: 401.5,
      insert_size_std_deviation: 88.5,
      // 50 of 100 pairs are 410 or shorter.
      insert_size_median: 410,
      // 2 + 3 + 94 + 100 of 200; 94 + 100 of 200.
      q20_bases: 199,
      q30_bases: 194,
      pct_q20: 99.5,
      pct_q30: 97,
      yield_bp_q30: 194,
    });
  });

  it('tells no inserts of single reads, nothing of no reads, and is refused without its summary', () => {
    const values = valuesOf(
      stats('SN\traw total sequences:\t0', 'SN\treads mapped:\t0', 'SN\tinsert size average:\t0.0'),
    );
    expect(values).toEqual({ total_reads: 0 });
    expect(codesOf(stats('FFQ\t1\t2'))).toEqual(['QC-TABLE']);
  });
});

describe('bcftools stats', () => {
  const stats = (...lines: readonly string[]) =>
    readText(`# This file was produced by bcftools stats (1.16)\nID\t0\tmade.vcf\n${lines.join('\n')}\n`);
  const SUMMARY = ['SN\t0\tnumber of records:\t1000', 'SN\t0\tnumber of SNPs:\t900', 'SN\t0\tnumber of indels:\t100'];

  it('tells the file and its only sample as one', () => {
    const { samples } = stats(
      ...SUMMARY,
      'TSTV\t0\t600\t300\t2.00\t600\t300\t2.00',
      'IDD\t0\t-2\t30\t0\t.',
      'IDD\t0\t1\t60\t0\t.',
      'PSC\t0\tS1\t5\t300\t590\t597\t299\t100\t31.5\t0\t0\t0\t20',
      'PSI\t0\tS1\t0\t0\t0\t0.00\t30\t20\t25\t25',
    );
    expect(samples).toEqual([
      {
        sample: 'S1',
        metrics: {
          records: 1000,
          snvs: 900,
          indels: 100,
          insertions: 60,
          deletions: 30,
          ratio_ti_tv: 597 / 299,
          // Of SNPs 590 to 300, of indels 50 to 50.
          ratio_het_hom_var: 640 / 350,
          pct_genotypes_called: 98,
        },
      },
    ]);
  });

  it('tells several samples apart from the file', () => {
    const psc = (sample: string) => `PSC\t0\t${sample}\t5\t300\t600\t597\t299\t100\t31.5\t0\t0\t0\t0`;
    const { samples } = stats(...SUMMARY, 'TSTV\t0\t600\t0\t0.00\t600\t0\t0.00', psc('S1'), psc('S2'));
    expect(samples.map(({ sample }) => sample)).toEqual(['', 'S1', 'S2']);
    // Without a transversion there is no ratio.
    expect(samples[0]?.metrics).toEqual({ records: 1000, snvs: 900, indels: 100, insertions: 0, deletions: 0 });
    expect(samples[2]?.metrics).toMatchObject({ ratio_het_hom_var: 2, pct_genotypes_called: 100 });
  });

  it('tells the first of two files that are compared, and says so', () => {
    const read = stats('ID\t1\tother.vcf', ...SUMMARY, 'SN\t1\tnumber of records:\t7');
    expect(read.findings).toMatchObject([{ code: 'QC-SETS', severity: 'warning' }]);
    expect(read.samples[0]?.metrics).toMatchObject({ records: 1000 });
    expect(codesOf(stats('TSTV\t0\t1\t1\t1'))).toEqual(['QC-TABLE']);
  });
});
