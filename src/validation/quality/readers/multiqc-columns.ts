/** Columns of MultiQC's modules that are metrics of ours. */

export interface MultiQcColumn {
  readonly column: string;
  readonly metric: string;
  /** From the column's unit to the metric's. */
  readonly factor: number;
}

const SHARE = 100;

// prettier-ignore
const ROWS: readonly (readonly [column: string, metric: string, factor?: number])[] = [
  // samtools stats
  ['reads_mapped_percent', 'pct_reads_mapped'],
  ['reads_properly_paired_percent', 'pct_reads_properly_paired'],
  ['reads_duplicated_percent', 'pct_reads_duplicate'],
  ['raw_total_sequences', 'total_reads'],
  ['1st_fragments', 'reads'],
  ['insert_size_average', 'mean_insert_size'],
  ['insert_size_standard_deviation', 'insert_size_std_deviation'],
  // Picard
  ['PERCENT_DUPLICATION', 'pct_reads_duplicate', SHARE],
  ['PCT_PF_READS_ALIGNED', 'pct_reads_mapped', SHARE],
  ['PCT_CHIMERAS', 'pct_chimeras', SHARE],
  ['summed_median', 'insert_size_median'],
  ['summed_mean', 'mean_insert_size'],
  ['MEDIAN_INSERT_SIZE', 'insert_size_median'],
  ['MEAN_INSERT_SIZE', 'mean_insert_size'],
  ['MEAN_COVERAGE', 'mean_coverage'],
  ['MEDIAN_COVERAGE', 'median_coverage'],
  ['MAD_COVERAGE', 'mad_coverage'],
  ['PCT_1X', 'pct_1x', SHARE], ['PCT_10X', 'pct_10x', SHARE], ['PCT_15X', 'pct_15x', SHARE],
  ['PCT_20X', 'pct_20x', SHARE], ['PCT_30X', 'pct_30x', SHARE],
  ['MEAN_TARGET_COVERAGE', 'mean_target_coverage'],
  ['PCT_TARGET_BASES_10X', 'pct_target_10x', SHARE],
  ['PCT_TARGET_BASES_20X', 'pct_target_20x', SHARE],
  ['PCT_TARGET_BASES_30X', 'pct_target_30x', SHARE],
  ['PCT_TARGET_BASES_100X', 'pct_target_100x', SHARE],
  ['FOLD_ENRICHMENT', 'fold_enrichment'],
  ['FOLD_80_BASE_PENALTY', 'fold_80_base_penalty'],
  // fastp
  ['pct_duplication', 'pct_duplicates_estimate'],
  ['before_filtering_q30_rate', 'pct_q30', SHARE],
  ['after_filtering_q30_rate', 'pct_q30', SHARE],
  ['after_filtering_q30_bases', 'yield_bp_q30'],
  ['pct_surviving', 'pct_reads_passed'],
  ['pct_adapter', 'pct_adapter'],
  // mosdepth
  ['mean_coverage', 'mean_coverage_with_gaps'],
  ['1_x_pc', 'pct_1x_with_gaps'], ['10_x_pc', 'pct_10x_with_gaps'], ['15_x_pc', 'pct_15x_with_gaps'],
  ['20_x_pc', 'pct_20x_with_gaps'], ['30_x_pc', 'pct_30x_with_gaps'],
  // bcftools stats
  ['number_of_records', 'records'],
  ['number_of_SNPs', 'snvs'],
  ['number_of_indels', 'indels'],
  ['tstv', 'ratio_ti_tv'],
  // verifyBamID
  ['FREEMIX', 'cross_contamination_rate'],
];

/** In order: of two that tell one metric the first counts. */
export const MULTIQC_COLUMNS: readonly MultiQcColumn[] = ROWS.map(([column, metric, factor = 1]) => ({
  column,
  metric,
  factor,
}));
