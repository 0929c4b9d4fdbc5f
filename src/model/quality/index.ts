/** The vocabulary of quality: metrics, their default limits, and which outputs measure them. */

export { combineValues } from './combine-values.ts';
export { defaultGates, type DefaultGates } from './default-gates.ts';
export { gateFaults } from './gate-faults.ts';
export { DEFAULT_LIMITS, INSTRUMENTS } from './default-limits.ts';
export {
  ASSAYS,
  gateVerdict,
  limitWords,
  type Assay,
  type DefaultLimit,
  type GateLimits,
  type GateVerdict,
  type QualityContext,
} from './limit.ts';
export { limitsFor } from './limits-for.ts';
export { bareFormat, MEASURED_FORMATS, metricsOfOutput } from './measured-formats.ts';
export type { QualityMetric, QualityValues } from './metric.ts';
export { QUALITY_METRICS } from './metrics.ts';
export { inUnit } from './units.ts';
