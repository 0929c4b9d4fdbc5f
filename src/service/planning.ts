/**
 * Plans that have been judged: the planner's pool answers, the independent checker agrees, or nothing leaves here.
 */

import { initialSituation, type Plan, type Scenario, type Situation } from '../model/index.ts';
import { createPlannerPool, type MipBackend, type PlannerPool, type PlannerRule } from '../solver/index.ts';
import { checkPlan } from '../validation/index.ts';
import { ServiceError } from './errors.ts';
import { resolveSource, type ScenarioSource } from './scenario-source.ts';

/** How long to search: a number of steps, reproducible, or a time limit, which is not. */
export type Budget = { readonly iterations: number } | { readonly ms: number };

export interface PlanOptions {
  /** Seed of the search; default 1. */
  readonly seed?: number;
  /** For the first plan; default 1,000 steps. */
  readonly budget?: Budget;
  /** For plans made while a run goes on; default 60 steps, or `budget` where that is a time limit. */
  readonly replanBudget?: Budget;
  /** Default `portfolio`: the best of all rules and of random variations. */
  readonly rule?: PlannerRule;
  /** Mixed-integer programs beside the search, where the budget is a time limit: proposals of pooling and recipes. */
  readonly mip?: MipBackend;
  /** Planner threads; default 1. Without effect where `pool` is given. */
  readonly workers?: number;
  /** A warm pool to use, which stays open; absent: one is made and closed. */
  readonly pool?: PlannerPool;
}

export interface PlanResult {
  readonly scenario: Scenario;
  /** Free of findings: the checker has seen it. Orders that cannot be saved are in `plan.lost`, with causes. */
  readonly plan: Plan;
}

export const DEFAULT_BUDGET: Budget = { iterations: 1000 };
const REPLAN_BUDGET: Budget = { iterations: 60 };

/**
 * Plan a scenario from instant 0.
 * @throws ServiceError `REJECTED` for a bad document, `PLAN_BROKEN` where the checker refuses the planner's answer.
 */
export async function plan(source: ScenarioSource, options: PlanOptions = {}): Promise<PlanResult> {
  const { scenario } = resolveSource(source);
  return withPool(options, async (pool) => {
    const planner = checkedPlanner(scenario, pool, options);
    return { scenario, plan: await planner(initialSituation(scenario)) };
  });
}

/** A planner for one scenario whose every answer has passed the checker. */
export type CheckedPlanner = (situation: Situation) => Promise<Plan>;

export function checkedPlanner(scenario: Scenario, pool: PlannerPool, options: PlanOptions): CheckedPlanner {
  const { seed = 1, budget: first = DEFAULT_BUDGET, rule = 'portfolio', mip } = options;
  const later = options.replanBudget ?? ('ms' in first ? first : REPLAN_BUDGET);
  return async (situation) => {
    const budget = situation.planInForce === undefined ? first : later;
    const answer = await pool.plan(scenario, situation, { seed, budget, rule, ...(mip === undefined ? {} : { mip }) });
    const findings = checkPlan({ scenario, situation, plan: answer });
    if (findings.length > 0) {
      throw new ServiceError('PLAN_BROKEN', `the planner broke ${findings.length} of its own rules`, { findings });
    }
    return answer;
  };
}

/** Lend the caller's pool, or one that lives as long as `use`. */
export async function withPool<T>(options: PlanOptions, use: (pool: PlannerPool) => Promise<T>): Promise<T> {
  if (options.pool !== undefined) return use(options.pool);
  const pool = createPlannerPool({ workers: options.workers ?? 1 });
  try {
    return await use(pool);
  } finally {
    await pool.close();
  }
}
