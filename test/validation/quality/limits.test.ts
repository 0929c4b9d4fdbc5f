import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/base/index.ts';
import { ASSAYS, DEFAULT_LIMITS, INSTRUMENTS, limitsFor, type QualityContext } from '../../../src/model/index.ts';

/** `fail 80..; warn 85..`: what of a metric fails and what is warned of. */
function limit(metric: string, context: Partial<QualityContext>): string | undefined {
  const found = limitsFor({ assay: 'wgs', ...context }).filter((one) => one.metric === metric);
  expect(found.length).toBeLessThan(2);
  const [one] = found;
  if (one === undefined) return undefined;
  const range = ({ min, max }: { readonly min?: number; readonly max?: number }) => `${min ?? ''}..${max ?? ''}`;
  const { min, max, warn } = one;
  return [
    ...(min === undefined && max === undefined ? [] : [`fail ${range(one)}`]),
    ...(warn === undefined ? [] : [`warn ${range(warn)}`]),
  ].join('; ');
}

describe('default limits of runs', () => {
  it.each([
    // checkQC's configuration, by instrument and cycles.
    ['novaseq-x-10b', 51, 'warn 90..'],
    ['novaseq-x-10b', 101, 'warn 85..'],
    ['novaseq-x', 151, 'warn 85..'],
    ['novaseq-6000-s4', 151, 'warn 85..'],
    ['novaseq-6000-sp', 251, 'warn 75..'],
    ['miseq-v2', 251, 'warn 75..'],
    ['miseq-v3', 301, 'warn 70..'],
    ['nextseq-550-mid', 151, 'warn 75..'],
    // TruSight Oncology 500, 2 x 101 cycles.
    ['novaseq-6000', 101, 'fail 80..; warn 85..'],
    ['nextseq-2000', 101, 'fail 85..'],
    ['nextseq-500-high', 101, 'fail 80..'],
    // Between two lengths the limit of the longer one; longer than all, and unknown: the lowest there is.
    ['novaseq-x', 76, 'warn 85..'],
    ['novaseq-x', 301, 'warn 70..'],
    ['novaseq-x', undefined, 'warn 70..'],
    [undefined, 151, 'warn 70..'],
  ] as const)('Q30 on %s with %s cycles: %s', (instrument, readLength, expected) => {
    expect(limit('pct_q30', { ...(instrument && { instrument }), ...(readLength && { readLength }) })).toBe(expected);
  });

  it.each([
    ['nextseq-500', 'fail 80..'],
    ['novaseq-6000-s1', 'fail 55..'],
    ['nextseq-1000', 'fail 85..'],
    ['nextseq-2000', 'fail 85..'],
    ['novaseq-x', undefined],
  ])('clusters passing the filter on %s: %s', (instrument, expected) => {
    expect(limit('pct_pf', { instrument })).toBe(expected);
  });

  it.each([
    ['novaseq-x', 51, 'warn ..1'],
    ['novaseq-x', 101, 'warn ..2'],
    ['novaseq-x', 151, 'warn ..5'],
    ['miseq-v2', 151, 'warn ..2'],
    ['nextseq-500', 151, 'warn ..1.5'],
  ])('PhiX error on %s with %d cycles: %s', (instrument, readLength, expected) => {
    expect(limit('pct_phix_error', { instrument, readLength })).toBe(expected);
  });

  it('samples owe 75 % of the floor of their lane by their number, where it is known', () => {
    // 1250 M clusters a lane: 937.5 M for all samples, 937.5 / 24 M for each of 24.
    expect(limit('reads', { instrument: 'novaseq-x-10b', plex: 24 })).toBe(`fail ${937.5e6 / 24}..`);
    expect(limit('reads', { instrument: 'novaseq-x-10b' })).toBe(undefined);
    expect(limit('reads', { instrument: 'novaseq-x', plex: 24 })).toBe(undefined);
    expect(limit('clusters_pf', { instrument: 'novaseq-x-10b' })).toBe('warn 1250000000..');
  });

  it('reads of no sample: 9 % beyond PhiX, 14 % on MiSeq v3', () => {
    expect(limit('pct_undetermined_beyond_phix', { instrument: 'novaseq-x' })).toBe('fail ..9');
    expect(limit('pct_undetermined_beyond_phix', { instrument: 'miseq-v3' })).toBe('fail ..14');
    expect(limit('pct_unidentified_index', {})).toBe('fail ..1');
  });
});

describe('default limits of samples', () => {
  it.each([
    ['wgs', 'pct_autosomes_15x', 'fail 95..'],
    ['wgs', 'yield_bp_q30', 'fail 85000000000..'],
    ['wgs', 'pct_15x', 'fail 90..'],
    ['wgs', 'mean_coverage', 'warn 30..'],
    ['wgs', 'mean_autosome_coverage', 'warn 30..'],
    ['wgs', 'insert_size_median', 'warn 250..'],
    ['wgs', 'pct_reads_duplicate', 'fail ..30; warn ..20'],
    ['wgs', 'pct_chimeras', 'fail ..15'],
    ['wgs', 'cross_contamination_rate', 'fail ..0.05; warn ..0.02'],
    ['wgs', 'ratio_transitions_transversions_snv', 'warn 1.9..2.2'],
    ['wes', 'ratio_transitions_transversions_snv', 'warn 2.8..3.3'],
    ['wgs', 'ratio_heterozygous_homzygous_snv', 'warn 1.3..2.2'],
    ['wgs', 'pct_genotypes_called', 'warn 95..'],
    ['rna-seq', 'rin', 'fail 5.3..; warn 7..'],
    ['rna-seq', 'dv200', 'fail 30..; warn 66..'],
    ['wgs', 'din', 'warn 7..'],
    ['panel', 'din', 'warn 3..'],
    ['cfdna', 'library_molarity', 'fail 1..; warn 2..'],
    ['wgs', 'library_size', 'warn 300..500'],
    ['amplicon', 'pct_adapter_dimer', 'warn ..5'],
    // What holds for genomes does not for others.
    ['rna-seq', 'pct_reads_duplicate', undefined],
    ['amplicon', 'mean_coverage', undefined],
    ['wes', 'yield_bp_q30', undefined],
  ] as const)('%s, %s: %s', (assay, metric, expected) => {
    expect(limit(metric, { assay })).toBe(expected);
  });

  it('every one has a source, and warns within what it lets pass', () => {
    expect(DEFAULT_LIMITS.length).toBeGreaterThan(100);
    for (const { metric, min, max, warn = {}, source } of DEFAULT_LIMITS) {
      expect(source.length, metric).toBeGreaterThan(10);
      expect(
        [min, max, warn.min, warn.max].some((one) => one !== undefined),
        metric,
      ).toBe(true);
      expect(warn.min ?? Infinity, metric).toBeGreaterThan(min ?? -Infinity);
      expect(warn.max ?? -Infinity, metric).toBeLessThan(max ?? Infinity);
    }
  });

  it('no row is hidden by one before it: each is the limit of some work', () => {
    const used = new Set<string>();
    const lengths = [undefined, ...new Set(DEFAULT_LIMITS.flatMap(({ upToCycles }) => upToCycles ?? []))];
    for (const assay of ASSAYS) {
      for (const instrument of [undefined, ...INSTRUMENTS]) {
        for (const readLength of lengths) {
          const context = { assay, plex: 1, ...(instrument && { instrument }), ...(readLength && { readLength }) };
          for (const found of limitsFor(context)) used.add(canonicalJson({ ...found }));
        }
      }
    }
    for (const row of DEFAULT_LIMITS) expect(used).toContain(canonicalJson({ ...row }));
  });
});
