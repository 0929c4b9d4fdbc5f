/** Reports of `seqplan validate --json`: one line of JSON for each file of sequencing. */

import { combineValues, QUALITY_METRICS, type QualityValues } from '../../../model/index.ts';
import { excerpt, type FileFindings } from '../../files/index.ts';
import { isObject, objectIn, type JsonObject } from './json.ts';
import { createValues, type SampleMetrics } from './reading.ts';

export const isSeqplanReport = (report: JsonObject): boolean =>
  typeof report['file'] === 'string' && 'verdict' in report && objectIn(report, 'metrics') !== undefined;

/** Of a file that was rejected nothing is taken: what was counted may be of half of it. Both ends of reads are one sample. */
export function seqplanMetrics(reports: readonly unknown[], findings: FileFindings): readonly SampleMetrics[] {
  const samples = new Map<string, Part[]>();
  for (const [k, report] of reports.entries()) {
    const place = { line: k + 1 };
    if (!isObject(report) || !isSeqplanReport(report)) {
      findings.add('QC-JSON', place, 'the line is not the report of a file');
      continue;
    }
    const file = String(report['file']);
    if (report['verdict'] !== 'accepted') {
      findings.add('QC-REJECTED', place, () => `'${excerpt(file)}' was not accepted`);
      continue;
    }
    const { sample, end } = partOf(file);
    const parts = samples.get(sample) ?? [];
    samples.set(sample, parts);
    parts.push({ end, metrics: valuesIn(report, findings) });
  }
  return [...samples].map(([sample, parts]) => ({ sample, metrics: together(parts) }));
}

interface Part {
  /** `1`, `2`, or nothing where the name tells no end. */
  readonly end: string | undefined;
  readonly metrics: QualityValues;
}

/** `NAME_S1_L001_R2_001.fastq.gz`, `NAME_2.fq`: the second end of NAME_S1, of NAME. */
function partOf(file: string): { readonly sample: string; readonly end: string | undefined } {
  const match = /^(.{1,4096}?)(?:_L\d{3})?_R?([12])(?:_\d{3})?\.(?:fastq|fq)(?:\.gz)?$/.exec(file);
  return { sample: match?.[1] ?? file, end: match?.[2] };
}

function valuesIn(report: JsonObject, findings: FileFindings): QualityValues {
  const values = createValues(findings);
  for (const [name, value] of Object.entries(objectIn(report, 'metrics') ?? {})) {
    if (QUALITY_METRICS.has(name) && typeof value === 'number') values.set(name, value);
  }
  return values.metrics;
}

/** What one end yields is no yield of the sample. */
function together(parts: readonly Part[]): QualityValues {
  const metrics = combineValues(
    parts.map((part) => part.metrics),
    'add',
  );
  const ends = new Set(parts.map(({ end }) => end));
  if (ends.has(undefined) || ends.size === 2) return metrics;
  const { yield_bp_q30: _half, ...rest } = metrics;
  return rest;
}
