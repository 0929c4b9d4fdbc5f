/** The default gates of a stage: limits of its kind of work on metrics that its outputs measure, or that it names. */

import type { QualityGate } from '../workflow.ts';
import type { DefaultLimit, QualityContext } from './limit.ts';
import { limitsFor } from './limits-for.ts';
import { metricsOfOutput } from './measured-formats.ts';
import { QUALITY_METRICS } from './metrics.ts';

/** As a scenario document spells it. */
export interface DefaultGates {
  readonly assay: QualityContext['assay'];
  readonly instrument?: string | undefined;
  readonly readLength?: number | undefined;
  readonly plex?: number | undefined;
  readonly metrics?: readonly string[] | undefined;
}

/** In the order of the table of limits. `formats`: of the stage's outputs. */
export function defaultGates(wanted: DefaultGates, formats: readonly string[]): readonly QualityGate[] {
  const { assay, instrument, readLength, plex } = wanted;
  const asked = new Set(wanted.metrics ?? formats.flatMap(metricsOfOutput));
  const context: QualityContext = {
    assay,
    ...(instrument !== undefined && { instrument }),
    ...(readLength !== undefined && { readLength }),
    ...(plex !== undefined && { plex }),
  };
  return limitsFor(context)
    .filter(({ metric }) => asked.has(metric))
    .map(asGate)
    .map((gate) => (wanted.metrics === undefined ? { ...gate, ifMeasured: true } : gate));
}

const asGate = ({ metric, min, max, warn, source }: DefaultLimit): QualityGate => ({
  metric,
  unit: QUALITY_METRICS.get(metric)?.unit ?? '1',
  ...(min !== undefined && { min }),
  ...(max !== undefined && { max }),
  ...(warn !== undefined && { warn }),
  source,
});
