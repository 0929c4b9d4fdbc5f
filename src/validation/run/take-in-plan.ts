/** Enters plans into the books: who asked when, which task does which stage, what comes before what on each machine. */

import { by, compareNumbers, compareText, firstOf, mustGet } from '../../base/index.ts';
import type { MachineId, PoolId, TaskId } from '../../model/index.ts';
import { isOpen, type FactOf, type Scene } from './scene.ts';

export function requestPlan(scene: Scene, { request, at }: FactOf<'plan-requested'>): void {
  const { planning } = scene;
  planning.requests = request;
  planning.outstanding = true;
  planning.requestedAt = at;
  planning.tasks = [];
  planning.maintenance = [];
  const taken = new Map<MachineId, number>();
  for (const { machine, heldBy, downSince, expectedUp } of scene.machines.values()) {
    const work = heldBy === undefined ? undefined : (scene.running.get(heldBy) ?? scene.maintenance.get(heldBy));
    const until = Math.max(at, work?.expectedEnd ?? at, downSince === undefined ? at : expectedUp);
    if (until > at || work !== undefined || downSince !== undefined) taken.set(machine.id, Math.max(until, at + 1));
  }
  planning.takenUntil = taken;
}

export function adoptPlan(scene: Scene): void {
  const { tasks, maintenance, requestedAt, takenUntil } = scene.planning;
  const entries = new Map<MachineId | PoolId, { readonly id: TaskId; readonly from: number }[]>();
  const enqueue = (machine: MachineId | PoolId, id: TaskId, from: number): void => {
    entries.set(machine, [...(entries.get(machine) ?? []), { id, from }]);
  };
  for (const [place, { id, placement, start, setup }] of tasks.entries()) {
    if (placement.kind === 'pool') enqueue(placement.pool, id, place);
    else enqueue(placement.machine, id, start - setup);
  }
  for (const { id, machines, start } of maintenance) for (const machine of machines) enqueue(machine, id, start);
  const inOrder = firstOf(
    by((e: { readonly from: number; readonly id: TaskId }) => e.from, compareNumbers),
    by((e) => e.id, compareText),
  );
  scene.plan = {
    tasks: new Map(tasks.map((task) => [task.id, task])),
    maintenance: new Map(maintenance.map((m) => [m.id, m])),
    queues: new Map([...entries].map(([machine, queue]) => [machine, queue.toSorted(inOrder).map((e) => e.id)])),
    requestedAt,
    takenUntil,
  };
  scene.planning.outstanding = false;
  scene.planning.tasks = [];
  scene.planning.maintenance = [];
  for (const lot of scene.lots.values()) lot.links.clear();
  for (const { id, members } of tasks) {
    for (const { lot: name, stage } of members) {
      const lot = scene.lots.get(name);
      if (lot !== undefined && !lot.isHeld && isOpen(lot, stage)) lot.links.set(stage, id);
    }
  }
}

/** Whether a task of the plan in force still has to be done for one of its members. */
export function isWanted(scene: Scene, id: TaskId): boolean {
  const task = scene.plan?.tasks.get(id);
  return (
    task?.members.some(({ lot: name, stage }) => {
      const lot = mustGet(scene.lots, name);
      return lot.samples.size > 0 && isOpen(lot, stage) && lot.links.get(stage) === id;
    }) === true
  );
}
