/**
 * MultiQC's `multiqc_data.json`: the general statistics, a list of modules before version 1.30 and named modules since, whose
 * columns may carry the module's name before a dash; and the data that modules saved. General statistics among the saved
 * data are left alone: some versions saved them as drawn, in other units.
 */

import type { FileFindings } from '../../files/index.ts';
import { fastpMetrics, isFastp } from './fastp.ts';
import { jsonNumber } from './json-number.ts';
import { isObject, objectIn, type JsonObject } from './json.ts';
import { MULTIQC_COLUMNS } from './multiqc-columns.ts';
import { createValues, type SampleMetrics, type Values } from './reading.ts';

export const isMultiQc = (report: JsonObject): boolean =>
  'report_general_stats_data' in report || objectIn(report, 'report_saved_raw_data') !== undefined;

export function multiQcMetrics(report: JsonObject, findings: FileFindings): readonly SampleMetrics[] {
  const samples = new Map<string, Values>();
  const of = (sample: string): Values => {
    const values = samples.get(sample) ?? createValues(findings);
    samples.set(sample, values);
    return values;
  };
  for (const module of [...savedModules(report), ...generalModules(report)]) {
    for (const [sample, columns] of Object.entries(module)) {
      if (!isObject(columns)) continue;
      const values = of(sample);
      if (isFastp(columns)) {
        for (const [metric, value] of Object.entries(fastpMetrics(columns, findings))) values.set(metric, value);
      } else takeColumns(values, columns, findings);
    }
  }
  return [...samples]
    .map(([sample, { metrics }]) => ({ sample, metrics }))
    .filter(({ metrics }) => Object.keys(metrics).length > 0);
}

function generalModules(report: JsonObject): readonly JsonObject[] {
  const general = report['report_general_stats_data'];
  const modules: readonly unknown[] = Array.isArray(general)
    ? general
    : isObject(general)
      ? Object.values(general)
      : [];
  return modules.filter(isObject);
}

const savedModules = (report: JsonObject): readonly JsonObject[] =>
  Object.entries(objectIn(report, 'report_saved_raw_data') ?? {})
    .filter(([name]) => name !== 'multiqc_general_stats')
    .map(([, module]) => module)
    .filter(isObject);

/** The first column of the table that there is tells a metric. */
function takeColumns(values: Values, columns: JsonObject, findings: FileFindings): void {
  const names = new Map(Object.keys(columns).map((name) => [name.slice(name.lastIndexOf('-') + 1), name]));
  const taken = new Set<string>();
  for (const { column, metric, factor } of MULTIQC_COLUMNS) {
    const name = names.get(column);
    if (name === undefined || taken.has(metric)) continue;
    const value = jsonNumber(columns, name, findings);
    if (value === undefined) continue;
    taken.add(metric);
    values.set(metric, value * factor);
  }
}
