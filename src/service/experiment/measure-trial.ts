/**
 * One trial: a variant planned and carried out in the virtual world with one seed, in the calling thread, and measured. The pool of
 * an experiment loads this file in its threads.
 */

import { measureRun, type MetricValues } from '../../analytics/index.ts';
import type { Finding } from '../../base/index.ts';
import { readScenario, type Fact, type Plan, type RunIdentity, type Scenario, type Timed } from '../../model/index.ts';
import { simulate, type Planner } from '../../simulation/index.ts';
import { planInThread } from '../../solver/index.ts';
import { checkPlan } from '../../validation/index.ts';
import { packageVersion } from '../version.ts';
import type { ExperimentPlanner } from './document.ts';

/** Clonable: it crosses threads. */
export interface TrialTask {
  readonly document: unknown;
  /** SHA-256 of the document, lower-case hex. */
  readonly digest: string;
  readonly planner: ExperimentPlanner;
  /** Of the virtual world and of every search. */
  readonly seed: number;
}

export type TrialAnswer =
  | { readonly kind: 'measured'; readonly values: MetricValues }
  /** The checker refused a plan: a defect of the planner. */
  | { readonly kind: 'plan-broken'; readonly findings: readonly Finding[] };

/** The same task and version give the same answer. */
export async function measureTrial({ document, digest, planner, seed }: TrialTask): Promise<TrialAnswer> {
  const scenario = scenarioOf(document, digest);
  const judge = createJudge(scenario, planner, seed);
  const run: RunIdentity = {
    world: 'simulated',
    scenario: scenario.name,
    scenarioDigest: digest,
    seed,
    version: packageVersion(),
    epoch: scenario.epoch.iso,
  };
  const facts: Timed<Fact>[] = [];
  const sink = { append: (fact: Timed<Fact>) => void facts.push(fact), flush: async () => undefined };
  await simulate({ scenario, planner: judge.plan, seed, sink, run });
  const findings = judge.findings();
  return findings.length > 0
    ? { kind: 'plan-broken', findings }
    : { kind: 'measured', values: measureRun(scenario, facts) };
}

/** A thread measures the same few variants again and again. */
const known = new Map<string, Scenario>();
const MOST_KNOWN = 32;

function scenarioOf(document: unknown, digest: string): Scenario {
  const earlier = known.get(digest);
  if (earlier !== undefined) return earlier;
  const reading = readScenario(document);
  if (reading.kind === 'rejected') throw new Error(`scenario ${digest} was not checked before`);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(digest, reading.scenario);
  return reading.scenario;
}

/** A planner whose every plan is checked. The run goes on without a broken plan; its measurements are worth nothing then. */
function createJudge(scenario: Scenario, { rule, budget, replanBudget }: ExperimentPlanner, seed: number) {
  let broken: readonly Finding[] = [];
  const plan: Planner = async ({ situation }): Promise<Plan> => {
    const iterations = situation.planInForce === undefined ? budget : replanBudget;
    const answer = planInThread(scenario, situation, { seed, rule, budget: { iterations } });
    const findings = checkPlan({ scenario, situation, plan: answer });
    if (broken.length === 0) broken = findings;
    return answer;
  };
  return { plan, findings: () => broken };
}
