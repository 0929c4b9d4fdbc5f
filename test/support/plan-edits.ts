/** Small changes to a plan and what it was made for, each on one named thing; a name that is not there is a bug of the test. */

import { assert, seconds } from '../../src/base/index.ts';
import {
  id,
  type LaneLoad,
  type LotSituation,
  type MachineSituation,
  type Order,
  type Plan,
  type PlannedMaintenance,
  type PlannedTask,
} from '../../src/model/index.ts';
import type { PlanCase } from '../../src/validation/index.ts';

export type Edit = (planCase: PlanCase) => PlanCase;

/** One edit after the other. */
export const both =
  (...edits: readonly Edit[]): Edit =>
  (planCase) =>
    edits.reduce((result, edit) => edit(result), planCase);

const inPlan =
  (change: (plan: Plan) => Plan): Edit =>
  (planCase) => ({ ...planCase, plan: change(planCase.plan) });

export const task = (name: string, change: (task: PlannedTask) => Partial<PlannedTask>): Edit =>
  inPlan((plan) => ({ ...plan, tasks: changed(plan.tasks, (t) => t.id === name, change).toSorted(byStart) }));

/** Later, or earlier where `by` is negative; nothing else moves. */
export const shift = (name: string, by: number): Edit =>
  task(name, ({ start, end }) => ({ start: seconds(start + by), end: seconds(end + by) }));

/** So that it starts at `start`. */
export const moveTo = (name: string, start: number): Edit =>
  task(name, (t) => ({ start: seconds(start), end: seconds(t.end - t.start + start) }));

export const drop = (name: string): Edit =>
  inPlan((plan) => {
    assert(
      plan.tasks.some((t) => t.id === name),
      `no task ${name}`,
    );
    return { ...plan, tasks: plan.tasks.filter((t) => t.id !== name) };
  });

export const add = (...tasks: readonly PlannedTask[]): Edit =>
  inPlan((plan) => ({ ...plan, tasks: [...plan.tasks, ...tasks].toSorted(byStart) }));

/** A copy of a task under another name, changed. */
export const copy = (name: string, changes: Partial<PlannedTask>): Edit =>
  inPlan((plan) => {
    const original = plan.tasks.find((t) => t.id === name);
    assert(original !== undefined, `no task ${name}`);
    return { ...plan, tasks: [...plan.tasks, { ...original, id: id<never>(`${name}-again`), ...changes }] };
  });

export const lanes = (name: string, load: readonly (readonly LaneLoad[])[]): Edit =>
  task(name, ({ placement }) => {
    assert(placement.kind === 'run', `${name} is no run`);
    return { placement: { ...placement, lanes: load } };
  });

export const lose = (order: string, causes: Plan['lost'][number]['causes']): Edit =>
  inPlan((plan) => ({
    ...plan,
    lost: [...plan.lost.filter((lost) => lost.order !== order), { order: id(order), causes }],
  }));

export const maintenance = (
  name: string,
  change: (occurrence: PlannedMaintenance) => Partial<PlannedMaintenance>,
): Edit => inPlan((plan) => ({ ...plan, maintenance: changed(plan.maintenance, (m) => m.id === name, change) }));

export const maintain = (...occurrences: readonly PlannedMaintenance[]): Edit =>
  inPlan((plan) => ({ ...plan, maintenance: [...plan.maintenance, ...occurrences] }));

export const skipMaintenance = (name: string): Edit =>
  inPlan((plan) => {
    assert(
      plan.maintenance.some((m) => m.id === name),
      `no maintenance ${name}`,
    );
    return { ...plan, maintenance: plan.maintenance.filter((m) => m.id !== name) };
  });

export const objective = (level: number, change: Partial<Plan['objective'][number]>): Edit =>
  inPlan((plan) => ({ ...plan, objective: plan.objective.map((l, k) => (k === level ? { ...l, ...change } : l)) }));

export const lot =
  (name: string, changes: Partial<LotSituation>): Edit =>
  (planCase) => ({
    ...planCase,
    situation: {
      ...planCase.situation,
      lots: changed(
        planCase.situation.lots,
        (l) => l.lot === name,
        () => changes,
      ),
    },
  });

export const machine =
  (name: string, changes: Partial<MachineSituation>): Edit =>
  (planCase) => ({
    ...planCase,
    situation: {
      ...planCase.situation,
      machines: changed(
        planCase.situation.machines,
        (m) => m.machine === name,
        () => changes,
      ),
    },
  });

export const order =
  (name: string, changes: Partial<Order>): Edit =>
  (planCase) => ({
    ...planCase,
    scenario: {
      ...planCase.scenario,
      orders: changed(
        planCase.scenario.orders,
        (o) => o.id === name,
        () => changes,
      ),
    },
  });

function changed<T>(items: readonly T[], isMeant: (item: T) => boolean, change: (item: T) => Partial<T>): T[] {
  assert(items.some(isMeant), 'nothing is meant');
  return items.map((item) => (isMeant(item) ? { ...item, ...change(item) } : item));
}

const byStart = (a: PlannedTask, b: PlannedTask): number => a.start - b.start || (a.id < b.id ? -1 : 1);
