/** For each late or lost order of a plan: what binds it, and the cheapest change that saves it, verified by replanning. */

import type { OrderId, Plan, Scenario, Situation } from '../../model/index.ts';
import { chartPlan, type PlanAtlas, type PlanCase } from './atlas.ts';
import { chainReader, lastPlace } from './chain.ts';
import { proposeChanges } from './changes/index.ts';
import type { OrderExplanation } from './explanation.ts';
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
  const read = chainReader(atlas);
  const explanations: OrderExplanation[] = [];
  for (const order of input.scenario.orders) {
    const outcome = before.get(order.id);
    if (outcome === undefined || outcome.kind === 'in-time') continue;
    if (input.orders !== undefined && !input.orders.includes(order.id)) continue;
    const grounds = outcome.kind === 'late' ? whyLate(atlas, order.id, read) : await whyLost(input, atlas, order.id);
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

function whyLate(atlas: PlanAtlas, order: OrderId, read: ReturnType<typeof chainReader>): Grounds {
  const last = lastPlace(atlas, order);
  return { atlas, causes: [], chain: last === undefined ? [] : read(last) };
}

async function whyLost(input: ExplainPlanInput, atlas: PlanAtlas, order: OrderId): Promise<Grounds> {
  const lost = input.plan.lost.find((entry) => entry.order === order);
  if (lost === undefined) return { atlas, causes: [], chain: [] };
  const found = await liftLimits(input, lost, input.replan);
  if (found === undefined) return { atlas, causes: lost.causes, chain: [] };
  const chain = chainReader(found.atlas)(found.from);
  return { atlas: found.atlas, causes: lost.causes, lifted: found.lifted, chain };
}
