/** What starting and ending of tasks and maintenance changes: who is busy, how far the lots are. */

import { NEVER, after, assert, mustGet, type Seconds } from '../base/index.ts';
import type { Fact, MachineId, MaintenanceId, PlannedTask, Timed } from '../model/index.ts';
import { keepingFrom, qualityAt } from './lot-quality.ts';
import { liveMembers, lotStage, progressOf } from './lots.ts';
import { passOver, refreshLot } from './agenda.ts';
import type { Attended, LotState, Member, RunState, RunningTask, StageState } from './state.ts';
import { ageBy, maintained } from './wear.ts';

type FactOf<T extends Fact['type']> = Timed<Extract<Fact, { type: T }>>;

export function startTask(state: RunState, fact: FactOf<'task-started'>): void {
  const workStart = after(fact.at, fact.setup);
  const task: RunningTask = {
    id: fact.task,
    attempt: fact.attempt,
    members: fact.members,
    placement: fact.placement,
    memoryFactor: fact.memoryFactor,
    workStart,
    expectedEnd: fact.expectedEnd,
    attendance: attendanceOf(state, fact, workStart),
  };
  state.running.set(task.id, task);
  if (task.attendance.length > 0) state.attending.set(task.id, task.attendance);
  state.planning.hasTriedRecovery = false;
  const waiting = state.plan?.tasks.get(task.id);
  if (waiting !== undefined) waiting.attempts = fact.attempt;
  occupy(state, task, 1);
  if (task.placement.kind !== 'pool') takeMachine(state, task, task.placement.machine);
  if (waiting !== undefined) leaveBehind(state, waiting.task, fact.members);
  for (const { lot: name, stage } of fact.members) {
    const lot = mustGet(state.lots, name);
    const progress = progressOf(lot, stage);
    progress.status = 'running';
    progress.task = task.id;
    if (lotStage(state, lot, stage).kind !== 'compute') lot.quality = qualityAt(state, lot, workStart);
    refreshLot(state, lot);
  }
}

/** Members that the task starts without: no plan covers their lots from here on. */
function leaveBehind(state: RunState, task: PlannedTask, started: readonly Member[]): void {
  for (const member of liveMembers(state, task.id, task.members)) {
    if (started.some((s) => s.lot === member.lot && s.stage === member.stage)) continue;
    progressOf(mustGet(state.lots, member.lot), member.stage).task = undefined;
    state.planning.uncovered.add(member.lot);
  }
}

export function finishTask(state: RunState, fact: FactOf<'task-finished'>): void {
  const task = endTask(state, fact.task, fact.at);
  const lateBy = latenessOf(state, task, fact.at);
  state.plan?.tasks.delete(fact.task);
  for (const { lot: name, stage } of task.members) {
    const lot = state.lots.get(name);
    if (lot === undefined) continue;
    const progress = progressOf(lot, stage);
    if (progress.isVoid) {
      undo(state, lot, progress);
      continue;
    }
    progress.status = 'done';
    progress.end = fact.at;
    progress.task = undefined;
    if (lotStage(state, lot, stage).kind !== 'compute') lot.keeping = keepingFrom(state, lot, fact.at);
    refreshLot(state, lot);
  }
  if (task.placement.kind !== 'pool') noteArrival(state, task, fact.at, lateBy);
}

/** By how much a task of the plan in force that ends at `end` is late; 0: it is not, or the plan does not know it. */
function latenessOf(state: RunState, { id }: RunningTask, end: Seconds): number {
  const planned = state.plan?.tasks.get(id)?.task;
  return planned === undefined ? 0 : Math.max(0, end - planned.end);
}

function noteArrival({ planning }: RunState, { members }: RunningTask, at: Seconds, lateBy: number): void {
  const before = planning.arrivals.at === at ? planning.arrivals : { lots: [], lateBy: 0 };
  const lots = [...before.lots, ...members.map((m) => m.lot)];
  planning.arrivals = { at, lots, lateBy: Math.max(before.lateBy, lateBy) };
}

/** What it worked on was taken back while it ran: it is to be done again, and a new plan has to find room. */
function undo(state: RunState, lot: LotState, progress: StageState): void {
  progress.isVoid = false;
  progress.status = 'open';
  progress.task = undefined;
  state.planning.uncovered.add(lot.id);
}

export function failTask(state: RunState, fact: FactOf<'task-failed'>): void {
  const task = endTask(state, fact.task, fact.at);
  for (const { lot: name, stage } of task.members) {
    const lot = state.lots.get(name);
    if (lot === undefined) continue;
    const progress = progressOf(lot, stage);
    if (progress.isVoid) {
      undo(state, lot, progress);
      continue;
    }
    progress.status = 'failed';
    if (lotStage(state, lot, stage).kind === 'compute') continue;
    // Work that ended during its set-up never began: the material has waited until now, not until the work was to begin.
    if (fact.at < task.workStart) lot.quality = qualityAt(state, lot, fact.at);
    lot.keeping = keepingFrom(state, lot, fact.at);
  }
}

export function startMaintenance(state: RunState, fact: FactOf<'maintenance-started'>): void {
  state.plan?.maintenance.delete(fact.task);
  const attendance =
    fact.operators > 0 ? [{ from: fact.at, until: NEVER, operators: fact.operators } satisfies Attended] : [];
  const { maintenance, machines, expectedEnd } = fact;
  if (attendance.length > 0) state.attending.set(fact.task, attendance);
  state.maintenance.set(fact.task, { maintenance, machines, start: fact.at, expectedEnd, attendance });
  for (const name of machines) {
    const machine = mustGet(state.machines, name);
    machine.occupiedBy = fact.task;
    passOver(state, machine);
  }
}

export function finishMaintenance(state: RunState, fact: FactOf<'maintenance-finished'>): void {
  const done = mustGet(state.maintenance, fact.task);
  state.maintenance.delete(fact.task);
  state.attending.delete(fact.task);
  for (const machine of done.machines) {
    mustGet(state.machines, machine).occupiedBy = undefined;
    renew(state, machine, done.maintenance, fact.at);
    maintained(state, machine);
  }
}

function renew(state: RunState, machine: MachineId, maintenance: MaintenanceId, end: Seconds): void {
  mustGet(state.machines, machine).maintenance.set(maintenance, { lastDone: end, runsSince: 0 });
}

function endTask(state: RunState, id: RunningTask['id'], end: Seconds): RunningTask {
  const task = mustGet(state.running, id);
  state.running.delete(id);
  state.attending.delete(id);
  ageBy(state, task, end);
  occupy(state, task, -1);
  if (task.placement.kind !== 'pool') mustGet(state.machines, task.placement.machine).occupiedBy = undefined;
  return task;
}

/** Takes (1) or gives back (-1) what a task uses of its pool. */
function occupy(state: RunState, { placement, memoryFactor }: RunningTask, sign: 1 | -1): void {
  if (placement.kind !== 'pool') return;
  const pool = mustGet(state.pools, placement.pool);
  pool.cores += sign * placement.cores;
  pool.memoryBytes += sign * Math.round(placement.memoryBytes * memoryFactor);
  pool.gpus += sign * placement.gpus;
}

function takeMachine(state: RunState, task: RunningTask, id: MachineId): void {
  const machine = mustGet(state.machines, id);
  assert(machine.occupiedBy === undefined, `${id} is taken by ${machine.occupiedBy} when ${task.id} starts`);
  machine.occupiedBy = task.id;
  for (const history of machine.maintenance.values()) history.runsSince++;
  const [member] = task.members;
  if (task.placement.kind === 'run') machine.setUpFor = task.placement.recipe;
  else if (member !== undefined) {
    const stage = lotStage(state, mustGet(state.lots, member.lot), member.stage);
    machine.setUpFor = stage.kind === 'bench' && stage.batch !== undefined ? stage.batch.family : stage.id;
  }
}

/** Set-up and work may want different numbers of operators; work without hands-on time keeps them until its end. */
function attendanceOf(state: RunState, fact: FactOf<'task-started'>, workStart: Seconds): Attended[] {
  if (fact.placement.kind === 'pool') return [];
  const parts: Attended[] = [];
  const { operators } = mustGet(state.lookups.machines, fact.placement.machine).changeover;
  if (fact.setup > 0 && operators > 0) parts.push({ from: fact.at, until: workStart, operators });
  if (fact.operators > 0 && fact.attendedUntil > workStart) {
    const until = fact.attendedUntil >= fact.expectedEnd ? NEVER : fact.attendedUntil;
    parts.push({ from: workStart, until, operators: fact.operators });
  }
  return parts;
}
