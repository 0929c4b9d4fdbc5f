/** For each late or lost order of a plan: what binds it, and the cheapest change that saves it, verified by replanning. */

import type { Order, OrderId, Plan, Scenario, Situation } from '../../model/index.ts';
import { chartPlan, type PlanAtlas, type PlanCase } from './atlas.ts';
import { chainFrom, lastPlace } from './chain.ts';
import { proposeChanges } from './changes/index.ts';
import type { ChainLink, OrderExplanation } from './explanation.ts';
import { liftLimits } from './lift.ts';
import { outcomesOf } from './outcomes.ts';
import { trialsOn } from './trials.ts';

export interface ExplainPlanInput extends PlanCase {
  /**
   * Plans a changed laboratory, with the budget with which `plan` was made and from `plan` as the plan in force, so that
   * what differs is the change's doing. Every claim rests on its answers: give it one whose plans are checked.
   */
  readonly replan: (scenario: Scenario, situation: Situation) => Promise<Plan>;
  /** Which orders to explain; absent: every one that is late or lost. Orders in time are passed over. */
  readonly orders?: readonly OrderId[];
  /** Changes tried per order, at most; default 8. 0: only the chain. */
  readonly mostChanges?: number;
}

const MOST_CHANGES = 8;

/**
 * By order id. Replans at most `mostChanges` + 2 times per order; a change proposed for several orders is planned once.
 * Rejects where `replan` does.
 */
export async function explainPlan(given: ExplainPlanInput): Promise<readonly OrderExplanation[]> {
  const input = { ...given, situation: { ...given.situation, planInForce: given.plan } };
  const atlas = chartPlan(input);
  const before = outcomesOf(input);
  const trials = trialsOn({ ...input, before });
  const explanations: OrderExplanation[] = [];
  for (const order of input.scenario.orders) {
    const outcome = before.get(order.id);
    if (outcome === undefined || outcome.kind === 'in-time') continue;
    if (input.orders !== undefined && !input.orders.includes(order.id)) continue;
    const grounds = await groundsOf(input, atlas, order);
    const { changes, untried } = proposeChanges(
      { atlas: grounds.atlas, order, chain: grounds.chain },
      input.mostChanges ?? MOST_CHANGES,
    );
    const tried = await trials.tryFor(order.id, changes);
    const { atlas: _atlas, ...found } = grounds;
    explanations.push({ order: order.id, outcome, ...found, changes: tried, untried });
  }
  return explanations;
}

interface Grounds extends Pick<OrderExplanation, 'causes' | 'lifted' | 'chain'> {
  /** Of the plan that the chain was read from. */
  readonly atlas: PlanAtlas;
}

async function groundsOf(input: ExplainPlanInput, atlas: PlanAtlas, { id }: Order): Promise<Grounds> {
  const lost = input.plan.lost.find((entry) => entry.order === id);
  if (lost === undefined) {
    const last = lastPlace(atlas, id);
    return { atlas, causes: [], chain: last === undefined ? [] : chainFrom(atlas, last) };
  }
  const found = await liftLimits(input, lost, input.replan);
  if (found === undefined) return { atlas, causes: lost.causes, chain: [] };
  const chain: readonly ChainLink[] = chainFrom(found.atlas, found.from);
  return { atlas: found.atlas, causes: lost.causes, lifted: found.lifted, chain };
}
