import { describe, expect, it } from 'vitest';
import { bytesOf, codesOf, readFixture, readText, valuesOf } from './fixtures.ts';

const textOf = (name: string): string => Buffer.from(bytesOf(name)).toString();

describe('fastp', () => {
  it('tells what the instrument made, and what is left of it', () => {
    expect(readFixture('fastp.json').format).toBe('fastp-json');
    expect(valuesOf(readFixture('fastp.json'))).toEqual({
      total_reads: 2000,
      reads: 1000,
      bases: 300_000,
      q20_bases: 285_000,
      q30_bases: 270_000,
      pct_q20: 95,
      pct_q30: 90,
      pct_gc: 41,
      length_mean: 150,
      yield_bp_q30: 260_000,
      pct_reads_passed: 95,
      pct_adapter: 2,
      pct_duplicates_estimate: 12.5,
    });
  });

  it('counts reads of single ends once, and no yield of merged reads', () => {
    const report = JSON.parse(textOf('fastp.json'));
    const { read2_before_filtering: _, ...single } = report;
    expect(valuesOf(readText(JSON.stringify(single)))).toMatchObject({ reads: 2000 });
    const merged = { ...report, merged_and_filtered: { total_reads: 10 } };
    expect(valuesOf(readText(JSON.stringify(merged)))).not.toHaveProperty('yield_bp_q30');
  });

  it('is refused where a count is a list or a number with a comma', () => {
    expect(codesOf(readText(textOf('fastp.json').replace('"rate":', '"rate": [').replace('0.125', '0.125]')))).toEqual([
      'QC-NUMBER',
    ]);
    expect(codesOf(readText(textOf('fastp.json').replace('0.125', '"0,125"')))).toEqual(['QC-DECIMAL-COMMA']);
  });
});

describe('MultiQC', () => {
  it('tells samples from lists of modules, as before version 1.30, with the NaN that Python writes', () => {
    const { format, samples, findings } = readFixture('multiqc_old.json');
    expect([format, findings]).toEqual(['multiqc-json', []]);
    expect(samples).toEqual([
      {
        sample: 'S1',
        metrics: {
          pct_reads_duplicate: 12.5,
          insert_size_median: 401,
          pct_reads_mapped: 99.5,
          pct_reads_properly_paired: 98.25,
          pct_15x_with_gaps: 91.5,
          mean_coverage_with_gaps: 29.5,
          ratio_ti_tv: 1.97,
          cross_contamination_rate: 0.001,
        },
      },
      { sample: 'S2', metrics: { pct_reads_duplicate: 40 } },
    ]);
  });

  it('tells them from named modules with columns that carry their names, and from data that modules saved', () => {
    const { samples, findings } = readFixture('multiqc_new.json');
    expect(findings).toEqual([]);
    const byName = new Map(samples.map(({ sample, metrics }) => [sample, metrics]));
    expect([...byName.keys()]).toEqual(['S1', 'S2']);
    expect(byName.get('S2')).toEqual({ pct_reads_duplicate: 40 });
    expect(byName.get('S1')).toMatchObject({
      // Not 1250 %: general statistics that were saved as drawn are left alone.
      pct_reads_duplicate: 12.5,
      pct_reads_mapped: 99.5,
      mean_coverage: 31.5,
      pct_15x: 95.5,
      // What fastp itself tells, in full.
      pct_q30: 90,
      yield_bp_q30: 260_000,
      pct_duplicates_estimate: 12.5,
    });
  });

  it('tells nothing where its modules are of no use', () => {
    expect(readText('{"report_general_stats_data": []}')).toMatchObject({ format: 'multiqc-json', samples: [] });
    expect(
      readText('{"report_general_stats_data": "?", "report_saved_raw_data": {"a": 1, "b": {"c": 2}}}').samples,
    ).toEqual([]);
  });
});

describe('checkQC', () => {
  it('tells what missed its limits, by lane, read and sample', () => {
    const { format, samples, findings } = readFixture('checkqc_bcl2fastq.json');
    expect([format, findings]).toEqual(['checkqc-json', []]);
    expect(samples).toEqual([
      { sample: '', metrics: { checkqc_errors: 2, checkqc_warnings: 3 } },
      { sample: 'lane 1', metrics: { clusters_pf: 150_000_000, pct_undetermined: 12.5, pct_phix: 1.5 } },
      { sample: 'lane 1 read 2', metrics: { pct_q30: 79.5, pct_phix_error: 2.5 } },
      { sample: 'lane 1 sample A', metrics: { reads: 17_500_000 } },
    ]);
  });

  it('tells lanes of BCL Convert, without indexes that may be there', () => {
    expect(readFixture('checkqc_bclconvert.json').samples).toEqual([
      { sample: '', metrics: { checkqc_errors: 2, checkqc_warnings: 2 } },
      { sample: 'lane 1 read 1', metrics: { pct_q30: 84.5 } },
      { sample: 'lane 2', metrics: { pct_unidentified_index: 2.5 } },
    ]);
  });
});

describe('GA4GH WGS-QC', () => {
  it('is taken as it is, nested or not', () => {
    expect(readFixture('ga4gh.json').samples).toEqual([
      {
        sample: 'S1',
        metrics: {
          yield_bp_q30: 102e9,
          mean_autosome_coverage: 31.25,
          pct_autosomes_15x: 95.5,
          pct_reads_mapped: 99.5,
        },
      },
    ]);
    expect(valuesOf(readFixture('ga4gh_nested.json'))).toEqual({
      cross_contamination_rate: 0.0025,
      ratio_transitions_transversions_snv: 1.96,
    });
  });
});

describe('reports of seqplan validate --json', () => {
  const line = (file: string, metrics: object, verdict = 'accepted') =>
    JSON.stringify({ file, format: 'fastq', verdict, findings: [], metrics });

  it('are one sample where files are both ends of its reads', () => {
    const one = { reads: 10, pct_q30: 90, yield_bp_q30: 900, mean_quality_by_cycle: [30, 31] };
    const two = { reads: 10, pct_q30: 80, yield_bp_q30: 800, of_no_dictionary: 1 };
    const text = `${line('d/A_S1_L001_R1_001.fastq.gz', one)}\n${line('d/A_S1_L001_R2_001.fastq.gz', two)}\n`;
    expect(readText(text)).toMatchObject({ format: 'seqplan-report', findings: [] });
    expect(readText(text).samples).toEqual([
      { sample: 'd/A_S1', metrics: { reads: 10, pct_q30: 80, yield_bp_q30: 1700 } },
    ]);
    // Of one end alone nobody knows what the sample yields.
    expect(valuesOf(readText(line('A_1.fq', one)))).toEqual({ reads: 10, pct_q30: 90 });
    expect(valuesOf(readText(line('A.fq', one)))).toEqual({ reads: 10, pct_q30: 90, yield_bp_q30: 900 });
  });

  it('of files that were not accepted are refused', () => {
    const text = `${line('a.fq', { reads: 1 })}\n${line('b.fq', { reads: 1 }, 'rejected')}\n`;
    expect(readText(text).findings).toMatchObject([{ code: 'QC-REJECTED', line: 2 }]);
    expect(codesOf(readText(`${line('a.fq', {})}\n{"file":3}\n`))).toEqual(['QC-JSON']);
    expect(codesOf(readText(`${line('a.fq', {})}\n{"file":\n`))).toEqual(['QC-JSON', 'QC-JSON']);
  });
});
