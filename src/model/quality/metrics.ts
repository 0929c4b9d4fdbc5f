/**
 * The dictionary of quality metrics. Ids, meanings and units of GA4GH WGS-QC (github.com/ga4gh/quality-control-wgs,
 * docs/metrics_definitions) where it defines the metric, its spelling included; what it leaves open is defined here.
 */

import type { QualityMetric } from './metric.ts';

const GA4GH = 'GA4GH WGS-QC';
const OWN = 'seqplan';

type Row = readonly [id: string, unit: string, better: QualityMetric['better'], source: string, meaning: string];

/** Depths that tools tell a breadth at. */
const DEPTHS = [1, 5, 10, 15, 20, 30, 50, 100];

const breadth = (id: (depth: number) => string, of: string): readonly Row[] =>
  DEPTHS.map((depth) => {
    const name = id(depth);
    return [name, '%', 'higher', name === 'pct_autosomes_15x' ? GA4GH : OWN, `${of} with a depth of ${depth} and more`];
  });

// prettier-ignore
const ROWS: readonly Row[] = [
  // Reads
  ['reads', '1', 'higher', OWN, 'reads of a file: read pairs, or reads of single ends'],
  ['total_reads', '1', 'higher', OWN, 'reads, both ends counted'],
  ['bases', 'bp', 'higher', OWN, 'bases of the reads'],
  ['yield_bp_q30', 'bp', 'higher', GA4GH, 'bases of quality 30 and more, of all reads of a sample'],
  ['q20_bases', 'bp', 'higher', OWN, 'bases of quality 20 and more'],
  ['q30_bases', 'bp', 'higher', OWN, 'bases of quality 30 and more'],
  ['pct_q20', '%', 'higher', OWN, 'bases of quality 20 and more'],
  ['pct_q30', '%', 'higher', OWN, 'bases of quality 30 and more'],
  ['gc_bases', 'bp', 'range', OWN, 'bases that are G or C'],
  ['n_bases', 'bp', 'lower', OWN, 'bases that are not known'],
  ['pct_gc', '%', 'range', OWN, 'bases that are G or C'],
  ['pct_n', '%', 'lower', OWN, 'bases that are not known'],
  ['length_min', 'bp', 'higher', OWN, 'length of the shortest read'],
  ['length_mean', 'bp', 'higher', OWN, 'mean length of reads'],
  ['length_max', 'bp', 'range', OWN, 'length of the longest read'],
  ['length_median', 'bp', 'higher', OWN, 'median length of reads'],
  ['length_n50', 'bp', 'higher', OWN, 'half of the bases lie in reads as long or longer'],
  ['mean_quality', '1', 'higher', OWN, 'mean Phred score of bases'],
  ['read_gc_mean', '%', 'range', OWN, 'mean of the GC percentages of reads'],
  ['read_gc_std_deviation', '%', 'lower', OWN, 'standard deviation of the GC percentages of reads'],
  ['pct_duplicates_estimate', '%', 'lower', OWN, 'reads that repeat another, estimated from sequences without an alignment'],
  ['pct_adapter', '%', 'lower', OWN, 'reads with adapter'],
  ['pct_adapter_illumina_universal', '%', 'lower', OWN, "reads with Illumina's universal adapter"],
  ['pct_adapter_nextera', '%', 'lower', OWN, 'reads with the Nextera adapter'],
  ['pct_adapter_small_rna', '%', 'lower', OWN, 'reads with the small RNA adapter'],
  ['pct_poly_g_tail', '%', 'lower', OWN, 'reads that end in G: no light in two-colour chemistry'],
  ['pct_reads_passed', '%', 'higher', OWN, 'reads that a trimmer kept'],
  // Alignments
  ['mapped_records', '1', 'higher', OWN, 'mapped alignments of every kind'],
  ['duplicate_records', '1', 'lower', OWN, 'alignments of every kind that are marked as duplicates'],
  ['paired', '1', 'higher', OWN, 'primary alignments of reads with a mate'],
  ['first_of_pair', '1', 'higher', OWN, 'primary alignments of first ends'],
  ['second_of_pair', '1', 'higher', OWN, 'primary alignments of second ends'],
  ['both_mapped', '1', 'higher', OWN, 'primary alignments of pairs whose ends are both mapped'],
  ['singletons', '1', 'lower', OWN, 'mapped primary alignments whose mate is not mapped'],
  ['mate_elsewhere', '1', 'lower', OWN, 'primary alignments whose mate is on another reference'],
  ['mate_elsewhere_mapq5', '1', 'lower', OWN, 'the same, of mapping quality 5 and more'],
  ['unplaced', '1', 'lower', OWN, 'alignments without a place'],
  ['primary', '1', 'higher', OWN, 'primary alignments'],
  ['secondary', '1', 'range', OWN, 'secondary alignments'],
  ['supplementary', '1', 'range', OWN, 'supplementary alignments'],
  ['qc_failed', '1', 'lower', OWN, 'primary alignments that failed quality control'],
  ['mapped', '1', 'higher', OWN, 'primary alignments that are mapped'],
  ['duplicates', '1', 'lower', OWN, 'primary alignments that are marked as duplicates'],
  ['proper_pairs', '1', 'higher', OWN, 'primary alignments that are properly paired'],
  ['pct_reads_mapped', '%', 'higher', GA4GH, 'primary alignments that are mapped'],
  ['pct_reads_properly_paired', '%', 'higher', GA4GH, 'primary alignments that are properly paired'],
  ['pct_reads_duplicate', '%', 'lower', OWN, 'primary alignments that are marked as duplicates'],
  ['pct_chimeras', '%', 'lower', OWN, 'reads whose mate maps too far apart or to another chromosome (Picard PCT_CHIMERAS)'],
  ['mean_insert_size', 'bp', 'range', GA4GH, 'mean insert size'],
  ['insert_size_std_deviation', 'bp', 'lower', GA4GH, 'standard deviation of the insert size'],
  ['insert_size_median', 'bp', 'higher', OWN, 'median insert size'],
  ['insert_size_pairs', '1', 'higher', OWN, 'pairs with an insert size'],
  ['bases_mapped', 'bp', 'higher', OWN, 'bases of mapped reads'],
  ['bases_mapped_cigar', 'bp', 'higher', OWN, 'bases that are aligned'],
  ['mismatches', '1', 'lower', OWN, 'differences to the reference (NM)'],
  ['error_rate', '1', 'lower', OWN, 'differences to the reference (NM) by aligned bases'],
  ['mismatch_rate', '1', 'lower', OWN, 'mismatches by aligned bases (Picard PF_MISMATCH_RATE)'],
  ['mean_mapping_quality', '1', 'higher', OWN, 'mean mapping quality'],
  ['pct_mapping_quality_0', '%', 'lower', OWN, 'mapped reads of mapping quality 0'],
  ['pct_mapping_quality_20', '%', 'higher', OWN, 'mapped reads of mapping quality 20 and more'],
  ['cross_contamination_rate', '1', 'lower', GA4GH, "share of the reads that is another person's (FREEMIX)"],
  // Depth
  ['reference_bases', 'bp', 'range', OWN, 'positions of the genome, gaps (N) not counted where known'],
  ['mean_coverage', 'x', 'higher', OWN, 'mean depth on the genome, gaps (N) not counted where known'],
  ['median_coverage', 'x', 'higher', OWN, 'median depth on the genome, gaps (N) not counted where known'],
  ['mad_coverage', 'x', 'lower', OWN, 'median absolute deviation of the depth on the genome'],
  ...breadth((depth) => `pct_${depth}x`, 'positions of the genome, gaps (N) not counted where known,'),
  ['mean_coverage_with_gaps', 'x', 'higher', OWN, 'mean depth on all positions of the reference, gaps (N) counted'],
  ...breadth((depth) => `pct_${depth}x_with_gaps`, 'positions of the reference, gaps (N) counted,'),
  ['autosome_bases', 'bp', 'range', OWN, 'positions of autosomes, gaps (N) not counted where known'],
  ['mean_autosome_coverage', 'x', 'higher', GA4GH, 'mean depth on autosomes'],
  ['median_autosome_coverage', 'x', 'higher', OWN, 'median depth on autosomes'],
  ['mad_autosome_coverage', 'x', 'lower', GA4GH, 'median absolute deviation of the depth on autosomes'],
  ...breadth((depth) => `pct_autosomes_${depth}x`, 'positions of autosomes'),
  ['mean_target_coverage', 'x', 'higher', OWN, 'mean depth on targets'],
  ...breadth((depth) => `pct_target_${depth}x`, 'positions of targets'),
  ['pct_selected_bases', '%', 'higher', OWN, 'aligned bases on or near baits (Picard PCT_SELECTED_BASES)'],
  ['fold_80_base_penalty', '1', 'lower', OWN, 'depth to be added for 80 % of targets to reach the mean (Picard)'],
  ['fold_enrichment', '1', 'higher', OWN, 'baited region above the rest of the genome (Picard)'],
  // Variants
  ['records', '1', 'higher', OWN, 'records of a file'],
  ['variants', '1', 'range', OWN, 'records with an alternative allele'],
  ['pass', '1', 'range', OWN, 'records that pass every filter'],
  ['snvs', '1', 'range', OWN, 'records with an SNV'],
  ['mnvs', '1', 'range', OWN, 'records with a variant of several bases'],
  ['indels', '1', 'range', OWN, 'records with an insertion or a deletion'],
  ['insertions', '1', 'range', OWN, 'records with an insertion'],
  ['deletions', '1', 'range', OWN, 'records with a deletion'],
  ['svs', '1', 'range', OWN, 'records with a structural variant'],
  ['other_variants', '1', 'range', OWN, 'records with another variant'],
  ['multiallelic', '1', 'range', OWN, 'records with two alternative alleles and more'],
  ['transitions', '1', 'range', OWN, 'alternative alleles that are transitions'],
  ['transversions', '1', 'range', OWN, 'alternative alleles that are transversions'],
  ['ratio_ti_tv', '1', 'range', OWN, 'transitions to transversions, of all records'],
  ['ratio_het_hom_var', '1', 'range', OWN, 'heterozygous to homozygous variants, of all records'],
  ['pct_genotypes_called', '%', 'higher', OWN, 'genotypes without a missing allele: the call rate'],
  ['singleton_records', '1', 'range', OWN, 'alternative alleles that one genotype has, once'],
  ['count_snvs', '1', 'range', GA4GH, 'SNVs on autosomes that pass'],
  ['count_insertions', '1', 'range', GA4GH, 'short insertions on autosomes that pass'],
  ['count_deletions', '1', 'range', GA4GH, 'short deletions on autosomes that pass'],
  ['ratio_insertion_deletion', '1', 'range', GA4GH, 'short insertions to short deletions'],
  ['ratio_transitions_transversions_snv', '1', 'range', GA4GH, 'transitions to transversions on autosomes, of what passes'],
  ['ratio_heterozygous_homzygous_snv', '1', 'range', GA4GH, 'heterozygous to homozygous SNVs on autosomes, of what passes'],
  ['ratio_heterozygous_homzygous_indel', '1', 'range', GA4GH, 'heterozygous to homozygous indels on autosomes, of what passes'],
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
const ADDS: ReadonlySet<string> = new Set([
  'total_reads',
  'bases',
  'yield_bp_q30',
  'q20_bases',
  'q30_bases',
  'gc_bases',
  'n_bases',
]);

export const QUALITY_METRICS: ReadonlyMap<string, QualityMetric> = new Map(
  ROWS.map(([id, unit, better, source, meaning]) => [
    id,
    { id, unit, better, meaning, source, ...(ADDS.has(id) && { adds: true as const }) },
  ]),
);
