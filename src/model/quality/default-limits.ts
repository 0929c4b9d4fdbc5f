/**
 * Default limits. Of the rows of one metric the first that holds counts; rows go from the particular to the general.
 *
 * What fails is what a published programme or a vendor rejects. Habits without a published source, and limits that
 * ordinary data may miss, only warn.
 */

import type { DefaultLimit } from './limit.ts';

const CHECKQC = 'checkQC default_config/config.yaml (Molmed/checkQC 219f2f9)';
const TSO500 = 'DRAGEN TruSight Oncology 500 v2.6 run QC (help.connected.illumina.com)';
const GEL = 'Genomics England, newborn genomes: sequencing data quality';
const QPHI = 'Qatar Precision Health Institute, WGS acceptance since 2023-10 (qphi.org.qa)';
const BROAD = 'Broad WARP (broadinstitute/warp fd82316): beyond it a sample is an outlier';
const HABIT = 'common practice, no published source';

const GENOMES = "GA4GH's 100 reference genomes (ga4gh/quality-control-wgs a2246d5)";
const TITV = `${HABIT}: 2.0 to 2.1; ${GENOMES} have 1.95 to 1.98`;
const HETHOM = `${HABIT}: 1.4 to 2.0, by ancestry; ${GENOMES} have 1.35 to 2.16`;

/**
 * Bases of quality 30 and more, warned below; checkQC gives them for these cycles, and longer reads up to the next. Failed below
 * by the vendor: runs of 2 x 101 cycles of TruSight Oncology 500.
 */
// prettier-ignore
const Q30: readonly (readonly [instrument: string, cycles: number, warn: number | undefined, fail?: number])[] = [
  ['novaseq-x', 51, 90], ['novaseq-x', 101, 85], ['novaseq-x', 151, 85],
  ['novaseq-6000', 51, 90, 80], ['novaseq-6000', 101, 85, 80], ['novaseq-6000', 151, 85], ['novaseq-6000', 251, 75],
  ['nextseq-1000', 101, undefined, 85],
  ['nextseq-2000', 101, undefined, 85],
  ['nextseq-500', 101, undefined, 80], ['nextseq-500', 151, 75], ['nextseq-500', 301, 75],
  ['nextseq-550', 76, 80], ['nextseq-550', 151, 75], ['nextseq-550', 301, 75],
  ['hiseq-2500', 51, 85], ['hiseq-2500', 101, 80], ['hiseq-2500', 131, 80], ['hiseq-2500', 251, 75],
  ['hiseq-x', 151, 75],
  ['iseq-100', 151, 80],
  ['miseq-v3', 76, 85], ['miseq-v3', 151, 80], ['miseq-v3', 301, 70],
  ['miseq', 51, 90], ['miseq', 151, 80], ['miseq', 251, 75],
];

/** Error of PhiX, warned above. */
// prettier-ignore
const PHIX: readonly (readonly [instrument: string, cycles: number, warn: number])[] = [
  ['novaseq-x', 51, 1], ['novaseq-x', 101, 2], ['novaseq-x', 151, 5],
  ['novaseq-6000', 51, 1], ['novaseq-6000', 101, 2], ['novaseq-6000', 251, 5],
  ['nextseq-500', 301, 1.5], ['nextseq-550', 301, 1.5],
  ['hiseq-2500', 71, 1.5], ['hiseq-2500', 131, 2], ['hiseq-2500', 251, 5],
  ['hiseq-x', 151, 5],
  ['iseq-100', 151, 5],
  ['miseq-v3', 76, 1.5], ['miseq-v3', 151, 2], ['miseq-v3', 301, 5],
  ['miseq', 51, 1], ['miseq', 151, 2], ['miseq', 251, 5],
];

/** Clusters of a lane that pass the filter, in millions, warned below; samples of a lane owe 75 % of it together. */
// prettier-ignore
const LANE_FLOOR: readonly (readonly [instrument: string, millions: number])[] = [
  ['novaseq-x-1.5b', 800], ['novaseq-x-10b', 1250], ['novaseq-x-25b', 3250],
  ['novaseq-6000-sp', 325], ['novaseq-6000-s1', 650], ['novaseq-6000-s2', 1650], ['novaseq-6000-s4', 2000],
  ['nextseq-500-high', 100], ['nextseq-500-mid', 32], ['nextseq-550-high', 100], ['nextseq-550-mid', 32],
  ['hiseq-2500-high', 180], ['hiseq-2500-rapid', 110], ['hiseq-x', 400],
  ['miseq-nano-v2', 1], ['miseq-micro-v2', 4], ['miseq-v2', 10], ['miseq-v3', 18],
  ['iseq-100', 4],
];

export const DEFAULT_LIMITS: readonly DefaultLimit[] = [
  // ---------------------------------------------------------------- runs
  ...Q30.map(([instrument, upToCycles, warn, fail]) => ({
    metric: 'pct_q30',
    instrument,
    upToCycles,
    ...(fail !== undefined && { min: fail }),
    ...(warn !== undefined && { warn: { min: warn } }),
    source: fail === undefined ? CHECKQC : warn === undefined ? TSO500 : `${TSO500}; warning: ${CHECKQC}`,
  })),
  { metric: 'pct_q30', warn: { min: 70 }, source: `${CHECKQC}: the lowest of all instruments and lengths` },
  { metric: 'pct_pf', instrument: 'nextseq-500', min: 80, source: TSO500 },
  { metric: 'pct_pf', instrument: 'novaseq-6000', min: 55, source: TSO500 },
  { metric: 'pct_pf', instrument: 'nextseq-1000', min: 85, source: TSO500 },
  { metric: 'pct_pf', instrument: 'nextseq-2000', min: 85, source: TSO500 },
  ...PHIX.map(([instrument, upToCycles, max]) => ({
    metric: 'pct_phix_error',
    instrument,
    upToCycles,
    warn: { max },
    source: CHECKQC,
  })),
  { metric: 'pct_phix_error', warn: { max: 5 }, source: `${CHECKQC}: the highest of all instruments and lengths` },
  ...LANE_FLOOR.map(([instrument, millions]) => ({
    metric: 'clusters_pf',
    instrument,
    warn: { min: millions * 1e6 },
    source: CHECKQC,
  })),
  ...LANE_FLOOR.map(([instrument, millions]) => ({
    metric: 'reads',
    instrument,
    perLane: true as const,
    min: millions * 0.75e6,
    source: `${CHECKQC}: 75 % of the lane's ${millions} M clusters, by samples`,
  })),
  { metric: 'pct_undetermined_beyond_phix', instrument: 'miseq-v3', max: 14, source: CHECKQC },
  { metric: 'pct_undetermined_beyond_phix', max: 9, source: CHECKQC },
  { metric: 'pct_unidentified_index', max: 1, source: CHECKQC },
  { metric: 'checkqc_errors', max: 0, source: 'checkQC fails the run' },
  { metric: 'checkqc_warnings', warn: { max: 0 }, source: 'checkQC warns of the run' },
  // ---------------------------------------------------------------- alignments
  { metric: 'pct_autosomes_15x', assays: ['wgs'], min: 95, source: GEL },
  { metric: 'yield_bp_q30', assays: ['wgs'], min: 85e9, source: `${GEL}: more than 85e9, deduplicated and trimmed` },
  { metric: 'pct_15x', assays: ['wgs'], min: 90, source: QPHI },
  { metric: 'mean_coverage', assays: ['wgs'], warn: { min: 30 }, source: QPHI },
  { metric: 'pct_15x_with_gaps', assays: ['wgs'], warn: { min: 90 }, source: `${QPHI}; gaps count here, so it warns` },
  { metric: 'mean_coverage_with_gaps', assays: ['wgs'], warn: { min: 30 }, source: `${QPHI}; gaps count here` },
  { metric: 'mean_autosome_coverage', assays: ['wgs'], warn: { min: 30 }, source: QPHI },
  { metric: 'insert_size_median', assays: ['wgs'], warn: { min: 250 }, source: QPHI },
  {
    metric: 'pct_reads_duplicate',
    assays: ['wgs'],
    max: 30,
    warn: { max: 20 },
    source: `${BROAD}; warning: ${QPHI}`,
  },
  { metric: 'pct_reads_duplicate', assays: ['wes'], warn: { max: 30 }, source: BROAD },
  {
    metric: 'pct_duplicates_estimate',
    assays: ['wgs', 'wes'],
    warn: { max: 30 },
    source: `${BROAD}; of an estimate it warns`,
  },
  { metric: 'pct_chimeras', assays: ['wgs'], max: 15, source: BROAD },
  { metric: 'pct_chimeras', assays: ['wes'], warn: { max: 15 }, source: BROAD },
  {
    metric: 'cross_contamination_rate',
    assays: ['wgs', 'wes'],
    max: 0.05,
    warn: { max: 0.02 },
    source: `${HABIT}: laboratories warn at 0.01 to 0.02 and fail at 0.03 to 0.05`,
  },
  // ---------------------------------------------------------------- variants
  { metric: 'ratio_transitions_transversions_snv', assays: ['wgs'], warn: { min: 1.9, max: 2.2 }, source: TITV },
  { metric: 'ratio_ti_tv', assays: ['wgs'], warn: { min: 1.9, max: 2.2 }, source: TITV },
  { metric: 'ratio_transitions_transversions_snv', assays: ['wes'], warn: { min: 2.8, max: 3.3 }, source: HABIT },
  { metric: 'ratio_ti_tv', assays: ['wes'], warn: { min: 2.8, max: 3.3 }, source: HABIT },
  {
    metric: 'ratio_het_hom_var',
    assays: ['wgs', 'wes'],
    warn: { min: 1.3, max: 2.2 },
    source: HETHOM,
  },
  {
    metric: 'ratio_heterozygous_homzygous_snv',
    assays: ['wgs', 'wes'],
    warn: { min: 1.3, max: 2.2 },
    source: HETHOM,
  },
  { metric: 'pct_genotypes_called', assays: ['wgs', 'wes'], warn: { min: 95 }, source: HABIT },
  // ---------------------------------------------------------------- material and libraries
  {
    metric: 'rin',
    assays: ['rna-seq'],
    min: 5.3,
    warn: { min: 7 },
    source: 'usable down to 5.3, of blood (doi 10.2147/OTT.S158868); warning: usual for poly-A selection',
  },
  {
    metric: 'dv200',
    assays: ['rna-seq', 'panel'],
    min: 30,
    warn: { min: 66 },
    source: 'intake above 30 %, efficient above 66 % (hindawi bmri/2020/9349132, PMC6080192 table 2)',
  },
  { metric: 'din', assays: ['wgs'], warn: { min: 7 }, source: HABIT },
  { metric: 'din', assays: ['wes', 'panel', 'amplicon'], warn: { min: 3 }, source: `${HABIT}: FFPE 3 to 4` },
  {
    metric: 'library_molarity',
    min: 1,
    warn: { min: 2 },
    source: `more than 1 nM, BC Cancer (PMC6080192 table 2); warning: ${HABIT}`,
  },
  { metric: 'library_size', assays: ['wgs', 'wes', 'rna-seq'], warn: { min: 300, max: 500 }, source: HABIT },
  { metric: 'pct_adapter_dimer', warn: { max: 5 }, source: HABIT },
];

/** Instruments, with the flow cells and kits that have limits of their own. */
export const INSTRUMENTS: readonly string[] = [
  ...new Set(DEFAULT_LIMITS.flatMap(({ instrument }) => instrument ?? [])),
].toSorted();
