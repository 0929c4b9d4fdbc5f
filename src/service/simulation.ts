/** A scenario carried out in the virtual world: planned, checked, simulated, recorded, verified, reported. */

import { assert } from '../base/index.ts';
import { buildReport, type Report } from '../analytics/index.ts';
import type { Fact, Plan, RunIdentity, Scenario, Situation, Timed } from '../model/index.ts';
import { memoryStorage, type LedgerStorage } from '../provenance/index.ts';
import { simulate as carryOut } from '../simulation/index.ts';
import { checkedPlanner, withPool, type PlanOptions } from './planning.ts';
import { auditLedger, startRecording, type LedgerAudit } from './recording.ts';
import { resolveSource, type CheckedScenario, type ScenarioSource } from './scenario-source.ts';
import { packageVersion } from './version.ts';

export interface SimulateOptions extends PlanOptions {
  /** The plan to begin with; absent: one is made. The first plan of a run is made at instant 0. */
  readonly plan?: Plan;
  /** Where the ledger goes; absent: memory. */
  readonly ledger?: LedgerStorage;
  readonly onFact?: (fact: Timed<Fact>) => void;
}

export interface SimulationResult {
  readonly scenario: Scenario;
  /** The first plan. */
  readonly plan: Plan;
  readonly report: Report;
  readonly facts: readonly Timed<Fact>[];
  readonly ledger: LedgerStorage;
  readonly audit: LedgerAudit;
}

/**
 * Simulate a scenario. The same document, options and version give the same bytes, unless a budget is in milliseconds.
 * @throws ServiceError `REJECTED` for a bad document, `PLAN_BROKEN` where the checker refuses a plan.
 */
export async function simulate(source: ScenarioSource, options: SimulateOptions = {}): Promise<SimulationResult> {
  const checked = resolveSource(source);
  const { scenario } = checked;
  return withPool(options, async (pool) => {
    const planAnew = checkedPlanner(scenario, pool, options);
    let first = options.plan;
    const planner = async ({ situation }: { readonly situation: Situation }): Promise<Plan> => {
      if (situation.now === 0 && first !== undefined) return first;
      const answer = await planAnew(situation);
      first ??= answer;
      return answer;
    };
    const run = identify(checked, options.seed ?? 1);
    const storage = options.ledger ?? memoryStorage();
    const recording = startRecording({ storage, run, ...(options.onFact && { onFact: options.onFact }) });
    const { state } = await carryOut({ scenario, planner, seed: run.seed, sink: recording.sink, run });
    const ledger = await recording.close();
    assert(first !== undefined, 'a run asks for a plan first of all');
    return {
      scenario,
      plan: first,
      report: buildReport({ scenario, plan: first, facts: recording.facts, ledger }),
      facts: recording.facts,
      ledger: storage,
      audit: await auditLedger(storage, scenario, state),
    };
  });
}

const identify = ({ scenario, digest }: CheckedScenario, seed: number): RunIdentity => ({
  world: 'simulated',
  scenario: scenario.name,
  scenarioDigest: digest,
  seed,
  version: packageVersion(),
  epoch: scenario.epoch.iso,
});

/** `simulate` under the name that says all it does. */
export const planAndSimulate = simulate;
