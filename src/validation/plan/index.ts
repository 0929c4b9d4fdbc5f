/** The plan checker: rules of docs/PLAN-RULES.md, judged independently of the planner. */

export { PLAN_RULE_CODES, type PlanRuleCode } from './breach.ts';
export { checkPlan } from './check-plan.ts';
export type { PlanCase } from './plan-view.ts';
