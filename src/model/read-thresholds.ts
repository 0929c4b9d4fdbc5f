/** A file of limits that take the place of defaults: `gates`, as a stage lists them. */

import type { Finding } from '../base/index.ts';
import { thresholdsSchema } from './document/gates.ts';
import { reportIssues } from './issues.ts';
import { gateFaults, inUnit, QUALITY_METRICS } from './quality/index.ts';
import { createReport, pointer } from './report.ts';
import { buildGate } from './resolve/gates.ts';
import type { QualityGate } from './workflow.ts';

export type ThresholdsReading =
  | { readonly kind: 'ok'; readonly gates: readonly QualityGate[] }
  | { readonly kind: 'rejected'; readonly findings: readonly Finding[] };

/** Every finding at once. */
export function readThresholds(document: unknown): ThresholdsReading {
  const report = createReport();
  const read = thresholdsSchema.safeParse(document, { reportInput: true });
  if (!read.success) {
    reportIssues(report, read.error.issues);
    return { kind: 'rejected', findings: report.findings() };
  }
  const { gates } = read.data;
  for (const [k, gate] of gates.entries()) {
    const place = pointer('gates', k);
    for (const { at, message, hint } of gateFaults(gate)) report.add('GATE-RANGE', `${place}${at}`, message, hint);
    const known = QUALITY_METRICS.get(gate.metric);
    if (known === undefined) {
      const hint = 'Name a metric of docs/METRICS.md or docs/GATES.md.';
      report.add('UNKNOWN-REFERENCE', `${place}/metric`, `no metric '${gate.metric}'`, hint);
    } else if (inUnit(1, known.unit, gate.unit) === undefined) {
      const message = `${gate.metric} is in ${known.unit}, which is not measured in '${gate.unit}'`;
      report.add('BAD-QUANTITY', `${place}/unit`, message, `Write unit: '${known.unit}'.`);
    }
  }
  const findings = report.findings();
  return findings.length > 0 ? { kind: 'rejected', findings } : { kind: 'ok', gates: gates.map(buildGate) };
}
