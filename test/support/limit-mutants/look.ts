/** What there is in a case to be spoilt. */

import type { Machine, Order, PlannedMaintenance, PlannedTask, Stage } from '../../../src/model/index.ts';
import type { PlanCase } from '../../../src/validation/index.ts';
import type { Dice } from '../random-case/dice.ts';

export const openTasks = ({ plan }: PlanCase): readonly PlannedTask[] => plan.tasks.filter((task) => !task.isFrozen);

/** One of those that fit, or nothing. */
export const oneOf = <T>(dice: Dice, items: readonly T[]): T | undefined =>
  items.length === 0 ? undefined : dice.pick(items);

export interface Member {
  readonly task: PlannedTask;
  readonly order: Order;
  readonly stage: Stage;
  readonly n: number;
}

export function membersOf({ scenario, situation }: PlanCase, task: PlannedTask): readonly Member[] {
  return task.members.flatMap((member) => {
    const lot = situation.lots.find((entry) => entry.lot === member.lot);
    const order = scenario.orders.find((entry) => entry.id === lot?.order);
    const stage = order && scenario.workflows.get(order.workflow)?.stages.find((entry) => entry.id === member.stage);
    return lot && order && stage ? [{ task, order, stage, n: lot.samples.length }] : [];
  });
}

export const openMembers = (good: PlanCase): readonly Member[] =>
  openTasks(good).flatMap((task) => membersOf(good, task));

export const machineOf = ({ scenario }: PlanCase, { placement }: PlannedTask): Machine | undefined =>
  scenario.machines.find((machine) => placement.kind !== 'pool' && machine.id === placement.machine);

export const startsOn = (good: PlanCase, machine: Machine): readonly (PlannedTask | PlannedMaintenance)[] => [
  ...openTasks(good).filter((task) => machineOf(good, task) === machine),
  ...good.plan.maintenance.filter(({ machines }) => machines.includes(machine.id)),
];

export const beginOf = (item: PlannedTask | PlannedMaintenance): number =>
  item.start - ('setup' in item ? item.setup : 0);

/** Ends of the stages that the member follows directly, with the hold that they ask for. */
export function lagsOf(good: PlanCase, { task, order, stage }: Member) {
  const lot = good.situation.lots.find((entry) => entry.order === order.id);
  return stage.after.flatMap((before) => {
    const known = [...(lot?.done ?? []), ...(lot?.running ?? [])].find((entry) => entry.stage === before);
    const planned = good.plan.tasks.find((t) => t.members.some((m) => m.lot === lot?.lot && m.stage === before));
    const end = known?.end ?? planned?.end;
    return end === undefined || lot?.skipped.includes(before) === true ? [] : [{ before, lag: task.start - end }];
  });
}
