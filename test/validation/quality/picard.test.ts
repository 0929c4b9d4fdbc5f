import { describe, expect, it } from 'vitest';
import { bytesOf, codesOf, readFixture, readText, valuesOf } from './fixtures.ts';

describe('metrics files of Picard', () => {
  it('tell alignments of both ends, shares in per cent', () => {
    expect(readFixture('alignment_summary_metrics.txt').format).toBe('picard-metrics');
    expect(valuesOf(readFixture('alignment_summary_metrics.txt'))).toEqual({
      total_reads: 2000,
      // Pairs.
      reads: 1000,
      pct_reads_mapped: 98,
      pct_chimeras: 1.2,
      pct_adapter: 0.1,
      mismatch_rate: 0.003,
      length_mean: 100,
    });
  });

  it('tell insert sizes of the orientation of most pairs', () => {
    expect(valuesOf(readFixture('insert_size_metrics.txt'))).toEqual({
      insert_size_median: 412,
      mean_insert_size: 420.5,
      insert_size_std_deviation: 92.25,
    });
  });

  it('tell duplicates of all libraries together', () => {
    // Library A: 10 + 2 x 45 of 100 + 2 x 450; library B: 2 x 300 of 2 x 1000; together 700 of 3000.
    expect(valuesOf(readFixture('markdup_metrics.txt'))).toEqual({ pct_reads_duplicate: (100 * 700) / 3000 });
  });

  it('tell depths of genomes and of targets, by sample where they have a row of their own', () => {
    expect(valuesOf(readFixture('wgs_metrics.txt'))).toEqual({
      mean_coverage: 31.5,
      median_coverage: 31,
      mad_coverage: 5,
      pct_1x: 99,
      pct_10x: 98,
      pct_15x: 95.5,
      pct_20x: 90,
      pct_30x: 60,
    });
    const { samples } = readFixture('hs_metrics.txt');
    expect(samples.map(({ sample }) => sample)).toEqual(['', 'S1']);
    expect(samples[0]?.metrics).toEqual({
      mean_target_coverage: 95.5,
      pct_selected_bases: 75,
      fold_80_base_penalty: 1.5,
      fold_enrichment: 42.5,
      pct_target_1x: 99,
      pct_target_10x: 97,
      pct_target_20x: 95,
      pct_target_30x: 90,
      pct_target_100x: 35,
    });
    // The row of its library is a part of it.
    expect(samples[1]?.metrics).toMatchObject({ mean_target_coverage: 40.5, fold_80_base_penalty: 1.75 });
  });

  it('tell what passed the filter of the instrument', () => {
    expect(valuesOf(readFixture('quality_yield_metrics.txt'))).toEqual({
      bases: 80_000,
      yield_bp_q30: 72_000,
      pct_q20: 95,
      pct_q30: 90,
    });
  });

  it('are read as Sentieon writes them too', () => {
    expect(valuesOf(readFixture('sentieon_hs_metrics.txt'))).toEqual({
      mean_target_coverage: 226.5,
      fold_80_base_penalty: 1.25,
      pct_target_10x: 100,
    });
  });

  it('are refused where numbers have a decimal comma: nothing of them is taken', () => {
    const read = readFixture('comma_wgs_metrics.txt');
    expect(codesOf(read)).toEqual(['QC-DECIMAL-COMMA']);
    expect(read.findings[0]).toMatchObject({ severity: 'error', line: 8, message: "'31,5'" });
    expect(read.samples).toEqual([]);
  });

  it.each(['?', '', 'NaN', 'nan', 'Infinity', '-∞', 'NA'])('leave out what is %j', (word) => {
    const text = Buffer.from(bytesOf('wgs_metrics.txt')).toString().replace('31.5', word);
    const values = valuesOf(readText(text));
    expect(values).not.toHaveProperty('mean_coverage');
    expect(values).toMatchObject({ median_coverage: 31 });
  });

  it('are refused where a value is no number, or none that the metric can have', () => {
    const spoilt = (to: string) => readText(Buffer.from(bytesOf('wgs_metrics.txt')).toString().replace('31.5', to));
    expect(codesOf(spoilt('many'))).toEqual(['QC-NUMBER']);
    expect(codesOf(spoilt('0x1F'))).toEqual(['QC-NUMBER']);
    expect(codesOf(spoilt('-3'))).toEqual(['QC-RANGE']);
    const beyond = Buffer.from(bytesOf('wgs_metrics.txt')).toString().replace('0.955', '95.5');
    expect(codesOf(readText(beyond))).toEqual(['QC-RANGE']);
  });

  it('of kinds that nothing is taken from are said to be so, and no fault', () => {
    const other = '## METRICS CLASS\tpicard.analysis.GcBiasSummaryMetrics\nACCUMULATION_LEVEL\tAT_DROPOUT\nAll\t1.5\n';
    expect(readText(other).findings).toMatchObject([{ code: 'QC-NOT-READ', severity: 'warning' }]);
    const [header = ''] = Buffer.from(bytesOf('insert_size_metrics.txt')).toString().split('900\t');
    expect(readText(header).findings).toMatchObject([{ code: 'QC-NOT-READ', severity: 'warning' }]);
  });

  it('may repeat their header, and have lines that end as on Windows', () => {
    const text = Buffer.from(bytesOf('markdup_metrics.txt')).toString();
    const header = text.split('\n').find((line) => line.startsWith('LIBRARY')) ?? '';
    const values = valuesOf(readText(text.replace('libB', `${header}\nlibB`).replaceAll('\n', '\r\n')));
    // Of tables one after the other the last counts: 600 of 2000.
    expect(values).toEqual({ pct_reads_duplicate: 30 });
  });
});
