/** Independent judges: they share nothing with what they judge. */

export { PLAN_RULE_CODES, checkPlan, type PlanCase, type PlanRuleCode } from './plan/index.ts';
