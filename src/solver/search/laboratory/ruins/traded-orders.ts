/** A lost order, with lighter ones that run when and where it could: one of them may be lost in its stead. */

import { f64, i32 } from '../../../columns.ts';
import { forEachOperation, orderOf } from '../../../orders.ts';
import { NONE, type Problem } from '../../../problem.ts';
import type { Task } from '../../../schedule/task.ts';
import { pick, pickHighest } from '../pick.ts';
import type { RuinContext, RuinMove } from '../ruin-move.ts';

/** Lost orders of which the heaviest is taken, and orders in its way of which the lightest goes. */
const DRAWS = 2;

export const tradedOrders: RuinMove = {
  name: 'traded orders',
  supports: () => true,
  choose(context) {
    const { schedule, random, lost, size } = context;
    if (lost.size === 0) return undefined;
    const { problem } = schedule;
    const order = pickHighest([...lost.keys()], random, DRAWS, (one) => weightOf(problem, one));
    const chosen = new Set([order]);
    const inWay = ordersInWay(context, order);
    for (let k = 0; k < size && inWay.length > 0; k++) {
      chosen.add(pickHighest(inWay, random, DRAWS, (one) => -weightOf(problem, one)));
    }
    return { orders: [...chosen], rescuesLost: true };
  },
};

/** Orders that run on a machine of one of the order's stages, when that stage could. */
function ordersInWay({ schedule, outlook, random, lost }: RuinContext, order: number): number[] {
  const { problem } = schedule;
  const own: number[] = [];
  forEachOperation(problem, order, (operation) => {
    if (i32(problem.operations.frozenTask, operation) === NONE) own.push(operation);
  });
  const failed = lost.get(order)?.operation;
  const operation = failed !== undefined && random.below(2) === 0 ? failed : pick(own, random);
  const from = f64(outlook.head, operation);
  const until = f64(problem.orders.deadline, order) - f64(outlook.tail, operation);
  const found = new Set<number>();
  for (const machine of machinesOf(problem, operation)) {
    for (const task of schedule.timelines[machine] as Task[]) {
      if (task.kind !== 'work' || task.end <= from || task.start >= until) continue;
      for (const member of task.operations) found.add(orderOf(problem, member));
    }
  }
  return [...found];
}

function machinesOf({ operations, modes }: Problem, operation: number): Set<number> {
  const machines = new Set<number>();
  for (let m = i32(operations.firstMode, operation); m < i32(operations.firstMode, operation + 1); m++) {
    if (i32(modes.machine, m) !== NONE) machines.add(i32(modes.machine, m));
  }
  return machines;
}

/** What is lost with the order. */
function weightOf({ orders, jobs }: Problem, order: number): number {
  let size = 0;
  for (let job = i32(orders.firstJob, order); job < i32(orders.firstJob, order + 1); job++) size += f64(jobs.size, job);
  return size * f64(orders.weight, order);
}
