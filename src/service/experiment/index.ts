export { defineExperiment, experimentJsonSchema, type ExperimentDocument } from './document.ts';
export { experiment, type ExperimentOptions, type ExperimentOutcome, type ExperimentProgress } from './experiment.ts';
export {
  checkExperiment,
  EXPERIMENT_FINDINGS,
  loadExperiment,
  type CheckedExperiment,
  type ExperimentSource,
} from './read-experiment.ts';
