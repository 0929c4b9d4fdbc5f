/** Explanations whose every replan has been judged by the plan checker. */

import { initialSituation, type OrderId, type Plan, type Scenario, type Situation } from '../model/index.ts';
import { explainPlan, type OrderExplanation, type PlannerPool } from '../solver/index.ts';
import { checkedPlanner, DEFAULT_BUDGET, withPool, type PlanOptions } from './planning.ts';
import { resolveSource, type ScenarioSource } from './scenario-source.ts';

export interface ExplainOptions extends PlanOptions {
  /** Which orders; absent: every one that is late or lost. */
  readonly orders?: readonly OrderId[];
  /** Changes tried per order, at most; default 8. */
  readonly mostChanges?: number;
  /** Told before every plan that is made. */
  readonly onReplan?: (plans: number) => void;
}

export interface ExplainResult {
  readonly scenario: Scenario;
  readonly plan: Plan;
  /** By order id; empty where every order is in time. */
  readonly explanations: readonly OrderExplanation[];
}

/**
 * Plan a scenario from instant 0, and say of each late or lost order what binds it and which change would save it. Changed
 * laboratories are planned like the first one: same seed, same budget.
 * @throws ServiceError `REJECTED` for a bad document, `PLAN_BROKEN` where the checker refuses one of the plans.
 */
export async function explain(source: ScenarioSource, options: ExplainOptions = {}): Promise<ExplainResult> {
  const { scenario } = resolveSource(source);
  return withPool(options, async (pool) => {
    const situation = initialSituation(scenario);
    const replan = counted(pool, options);
    const plan = await replan(scenario, situation);
    const { orders, mostChanges } = options;
    const explanations = await explainPlan({
      scenario,
      situation,
      plan,
      replan,
      ...(orders && { orders }),
      ...(mostChanges !== undefined && { mostChanges }),
    });
    return { scenario, plan, explanations };
  });
}

function counted(pool: PlannerPool, options: ExplainOptions) {
  const replanBudget = options.replanBudget ?? options.budget ?? DEFAULT_BUDGET;
  let plans = 0;
  return (lab: Scenario, situation: Situation): Promise<Plan> => {
    options.onReplan?.(plans++);
    return checkedPlanner(lab, pool, { ...options, replanBudget })(situation);
  };
}
