/**
 * The earliest place for a new task among what is planned already, gaps included.
 *
 * Putting a task between two others changes the set-up of the second. It stays where it is; the gap counts as usable
 * only where its new set-up fits before it: inside the calendar, clear of maintenance, with the staff that a longer
 * set-up needs.
 */

import { NEVER } from '../../base/index.ts';
import { f64, i32 } from '../columns.ts';
import { NONE, THROUGHOUT } from '../problem.ts';
import { calendarStart, windowStart } from './calendar.ts';
import type { Profile } from './profile.ts';
import type { Schedule } from './schedule.ts';
import { nextWork, type Slot, type Task, type TaskSpec } from './task.ts';

/** The slot with the earliest start in [from, until]; undefined where there is none. */
export function earliestSlot(schedule: Schedule, spec: TaskSpec, from: number, until: number): Slot | undefined {
  const start = Math.max(from, schedule.problem.now);
  if (spec.machine !== NONE) return machineSlot(schedule, spec, start, until);
  const fit = settle(schedule, spec, { from: start, setup: 0, latestEnd: Infinity, until });
  return fit === NEVER ? undefined : { start: fit, setup: 0, position: 0 };
}

function machineSlot(schedule: Schedule, spec: TaskSpec, from: number, until: number): Slot | undefined {
  const timeline = schedule.timelines[spec.machine] as Task[];
  for (let position = firstPosition(timeline, from); position <= timeline.length; position++) {
    const before = timeline[position - 1];
    if (before !== undefined && before.end > until) return undefined;
    const latestEnd = latestEndAt(schedule, spec, timeline, position);
    const setup = schedule.setupTime(spec.machine, schedule.stateBefore(spec.machine, position), spec.state);
    const earliest = Math.max(from, before === undefined ? -NEVER : before.end + setup);
    if (earliest + spec.duration > latestEnd) continue;
    const start = settle(schedule, spec, { from: earliest, setup, latestEnd, until });
    if (start !== NEVER) return { start, setup, position };
  }
  return undefined;
}

/** The first gap in which a task may start at `from` or later: the one after the last task that starts before it. */
function firstPosition(timeline: readonly Task[], from: number): number {
  let low = 0;
  let high = timeline.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((timeline[middle] as Task).start <= from) low = middle + 1;
    else high = middle;
  }
  // Tasks of no length may share an instant with the new one, which then goes before or after them.
  while (low > 0 && (timeline[low - 1] as Task).end === from && (timeline[low - 1] as Task).start === from) low--;
  return low;
}

/** The latest end of a task put at `position`, given the set-up that the next task then needs; -Infinity: impossible. */
function latestEndAt(schedule: Schedule, spec: TaskSpec, timeline: readonly Task[], position: number): number {
  const follower = timeline[position];
  if (follower === undefined) return Infinity;
  const k = nextWork(timeline, position);
  const next = timeline[k];
  const bound = follower.start - follower.setup;
  if (next === undefined || next.kind === 'frozen') return bound;
  const setup = schedule.setupTime(spec.machine, spec.state, next.state);
  if (setup === next.setup) return bound;
  const setupStart = next.start - setup;
  if (k > position && (timeline[k - 1] as Task).end > setupStart) return -Infinity;
  if (setup > next.setup && !canGrowSetup(schedule, spec, next, setup)) return -Infinity;
  return k === position ? setupStart : bound;
}

function canGrowSetup(schedule: Schedule, spec: TaskSpec, next: Task, setup: number): boolean {
  if (!schedule.canGrowSetup(next, setup)) return false;
  // A demand that outlasts its own task could meet the grown set-up; such a task takes another gap.
  const isStaffed = i32(schedule.problem.machines.setupResource, next.machine) !== NONE;
  return !isStaffed || !spec.demands.some((demand) => demand.span > spec.duration);
}

/**
 * The earliest start that calendar, start windows, set-up staff and resources allow together; NEVER where none is in
 * time. Each of them alone names the earliest start that it allows from a given one on, so going round until all
 * agree finds the earliest common one.
 */
function settle(
  schedule: Schedule,
  spec: TaskSpec,
  limits: { readonly from: number; readonly setup: number; readonly latestEnd: number; readonly until: number },
): number {
  const { machines, operations } = schedule.problem;
  const { machine, duration } = spec;
  const { setup, latestEnd, until } = limits;
  const setupResource = machine === NONE || setup === 0 ? NONE : i32(machines.setupResource, machine);
  for (let start = limits.from; ;) {
    const before = start;
    if (machine !== NONE) start = calendarStart(machines, machine, { from: start, setup, duration });
    if (spec.hasWindows && start < NEVER) start = windowStart(operations, spec.operations, start);
    if (start > until || start + duration > latestEnd || start >= NEVER) return NEVER;
    if (setupResource !== NONE) {
      const amount = f64(machines.setupAmount, machine);
      start = (schedule.left[setupResource] as Profile).earliest(start - setup, setup, amount) + setup;
    }
    for (const demand of spec.demands) {
      const span = demand.span === THROUGHOUT ? duration : demand.span;
      start = (schedule.left[demand.resource] as Profile).earliest(start, span, demand.amount);
    }
    if (start === before) return start;
  }
}
