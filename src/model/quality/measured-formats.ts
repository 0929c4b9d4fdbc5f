/** What is measured of a tool's output, by its format: the metrics that gates of the stage may ask for. */

const DEPTH = ['pct_1x', 'pct_10x', 'pct_15x', 'pct_20x', 'pct_30x'];
const ALIGNED = ['pct_reads_mapped'];
const CALLED = [
  'records',
  'count_snvs',
  'ratio_transitions_transversions_snv',
  'ratio_heterozygous_homzygous_snv',
  'pct_genotypes_called',
];

/** By format, as a stage's tool spells it, without what says how it is packed. */
export const MEASURED_FORMATS: Readonly<Record<string, readonly string[]>> = {
  // Files of sequencing
  fastq: ['reads', 'bases', 'q20_bases', 'q30_bases', 'pct_q20', 'pct_q30', 'pct_gc', 'pct_n', 'length_mean'],
  sam: ALIGNED,
  bam: ALIGNED,
  vcf: CALLED,
  // What tools say of them
  'samtools-stats': [
    ...['reads', 'total_reads', 'bases', 'q20_bases', 'q30_bases', 'pct_q20', 'pct_q30', 'length_mean', 'yield_bp_q30'],
    ...['pct_reads_mapped', 'pct_reads_properly_paired', 'pct_duplicates', 'pct_mismatches'],
    ...['mean_insert_size', 'insert_size_std_deviation', 'median_insert_size'],
  ],
  'bcftools-stats': [
    ...['records', 'count_snvs', 'count_indels', 'count_insertions', 'count_deletions', 'ratio_insertion_deletion'],
    ...[
      'ratio_transitions_transversions_snv',
      'ratio_heterozygous_homzygous_snv',
      'ratio_heterozygous_homzygous_indel',
    ],
    'pct_genotypes_called',
  ],
  'fastp-json': [
    ...['reads', 'total_reads', 'bases', 'q20_bases', 'q30_bases', 'pct_q20', 'pct_q30', 'pct_gc', 'yield_bp_q30'],
    ...['pct_reads_passed', 'pct_adapter', 'pct_duplicates_estimated', 'length_mean'],
  ],
  'picard-metrics': [
    ...['total_reads', 'pct_reads_mapped', 'pct_chimeras', 'pct_adapter', 'pct_mismatches', 'pct_duplicates'],
    ...['median_insert_size', 'mean_insert_size', 'insert_size_std_deviation', 'yield_bp_q30', 'pct_q20', 'pct_q30'],
    ...['mean_coverage', 'median_coverage', 'mad_coverage', ...DEPTH],
    ...[
      'mean_target_coverage',
      'pct_target_1x',
      'pct_target_10x',
      'pct_target_20x',
      'pct_target_30x',
      'pct_target_100x',
    ],
    ...['pct_selected_bases', 'fold_80_base_penalty', 'fold_enrichment'],
  ],
  'mosdepth-summary': ['mean_coverage_with_gaps', 'mean_target_coverage'],
  'mosdepth-dist': [
    ...DEPTH.map((metric) => `${metric}_with_gaps`),
    ...['pct_target_1x', 'pct_target_10x', 'pct_target_15x', 'pct_target_20x', 'pct_target_30x', 'pct_target_100x'],
  ],
  'checkqc-json': [
    ...['checkqc_errors', 'checkqc_warnings', 'pct_q30', 'pct_phix_error', 'clusters_pf', 'reads'],
    ...['pct_undetermined', 'pct_undetermined_beyond_phix', 'pct_phix', 'pct_unidentified_index'],
  ],
  verifybamid: ['cross_contamination_rate'],
  'ga4gh-wgs-qc': [
    ...['yield_bp_q30', 'mean_autosome_coverage', 'pct_autosomes_15x', 'mad_autosome_coverage', 'pct_reads_mapped'],
    ...['pct_reads_properly_paired', 'mean_insert_size', 'insert_size_std_deviation', 'cross_contamination_rate'],
  ],
};

const PACKED = /\.(?:gz|bgz|bgzf)$/i;

/** Nothing for a format that no check knows. */
export function metricsOfOutput(format: string): readonly string[] {
  const bare = format.replace(PACKED, '');
  return Object.hasOwn(MEASURED_FORMATS, bare) ? (MEASURED_FORMATS[bare] ?? []) : [];
}
