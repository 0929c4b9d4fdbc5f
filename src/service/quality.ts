/** Judges the quality that outside tools measured: files in, verdicts out. */

import { readThresholds, parseDocument, type QualityGate } from '../model/index.ts';
import {
  judgeMetrics,
  LARGEST_QUALITY_FILE,
  QUALITY_RULES,
  readQualityFile,
  worstOf,
  type MetricVerdict,
  type QualityFile,
  type QualityJudging,
  type QualityVerdict,
} from '../validation/index.ts';
import { ServiceError } from './errors.ts';
import { openLocalSource } from './local-source.ts';
import { readInput } from './read-input.ts';

export interface QualityReport {
  /** The worst of all; `not-measured`: no limit of the work has a value. */
  readonly verdict: QualityVerdict['verdict'];
  readonly files: readonly JudgedQualityFile[];
  /** Limits that no file has a value for. */
  readonly notMeasured: readonly MetricVerdict[];
}

export interface JudgedQualityFile extends Omit<QualityFile, 'samples'> {
  readonly samples: readonly JudgedSample[];
}

export interface JudgedSample {
  /** As the file names it; empty where it names none. */
  readonly sample: string;
  readonly verdict: QualityVerdict['verdict'];
  /** Of what was measured and has a limit. */
  readonly metrics: readonly MetricVerdict[];
  /** Every value that was read, limit or none, in the units of docs/METRICS.md. */
  readonly values: Readonly<Record<string, number>>;
}

/** Each sample of each file by itself. Never rejects for what files hold or the system refuses: that is a finding of the file. */
export async function judgeQuality(files: readonly string[], judging: QualityJudging): Promise<QualityReport> {
  const judged: JudgedQualityFile[] = [];
  for (const file of files) {
    const { samples, ...read } = await readFile(file);
    judged.push({ ...read, samples: samples.map(({ sample, metrics }) => judgeSample(sample, metrics, judging)) });
  }
  const all = judged.flatMap(({ samples }) => samples);
  const measured = new Set(all.flatMap(({ metrics }) => metrics.map(({ metric }) => metric)));
  return {
    verdict: worstOf(all),
    files: judged,
    notMeasured: judgeMetrics({}, judging).metrics.filter(({ metric }) => !measured.has(metric)),
  };
}

function judgeSample(sample: string, values: JudgedSample['values'], judging: QualityJudging): JudgedSample {
  const { verdict, metrics } = judgeMetrics(values, judging);
  return { sample, verdict, metrics: metrics.filter((one) => one.verdict !== 'not-measured'), values };
}

async function readFile(file: string): Promise<QualityFile> {
  try {
    const source = await openLocalSource(file);
    try {
      const bytes = new Uint8Array(Math.min(source.size ?? 0, LARGEST_QUALITY_FILE + 1));
      return readQualityFile(file, bytes.subarray(0, await source.read(0, bytes)));
    } finally {
      await source.close();
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const { severity, remedy } = QUALITY_RULES['QC-UNREADABLE'];
    const finding = { code: 'QC-UNREADABLE', severity, offset: 0, message, hint: remedy };
    return { file, format: 'unknown', findings: [finding], samples: [] };
  }
}

/**
 * Limits in place of defaults, from a file of `gates`; `.json` is read as JSON, everything else as YAML.
 * @throws ServiceError `REJECTED` with every finding.
 */
export async function loadThresholds(file: string): Promise<readonly QualityGate[]> {
  const parsed = parseDocument(await readInput(file), file.endsWith('.json') ? 'json' : 'yaml');
  const message = `${file} holds no limits that can be used`;
  if (parsed.kind === 'rejected') throw new ServiceError('REJECTED', message, { findings: parsed.findings });
  const reading = readThresholds(parsed.document);
  if (reading.kind === 'ok') return reading.gates;
  const findings = reading.findings.map((finding) => ({ ...finding, ...parsed.locate(finding.path) }));
  throw new ServiceError('REJECTED', message, { findings });
}
