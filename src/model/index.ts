export * from './failure.ts';
export * from './ids.ts';
export * from './objective.ts';
export * from './plan.ts';
export * from './run-vocabulary.ts';
export * from './scenario.ts';
export * from './situation.ts';
export * from './workflow.ts';
