/** GA4GH WGS-QC's JSON: one sample, metrics by its ids. */

import { QUALITY_METRICS } from '../../../model/index.ts';
import type { FileFindings } from '../../files/index.ts';
import { jsonNumber } from './json-number.ts';
import { objectIn, type JsonObject } from './json.ts';
import { createValues, type SampleMetrics } from './reading.ts';

export const isGa4gh = (report: JsonObject): boolean => objectIn(report, 'wgs_qc_metrics') !== undefined;

export function ga4ghMetrics(report: JsonObject, findings: FileFindings): readonly SampleMetrics[] {
  const own = objectIn(report, 'wgs_qc_metrics') ?? {};
  const id = objectIn(report, 'biosample')?.['id'];
  const values = createValues(findings);
  for (const name of Object.keys(own)) {
    if (QUALITY_METRICS.has(name)) values.set(name, jsonNumber(own, name, findings));
  }
  return [{ sample: typeof id === 'string' ? id.slice(0, 200) : '', metrics: values.metrics }];
}
