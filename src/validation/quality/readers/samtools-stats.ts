/** `samtools stats`: summary numbers (SN), qualities by cycle (FFQ, LFQ), insert sizes (IS). man samtools-stats. */

import { createValues, fieldsOf, linesOf, numberOf, type SampleMetrics, type ToRead } from './reading.ts';

export const isSamtoolsStats = (start: string): boolean =>
  start.startsWith('# This file was produced by samtools stats') || start.startsWith('SN\traw total sequences:');

export function readSamtoolsStats({ text, findings }: ToRead): readonly SampleMetrics[] {
  const numbers = new Map<string, number>();
  const qualities = { all: 0, q20: 0, q30: 0 };
  const inserts: (readonly [size: number, pairs: number])[] = [];
  for (const [line, number] of linesOf(text)) {
    if (line.startsWith('SN\t')) {
      const [, name = '', value] = fieldsOf(line);
      const known = numberOf(value, number, findings);
      if (known !== undefined) numbers.set(name.replace(/:$/, ''), known);
    } else if (line.startsWith('FFQ\t') || line.startsWith('LFQ\t')) {
      addQualities(qualities, line, (field) => numberOf(field, number, findings) ?? 0);
    } else if (line.startsWith('IS\t')) {
      const [, size, pairs] = fieldsOf(line);
      inserts.push([numberOf(size, number, findings) ?? 0, numberOf(pairs, number, findings) ?? 0]);
    }
  }
  if (numbers.size === 0) findings.add('QC-TABLE', { line: 1 }, 'there are no summary numbers (SN)');
  return [{ sample: '', metrics: metricsOf({ text, findings, name: '' }, numbers, qualities, medianOf(inserts)) }];
}

function metricsOf(
  { findings }: ToRead,
  numbers: ReadonlyMap<string, number>,
  { all, q20, q30 }: Qualities,
  median: number | undefined,
): SampleMetrics['metrics'] {
  const values = createValues(findings);
  // Primary alignments: secondary and supplementary ones are counted apart.
  const total = numbers.get('raw total sequences');
  values.set('total_reads', total);
  values.set('reads', numbers.get('1st fragments'));
  values.set('bases', numbers.get('total length'));
  values.set('length_mean', numbers.get('average length'));
  values.share('pct_reads_mapped', numbers.get('reads mapped'), total);
  values.share('pct_reads_duplicate', numbers.get('reads duplicated'), total);
  values.set('error_rate', numbers.get('error rate'));
  if ((numbers.get('reads paired') ?? 0) > 0) {
    values.share('pct_reads_properly_paired', numbers.get('reads properly paired'), total);
    values.set('mean_insert_size', numbers.get('insert size average'));
    values.set('insert_size_std_deviation', numbers.get('insert size standard deviation'));
    values.set('insert_size_median', median);
  }
  if (all > 0) {
    values.set('q20_bases', q20);
    values.set('q30_bases', q30);
    values.share('pct_q20', q20, all);
    values.share('pct_q30', q30, all);
    // Its qualities are of all reads; GA4GH counts those that pass the filter alone.
    if (numbers.get('reads QC failed') === 0) values.set('yield_bp_q30', q30);
  }
  return values.metrics;
}

interface Qualities {
  all: number;
  q20: number;
  q30: number;
}

/** Of one cycle: how many bases have quality 0, 1, 2... */
function addQualities(qualities: Qualities, line: string, read: (field: string) => number): void {
  const fields = fieldsOf(line);
  for (let at = 2; at < fields.length; at++) {
    const count = read(fields[at] ?? '');
    qualities.all += count;
    if (at - 2 >= 20) qualities.q20 += count;
    if (at - 2 >= 30) qualities.q30 += count;
  }
}

/** Half of the pairs are as long or shorter. Sizes rise in the file. */
function medianOf(inserts: readonly (readonly [size: number, pairs: number])[]): number | undefined {
  const half = inserts.reduce((sum, [, pairs]) => sum + pairs, 0) / 2;
  let sum = 0;
  for (const [size, pairs] of inserts) {
    sum += pairs;
    if (sum >= half && pairs > 0) return size;
  }
  return undefined;
}
