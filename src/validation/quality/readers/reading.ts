/** What readers of outside metrics share: lines, numbers as they are written, and values by sample. */

import { QUALITY_METRICS, type QualityValues } from '../../../model/index.ts';
import { excerpt, type FileFindings } from '../../files/index.ts';

/** `sample`: as the file names it; empty where it names none. */
export interface SampleMetrics {
  readonly sample: string;
  readonly metrics: QualityValues;
}

/** What a reader is given. Text is at most `LARGEST_QUALITY_FILE` bytes. */
export interface ToRead {
  /** Of the file. */
  readonly name: string;
  readonly text: string;
  readonly findings: FileFindings;
}

/** Each line with its number, from 1, without its end. */
export function* linesOf(text: string): Generator<readonly [line: string, number: number]> {
  let number = 1;
  for (let start = 0; start < text.length; number++) {
    const found = text.indexOf('\n', start);
    const end = found === -1 ? text.length : found;
    yield [text.slice(start, text[end - 1] === '\r' && end > start ? end - 1 : end), number];
    start = end + 1;
  }
}

/** No table of these tools is wider. */
const MOST_COLUMNS = 1000;

export const fieldsOf = (line: string): readonly string[] => line.split('\t', MOST_COLUMNS);

const DECIMAL = /^[+-]?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})(?:[eE][+-]?\d{1,3})?$/;
/** How tools say that they do not know. */
const UNKNOWN = /^(?:|\?|-|\.|na|n\/a|none|null|unknown|[+-]?nan|[+-]?inf(?:inity)?|[+-]?∞)$/i;

/** undefined: the tool does not know, or what stands there is no number, which is then found. */
export function numberOf(text: string | undefined, line: number, findings: FileFindings): number | undefined {
  const bare = (text ?? '').trim();
  if (UNKNOWN.test(bare)) return undefined;
  if (DECIMAL.test(bare)) {
    const value = Number(bare);
    return Number.isFinite(value) ? value : undefined;
  }
  const isComma = /^[+-]?\d{1,30},\d{1,30}(?:[eE][+-]?\d{1,3})?$/.test(bare);
  findings.add(isComma ? 'QC-DECIMAL-COMMA' : 'QC-NUMBER', { line }, () => `'${excerpt(bare)}'`);
  return undefined;
}

/** Values of one sample: absent ones are left out, impossible ones are found. */
export interface Values {
  set(metric: string, value: number | undefined): void;
  /** A share, in per cent; nothing where there is no whole. */
  share(metric: string, part: number | undefined, whole: number | undefined): void;
  readonly metrics: QualityValues;
}

export function createValues(findings: FileFindings): Values {
  const metrics: Record<string, number> = {};
  const set = (metric: string, value: number | undefined): void => {
    if (value === undefined || !Number.isFinite(value)) return;
    // A tool that rounds may go a little beyond 100.
    const isPossible = value >= 0 && (QUALITY_METRICS.get(metric)?.unit !== '%' || value <= 100.5);
    if (isPossible) metrics[metric] = value;
    else findings.add('QC-RANGE', { line: 1 }, `${metric} is ${value}`);
  };
  return {
    set,
    share(metric, part, whole) {
      if (part !== undefined && whole !== undefined && whole > 0) set(metric, (100 * part) / whole);
    },
    metrics,
  };
}

export const ratio = (above: number | undefined, below: number | undefined): number | undefined =>
  above === undefined || below === undefined || below === 0 ? undefined : above / below;

export const percent = (share: number | undefined): number | undefined =>
  share === undefined ? undefined : 100 * share;
