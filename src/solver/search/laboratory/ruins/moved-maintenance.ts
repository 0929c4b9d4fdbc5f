/** A maintenance goes to another place in its window, and what runs there makes room. */

import { f64, i32 } from '../../../columns.ts';
import { orderOf } from '../../../orders.ts';
import type { Schedule } from '../../../schedule/schedule.ts';
import type { Task } from '../../../schedule/task.ts';
import { pick } from '../pick.ts';
import type { RuinMove } from '../ruin-move.ts';

const TARGETS = ['early', 'due', 'late'] as const;

export const movedMaintenance: RuinMove = {
  name: 'moved maintenance',
  supports: ({ maintenance }) => maintenance.every.some((every) => every > 0),
  choose({ schedule, random, size }) {
    const table = schedule.problem.maintenance;
    const row = random.below(table.count);
    const every = f64(table.every, row);
    if (every === 0) return undefined;
    const timeline = schedule.timelines[i32(table.machine, i32(table.firstMachine, row))] as Task[];
    const occurrences = timeline.filter((task) => task.maintenance === row);
    if (occurrences.length === 0) return undefined;
    const chosen = random.below(occurrences.length);
    const after = occurrences[chosen - 1]?.end ?? f64(table.lastDone, row);
    const from = after + every - f64(table.early, row);
    const until = after + every + f64(table.late, row) + f64(table.duration, row);
    const inWay = ordersInside(schedule, row, from, until);
    const orders = new Set<number>();
    for (let k = 0; k < size && inWay.length > 0; k++) orders.add(pick(inWay, random));
    return { orders: [...orders], maintenance: { row, after, targets: pick(TARGETS, random) } };
  },
};

/** Orders that run on a machine of the row at any time of [from, until). */
function ordersInside(schedule: Schedule, row: number, from: number, until: number): number[] {
  const { machine, firstMachine } = schedule.problem.maintenance;
  const found = new Set<number>();
  for (let k = i32(firstMachine, row); k < i32(firstMachine, row + 1); k++) {
    for (const task of schedule.timelines[i32(machine, k)] as Task[]) {
      if (task.kind !== 'work' || task.end <= from || task.start >= until) continue;
      for (const operation of task.operations) found.add(orderOf(schedule.problem, operation));
    }
  }
  return [...found];
}
