export { estimateDifference, estimateMean, type Estimate, type Series } from './estimate.ts';
export { applyPatch, type PatchFault, type PatchOperation } from './patch.ts';
export {
  runExperiment,
  type Design,
  type ExperimentResult,
  type MetricResult,
  type Replications,
  type StopRule,
  type Trial,
  type Values,
  type VariantResult,
} from './run-experiment.ts';
export { probabilityWithin, studentTWithin } from './student-t.ts';
