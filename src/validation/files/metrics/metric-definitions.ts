/** Every metric that a report of a file may have: its unit, where it comes from, and at which level. docs/METRICS.md says more. */

import type { FileFormat, MetricsLevel } from '../content-judge.ts';

export type MetricUnit = 'count' | 'bases' | 'percent' | 'ratio' | 'quality' | 'depth' | 'flag';

/** Which formats have it, and from which level on. */
type Sources = Readonly<Partial<Record<FileFormat, MetricsLevel>>>;

export interface MetricDefinition {
  readonly unit: MetricUnit;
  /** A list has a number for each cycle, length, GC percentage, reference or sample. */
  readonly per?: 'cycle' | 'length' | 'gc-percent' | 'reference' | 'sample';
  readonly from: Sources;
  /** An id of the GA4GH WGS Quality Control Standards, version 1. */
  readonly isGa4gh?: true;
}

const of =
  (from: Sources) =>
  (unit: MetricUnit, more: Pick<MetricDefinition, 'per' | 'isGa4gh'> = {}): MetricDefinition => ({
    unit,
    from,
    ...more,
  });

const fastq = of({ fastq: 'basic' });
const allFastq = of({ fastq: 'all' });
const alignments = of({ sam: 'basic', bam: 'basic' });
const bam = of({ bam: 'basic' });
const allAlignments = of({ sam: 'all', bam: 'all' });
const reads = of({ fastq: 'basic', sam: 'basic', bam: 'basic' });
const qualities = of({ fastq: 'basic', sam: 'all', bam: 'all' });
const allReads = of({ fastq: 'all', sam: 'all', bam: 'all' });
const variants = of({ vcf: 'basic' });
const allVariants = of({ vcf: 'all' });
const ga4gh = { isGa4gh: true } as const;
const perCycle = { per: 'cycle' } as const;
const perReference = { per: 'reference' } as const;
const perSample = { per: 'sample' } as const;

/** Depths at which breadth is told. */
export const BREADTH_DEPTHS = [1, 5, 10, 15, 20, 30, 50, 100] as const;

const breadth = (id: (depth: number) => string): Readonly<Record<string, MetricDefinition>> =>
  Object.fromEntries(
    BREADTH_DEPTHS.map((depth) => [
      id(depth),
      allAlignments('percent', id(depth) === 'pct_autosomes_15x' ? ga4gh : {}),
    ]),
  );

/** By id, in the order of docs/METRICS.md. */
export const METRIC_DEFINITIONS: Readonly<Record<string, MetricDefinition>> = {
  reads: fastq('count'),
  bases: reads('bases'),
  yield_bp_q30: qualities('bases', ga4gh),
  q20_bases: qualities('bases'),
  q30_bases: qualities('bases'),
  pct_q20: qualities('percent'),
  pct_q30: qualities('percent'),
  gc_bases: fastq('bases'),
  n_bases: fastq('bases'),
  pct_gc: fastq('percent'),
  pct_n: fastq('percent'),
  length_min: fastq('bases'),
  length_mean: reads('bases'),
  length_max: reads('bases'),
  quality_offset: fastq('count'),
  mean_quality: allReads('quality'),
  length_median: allFastq('bases'),
  length_n50: allFastq('bases'),
  reads_by_length: allFastq('count', { per: 'length' }),
  pct_q20_by_cycle: allFastq('percent', perCycle),
  pct_q30_by_cycle: allFastq('percent', perCycle),
  mean_quality_by_cycle: allFastq('quality', perCycle),
  pct_a_by_cycle: allFastq('percent', perCycle),
  pct_c_by_cycle: allFastq('percent', perCycle),
  pct_g_by_cycle: allFastq('percent', perCycle),
  pct_t_by_cycle: allFastq('percent', perCycle),
  pct_n_by_cycle: allFastq('percent', perCycle),
  read_gc_mean: allFastq('percent'),
  read_gc_std_deviation: allFastq('percent'),
  reads_by_gc: allFastq('count', { per: 'gc-percent' }),
  pct_duplicates_estimate: allFastq('percent'),
  duplication_tracked_sequences: allFastq('count'),
  pct_adapter: allFastq('percent'),
  pct_adapter_illumina_universal: allFastq('percent'),
  pct_adapter_nextera: allFastq('percent'),
  pct_adapter_small_rna: allFastq('percent'),
  pct_poly_g_tail: allFastq('percent'),
  pct_adapter_by_cycle: allFastq('percent', perCycle),

  references: alignments('count'),
  primary: alignments('count'),
  secondary: alignments('count'),
  supplementary: alignments('count'),
  qc_failed: alignments('count'),
  mapped: alignments('count'),
  duplicates: alignments('count'),
  proper_pairs: alignments('count'),
  mapped_records: alignments('count'),
  duplicate_records: alignments('count'),
  paired: alignments('count'),
  first_of_pair: alignments('count'),
  second_of_pair: alignments('count'),
  both_mapped: alignments('count'),
  singletons: alignments('count'),
  mate_elsewhere: alignments('count'),
  mate_elsewhere_mapq5: alignments('count'),
  unplaced: bam('count'),
  mapped_by_reference: bam('count', perReference),
  unmapped_by_reference: bam('count', perReference),
  pct_reads_mapped: alignments('percent', ga4gh),
  pct_reads_properly_paired: alignments('percent', ga4gh),
  pct_reads_duplicate: alignments('percent'),
  mean_insert_size: alignments('bases', ga4gh),
  insert_size_std_deviation: alignments('bases', ga4gh),
  insert_size_median: alignments('bases'),
  insert_size_pairs: alignments('count'),
  is_coordinate_sorted: alignments('flag'),
  bases_mapped: allAlignments('bases'),
  bases_mapped_cigar: allAlignments('bases'),
  mismatches: allAlignments('count'),
  error_rate: allAlignments('ratio'),
  mean_mapping_quality: allAlignments('quality'),
  pct_mapping_quality_0: allAlignments('percent'),
  pct_mapping_quality_20: allAlignments('percent'),
  reference_bases: allAlignments('bases'),
  mean_coverage: allAlignments('depth'),
  median_coverage: allAlignments('depth'),
  mad_coverage: allAlignments('depth'),
  ...breadth((depth) => `pct_${depth}x`),
  autosome_bases: allAlignments('bases'),
  mean_autosome_coverage: allAlignments('depth', ga4gh),
  median_autosome_coverage: allAlignments('depth'),
  mad_autosome_coverage: allAlignments('depth', ga4gh),
  ...breadth((depth) => `pct_autosomes_${depth}x`),
  coverage_bases_left_out: allAlignments('bases'),
  coverage_pairs_not_joined: allAlignments('count'),

  records: of({ sam: 'basic', bam: 'basic', vcf: 'basic' })('count'),
  variants: variants('count'),
  pass: variants('count'),
  snvs: variants('count'),
  mnvs: variants('count'),
  indels: variants('count'),
  insertions: variants('count'),
  deletions: variants('count'),
  svs: variants('count'),
  other_variants: variants('count'),
  multiallelic: variants('count'),
  transitions: variants('count'),
  transversions: variants('count'),
  ratio_ti_tv: variants('ratio'),
  samples: variants('count'),
  ratio_het_hom_var: variants('ratio'),
  pct_genotypes_called: variants('percent'),
  count_snvs: variants('count', ga4gh),
  count_insertions: variants('count', ga4gh),
  count_deletions: variants('count', ga4gh),
  ratio_insertion_deletion: variants('ratio', ga4gh),
  ratio_transitions_transversions_snv: variants('ratio', ga4gh),
  ratio_heterozygous_homzygous_snv: variants('ratio', ga4gh),
  ratio_heterozygous_homzygous_indel: variants('ratio', ga4gh),
  singleton_records: allVariants('count'),
  pct_called_by_sample: allVariants('percent', perSample),
  hom_ref_by_sample: allVariants('count', perSample),
  het_by_sample: allVariants('count', perSample),
  hom_var_by_sample: allVariants('count', perSample),
  missing_by_sample: allVariants('count', perSample),
  singletons_by_sample: allVariants('count', perSample),
};
