/** A scenario carried out in the virtual world: planned, checked, simulated, recorded, verified, reported. */

import type { Fact, Plan, Timed } from '../../model/index.ts';
import { memoryStorage, type LedgerStorage, type NoteSigner } from '../../provenance/index.ts';
import { simulate as carryOut } from '../../simulation/index.ts';
import { checkedPlanner, withPool, type PlanOptions } from '../planning.ts';
import { identify, recordRun, type RunResult } from './recorded-run.ts';
import { resolveSource, type ScenarioSource } from '../scenario-source.ts';

export interface SimulateOptions extends PlanOptions {
  /** The plan to begin with; absent: one is made. */
  readonly plan?: Plan;
  /** Where the ledger goes; absent: memory. */
  readonly ledger?: LedgerStorage;
  /** Signs the ledger's checkpoint; absent: nobody does. */
  readonly signer?: NoteSigner;
  readonly onFact?: (fact: Timed<Fact>) => void;
}

/**
 * Simulate a scenario. The same document, options and version give the same bytes, unless a budget is in milliseconds.
 * @throws ServiceError `REJECTED` for a bad document, `PLAN_BROKEN` where the checker refuses a plan.
 */
export async function simulate(source: ScenarioSource, options: SimulateOptions = {}): Promise<RunResult> {
  const checked = resolveSource(source);
  const { scenario } = checked;
  const { seed = 1, plan, ledger = memoryStorage(), signer, onFact } = options;
  const run = identify(checked, { world: 'simulated', seed, epoch: scenario.epoch.iso });
  return withPool(options, (pool) =>
    recordRun({
      checked,
      run,
      storage: ledger,
      planner: checkedPlanner(scenario, pool, options),
      ...(plan && { firstPlan: plan }),
      ...(signer && { signer }),
      ...(onFact && { onFact }),
      carryOut: async ({ planner, sink }) => {
        const { state } = await carryOut({ scenario, planner: (asked) => planner(asked.situation), seed, sink, run });
        return state;
      },
    }),
  );
}

/** `simulate` under the name that says all it does. */
export const planAndSimulate = simulate;
