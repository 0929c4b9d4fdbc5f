/**
 * Keeps what is next up to date: the head of each machine's queue, and what is ready on machines and pools. All are asked for at
 * every event, so they follow from what changes instead of from a search.
 */

import { at, mustGet } from '../base/index.ts';
import type { TaskId } from '../model/index.ts';
import { liveMembers, overAt } from './lots.ts';
import type { LotState, MachineState, PlanInForce, RunState, WaitingTask } from './state.ts';

/** To be called after every change of a lot's stages, tasks or receipt. */
export function refreshLot(state: RunState, lot: LotState): void {
  for (const progress of lot.stages.values()) {
    if (progress.task !== undefined) refreshTask(state, progress.task);
  }
}

/** To be called after a member of the task started, ended or dropped out. */
export function refreshTask(state: RunState, id: TaskId): void {
  const waiting = state.plan?.tasks.get(id);
  if (state.plan === undefined || waiting === undefined) return;
  const { placement } = waiting.task;
  if (placement.kind !== 'pool') passOver(state, mustGet(state.machines, placement.machine));
  const { ready } =
    placement.kind === 'pool' ? mustGet(state.pools, placement.pool) : mustGet(state.machines, placement.machine);
  if (isReady(state, waiting)) insert(state.plan, ready, waiting);
  else remove(ready, id);
}

/** Moves the head to the first entry that is still to be done. */
export function passOver(state: RunState, machine: MachineState): void {
  while (machine.head < machine.queue.length && !isToDo(state, at(machine.queue, machine.head))) machine.head++;
}

/** Whether a queue's entry, task or maintenance, waits to be started. */
export function isToDo(state: RunState, id: TaskId): boolean {
  const waiting = state.plan?.tasks.get(id);
  if (waiting === undefined) return state.plan?.maintenance.has(id) === true;
  return liveMembers(state, id, waiting.task.members).length > 0;
}

/** For some member predecessors are done and the order is here; holds, back-offs and companions may still be waited for. */
const isReady = (state: RunState, { task }: WaitingTask): boolean =>
  liveMembers(state, task.id, task.members).some((m) => {
    const lot = mustGet(state.lots, m.lot);
    return mustGet(state.orders, lot.order).isReceived && overAt(state, lot, m.stage) !== undefined;
  });

function insert(plan: PlanInForce, ready: TaskId[], { task, position }: WaitingTask): void {
  let place = ready.length;
  for (; place > 0; place--) {
    const before = ready[place - 1];
    if (before === task.id) return;
    if (before === undefined || mustGet(plan.tasks, before).position < position) break;
  }
  ready.splice(place, 0, task.id);
}

function remove(ready: TaskId[], id: TaskId): void {
  const place = ready.indexOf(id);
  if (place >= 0) ready.splice(place, 1);
}
