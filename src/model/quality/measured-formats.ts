/** What is measured of a tool's output, by its format: the metrics that gates of the stage may ask for. */

const breadth = (prefix: string, depths: readonly number[], suffix = ''): readonly string[] =>
  depths.map((depth) => `${prefix}_${depth}x${suffix}`);

const words = (text: string): readonly string[] => text.split(' ');

/** Depths of the judges of files, and those that Picard's and mosdepth's readers take. */
const JUDGED = [1, 5, 10, 15, 20, 30, 50, 100];
const TOLD = [1, 10, 15, 20, 30];

const ALIGNMENTS: readonly string[] = [
  ...words('records primary secondary supplementary qc_failed mapped duplicates proper_pairs'),
  ...words('mapped_records duplicate_records paired first_of_pair second_of_pair both_mapped singletons'),
  ...words('mate_elsewhere mate_elsewhere_mapq5 pct_reads_mapped pct_reads_properly_paired pct_reads_duplicate'),
  ...words('mean_insert_size insert_size_std_deviation insert_size_median insert_size_pairs'),
  ...words('bases length_mean length_max yield_bp_q30 q20_bases q30_bases pct_q20 pct_q30'),
  ...words('mean_quality bases_mapped bases_mapped_cigar mismatches error_rate mean_mapping_quality'),
  ...words('pct_mapping_quality_0 pct_mapping_quality_20'),
  ...words('reference_bases mean_coverage median_coverage mad_coverage'),
  ...breadth('pct', JUDGED),
  ...words('autosome_bases mean_autosome_coverage median_autosome_coverage mad_autosome_coverage'),
  ...breadth('pct_autosomes', JUDGED),
];

const VARIANTS: readonly string[] = [
  ...words('records variants pass snvs mnvs indels insertions deletions svs other_variants'),
  ...words('multiallelic transitions transversions ratio_ti_tv ratio_het_hom_var pct_genotypes_called'),
  ...words('count_snvs count_insertions count_deletions ratio_insertion_deletion singleton_records'),
  ...words('ratio_transitions_transversions_snv ratio_heterozygous_homzygous_snv ratio_heterozygous_homzygous_indel'),
];

/** By format, as a stage's tool spells it, without what says how it is packed. */
export const MEASURED_FORMATS: Readonly<Record<string, readonly string[]>> = {
  // Files of sequencing
  fastq: [
    ...words('reads bases yield_bp_q30 q20_bases q30_bases pct_q20 pct_q30 gc_bases n_bases'),
    ...words('pct_gc pct_n length_min length_mean length_max length_median length_n50 mean_quality'),
    ...words('read_gc_mean read_gc_std_deviation pct_duplicates_estimate pct_adapter'),
    ...words('pct_adapter_illumina_universal pct_adapter_nextera pct_adapter_small_rna pct_poly_g_tail'),
  ],
  sam: ALIGNMENTS,
  bam: [...ALIGNMENTS, 'unplaced'],
  vcf: VARIANTS,
  // What tools say of them
  'samtools-stats': [
    ...words('reads total_reads bases q20_bases q30_bases pct_q20 pct_q30 length_mean yield_bp_q30'),
    ...words('pct_reads_mapped pct_reads_properly_paired pct_reads_duplicate error_rate'),
    ...words('mean_insert_size insert_size_std_deviation insert_size_median'),
  ],
  'bcftools-stats': [
    ...words('records snvs indels insertions deletions ratio_ti_tv ratio_het_hom_var'),
    'pct_genotypes_called',
  ],
  'fastp-json': [
    ...words('reads total_reads bases q20_bases q30_bases pct_q20 pct_q30 pct_gc yield_bp_q30'),
    ...words('pct_reads_passed pct_adapter pct_duplicates_estimate length_mean'),
  ],
  'picard-metrics': [
    ...words('reads total_reads pct_reads_mapped pct_chimeras pct_adapter mismatch_rate length_mean'),
    ...words('pct_reads_duplicate insert_size_median mean_insert_size insert_size_std_deviation'),
    ...words('bases yield_bp_q30 pct_q20 pct_q30'),
    ...words('mean_coverage median_coverage mad_coverage'),
    ...breadth('pct', TOLD),
    ...words('mean_target_coverage'),
    ...breadth('pct_target', [1, 10, 20, 30, 100]),
    ...words('pct_selected_bases fold_80_base_penalty fold_enrichment'),
  ],
  'mosdepth-summary': ['mean_coverage_with_gaps', 'mean_target_coverage'],
  'mosdepth-dist': [...breadth('pct', TOLD, '_with_gaps'), ...breadth('pct_target', [...TOLD, 100])],
  'checkqc-json': [
    ...words('checkqc_errors checkqc_warnings pct_q30 pct_phix_error clusters_pf reads'),
    ...words('pct_undetermined pct_phix pct_unidentified_index'),
  ],
  'multiqc-json': [
    ...words('reads total_reads bases q20_bases q30_bases pct_q20 pct_q30 pct_gc yield_bp_q30 length_mean'),
    ...words('pct_reads_passed pct_adapter pct_duplicates_estimate pct_reads_mapped pct_reads_properly_paired'),
    ...words('pct_reads_duplicate pct_chimeras mean_insert_size insert_size_std_deviation insert_size_median'),
    ...words('mean_coverage median_coverage mad_coverage mean_coverage_with_gaps mean_target_coverage'),
    ...breadth('pct', TOLD),
    ...breadth('pct', TOLD, '_with_gaps'),
    ...breadth('pct_target', [10, 20, 30, 100]),
    ...words('fold_enrichment fold_80_base_penalty records snvs indels ratio_ti_tv cross_contamination_rate'),
  ],
  verifybamid: ['cross_contamination_rate'],
  'ga4gh-wgs-qc': [
    ...words('yield_bp_q30 mean_autosome_coverage pct_autosomes_15x mad_autosome_coverage pct_reads_mapped'),
    ...words('pct_reads_properly_paired mean_insert_size insert_size_std_deviation cross_contamination_rate'),
    ...words('count_snvs count_insertions count_deletions ratio_insertion_deletion'),
    ...words('ratio_transitions_transversions_snv ratio_heterozygous_homzygous_snv'),
    'ratio_heterozygous_homzygous_indel',
  ],
};

const PACKED = /\.(?:gz|bgz|bgzf)$/i;

const SHORT: ReadonlyMap<string, string> = new Map([
  ['fq', 'fastq'],
  ['fa', 'fasta'],
]);

/** `vcf` of `vcf.gz`, `fastq` of `fq.gz`. */
export function bareFormat(format: string): string {
  const bare = format.replace(PACKED, '');
  return SHORT.get(bare) ?? bare;
}

/** Nothing for a format that no check knows. */
export function metricsOfOutput(format: string): readonly string[] {
  const bare = bareFormat(format);
  return Object.hasOwn(MEASURED_FORMATS, bare) ? (MEASURED_FORMATS[bare] ?? []) : [];
}
