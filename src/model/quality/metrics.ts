/**
 * The dictionary of quality metrics. Ids, meanings and units of GA4GH WGS-QC (github.com/ga4gh/quality-control-wgs,
 * docs/metrics_definitions) where it defines the metric, its spelling included; what it leaves open is defined here.
 */

import type { QualityMetric } from './metric.ts';

const GA4GH = 'GA4GH WGS-QC';
const OWN = 'seqplan';

type Row = readonly [id: string, unit: string, better: QualityMetric['better'], source: string, meaning: string];

// prettier-ignore
const ROWS: readonly Row[] = [
  // Reads
  ['reads', '1', 'higher', OWN, 'read pairs, or reads of single ends, that passed the filter of the instrument'],
  ['total_reads', '1', 'higher', OWN, 'reads, both ends counted'],
  ['bases', 'bp', 'higher', OWN, 'bases of the reads'],
  ['q20_bases', 'bp', 'higher', OWN, 'bases of quality 20 and more'],
  ['q30_bases', 'bp', 'higher', OWN, 'bases of quality 30 and more'],
  ['yield_bp_q30', 'bp', 'higher', GA4GH, 'bases of quality 30 and more of a sample, all its reads'],
  ['pct_q20', '%', 'higher', OWN, 'bases of quality 20 and more'],
  ['pct_q30', '%', 'higher', OWN, 'bases of quality 30 and more'],
  ['pct_gc', '%', 'range', OWN, 'G and C among A, C, G and T'],
  ['pct_n', '%', 'lower', OWN, 'bases that are N'],
  ['length_mean', 'bp', 'higher', OWN, 'mean length of reads'],
  ['pct_reads_passed', '%', 'higher', OWN, 'reads that a trimmer kept'],
  ['pct_adapter', '%', 'lower', OWN, 'reads with adapter'],
  ['pct_duplicates_estimated', '%', 'lower', OWN, 'duplicate reads, estimated from sequences without an alignment'],
  // Alignments
  ['pct_reads_mapped', '%', 'higher', GA4GH, 'primary alignments that are mapped'],
  ['pct_reads_properly_paired', '%', 'higher', GA4GH, 'primary alignments that are properly paired'],
  ['pct_duplicates', '%', 'lower', OWN, 'reads marked as duplicates, of primary alignments'],
  ['pct_chimeras', '%', 'lower', OWN, 'read pairs whose ends map too far apart or to two chromosomes (Picard PCT_CHIMERAS)'],
  ['pct_mismatches', '%', 'lower', OWN, 'mismatches per aligned base'],
  ['mean_insert_size', 'bp', 'range', GA4GH, 'mean insert size'],
  ['insert_size_std_deviation', 'bp', 'lower', GA4GH, 'standard deviation of the insert size'],
  ['median_insert_size', 'bp', 'higher', OWN, 'median insert size'],
  ['cross_contamination_rate', '1', 'lower', GA4GH, "share of the reads that is another person's (FREEMIX)"],
  // Depth
  ['mean_autosome_coverage', 'x', 'higher', GA4GH, 'mean depth on autosomes'],
  ['mad_autosome_coverage', 'x', 'lower', GA4GH, 'median absolute deviation of the depth on autosomes'],
  ['pct_autosomes_15x', '%', 'higher', GA4GH, 'positions on autosomes with a depth of 15 and more'],
  ['mean_coverage', 'x', 'higher', OWN, 'mean depth on the genome, gaps (N) not counted'],
  ['median_coverage', 'x', 'higher', OWN, 'median depth on the genome'],
  ['mean_coverage_with_gaps', 'x', 'higher', OWN, 'mean depth on all positions of the reference, gaps (N) counted'],
  ['mad_coverage', 'x', 'lower', OWN, 'median absolute deviation of the depth on the genome'],
  ['pct_1x', '%', 'higher', OWN, 'positions of the genome with a depth of 1 and more'],
  ['pct_10x', '%', 'higher', OWN, 'positions of the genome with a depth of 10 and more'],
  ['pct_15x', '%', 'higher', OWN, 'positions of the genome with a depth of 15 and more'],
  ['pct_20x', '%', 'higher', OWN, 'positions of the genome with a depth of 20 and more'],
  ['pct_30x', '%', 'higher', OWN, 'positions of the genome with a depth of 30 and more'],
  ...[1, 10, 15, 20, 30].map(
    (depth): Row => [`pct_${depth}x_with_gaps`, '%', 'higher', OWN, `positions of the reference, gaps (N) counted, with a depth of ${depth} and more`],
  ),
  ['mean_target_coverage', 'x', 'higher', OWN, 'mean depth on targets'],
  ['pct_target_1x', '%', 'higher', OWN, 'target positions with a depth of 1 and more'],
  ['pct_target_10x', '%', 'higher', OWN, 'target positions with a depth of 10 and more'],
  ['pct_target_15x', '%', 'higher', OWN, 'target positions with a depth of 15 and more'],
  ['pct_target_20x', '%', 'higher', OWN, 'target positions with a depth of 20 and more'],
  ['pct_target_30x', '%', 'higher', OWN, 'target positions with a depth of 30 and more'],
  ['pct_target_100x', '%', 'higher', OWN, 'target positions with a depth of 100 and more'],
  ['pct_selected_bases', '%', 'higher', OWN, 'aligned bases on or near baits (Picard PCT_SELECTED_BASES)'],
  ['fold_80_base_penalty', '1', 'lower', OWN, 'depth to be added for 80 % of targets to reach the mean (Picard)'],
  ['fold_enrichment', '1', 'higher', OWN, 'baited region above the rest of the genome (Picard)'],
  // Variants
  ['records', '1', 'higher', OWN, 'records of the file'],
  ['count_snvs', '1', 'range', GA4GH, 'single-nucleotide variants'],
  ['count_insertions', '1', 'range', GA4GH, 'short insertions'],
  ['count_deletions', '1', 'range', GA4GH, 'short deletions'],
  ['count_indels', '1', 'range', OWN, 'short insertions and deletions'],
  ['ratio_insertion_deletion', '1', 'range', GA4GH, 'short insertions to short deletions'],
  ['ratio_transitions_transversions_snv', '1', 'range', GA4GH, 'transitions to transversions'],
  ['ratio_heterozygous_homzygous_snv', '1', 'range', GA4GH, 'heterozygous to homozygous SNVs'],
  ['ratio_heterozygous_homzygous_indel', '1', 'range', GA4GH, 'heterozygous to homozygous indels'],
  ['pct_genotypes_called', '%', 'higher', OWN, 'genotypes that are not missing: the call rate'],
  // Runs
  ['pct_pf', '%', 'higher', OWN, 'clusters that pass the filter of the instrument'],
  ['clusters_pf', '1', 'higher', OWN, 'clusters of a lane that pass the filter of the instrument'],
  ['pct_phix_error', '%', 'lower', OWN, 'error rate of the PhiX control'],
  ['pct_phix', '%', 'range', OWN, 'reads that are PhiX'],
  ['pct_undetermined', '%', 'lower', OWN, 'reads of a lane that belong to no sample'],
  ['pct_undetermined_beyond_phix', '%', 'lower', OWN, 'reads of a lane that belong to no sample, less those that are PhiX'],
  ['pct_unidentified_index', '%', 'lower', OWN, 'reads of a lane with the most frequent index that no sample has'],
  ['checkqc_errors', '1', 'lower', OWN, 'errors that checkQC reports of a run'],
  ['checkqc_warnings', '1', 'lower', OWN, 'warnings that checkQC gives of a run'],
  // Material and libraries
  ['rin', '1', 'higher', OWN, 'RNA integrity number, 1 to 10'],
  ['dv200', '%', 'higher', OWN, 'RNA fragments of more than 200 nucleotides'],
  ['din', '1', 'higher', OWN, 'DNA integrity number, 1 to 10'],
  ['library_molarity', 'nM', 'higher', OWN, 'molarity of a library'],
  ['library_size', 'bp', 'range', OWN, 'mean size of the fragments of a library, adapters included'],
  ['pct_adapter_dimer', '%', 'lower', OWN, 'molecules of a library that are adapters alone'],
];

/** Counts of one sample that files share. */
const ADDS: ReadonlySet<string> = new Set(['total_reads', 'bases', 'q20_bases', 'q30_bases', 'yield_bp_q30']);

export const QUALITY_METRICS: ReadonlyMap<string, QualityMetric> = new Map(
  ROWS.map(([id, unit, better, source, meaning]) => [
    id,
    { id, unit, better, meaning, source, ...(ADDS.has(id) && { adds: true as const }) },
  ]),
);
