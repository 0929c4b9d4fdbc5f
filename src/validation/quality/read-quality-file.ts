/** Reads the metrics that an outside tool left in a file: which tool is told by the content. Never throws, whatever the bytes. */

import { createFindings, type FileFinding, type FileFindings } from '../files/index.ts';
import { QUALITY_RULES } from './quality-rules.ts';
import { isBcftoolsStats, readBcftoolsStats } from './readers/bcftools-stats.ts';
import { checkQcMetrics, isCheckQc } from './readers/checkqc.ts';
import { fastpMetrics, isFastp } from './readers/fastp.ts';
import { ga4ghMetrics, isGa4gh } from './readers/ga4gh.ts';
import { isObject, parseForeignJson, type JsonObject } from './readers/json.ts';
import { isMosdepthDist, isMosdepthSummary, readMosdepthDist, readMosdepthSummary } from './readers/mosdepth.ts';
import { isMultiQc, multiQcMetrics } from './readers/multiqc.ts';
import { isPicard, readPicard } from './readers/picard.ts';
import type { SampleMetrics, ToRead } from './readers/reading.ts';
import { isSamtoolsStats, readSamtoolsStats } from './readers/samtools-stats.ts';
import { isSeqplanReport, seqplanMetrics } from './readers/seqplan-report.ts';
import { isVerifyBamId, readVerifyBamId } from './readers/verifybamid.ts';

/** Content that is read. */
export const LARGEST_QUALITY_FILE = 64 << 20;

export interface QualityFile {
  readonly file: string;
  /** As a stage's output is spelled: `samtools-stats`, `fastp-json`... */
  readonly format: string;
  readonly findings: readonly FileFinding[];
  /** Empty where an error was found: half of what a tool says is not taken. */
  readonly samples: readonly SampleMetrics[];
}

interface TextReader {
  readonly format: string;
  /** Of the first part of the content. */
  readonly is: (start: string) => boolean;
  readonly read: (from: ToRead) => readonly SampleMetrics[];
}

interface JsonReader {
  readonly format: string;
  readonly is: (report: JsonObject) => boolean;
  readonly read: (report: JsonObject, findings: FileFindings) => readonly SampleMetrics[];
}

const TEXTS: readonly TextReader[] = [
  { format: 'samtools-stats', is: isSamtoolsStats, read: readSamtoolsStats },
  { format: 'bcftools-stats', is: isBcftoolsStats, read: readBcftoolsStats },
  { format: 'picard-metrics', is: isPicard, read: readPicard },
  { format: 'mosdepth-summary', is: isMosdepthSummary, read: readMosdepthSummary },
  { format: 'verifybamid', is: isVerifyBamId, read: readVerifyBamId },
  { format: 'mosdepth-dist', is: isMosdepthDist, read: readMosdepthDist },
];

const JSONS: readonly JsonReader[] = [
  {
    format: 'fastp-json',
    is: isFastp,
    read: (report, findings) => [{ sample: '', metrics: fastpMetrics(report, findings) }],
  },
  { format: 'multiqc-json', is: isMultiQc, read: multiQcMetrics },
  { format: 'checkqc-json', is: isCheckQc, read: checkQcMetrics },
  { format: 'ga4gh-wgs-qc', is: isGa4gh, read: ga4ghMetrics },
  { format: 'seqplan-report', is: isSeqplanReport, read: (report, findings) => seqplanMetrics([report], findings) },
];

/** Formats of outside metrics, as a stage's output may name them. */
export const QUALITY_FORMATS: readonly string[] = [...TEXTS, ...JSONS].map(({ format }) => format).toSorted();

/** `bytes`: all of the file. */
export function readQualityFile(name: string, bytes: Uint8Array): QualityFile {
  const findings = createFindings(QUALITY_RULES);
  const { format, samples } =
    bytes.length > LARGEST_QUALITY_FILE ? tooLarge(bytes.length, findings) : readText(name, bytes, findings);
  return { file: name, format, findings: findings.list(), samples: findings.errors > 0 ? [] : samples };
}

type Read = Pick<QualityFile, 'format' | 'samples'>;

const NOTHING: Read = { format: 'unknown', samples: [] };

function tooLarge(bytes: number, findings: FileFindings): Read {
  findings.add('QC-SIZE', { offset: LARGEST_QUALITY_FILE }, `the file has ${bytes} bytes`);
  return NOTHING;
}

const START = 1 << 20;

function readText(name: string, bytes: Uint8Array, findings: FileFindings): Read {
  const text = new TextDecoder().decode(bytes);
  if (/^\s{0,1000}\{/.test(text)) return readJson(text, findings);
  const start = text.slice(0, START);
  const reader = TEXTS.find(({ is }) => is(start));
  if (reader === undefined) return unknown(name, findings);
  return { format: reader.format, samples: reader.read({ name, text, findings }) };
}

function readJson(text: string, findings: FileFindings): Read {
  // One report a line; anything else begins a line with less than a whole object.
  const lines = text.trimEnd().split('\n', MOST_REPORTS + 1);
  if (lines.length > 1 && lines.every((line) => line.startsWith('{"file":'))) {
    if (lines.length > MOST_REPORTS)
      findings.add('QC-SIZE', { line: MOST_REPORTS }, `more than ${MOST_REPORTS} reports`);
    const reports = lines.slice(0, MOST_REPORTS).map((line, k) => parseForeignJson(line, findings, k + 1));
    return { format: 'seqplan-report', samples: seqplanMetrics(reports, findings) };
  }
  const report = parseForeignJson(text, findings);
  if (report === undefined) return NOTHING;
  const reader = isObject(report) ? JSONS.find(({ is }) => is(report)) : undefined;
  if (reader === undefined || !isObject(report)) return unknown('', findings);
  return { format: reader.format, samples: reader.read(report, findings) };
}

const MOST_REPORTS = 100_000;

function unknown(name: string, findings: FileFindings): Read {
  findings.add('QC-FORMAT', { offset: 0 }, `${name === '' ? 'the JSON' : `'${name}'`} is of no tool that is known`);
  return NOTHING;
}
