/** What a plan promises each order, and how two plans differ in it. */

import { compareText, seconds, type Seconds } from '../../base/index.ts';
import type { OrderId } from '../../model/index.ts';
import type { PlanCase } from './atlas.ts';
import type { OrderOutcome } from './explanation.ts';

/** Of every order that has a lot to deliver, in the scenario's sequence. */
export function outcomesOf({ scenario, situation, plan }: PlanCase): ReadonlyMap<OrderId, OrderOutcome> {
  const orderOfLot = new Map(situation.lots.map((lot) => [lot.lot, lot.order]));
  const ends = new Map<OrderId, Seconds>();
  const extend = (order: OrderId | undefined, end: Seconds): void => {
    if (order !== undefined) ends.set(order, seconds(Math.max(end, ends.get(order) ?? end)));
  };
  for (const lot of situation.lots) for (const { end } of [...lot.done, ...lot.running]) extend(lot.order, end);
  for (const { members, end } of plan.tasks) for (const { lot } of members) extend(orderOfLot.get(lot), end);
  const lost = new Set(plan.lost.map((entry) => entry.order));
  const outcomes = new Map<OrderId, OrderOutcome>();
  for (const { id, due } of scenario.orders) {
    const end = ends.get(id);
    if (lost.has(id)) outcomes.set(id, { kind: 'lost' });
    else if (end !== undefined) outcomes.set(id, { kind: end > due ? 'late' : 'in-time', end, due });
  }
  return outcomes;
}

const BADNESS: Readonly<Record<OrderOutcome['kind'], number>> = { 'in-time': 0, late: 1, lost: 2 };

/** Which orders but `self` become late or lost (`harms`), and which become in time (`helps`), from one plan to another. */
export function sideEffects(
  before: ReadonlyMap<OrderId, OrderOutcome>,
  now: ReadonlyMap<OrderId, OrderOutcome>,
  self: OrderId,
): { readonly harms: readonly OrderId[]; readonly helps: readonly OrderId[] } {
  const others = [...before.keys()].filter((order) => order !== self).toSorted(compareText);
  const badness = (outcomes: ReadonlyMap<OrderId, OrderOutcome>, order: OrderId): number =>
    BADNESS[outcomes.get(order)?.kind ?? 'in-time'];
  return {
    harms: others.filter((order) => badness(now, order) > badness(before, order)),
    helps: others.filter((order) => badness(before, order) > 0 && badness(now, order) === 0),
  };
}
