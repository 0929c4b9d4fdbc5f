/**
 * Metrics files of Picard, GATK and Sentieon (htsjdk MetricsFile): a table after `## METRICS CLASS`, often with a histogram
 * after it. What a table is follows from its columns, which the programs share.
 */

import type { FileFindings } from '../../files/index.ts';
import { PICARD_TABLES } from './picard-tables.ts';
import { createValues, fieldsOf, linesOf, numberOf, type SampleMetrics, type ToRead } from './reading.ts';

export const isPicard = (start: string): boolean =>
  /^#+ ?(?:htsjdk|net\.sf\.picard|METRICS CLASS)|^#SentieonCommandLine/m.test(start);

export interface PicardRow {
  /** undefined: unknown, or no such column. */
  number(column: string): number | undefined;
  /** Empty where there is no such column. */
  text(column: string): string;
}

export function readPicard({ text, findings }: ToRead): readonly SampleMetrics[] {
  const tables = tablesIn(text, findings);
  if (tables.length === 0) findings.add('QC-NOT-READ', { line: 1 }, 'there is no table that metrics are taken from');
  const bySample = new Map<string, ReturnType<typeof createValues>>();
  for (const { rows, columns } of tables) {
    const known = PICARD_TABLES.find(({ column }) => columns.has(column));
    for (const [sample, own] of bySampleOf(rows)) {
      const values = bySample.get(sample) ?? createValues(findings);
      bySample.set(sample, values);
      known?.read(own, values);
    }
  }
  return [...bySample].map(([sample, { metrics }]) => ({ sample, metrics }));
}

interface Table {
  readonly columns: ReadonlySet<string>;
  readonly rows: readonly PicardRow[];
}

function tablesIn(text: string, findings: FileFindings): readonly Table[] {
  const tables: { columns: Set<string>; rows: PicardRow[]; names: ReadonlyMap<string, number> }[] = [];
  /** `header`: the next line names the columns. */
  let place: 'header' | 'rows' | 'elsewhere' = 'elsewhere';
  for (const [line, number] of linesOf(text)) {
    if (line.startsWith('## METRICS CLASS') || line.startsWith('#SentieonCommandLine')) place = 'header';
    else if (line.startsWith('#') || line.trim() === '') place = place === 'header' ? 'header' : 'elsewhere';
    else if (place !== 'elsewhere') {
      const fields = fieldsOf(line);
      const isHeader = PICARD_TABLES.some(({ column }) => fields.includes(column));
      if (place === 'header' && !isHeader) place = 'elsewhere';
      else if (isHeader) {
        tables.push({ columns: new Set(fields), rows: [], names: new Map(fields.map((name, k) => [name, k])) });
        place = 'rows';
      } else {
        const table = tables.at(-1);
        if (table !== undefined) table.rows.push(rowOf(table.names, fields, number, findings));
      }
    }
  }
  for (const { rows } of tables) if (rows.length === 0) findings.add('QC-NOT-READ', { line: 1 }, 'a table has no row');
  return tables;
}

function rowOf(
  names: ReadonlyMap<string, number>,
  fields: readonly string[],
  line: number,
  findings: FileFindings,
): PicardRow {
  const text = (column: string): string => fields[names.get(column) ?? -1] ?? '';
  return { number: (column) => numberOf(text(column), line, findings), text };
}

/** Rows of single libraries and read groups are parts of what other rows say, except where libraries are all there is. */
function bySampleOf(rows: readonly PicardRow[]): ReadonlyMap<string, readonly PicardRow[]> {
  const whole = rows.filter((row) => row.text('READ_GROUP') === '' && (row.text('LIBRARY') === '' || !hasWhole(row)));
  const samples = new Map<string, PicardRow[]>();
  for (const row of whole.length > 0 ? whole : rows) {
    const sample = row.text('SAMPLE');
    const own = samples.get(sample);
    if (own === undefined) samples.set(sample, [row]);
    else own.push(row);
  }
  return samples;
}

/** Of duplicates there is a row for each library, and none of the whole. */
const hasWhole = (row: PicardRow): boolean => row.text('PERCENT_DUPLICATION') === '';
