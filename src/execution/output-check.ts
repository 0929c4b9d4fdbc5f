/** Judges of output files, plugged into the real world: format checks and measured quality, by format. */

import type { Measurement, QualityGate } from '../model/index.ts';

export interface OutputCheck {
  /** Formats it understands, e.g. `vcf`. */
  readonly formats: readonly string[];
  /** Metrics it measures; gates may ask for them. */
  readonly metrics: readonly string[];
  /** `path` is absolute; `format` is one of `formats`; `asked`: metrics that gates of the stage are on. */
  inspect(path: string, format: string, asked: readonly string[]): Promise<OutputVerdict>;
}

export interface OutputVerdict {
  /** What is wrong with the file, one sentence each; empty: well-formed. */
  readonly damage: readonly string[];
  readonly measurements: readonly Omit<Measurement, 'sample'>[];
}

/** One sentence for the first gate that is not passed; undefined: all are. A metric that nobody measured fails its gate. */
export function missedGate(
  gates: readonly QualityGate[],
  measurements: readonly Omit<Measurement, 'sample'>[],
): string | undefined {
  for (const { metric, unit, min, max, source, ifMeasured } of gates) {
    const measured = measurements.find((one) => one.metric === metric);
    const isOwed = ifMeasured !== true && (min !== undefined || max !== undefined);
    if (measured === undefined && !isOwed) continue;
    if (measured === undefined) return `${metric} was not measured`;
    if (measured.unit !== unit) return `${metric} was measured in ${measured.unit}, its limit is in ${unit}`;
    // Written so that NaN fails: it is neither at least nor at most anything.
    if (min !== undefined && !(measured.value >= min))
      return `${metric} is ${inWords(measured)}, less than ${min}${by(source)}`;
    if (max !== undefined && !(measured.value <= max))
      return `${metric} is ${inWords(measured)}, more than ${max}${by(source)}`;
  }
  return undefined;
}

const inWords = ({ value, unit }: Pick<Measurement, 'value' | 'unit'>): string =>
  unit === '1' ? String(value) : `${value} ${unit}`;

const by = (source: string | undefined): string => (source === undefined ? '' : ` (${source})`);
