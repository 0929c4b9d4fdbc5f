/** Keeps each pool's list of ready tasks: asked at every event, so brought up to date by what changes instead of by search. */

import { mustGet } from '../base/index.ts';
import type { PoolId, TaskId } from '../model/index.ts';
import { liveMembers, predecessors } from './lots.ts';
import type { LotState, PlanInForce, RunState, WaitingTask } from './state.ts';

/** To be called after every change of a lot's stages, tasks or receipt. */
export function refreshReady(state: RunState, lot: LotState): void {
  for (const progress of lot.stages.values()) {
    if (progress.task !== undefined) refreshTask(state, progress.task);
  }
}

export function refreshTask(state: RunState, id: TaskId): void {
  const waiting = state.plan?.tasks.get(id);
  if (state.plan === undefined || waiting === undefined || waiting.task.placement.kind !== 'pool') return;
  if (isReady(state, waiting)) insert(state, state.plan, waiting.task.placement.pool, waiting);
  else remove(state, waiting.task.placement.pool, id);
}

/** Predecessors are done and the order is here; holds and back-offs may still run. */
function isReady(state: RunState, { task }: WaitingTask): boolean {
  const members = liveMembers(state, task.id, task.members);
  return (
    members.length > 0 &&
    members.every((m) => {
      const lot = mustGet(state.lots, m.lot);
      return mustGet(state.orders, lot.order).isReceived && predecessors(state, lot, m.stage) !== undefined;
    })
  );
}

function insert(state: RunState, plan: PlanInForce, pool: PoolId, { task, position }: WaitingTask): void {
  const { ready } = mustGet(state.pools, pool);
  let place = ready.length;
  for (; place > 0; place--) {
    const before = ready[place - 1];
    if (before === task.id) return;
    if (before === undefined || mustGet(plan.tasks, before).position < position) break;
  }
  ready.splice(place, 0, task.id);
}

function remove(state: RunState, pool: PoolId, id: TaskId): void {
  const { ready } = mustGet(state.pools, pool);
  const place = ready.indexOf(id);
  if (place >= 0) ready.splice(place, 1);
}
