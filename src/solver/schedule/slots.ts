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
import { windowStart } from './calendar.ts';
import type { Profile } from './profile.ts';
import type { Schedule } from './schedule.ts';
import { nextWork, type Demand, type Slot, type Task, type TaskSpec } from './task.ts';

/** The slot with the earliest start in [from, until]; undefined where there is none. */
export function earliestSlot(schedule: Schedule, spec: TaskSpec, from: number, until: number): Slot | undefined {
  const start = Math.max(from, schedule.problem.now);
  if (start > until) return undefined;
  if (spec.machine !== NONE) return machineSlot(schedule, spec, start, until);
  const slot = { start, setup: 0, position: 0 };
  return settle(schedule, spec, slot, until) ? slot : undefined;
}

function machineSlot(schedule: Schedule, spec: TaskSpec, from: number, until: number): Slot | undefined {
  const timeline = schedule.timelines[spec.machine] as Task[];
  const { duration } = spec;
  let position = firstPosition(timeline, from);
  let state = schedule.stateBefore(spec.machine, position);
  let free = position === 0 ? -NEVER : (timeline[position - 1] as Task).end;
  for (; free <= until; position++) {
    const setup = schedule.setupTime(spec.machine, state, spec.state);
    const earliest = free + setup > from ? free + setup : from;
    const latest = Math.min(until, latestEndAt(schedule, spec, position, earliest + duration) - duration);
    if (earliest <= latest) {
      const slot = { start: earliest, setup, position };
      if (settle(schedule, spec, slot, latest)) return slot;
    }
    if (position === timeline.length) break;
    const passed = timeline[position] as Task;
    free = passed.end;
    if (passed.kind !== 'maintenance') state = passed.state;
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

/**
 * The latest end of a task put at `position`, given the set-up that the next task then needs; -Infinity: impossible.
 * `end`: the earliest that the task could have; where that is too late anyway, nothing more is asked.
 */
function latestEndAt(schedule: Schedule, spec: TaskSpec, position: number, end: number): number {
  const timeline = schedule.timelines[spec.machine] as Task[];
  if (position === timeline.length) return Infinity;
  const follower = timeline[position] as Task;
  const bound = follower.start - follower.setup;
  const k = nextWork(timeline, position);
  if (k === timeline.length) return bound;
  const next = timeline[k] as Task;
  if (next.kind === 'frozen') return bound;
  const setup = schedule.setupTime(spec.machine, spec.state, next.state);
  if (setup === next.setup) return bound;
  const setupStart = next.start - setup;
  const latest = k === position ? setupStart : bound;
  if (end > latest) return -Infinity;
  if (k > position && (timeline[k - 1] as Task).end > setupStart) return -Infinity;
  return setup > next.setup && !canGrowSetup(schedule, spec, next, setup) ? -Infinity : latest;
}

function canGrowSetup(schedule: Schedule, spec: TaskSpec, next: Task, setup: number): boolean {
  if (!schedule.canGrowSetup(next, setup)) return false;
  // A demand that outlasts its own task could meet the grown set-up; such a task takes another gap.
  const isStaffed = i32(schedule.problem.machines.setupResource, next.machine) !== NONE;
  return !isStaffed || !spec.demands.some((demand) => demand.span > spec.duration);
}

/**
 * Moves a slot to the earliest start from its own on that calendar, start windows, set-up staff and resources allow together;
 * false: there is none up to `latest`. Each of them alone names the earliest start that it allows from a given one on, so going
 * round until all agree finds the earliest common one.
 */
function settle(schedule: Schedule, spec: TaskSpec, slot: Movable<Slot>, latest: number): boolean {
  const { machines, operations } = schedule.problem;
  const { machine, duration, demands } = spec;
  const { setup } = slot;
  const calendar = machine === NONE ? undefined : schedule.calendars[machine];
  const setupResource = machine === NONE || setup === 0 ? NONE : i32(machines.setupResource, machine);
  for (let start = slot.start; ;) {
    if (calendar !== undefined) start = calendar.earliest(start, setup, duration);
    // Who is asked first need not be asked again if nobody after it disagrees.
    const open = start;
    if (spec.hasWindows && start < NEVER) start = windowStart(operations, spec.operations, start);
    if (start > latest || start >= NEVER) return false;
    if (setupResource !== NONE) {
      const amount = f64(machines.setupAmount, machine);
      const staff = schedule.left[setupResource] as Profile;
      start = staff.earliest(start - setup, setup, amount, latest - setup) + setup;
    }
    for (let d = 0; d < demands.length && start <= latest; d++) {
      const { resource, amount, span } = demands[d] as Demand;
      const length = span === THROUGHOUT ? duration : span;
      start = (schedule.left[resource] as Profile).earliest(start, length, amount, latest);
    }
    if (start > latest) return false;
    if (start !== open) continue;
    slot.start = start;
    return true;
  }
}

type Movable<T> = { -readonly [K in keyof T]: T[K] };
