/** Reports of `seqplan validate --json`: one line of JSON for each file of sequencing. */

import { QUALITY_METRICS } from '../../../model/index.ts';
import { excerpt, type FileFindings } from '../../files/index.ts';
import { isObject, objectIn, type JsonObject } from './json.ts';
import { createValues, type SampleMetrics } from './reading.ts';

export const isSeqplanReport = (report: JsonObject): boolean =>
  typeof report['file'] === 'string' && 'verdict' in report && objectIn(report, 'metrics') !== undefined;

/** Of a file that was rejected nothing is taken: what was counted of it may be of half of it. */
export function seqplanMetrics(reports: readonly unknown[], findings: FileFindings): readonly SampleMetrics[] {
  return reports.flatMap((report, k) => {
    const place = { line: k + 1 };
    if (!isObject(report) || !isSeqplanReport(report)) {
      findings.add('QC-JSON', place, 'the line is not the report of a file');
      return [];
    }
    const file = String(report['file']);
    if (report['verdict'] !== 'accepted') {
      findings.add('QC-REJECTED', place, () => `'${excerpt(file)}' was not accepted`);
      return [];
    }
    const values = createValues(findings);
    for (const [name, value] of Object.entries(objectIn(report, 'metrics') ?? {})) {
      if (QUALITY_METRICS.has(name) && typeof value === 'number') values.set(name, value);
    }
    return [{ sample: file, metrics: values.metrics }];
  });
}
