/** Puts a plan in force: new queues on the machines, and each open stage linked to the task that will do it. */

import { assert, firstOf, by, compareNumbers, compareText, mustGet, type Seconds } from '../base/index.ts';
import type { Fact, MachineId, TaskId } from '../model/index.ts';
import { passOver, refreshLot } from './agenda.ts';
import type { LotState, PlanInForce, RunState } from './state.ts';

export function adoptPlan(state: RunState, fact: Extract<Fact, { type: 'plan-adopted' }>): void {
  const { incoming } = state.planning;
  const plan: PlanInForce = {
    request: fact.request,
    tasks: new Map(),
    maintenance: new Map(incoming.maintenance.map((m) => [m.id, m])),
    lost: fact.lost,
    objective: fact.objective,
    method: fact.method,
  };
  for (const lot of state.lots.values()) withdraw(lot);
  for (const pool of state.pools.values()) pool.ready = [];
  for (const machine of state.machines.values()) machine.ready = [];
  queueUp(state, plan);
  state.plan = plan;
  state.planning.incoming.tasks = [];
  state.planning.incoming.maintenance = [];
  if (state.planning.outstanding?.request === fact.request) state.planning.outstanding = undefined;
  state.planning.refusals = 0;
  state.planning.asked.clear();
  link(state, plan);
  for (const name of state.planning.uncovered) {
    const lot = state.lots.get(name);
    if (lot === undefined || isCovered(lot)) state.planning.uncovered.delete(name);
  }
  for (const lot of state.lots.values()) refreshLot(state, lot);
  for (const machine of state.machines.values()) passOver(state, machine);
}

/** Every open stage has a task: what came back after the request was planned for all the same. */
function isCovered(lot: LotState): boolean {
  for (const { status, task } of lot.stages.values()) if (status === 'open' && task === undefined) return false;
  return true;
}

/** Takes a lot's open stages out of the plan in force: their tasks go on without it. */
export function withdraw(lot: LotState): void {
  for (const progress of lot.stages.values()) if (progress.status === 'open') progress.task = undefined;
}

interface QueueEntry {
  readonly id: TaskId;
  /** The machine is taken from here: set-up included. */
  readonly from: Seconds;
}

function queueUp(state: RunState, plan: PlanInForce): void {
  const queues = new Map<MachineId, QueueEntry[]>([...state.machines.keys()].map((m) => [m, []]));
  const { tasks, maintenance } = state.planning.incoming;
  const machineTasks = new Map(tasks.map((t) => [t.id, t]));
  for (const { id, placement, start, setup } of tasks) {
    if (placement.kind !== 'pool') mustGet(queues, placement.machine).push({ id, from: (start - setup) as Seconds });
  }
  for (const { id, machines, start } of maintenance) {
    for (const machine of machines) mustGet(queues, machine).push({ id, from: start });
  }
  for (const [id, entries] of queues) {
    entries.sort(
      firstOf(
        by((e) => e.from, compareNumbers),
        by((e) => e.id, compareText),
      ),
    );
    const machine = mustGet(state.machines, id);
    machine.queue = entries.map((e) => e.id);
    machine.head = 0;
    machine.queue.forEach((entry, position) => {
      const task = machineTasks.get(entry);
      if (task !== undefined) plan.tasks.set(entry, { task, position, attempts: 0 });
    });
  }
  tasks.forEach((task, position) => {
    if (task.placement.kind === 'pool') plan.tasks.set(task.id, { task, position, attempts: 0 });
  });
}

/** Members whose stage is under way or over meanwhile are not linked: their task goes on without them. */
function link(state: RunState, plan: PlanInForce): void {
  for (const { task } of plan.tasks.values()) {
    for (const { lot: name, stage } of task.members) {
      const lot = state.lots.get(name);
      const progress = lot?.stages.get(stage);
      if (lot === undefined || lot.isHeld || progress === undefined || progress.status !== 'open') continue;
      assert(progress.task === undefined, `${name}/${stage} is planned twice: ${progress.task} and ${task.id}`);
      progress.task = task.id;
    }
  }
}
