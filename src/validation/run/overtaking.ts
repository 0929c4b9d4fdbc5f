/** `[OVERTAKING]`: what goes before others on its machine or pool is said, with the others by name, and no more than is true. */

import type { PlannedTask, TaskId } from '../../model/index.ts';
import { fault, type Fault } from './codes.ts';
import { latestStart, readyFrom } from './limits.ts';
import { machineOf, type FactOf, type PlanScene, type Scene } from './scene.ts';
import { isWanted } from './take-in-plan.ts';

export function* checkOvertaken(scene: Scene, { task, at }: FactOf<'task-started'>): Generator<Fault> {
  const planned = scene.plan?.tasks.get(task);
  if (scene.plan === undefined || planned === undefined) return;
  const passed = before(scene.plan, planned);
  const waiting = passed.filter((id) => isWanted(scene, id));
  const told = scene.instant.overtakings.get(task);
  // On a pool nobody waits for a turn who could not start anyway.
  const overtaken =
    machineOf(planned.placement) === undefined ? waiting.filter((id) => isReady(scene, id, at)) : waiting;
  const silent = overtaken.filter((id) => told?.over.includes(id) !== true);
  if (silent.length > 0) {
    yield fault(
      'OVERTAKING',
      `${task} starts before ${silent.join(', ')}, planned earlier`,
      'Overtaking is told first.',
    );
  }
  const { maintenance } = scene.plan;
  const isTrue = (id: TaskId): boolean => waiting.includes(id) || (maintenance.has(id) && passed.includes(id));
  const untrue = told?.over.filter((id) => !isTrue(id)) ?? [];
  if (untrue.length > 0) {
    yield fault('OVERTAKING', `${task} is said to overtake ${untrue.join(', ')}, and does not`, 'Facts are true.');
  }
}

/** What the plan has earlier on the same machine or pool. */
function before(plan: PlanScene, { id, placement }: PlannedTask): readonly TaskId[] {
  const queue = plan.queues.get(placement.kind === 'pool' ? placement.pool : placement.machine) ?? [];
  return queue.slice(0, Math.max(0, queue.indexOf(id)));
}

function isReady({ plan, lots, orders }: Scene, task: TaskId, at: number): boolean {
  return (plan?.tasks.get(task)?.members ?? []).every(({ lot: name, stage: of }) => {
    const lot = lots.get(name);
    const stage = lot?.stages.get(of);
    if (lot === undefined || stage === undefined) return false;
    const isReceived = orders.get(lot.order.id)?.isReceived === true;
    return readyFrom(lot, stage, isReceived) <= at && latestStart(lot, stage) >= at;
  });
}

export function* checkOvertaking({ plan }: Scene, { task, over, reason }: FactOf<'task-overtook'>): Generator<Fault> {
  if (plan?.tasks.has(task) !== true)
    yield fault('OVERTAKING', `${task}, not in the plan, overtakes`, 'Facts are true.');
  if (over.length === 0) yield fault('OVERTAKING', `${task} overtakes nothing`, 'The overtaken are named.');
  if (reason === '') yield fault('OVERTAKING', `${task} overtakes without a reason`, 'The reason is told.');
}
