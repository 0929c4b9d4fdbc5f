/** When what waits in the plan could start: now, at a known later instant, or not before something else happens. */

import { NEVER, after, constantLevel, mustGet, seconds, type Seconds } from '../base/index.ts';
import type { MachineId, PlannedMaintenance, PoolPlacement } from '../model/index.ts';
import { attended, earliest, inWindow, inside, levelHolds, type Push, type Want } from './earliest-start.ts';
import { carriedOn } from './carry-on.ts';
import { companyAgainAt, companyOf } from './company.ts';
import { latestStart, lotStage, readyAt } from './lots.ts';
import { absences, left } from './shortages.ts';
import type { Attended, Member, RunState, WaitingTask } from './state.ts';
import { workOf, type Work } from './work.ts';

export interface Prospect {
  /** The machine or pool is taken from here, set-up included; > now: worth a timer; NEVER: an event has to come first. */
  readonly at: Seconds;
  /** Where an event has to come first: worth another look by then, even if none does. Absent: never. */
  readonly again?: Seconds;
  /** Given where `at` is now: what to start, and with whom. */
  readonly go?: { readonly work: Work; readonly members: readonly Member[] };
}

const NOT_YET: Prospect = { at: NEVER };

/** `all`: the task's live members, not empty. The machine is free and up. `isUrgent`: it does not wait for its planned start. */
export function machineProspect(
  state: RunState,
  { task }: WaitingTask,
  all: readonly Member[],
  { now, isUrgent = false }: { readonly now: Seconds; readonly isUrgent?: boolean },
): Prospect {
  const company = companyOf(state, task, all, now);
  if (company === undefined) {
    const again = companyAgainAt(state, task, all, now);
    return again < NEVER ? { ...NOT_YET, again } : NOT_YET;
  }
  if (task.placement.kind === 'pool') return NOT_YET;
  const { members, ready, latest } = company;
  const planned = after(task.start, -task.setup);
  // A sequencer does not stand idle for a time that was planned while the run before was still expected to end later.
  const isRun = task.placement.kind === 'run';
  // What ended early may not keep until the planned start: then the hold decides, not the plan.
  if (now < planned && latest >= task.start && !isUrgent && !isRun) return { at: planned };
  const work = workOf(state, task, members);
  const rules = machineRules(state, { machine: task.placement.machine, members, work, now });
  const from = seconds(Math.max(now, ready - work.setup));
  const isInTime = (start: Seconds): boolean => after(start, work.setup) <= latest;
  const careful = earliest(from, [...rules, ...carriedOn(state, { members, work, now })]);
  // Where caution would cost the material its own limit, going on is the smaller risk.
  const at = isInTime(careful) ? careful : earliest(from, rules);
  if (!isInTime(at)) return { at: onceTooLate(latest, now) };
  return at === now ? { at, go: { work, members } } : { at };
}

interface Start {
  readonly machine: MachineId;
  readonly members: readonly Member[];
  readonly work: Work;
  readonly now: Seconds;
}

/** The first instant >= `from` at which calendars, start windows and free operators would let work begin on a machine. */
export const startAfter = (state: RunState, start: Start, from: Seconds): Seconds =>
  earliest(from, machineRules(state, start));

const machineRules = (state: RunState, { machine, members, work, now }: Start): readonly Push[] => [
  inside(mustGet(state.lookups.machines, machine).available, work.setup + work.length),
  ...windowsOf(state, members, work),
  attended(state.scenario.staff, boundOperators(state, now), wantsOf(work)),
];

/** `members` as above. Compute does not wait for its planned start. */
export function poolProspect(
  state: RunState,
  { task }: WaitingTask,
  members: readonly Member[],
  now: Seconds,
): Prospect & { readonly isForRoom: boolean } {
  const ready = readyTogether(state, members);
  if (ready === undefined || task.placement.kind !== 'pool') return { ...NOT_YET, isForRoom: false };
  if (ready > now) return { at: ready, isForRoom: false };
  const latest = latestTogether(state, members);
  if (latest < now) return { at: onceTooLate(latest, now), isForRoom: false };
  const work = workOf(state, task, members);
  if (work.placement.kind !== 'pool') return { ...NOT_YET, isForRoom: false };
  const at = roomFrom(state, { placement: work.placement, memoryFactor: work.memoryFactor, length: work.length, now });
  return at === now ? { at, go: { work, members }, isForRoom: true } : { at, isForRoom: true };
}

interface Room {
  readonly placement: PoolPlacement;
  readonly memoryFactor: number;
  readonly length: number;
  readonly now: Seconds;
}

/** The first instant from which a pool has room beside what runs now; NEVER: not before something ends or comes back. */
function roomFrom(state: RunState, { placement, memoryFactor, length, now }: Room): Seconds {
  const { pool: name, cores, memoryBytes, gpus } = placement;
  const pool = mustGet(state.lookups.pools, name);
  const used = mustGet(state.pools, name);
  const memory = used.memoryBytes + Math.round(memoryBytes * memoryFactor);
  if (memory > pool.memoryBytes || used.gpus + gpus > pool.gpus) return NEVER;
  const rules = [levelHolds(left(state, { pool: name, what: 'cores', now }, pool.cores), used.cores + cores, length)];
  if (state.shortages.size > 0) {
    const memoryLeft = left(state, { pool: name, what: 'memoryBytes', now }, constantLevel(pool.memoryBytes));
    const gpusLeft = left(state, { pool: name, what: 'gpus', now }, constantLevel(pool.gpus));
    rules.push(levelHolds(memoryLeft, memory, length), levelHolds(gpusLeft, used.gpus + gpus, length));
  }
  return earliest(now, rules);
}

/** All machines that it stops are free and up. */
export function maintenanceProspect(
  state: RunState,
  planned: PlannedMaintenance,
  operators: number,
  now: Seconds,
): Seconds {
  if (now < planned.start) return planned.start;
  const length = planned.end - planned.start;
  return earliest(now, [
    ...planned.machines.map((m) => inside(mustGet(state.lookups.machines, m).available, length)),
    attended(state.scenario.staff, boundOperators(state, now), [{ offset: 0, length, operators }]),
  ]);
}

/** The latest of the members' ready instants; undefined: one of them is not known yet. */
function readyTogether(state: RunState, members: readonly Member[]): Seconds | undefined {
  let latest = seconds(-NEVER);
  for (const member of members) {
    const ready = readyAt(state, member);
    if (ready === undefined) return undefined;
    if (ready > latest) latest = ready;
  }
  return latest;
}

/** The earliest of the members' limits; NEVER: none is known. */
export function latestTogether(state: RunState, members: readonly Member[]): Seconds {
  const limits = members.map((m) => latestStart(state, mustGet(state.lots, m.lot), m.stage));
  return seconds(Math.min(...limits));
}

/** A task with a member that can no longer start in time goes on without it as soon as its limit has closed it. */
const onceTooLate = (latest: Seconds, now: Seconds): Seconds => seconds(Math.max(latest, now) + 1);

function windowsOf(state: RunState, members: readonly Member[], work: Work): Push[] {
  return members.flatMap((m) => {
    const stage = lotStage(state, mustGet(state.lots, m.lot), m.stage);
    const windows = stage.kind === 'bench' ? stage.startWindows : undefined;
    return windows === undefined ? [] : [inWindow(windows, work.setup)];
  });
}

const wantsOf = ({ setup, setupOperators, length, operators, handsOn }: Work): Want[] => [
  { offset: 0, length: setup, operators: setupOperators },
  { offset: setup, length: Math.min(handsOn ?? length, length), operators },
];

function boundOperators(state: RunState, now: Seconds): Attended[] {
  const bound: Attended[] = [...absences(state, now)];
  for (const attendance of state.attending.values()) bound.push(...attendance);
  return bound;
}
