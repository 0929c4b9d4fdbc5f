/**
 * Outputs are judged before they are published: files of sequencing by the judges of files, at full depth; what tools say of
 * quality by its readers. What they measure is what gates of the stage ask for.
 */

import {
  combineValues,
  metricsOfOutput,
  QUALITY_METRICS,
  type Measurement,
  type QualityValues,
} from '../model/index.ts';
import {
  JUDGED_FORMATS,
  judgeFile,
  LARGEST_QUALITY_FILE,
  METRIC_DEFINITIONS,
  QUALITY_FORMATS,
  readQualityFile,
  type ByteSource,
  type FileFormat,
  type FileReport,
} from '../validation/index.ts';
import type { OutputCheck } from './output-check.ts';

/** Rejects with the error of the system. */
export type OpenFile = (path: string) => Promise<ByteSource & { close(): Promise<void> }>;

/** One check for each format that has a judge. */
export const createFileChecks = (open: OpenFile): readonly OutputCheck[] =>
  JUDGED_FORMATS.map(({ format }) => ({
    formats: spellingsOf(format),
    metrics: metricsOfOutput(format),
    async inspect(path, _, asked) {
      const metrics = asked.some((metric) => METRIC_DEFINITIONS[metric]?.from[format] === 'all') ? 'all' : 'basic';
      const source = await open(path);
      try {
        const report = await judgeFile(source, { format, depth: 'full', metrics });
        return { damage: damageIn(report.findings), measurements: asMeasurements(numbersOf(report)) };
      } finally {
        await source.close();
      }
    },
  }));

/** One check for each format that tools tell quality in. */
export const createQualityChecks = (open: OpenFile): readonly OutputCheck[] =>
  QUALITY_FORMATS.map((format) => ({
    formats: [format],
    metrics: metricsOfOutput(format),
    async inspect(path) {
      const source = await open(path);
      try {
        const read = readQualityFile(source.name, await wholeOf(source));
        const damage = damageIn(read.findings);
        if (damage.length === 0 && read.format !== format) damage.push(`it is ${read.format}, not ${format}`);
        const values = combineValues(
          read.samples.map(({ metrics }) => metrics),
          'worst',
        );
        return { damage, measurements: damage.length > 0 ? [] : asMeasurements(values) };
      } finally {
        await source.close();
      }
    },
  }));

const PACKINGS = ['', '.gz', '.bgz', '.bgzf'];
const SHORT: Readonly<Partial<Record<FileFormat, string>>> = { fastq: 'fq', fasta: 'fa' };

const spellingsOf = (format: FileFormat): readonly string[] =>
  [format, SHORT[format] ?? format].flatMap((name) => PACKINGS.map((packing) => `${name}${packing}`));

/** Sentences that the record of a failure has room for. */
const MOST_TOLD = 3;

function damageIn(findings: FileReport['findings']): string[] {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const told = errors.slice(0, MOST_TOLD).map(({ code, line, offset, message }) => {
    const place = line === undefined ? `byte ${offset ?? 0}` : `line ${line}`;
    return `${code} at ${place}: ${message}`;
  });
  return errors.length > MOST_TOLD ? [...told, `and ${errors.length - MOST_TOLD} more`] : told;
}

/** Lists, and what the dictionary has no word for, are not for gates. */
function numbersOf({ metrics }: FileReport): QualityValues {
  const numbers: Record<string, number> = {};
  for (const [metric, value] of Object.entries(metrics)) {
    if (typeof value === 'number' && Number.isFinite(value) && QUALITY_METRICS.has(metric)) numbers[metric] = value;
  }
  return numbers;
}

const asMeasurements = (values: QualityValues): readonly Omit<Measurement, 'sample'>[] =>
  Object.entries(values).map(([metric, value]) => ({ metric, value, unit: QUALITY_METRICS.get(metric)?.unit ?? '1' }));

/** At most one byte more than what may be read. */
async function wholeOf(source: ByteSource): Promise<Uint8Array> {
  const bytes = new Uint8Array(Math.min(source.size ?? LARGEST_QUALITY_FILE + 1, LARGEST_QUALITY_FILE + 1));
  return bytes.subarray(0, await source.read(0, bytes));
}
