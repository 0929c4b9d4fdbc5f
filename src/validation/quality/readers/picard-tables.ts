/** What is taken from each of Picard's tables (broadinstitute.github.io/picard/picard-metric-definitions.html). */

import { percent, ratio, type Values } from './reading.ts';
import type { PicardRow } from './picard.ts';

export interface PicardTable {
  /** That no other table has. */
  readonly column: string;
  /** `rows`: of one sample; at least one. */
  readonly read: (rows: readonly PicardRow[], values: Values) => void;
}

export const PICARD_TABLES: readonly PicardTable[] = [
  { column: 'PCT_CHIMERAS', read: alignmentSummary },
  { column: 'MEDIAN_INSERT_SIZE', read: insertSize },
  { column: 'PERCENT_DUPLICATION', read: duplication },
  { column: 'GENOME_TERRITORY', read: wholeGenome },
  { column: 'FOLD_80_BASE_PENALTY', read: hybridSelection },
  { column: 'PF_Q30_BASES', read: qualityYield },
];

/** Rows of first and second ends are parts of the pair's. */
function alignmentSummary(rows: readonly PicardRow[], values: Values): void {
  const isOf = (category: string) => (row: PicardRow) => row.text('CATEGORY') === category;
  const row = rows.find(isOf('PAIR')) ?? rows.find(isOf('UNPAIRED'));
  if (row === undefined) return;
  const reads = row.number('PF_READS');
  values.set('total_reads', row.number('TOTAL_READS'));
  if (reads !== undefined) values.set('reads', row.text('CATEGORY') === 'PAIR' ? reads / 2 : reads);
  values.set('pct_reads_mapped', percent(row.number('PCT_PF_READS_ALIGNED')));
  values.set('pct_chimeras', percent(row.number('PCT_CHIMERAS')));
  values.set('pct_adapter', percent(row.number('PCT_ADAPTER')));
  values.set('mismatch_rate', row.number('PF_MISMATCH_RATE'));
  values.set('length_mean', row.number('MEAN_READ_LENGTH'));
}

/** The orientation of most pairs. */
function insertSize(rows: readonly PicardRow[], values: Values): void {
  const pairs = (row: PicardRow): number => row.number('READ_PAIRS') ?? 0;
  const row = rows.reduce((best, one) => (pairs(one) > pairs(best) ? one : best));
  values.set('insert_size_median', row.number('MEDIAN_INSERT_SIZE'));
  values.set('mean_insert_size', row.number('MEAN_INSERT_SIZE'));
  values.set('insert_size_std_deviation', row.number('STANDARD_DEVIATION'));
}

/** Of all libraries together, as Picard counts one. */
function duplication(rows: readonly PicardRow[], values: Values): void {
  const sum = (column: string): number => rows.reduce((all, row) => all + (row.number(column) ?? 0), 0);
  const duplicates = sum('UNPAIRED_READ_DUPLICATES') + 2 * sum('READ_PAIR_DUPLICATES');
  const examined = sum('UNPAIRED_READS_EXAMINED') + 2 * sum('READ_PAIRS_EXAMINED');
  // Looked at for commas and the like, although it is not needed.
  for (const row of rows) row.number('PERCENT_DUPLICATION');
  values.share('pct_reads_duplicate', duplicates, examined);
}

/** Gaps (N) are no part of the territory. */
function wholeGenome(rows: readonly PicardRow[], values: Values): void {
  const row = rows.find((one) => one.text('CATEGORY') === 'WHOLE_GENOME') ?? rows[0];
  if (row === undefined) return;
  values.set('mean_coverage', row.number('MEAN_COVERAGE'));
  values.set('median_coverage', row.number('MEDIAN_COVERAGE'));
  values.set('mad_coverage', row.number('MAD_COVERAGE'));
  for (const depth of [1, 10, 15, 20, 30]) values.set(`pct_${depth}x`, percent(row.number(`PCT_${depth}X`)));
}

function hybridSelection(rows: readonly PicardRow[], values: Values): void {
  const [row] = rows;
  if (row === undefined) return;
  values.set('mean_target_coverage', row.number('MEAN_TARGET_COVERAGE'));
  values.set('pct_selected_bases', percent(row.number('PCT_SELECTED_BASES')));
  values.set('fold_80_base_penalty', row.number('FOLD_80_BASE_PENALTY'));
  values.set('fold_enrichment', row.number('FOLD_ENRICHMENT'));
  for (const depth of [1, 10, 20, 30, 100]) {
    values.set(`pct_target_${depth}x`, percent(row.number(`PCT_TARGET_BASES_${depth}X`)));
  }
}

function qualityYield(rows: readonly PicardRow[], values: Values): void {
  const [row] = rows;
  if (row === undefined) return;
  const bases = row.number('PF_BASES');
  values.set('bases', bases);
  values.set('yield_bp_q30', row.number('PF_Q30_BASES'));
  values.set('pct_q20', percent(ratio(row.number('PF_Q20_BASES'), bases)));
  values.set('pct_q30', percent(ratio(row.number('PF_Q30_BASES'), bases)));
}
