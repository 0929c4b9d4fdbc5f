/** `bcftools stats`: of the file (SN, TSTV, IDD), and of each sample where it was run with `-s` (PSC, PSI). man bcftools. */

import type { FileFindings } from '../../files/index.ts';
import { createValues, fieldsOf, linesOf, numberOf, ratio, type SampleMetrics, type ToRead } from './reading.ts';

export const isBcftoolsStats = (start: string): boolean =>
  start.startsWith('# This file was produced by bcftools stats');

/** What is counted of the file. */
interface Counts {
  readonly summary: Map<string, number>;
  transitions?: number | undefined;
  transversions?: number | undefined;
  insertions: number;
  deletions: number;
}

/** A row of a sample, its numbers by column as the header counts them, from 1. */
interface SampleRow {
  readonly counts: (column: number) => number | undefined;
}

export function readBcftoolsStats({ text, findings }: ToRead): readonly SampleMetrics[] {
  const counts: Counts = { summary: new Map(), insertions: 0, deletions: 0 };
  const [snvs, indels] = [new Map<string, SampleRow>(), new Map<string, SampleRow>()];
  for (const [line, number] of linesOf(text)) {
    if (line.startsWith('#')) continue;
    const fields = fieldsOf(line);
    const [kind, set, third = ''] = fields;
    if (kind === 'ID' && set !== '0') findings.add('QC-SETS', { line: number }, `set ${set} is left out`);
    if (set !== '0') continue;
    const at = (column: number): number | undefined => numberOf(fields[column - 1], number, findings);
    if (kind === 'SN') counts.summary.set(third.replace(/:$/, ''), at(4) ?? 0);
    else if (kind === 'TSTV') [counts.transitions, counts.transversions] = [at(3), at(4)];
    else if (kind === 'IDD') addIndels(counts, at(3) ?? 0, at(4) ?? 0);
    else if (kind === 'PSC') snvs.set(third, { counts: at });
    else if (kind === 'PSI') indels.set(third, { counts: at });
  }
  if (counts.summary.size === 0) findings.add('QC-TABLE', { line: 1 }, 'there are no summary numbers (SN)');
  const ofFile = fileMetrics(counts, findings);
  const records = counts.summary.get('number of records');
  const samples = [...snvs].map(([sample, row]) => ({
    sample,
    metrics: sampleMetrics({ row, indels: indels.get(sample), records, findings }),
  }));
  const [only] = samples;
  if (only !== undefined && samples.length === 1) {
    return [{ sample: only.sample, metrics: { ...ofFile, ...only.metrics } }];
  }
  return [{ sample: '', metrics: ofFile }, ...samples];
}

function addIndels(counts: Counts, length: number, sites: number): void {
  if (length > 0) counts.insertions += sites;
  else counts.deletions += sites;
}

function fileMetrics({ summary, ...counts }: Counts, findings: FileFindings): SampleMetrics['metrics'] {
  const values = createValues(findings);
  values.set('records', summary.get('number of records'));
  values.set('snvs', summary.get('number of SNPs'));
  values.set('indels', summary.get('number of indels'));
  values.set('insertions', counts.insertions);
  values.set('deletions', counts.deletions);
  values.set('ratio_ti_tv', ratio(counts.transitions, counts.transversions));
  return values.metrics;
}

interface SampleRows {
  readonly row: SampleRow;
  readonly indels: SampleRow | undefined;
  readonly records: number | undefined;
  readonly findings: FileFindings;
}

/** Genotypes in PSC are of SNPs alone; those of indels are in PSI. */
function sampleMetrics({ row, indels, records, findings }: SampleRows): SampleMetrics['metrics'] {
  const values = createValues(findings);
  values.set('ratio_ti_tv', ratio(row.counts(7), row.counts(8)));
  const [hets, homs] = [sum(indels, 8, 9) + (row.counts(6) ?? 0), sum(indels, 10, 11) + (row.counts(5) ?? 0)];
  values.set('ratio_het_hom_var', ratio(hets, homs));
  const missing = row.counts(14);
  if (records !== undefined && missing !== undefined) {
    values.share('pct_genotypes_called', records - missing, records);
  }
  return values.metrics;
}

const sum = (row: SampleRow | undefined, a: number, b: number): number => (row?.counts(a) ?? 0) + (row?.counts(b) ?? 0);
