/** Places flexible maintenance: by time inside its windows, and by runs before the task that would be one too many. */

import { NEVER } from '../../base/index.ts';
import { f64, i32 } from '../columns.ts';
import { NONE, type Maintenance } from '../problem.ts';
import type { Calendar } from '../schedule/calendar.ts';
import type { Profile } from '../schedule/profile.ts';
import type { Schedule } from '../schedule/schedule.ts';
import type { Slot, Task, TaskSpec } from '../schedule/task.ts';
import { earliestSlot } from '../schedule/slots.ts';
import type { Policy } from './policy.ts';

/** Step by which a late place is looked for backwards from the end of the window, in seconds. */
const BACKWARD_STEP = 3 * 3600;

/**
 * Places every occurrence that is due by time before the horizon. Returns how many found no place in their window: those
 * are placed at the first instant after it, which is the best that can be done.
 */
export function placeMaintenance(schedule: Schedule, timing: Policy['maintenance']): number {
  const table = schedule.problem.maintenance;
  let misplaced = 0;
  for (let row = 0; row < table.count; row++) {
    misplaced += placeRow(schedule, row, { after: f64(table.lastDone, row), targets: timing });
  }
  return misplaced;
}

/**
 * Places the occurrences of one row that follow an occurrence ended at `after`. `targets`: where in its window each goes.
 * Returns how many found no place in their window.
 */
export function placeRow(
  schedule: Schedule,
  row: number,
  { after, targets }: { readonly after: number; readonly targets: Policy['maintenance'] },
): number {
  const table = schedule.problem.maintenance;
  const every = f64(table.every, row);
  if (every === 0) return 0;
  let misplaced = 0;
  let due = after + every;
  while (due + f64(table.late, row) < schedule.problem.horizon) {
    const window = windowOf(table, row, due);
    const timely = timelyStart(schedule, row, { ...window, due, timing: targets });
    const start = timely < NEVER ? timely : earliestMaintenance(schedule, row, window.from, NEVER);
    if (timely >= NEVER) misplaced++;
    if (start >= NEVER) break;
    schedule.addMaintenance(row, start);
    due = start + f64(table.duration, row) + every;
  }
  return misplaced;
}

/** First and last start of the occurrence due at `due`; without upper limit where the machines are free only after it. */
export function windowOf(table: Maintenance, row: number, due: number): { from: number; until: number } {
  const freeFrom = f64(table.freeFrom, row);
  const until = due + f64(table.late, row);
  if (freeFrom > until) return { from: freeFrom, until: NEVER };
  return { from: Math.max(freeFrom, due - f64(table.early, row)), until };
}

function timelyStart(
  schedule: Schedule,
  row: number,
  window: {
    readonly from: number;
    readonly until: number;
    readonly due: number;
    readonly timing: Policy['maintenance'];
  },
): number {
  const { from, until, due, timing } = window;
  if (timing === 'late' && until < NEVER) {
    for (let target = until; target > from; target -= BACKWARD_STEP) {
      const start = earliestMaintenance(schedule, row, target, until);
      if (start < NEVER) return start;
    }
  }
  if (timing === 'due' && due > from) {
    const start = earliestMaintenance(schedule, row, due, until);
    if (start < NEVER) return start;
  }
  return earliestMaintenance(schedule, row, from, until);
}

/** The earliest start in [from, until] at which all machines of the row are free and staff is there; else NEVER. */
export function earliestMaintenance(schedule: Schedule, row: number, from: number, until: number): number {
  const table = schedule.problem.maintenance;
  const duration = f64(table.duration, row);
  const resource = i32(table.resource, row);
  for (let start = from; ;) {
    const before = start;
    for (let k = i32(table.firstMachine, row); k < i32(table.firstMachine, row + 1) && start < NEVER; k++) {
      start = earliestFree(schedule, i32(table.machine, k), start, duration);
    }
    if (start < NEVER && resource !== NONE) {
      start = (schedule.left[resource] as Profile).earliest(start, duration, f64(table.amount, row));
    }
    if (start > until || start >= NEVER) return NEVER;
    if (start === before) return start;
  }
}

/** The earliest start at which `machine` has nothing to do for `duration`. */
function earliestFree(schedule: Schedule, machine: number, from: number, duration: number): number {
  const timeline = schedule.timelines[machine] as Task[];
  const calendar = schedule.calendars[machine] as Calendar;
  for (let position = 0; position <= timeline.length; position++) {
    const follower = timeline[position];
    const latestEnd = follower === undefined ? Infinity : follower.start - follower.setup;
    if (latestEnd < from + duration) continue;
    const open = position === 0 ? from : Math.max(from, (timeline[position - 1] as Task).end);
    const start = calendar.earliest(open, 0, duration);
    if (start >= NEVER) return NEVER;
    if (start + duration <= latestEnd) return start;
  }
  return NEVER;
}

/**
 * Adds a task, and before it the maintenance that it may make necessary. Returns its start; where that is after `latest`
 * or NEVER, nothing was added.
 */
export function addWithinRunLimits(schedule: Schedule, spec: TaskSpec, slot: Slot, latest: number): number {
  const mark = schedule.mark();
  schedule.add(spec, slot);
  const row = exceededRow(schedule, spec.machine);
  if (row === NONE) return slot.start;
  schedule.rollback(mark);
  const before = slot.position === 0 ? undefined : (schedule.timelines[spec.machine] as Task[])[slot.position - 1];
  const pause = earliestMaintenance(schedule, row, before?.end ?? schedule.problem.now, NEVER);
  if (pause >= NEVER) return NEVER;
  schedule.addMaintenance(row, pause);
  const withPause = schedule.mark();
  for (const from of [slot.start, pause + f64(schedule.problem.maintenance.duration, row)]) {
    const next = earliestSlot(schedule, spec, from, NEVER);
    if (next === undefined) continue;
    if (next.start > latest) {
      schedule.rollback(mark);
      return next.start;
    }
    schedule.add(spec, next);
    if (exceededRow(schedule, spec.machine) === NONE) return next.start;
    schedule.rollback(withPause);
  }
  schedule.rollback(mark);
  return NEVER;
}

/** A maintenance row of which more tasks than allowed start on `machine` between two occurrences; NONE: all is well. */
export function exceededRow(schedule: Schedule, machine: number): number {
  if (machine === NONE) return NONE;
  const { horizon } = schedule.problem;
  for (const { row, limit, since } of schedule.catalogue.runLimitsOf(machine)) {
    let runs = since;
    for (const task of schedule.timelines[machine] as Task[]) {
      if (task.start >= horizon) break;
      if (task.kind !== 'maintenance') runs++;
      else if (task.maintenance === row) runs = 0;
      // What is frozen cannot be helped; what is planned can.
      if (task.kind === 'work' && runs > limit) return row;
    }
  }
  return NONE;
}
