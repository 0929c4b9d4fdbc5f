/**
 * checkQC's JSON (github.com/Molmed/checkQC), of bcl2fastq's runs by handler and of BCL Convert's by lane. It names only what
 * missed its limits; how much that was is a metric too.
 */

import type { FileFindings } from '../../files/index.ts';
import { jsonNumber } from './json-number.ts';
import { isObject, objectIn, type JsonObject } from './json.ts';
import { createValues, type SampleMetrics, type Values } from './reading.ts';

export const isCheckQc = (report: JsonObject): boolean =>
  objectIn(report, 'run_summary') !== undefined && ('exit_status' in report || 'lane_reports' in report);

export function checkQcMetrics(report: JsonObject, findings: FileFindings): readonly SampleMetrics[] {
  const entries = entriesOf(report);
  const places = new Map<string, Values>();
  for (const { data } of entries) {
    const place = placeOf(data);
    const values = places.get(place) ?? createValues(findings);
    places.set(place, values);
    take(values, data, findings);
  }
  const run = createValues(findings);
  run.set('checkqc_errors', entries.filter(({ type }) => type === 'error').length);
  run.set('checkqc_warnings', entries.filter(({ type }) => type === 'warning').length);
  return [{ sample: '', metrics: run.metrics }, ...[...places].map(([sample, { metrics }]) => ({ sample, metrics }))];
}

interface Entry {
  readonly type: unknown;
  readonly data: JsonObject;
}

/** By handler, or by lane and checker: lists, as nothing else of the report is. */
function entriesOf(report: JsonObject): readonly Entry[] {
  const lanes = objectIn(report, 'lane_reports');
  const lists =
    lanes === undefined ? Object.values(report) : Object.values(lanes).filter(isObject).flatMap(Object.values);
  return lists
    .filter((list): list is unknown[] => Array.isArray(list))
    .flat()
    .filter(isObject)
    .map((entry) => ({ type: entry['type'], data: objectIn(entry, 'data') ?? {} }));
}

/** `lane 1 read 2`, `lane 1 sample A`. */
function placeOf(data: JsonObject): string {
  const parts = [
    ['lane', data['lane']],
    ['read', data['read']],
    ['sample', data['sample_name'] ?? data['sample_id']],
  ];
  return parts
    .filter(([, value]) => typeof value === 'string' || typeof value === 'number')
    .map(([name, value]) => `${String(name)} ${String(value).slice(0, 80)}`)
    .join(' ');
}

function take(values: Values, data: JsonObject, findings: FileFindings): void {
  const number = (...names: readonly string[]): number | undefined => {
    for (const name of names) {
      const value = jsonNumber(data, name, findings);
      if (value !== undefined) return value;
    }
    return undefined;
  };
  values.set('pct_q30', number('percent_q30', 'q30'));
  values.set('pct_phix_error', number('error_rate', 'error'));
  values.set('clusters_pf', number('lane_pf', 'total_reads_pf'));
  const reads = number('sample_reads');
  if (reads !== undefined) values.set('reads', reads * 1e6);
  values.set('pct_undetermined', number('percentage_undetermined'));
  values.set('pct_phix', number('phix_on_lane', 'mean_percent_phix_aligned'));
  if (data['is_white_listed'] === false) values.set('pct_unidentified_index', number('significance'));
}
