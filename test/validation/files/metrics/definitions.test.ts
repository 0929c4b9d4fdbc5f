import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { METRIC_DEFINITIONS } from '../../../../src/validation/index.ts';

const TEXT = readFileSync(new URL('../../../../docs/METRICS.md', import.meta.url), 'utf8');

/** First and second columns of each row: ids, and the level. */
const ROWS = TEXT.split('\n').flatMap((line) => {
  const [, ids = '', level = ''] = line.split('|').map((cell) => cell.trim());
  return ids.startsWith('`') ? [...ids.matchAll(/`([a-z0-9_]+)`/g)].map(([, id = '']) => ({ id, level })) : [];
});

it('docs/METRICS.md lists exactly the metrics that there are, each at its level', () => {
  const listed = ROWS.map(({ id, level }) => `${id} ${level}`).toSorted();
  const wanted = Object.entries(METRIC_DEFINITIONS).flatMap(([id, { from }]) =>
    [
      ...new Set([from.fastq, from.bam, from.vcf].map((level, section) => level && `${section} ${id} ${level}`)),
    ].flatMap((one) => (one === undefined ? [] : [one.slice(2)])),
  );
  expect(listed).toEqual(wanted.toSorted());
});

it('BAM has the metrics of SAM', () => {
  for (const { from } of Object.values(METRIC_DEFINITIONS)) expect([undefined, from.bam]).toContain(from.sam);
});

it('the ids of GA4GH that a file alone can give are all there', () => {
  const ids = Object.entries(METRIC_DEFINITIONS).flatMap(([id, { isGa4gh }]) => (isGa4gh === true ? [id] : []));
  // The list of metrics_definitions/ of ga4gh/quality-control-wgs, without cross_contamination_rate.
  expect(ids.toSorted()).toEqual([
    'count_deletions',
    'count_insertions',
    'count_snvs',
    'insert_size_std_deviation',
    'mad_autosome_coverage',
    'mean_autosome_coverage',
    'mean_insert_size',
    'pct_autosomes_15x',
    'pct_reads_mapped',
    'pct_reads_properly_paired',
    'ratio_heterozygous_homzygous_indel',
    'ratio_heterozygous_homzygous_snv',
    'ratio_insertion_deletion',
    'ratio_transitions_transversions_snv',
    'yield_bp_q30',
  ]);
});
