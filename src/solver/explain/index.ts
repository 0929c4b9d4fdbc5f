export { explainPlan, type ExplainPlanInput } from './explain-plan.ts';
export { COST_UNITS, type Change, type Cost } from './changes/index.ts';
export type {
  ChainLink,
  LiftedLimits,
  OrderExplanation,
  OrderOutcome,
  Readiness,
  ReadinessCause,
  TriedChange,
  Wait,
  WaitCause,
} from './explanation.ts';
