/** What a plan promises, in the figures a run is measured by, so that promise and reality stand side by side. */

import { at, compareText, hours, type Seconds } from '../base/index.ts';
import type { Order, OrderId, Plan, Scenario } from '../model/index.ts';
import { orderOfLot } from './lots.ts';
import { timelineOfPlan } from './timeline.ts';
import { utilizationOf, type Utilization } from './utilization.ts';

export interface PlanFigures {
  readonly utilization: Utilization;
  /** Sorted by id. Orders with nothing left to do are not in a plan and not here. */
  readonly orders: readonly PlannedOrder[];
  readonly totals: PlanTotals;
}

export interface PlannedOrder {
  readonly order: OrderId;
  readonly due: Seconds;
  /** End of its last task; null where the plan gives it up. */
  readonly finish: Seconds | null;
  readonly tardinessHours: number | null;
  /** The plan's chain of causes, where it gives the order up; else ''. */
  readonly reason: string;
}

/** Counts are of samples; tardiness is over samples that the plan delivers. */
export interface PlanTotals {
  readonly samples: number;
  readonly planned: number;
  readonly lost: number;
  readonly onTime: number;
  readonly meanTardinessHours: number;
  readonly maxTardinessHours: number;
  /** Sum of weight x hours late. */
  readonly weightedTardinessHours: number;
  readonly runs: number;
}

/** Of a plan for the whole horizon: one made later lacks what ran before it. */
export function planFigures(scenario: Scenario, plan: Plan): PlanFigures {
  const timeline = timelineOfPlan(plan);
  const orderOf = orderOfLot(scenario);
  const finish = new Map<OrderId, Seconds>();
  for (const { members, end } of timeline.attempts) {
    for (const { lot } of members) {
      const order = orderOf(lot)?.id;
      if (order !== undefined && end > (finish.get(order) ?? -Infinity)) finish.set(order, end);
    }
  }
  const lost = new Map(plan.lost.map((l) => [l.order, l.causes.map((cause) => cause.message).join(' ')]));
  const concerned = scenario.orders
    .filter((order) => finish.has(order.id) || lost.has(order.id))
    .toSorted((a, b) => compareText(a.id, b.id));
  const orders = concerned.map((order) => plannedOrder(order, finish.get(order.id), lost.get(order.id)));
  const runs = plan.tasks.filter((task) => task.placement.kind === 'run').length;
  return { utilization: utilizationOf(scenario, timeline), orders, totals: totalsOf(concerned, orders, runs) };
}

/** An order that is given up may still have frozen tasks: those do not finish it. */
function plannedOrder(order: Order, finish: Seconds | undefined, lost: string | undefined): PlannedOrder {
  const { id, due } = order;
  if (lost !== undefined || finish === undefined) {
    return { order: id, due, finish: null, tardinessHours: null, reason: lost ?? '' };
  }
  return { order: id, due, finish, tardinessHours: hours(Math.max(0, finish - due)), reason: '' };
}

function totalsOf(orders: readonly Order[], results: readonly PlannedOrder[], runs: number): PlanTotals {
  const kept = orders.flatMap((order, k) => {
    const { tardinessHours } = at(results, k);
    return tardinessHours === null ? [] : [{ samples: order.samples.length, weight: order.weight, tardinessHours }];
  });
  const samples = orders.reduce((sum, order) => sum + order.samples.length, 0);
  const planned = kept.reduce((sum, k) => sum + k.samples, 0);
  const late = kept.reduce((sum, k) => sum + k.samples * k.tardinessHours, 0);
  return {
    samples,
    planned,
    lost: samples - planned,
    onTime: kept.reduce((sum, k) => (k.tardinessHours === 0 ? sum + k.samples : sum), 0),
    meanTardinessHours: planned > 0 ? late / planned : 0,
    maxTardinessHours: kept.reduce((most, k) => Math.max(most, k.tardinessHours), 0),
    weightedTardinessHours: kept.reduce((sum, k) => sum + k.weight * k.samples * k.tardinessHours, 0),
    runs,
  };
}
