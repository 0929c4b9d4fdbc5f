/** For each late or lost order of a plan: what binds it, and the cheapest change that saves it, verified by replanning. */

import { mustGet } from '../../base/index.ts';
import type { Order, OrderId, Plan, Scenario, Situation } from '../../model/index.ts';
import { chartPlan, type PlanAtlas, type PlanCase } from './atlas.ts';
import { chainFrom, lastPlace } from './chain.ts';
import { proposeChanges, sayCost, type Change } from './changes/index.ts';
import { sayLength, timeSpeaker } from './clock-text.ts';
import type { ChainLink, OrderExplanation, OrderOutcome, TriedChange } from './explanation.ts';
import { liftLimits } from './lift.ts';
import { outcomesOf, sideEffects } from './outcomes.ts';

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
  const trials = trialsOf(input, before);
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
    const tried = await tryInTurn(changes, order.id, trials);
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

/** Tries a change for an order. */
type Trial = (change: Change, order: OrderId) => Promise<TriedChange>;

function trialsOf({ scenario, situation, replan }: ExplainPlanInput, before: Outcomes): Trial {
  const known = new Map<string, Promise<Outcomes>>();
  const time = timeSpeaker(scenario);
  const outcomesWith = async (change: Change): Promise<Outcomes> => {
    const lab = change.applyTo(scenario);
    return outcomesOf({ scenario: lab, situation, plan: await replan(lab, situation) });
  };
  return async (change, order) => {
    const planned = known.get(change.description) ?? outcomesWith(change);
    known.set(change.description, planned);
    const now = await planned;
    const outcome = mustGet(now, order);
    const effects = sideEffects(before, now, order);
    const saves = outcome.kind === 'in-time';
    const message = `${change.description} (${sayCost(change.cost)}): ${effectOn(outcome)}${harmTo(effects.harms, saves)}`;
    return { change, saves, outcome, ...effects, message };
  };

  function effectOn(outcome: OrderOutcome): string {
    switch (outcome.kind) {
      case 'lost':
        return 'still lost';
      case 'late':
        return `still ${sayLength(outcome.end - outcome.due)} late, delivered ${time(outcome.end)}`;
      case 'in-time':
        return `delivered ${time(outcome.end)}, in time`;
    }
  }
}

type Outcomes = ReadonlyMap<OrderId, OrderOutcome>;

function harmTo(harms: readonly OrderId[], saves: boolean): string {
  if (harms.length > 0) return `; ${harms.join(', ')} would be late or lost instead`;
  return saves ? '; no other order becomes late or lost' : '';
}

/** Up to the first that saves the order at nobody's cost. */
async function tryInTurn(changes: readonly Change[], order: OrderId, trial: Trial): Promise<readonly TriedChange[]> {
  const tried: TriedChange[] = [];
  for (const change of changes) {
    const result = await trial(change, order);
    tried.push(result);
    if (result.saves && result.harms.length === 0) break;
  }
  return tried;
}
