/** Changes put to the test: the laboratory is planned again with each, and the plan says what it does for whom. */

import { mustGet } from '../../base/index.ts';
import type { OrderId, Plan, Scenario, Situation } from '../../model/index.ts';
import { sayCost, type Change } from './changes/index.ts';
import { sayLength, timeSpeaker, type SayTime } from './clock-text.ts';
import type { OrderOutcome, TriedChange } from './explanation.ts';
import { outcomesOf, sideEffects } from './outcomes.ts';

export interface Trials {
  /** In turn, up to the first that saves the order and harms no other. */
  tryFor(order: OrderId, changes: readonly Change[]): Promise<readonly TriedChange[]>;
}

export interface Bench {
  readonly scenario: Scenario;
  readonly situation: Situation;
  readonly replan: (scenario: Scenario, situation: Situation) => Promise<Plan>;
  /** In the plan that is explained. */
  readonly before: Outcomes;
}

export type Outcomes = ReadonlyMap<OrderId, OrderOutcome>;

/** A change that is tried for several orders is planned once. */
export function trialsOn({ scenario, situation, replan, before }: Bench): Trials {
  const known = new Map<string, Promise<Outcomes>>();
  const time = timeSpeaker(scenario);
  const planWith = async (change: Change): Promise<Outcomes> => {
    const lab = change.applyTo(scenario);
    return outcomesOf({ scenario: lab, situation, plan: await replan(lab, situation) });
  };
  const outcomesWith = (change: Change): Promise<Outcomes> => {
    const planned = known.get(change.description) ?? planWith(change);
    known.set(change.description, planned);
    return planned;
  };
  return {
    async tryFor(order, changes) {
      const tried: TriedChange[] = [];
      for (const change of changes) {
        const now = await outcomesWith(change);
        const effect: Effect = { change, outcome: mustGet(now, order), ...sideEffects(before, now, order) };
        const result = judge(
          effect,
          tried.find((t) => t.change.kind === 'search'),
          time,
        );
        tried.push(result);
        if (result.saves && result.harms.length === 0) break;
      }
      return tried;
    },
  };
}

type Effect = Omit<TriedChange, 'saves' | 'message'>;

/** `alone`: what the search does without any change. A change that does no better does not save. */
function judge(effect: Effect, alone: TriedChange | undefined, time: SayTime): TriedChange {
  const { change, outcome, harms, helps } = effect;
  const isInTime = outcome.kind === 'in-time';
  const isNoBetter = isInTime && alone?.outcome.kind === 'in-time' && alone.harms.length <= harms.length;
  const saves = isInTime && !isNoBetter;
  const sentences = [
    `${sayOutcome(outcome, time)}${isNoBetter ? ', as by the search alone' : ''}`,
    ...(helps.length > 0 ? [`${helps.join(', ')} would be in time too`] : []),
    ...(harms.length > 0 ? [`${harms.join(', ')} would be late or lost instead`] : []),
    ...(saves && harms.length === 0 ? ['no other order becomes late or lost'] : []),
  ];
  return { ...effect, saves, message: `${change.description} (${sayCost(change.cost)}): ${sentences.join('; ')}` };
}

function sayOutcome(outcome: OrderOutcome, time: SayTime): string {
  switch (outcome.kind) {
    case 'lost':
      return 'still lost';
    case 'late':
      return `still ${sayLength(outcome.end - outcome.due)} late, delivered ${time(outcome.end)}`;
    case 'in-time':
      return `delivered ${time(outcome.end)}, in time`;
  }
}
