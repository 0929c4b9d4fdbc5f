/** Asking for plans and putting them in force. */

import { HOUR, after, mustGet } from '../base/index.ts';
import {
  id,
  planDigest,
  type Command,
  type LotId,
  type MachineId,
  type MaintenanceId,
  type Plan,
  type PlannedMaintenance,
  type PlanReason,
  type StageId,
  type TaskId,
} from '../model/index.ts';
import { stagesOf } from './lots.ts';
import { changeBetween } from './plan-change.ts';
import { situationOf } from './situation.ts';
import type { RunState } from './state.ts';
import type { Turn } from './turn.ts';

/** An answer that takes longer is no answer to the laboratory as it is by then. */
const PATIENCE = HOUR;

export const NO_ANSWER = `no answer within ${PATIENCE} s`;

/** Requests in a row that go without a plan before no more are made of the engine's own accord. */
export const MOST_REFUSALS = 3;

const PREFIX = 'answer';

export function requestPlan(turn: Turn, reason: PlanReason): void {
  const request = turn.state.planning.requests + 1;
  const situation = situationOf(turn.state, turn.now);
  turn.record({ type: 'plan-requested', request, reason });
  ask(turn, { request, reason, situation });
}

/** The request that is not answered yet, if there is one: of the laboratory as it is now. */
export function askAgain(turn: Turn): void {
  const { outstanding } = turn.state.planning;
  if (outstanding !== undefined) ask(turn, { ...outstanding, situation: situationOf(turn.state, turn.now) });
}

function ask(turn: Turn, asked: Omit<Extract<Command, { type: 'request-plan' }>, 'type'>): void {
  turn.command({ type: 'request-plan', ...asked });
  turn.command({ type: 'set-timer', timer: `${PREFIX}:${asked.request}`, due: after(turn.now, PATIENCE) });
}

/** The request whose answer a timer awaits, if it is one of these. */
export function requestWatchedBy(timer: string): number | undefined {
  const [prefix, request] = timer.split(':');
  return prefix === PREFIX ? Number(request) : undefined;
}

/** Refuses the answer that has not come, and asks anew, of the laboratory as it is now. */
export function missAnswer(turn: Turn, request: number): void {
  askInstead(turn, request, NO_ANSWER);
}

/** Does without an answer of which the record holds a part only: the rest is lost. */
export function dropCutOff(turn: Turn, request: number): void {
  askInstead(turn, request, 'the record of the plan was cut off');
}

function askInstead(turn: Turn, request: number, why: string): void {
  const { outstanding } = turn.state.planning;
  if (outstanding?.request !== request) return;
  refusePlan(turn, request, why);
  if (turn.state.planning.refusals < MOST_REFUSALS) requestPlan(turn, outstanding.reason);
}

/**
 * Answers to anything but the outstanding request come too late and are passed over. Work begun and lots closed since the request
 * are no fault of a plan: it is put in force for the rest.
 */
export function takePlan(turn: Turn, request: number, plan: Plan): void {
  if (turn.state.planning.outstanding?.request !== request) return;
  const fault = faultOf(turn.state, plan);
  if (fault !== undefined) return refusePlan(turn, request, fault);
  const toStart = plan.tasks.filter((t) => !t.isFrozen);
  const tasks = toStart.map((task) => ({ ...task, id: runName(request, task.id) }));
  for (const task of tasks) turn.record({ type: 'task-planned', request, task });
  const maintenance = notBegun(turn.state, plan.maintenance).map((m) => ({ ...m, id: runName(request, m.id) }));
  for (const planned of maintenance) turn.record({ type: 'maintenance-planned', request, maintenance: planned });
  const { method } = plan;
  const lost = plan.lost.map((l) => l.order);
  const objective = plan.objective.map((level) => level.value);
  turn.record({
    type: 'plan-adopted',
    request,
    tasks: tasks.length,
    lost,
    objective,
    method,
    change: changeBetween(turn.state, toStart),
    digest: planDigest({ tasks, maintenance, lost, objective, method }),
  });
}

/** Without those that began, or were done, after the plan was asked for: the first of each is what the plan did not know of. */
function notBegun(state: RunState, planned: readonly PlannedMaintenance[]): readonly PlannedMaintenance[] {
  const passed = new Set<string>();
  return planned.filter(({ maintenance, machines }) => {
    const [machine] = machines;
    const key = `${machine}/${maintenance}`;
    if (machine === undefined || passed.has(key)) return true;
    passed.add(key);
    return !hasBegunSince(state, machine, maintenance);
  });
}

/** Whether an occurrence began, or was done, after the last request for a plan. */
export function hasBegunSince(state: RunState, machine: MachineId, maintenance: MaintenanceId): boolean {
  const { requestedAt } = state.planning;
  const { occupiedBy, maintenance: histories } = mustGet(state.machines, machine);
  const present = occupiedBy === undefined ? undefined : state.maintenance.get(occupiedBy);
  const isUnderWay = present?.maintenance === maintenance && present.start >= requestedAt;
  return isUnderWay || (histories.get(maintenance)?.lastDone ?? requestedAt) > requestedAt;
}

export function refusePlan(turn: Turn, request: number, reason: string): void {
  if (turn.state.planning.outstanding?.request !== request) return;
  turn.record({ type: 'plan-refused', request, reason });
}

/** Names are unique within a plan; a run sees several plans, so the request's number goes before. */
const runName = (request: number, task: TaskId): TaskId => id<TaskId>(`p${request}-${task}`);

/** What makes a plan impossible to put in force; whether it is a good or a feasible one is not judged here. */
function faultOf(state: RunState, plan: Plan): string | undefined {
  const planned = new Map<string, TaskId>();
  const names = new Set<TaskId>();
  for (const { id: task, isFrozen, placement, members } of plan.tasks) {
    if (isFrozen) continue;
    const isKnown = placement.kind === 'pool' ? state.pools.has(placement.pool) : state.machines.has(placement.machine);
    if (!isKnown) return `task ${task} is placed on something that does not exist`;
    if (names.has(task)) return `two tasks are called ${task}`;
    names.add(task);
    for (const { lot, stage } of members) {
      if (hasNoSuchStage(state, lot, stage)) return `task ${task} names ${lot}/${stage}, which does not exist`;
      const other = planned.get(`${lot}/${stage}`);
      if (other !== undefined) return `${lot}/${stage} is in ${other} and in ${task}`;
      planned.set(`${lot}/${stage}`, task);
    }
  }
  for (const { id: task, machines } of plan.maintenance) {
    const unknown = machines.find((m) => !state.machines.has(m));
    if (unknown !== undefined) return `maintenance ${task} stops ${unknown}, which does not exist`;
    if (names.has(task)) return `two tasks are called ${task}`;
    names.add(task);
  }
  return undefined;
}

/** A lot that has been closed, or has taken another route, since the plan was asked for is no fault. */
function hasNoSuchStage(state: RunState, lot: LotId, stage: StageId): boolean {
  const known = state.lots.get(lot);
  if (known === undefined || stagesOf(state, known).has(stage)) return false;
  return ![...state.lookups.routes.values()].some((route) => route.has(stage));
}
