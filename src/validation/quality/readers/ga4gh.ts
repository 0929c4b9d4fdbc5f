/** GA4GH WGS-QC's JSON: one sample, metrics by its ids. Implementations nest them, and call what is of variants otherwise. */

import { QUALITY_METRICS } from '../../../model/index.ts';
import type { FileFindings } from '../../files/index.ts';
import { jsonNumber } from './json-number.ts';
import { isObject, objectIn, type JsonObject } from './json.ts';
import { createValues, type SampleMetrics } from './reading.ts';

const SECTIONS = ['wgs_qc_metrics', 'vcf_qc_metrics'];

export const isGa4gh = (report: JsonObject): boolean =>
  SECTIONS.some((section) => objectIn(report, section) !== undefined);

export function ga4ghMetrics(report: JsonObject, findings: FileFindings): readonly SampleMetrics[] {
  const id = objectIn(report, 'biosample')?.['id'];
  const values = createValues(findings);
  for (const section of SECTIONS.map((name) => objectIn(report, name) ?? {})) {
    for (const own of [section, ...Object.values(section).filter(isObject)]) {
      for (const name of Object.keys(own)) {
        if (QUALITY_METRICS.has(name)) values.set(name, jsonNumber(own, name, findings));
      }
    }
  }
  return [{ sample: typeof id === 'string' ? id.slice(0, 200) : '', metrics: values.metrics }];
}
