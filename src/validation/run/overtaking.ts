/** `[OVERTAKING]`: what goes before others on its machine is said, with the others by name, and no more than is true. */

import { fault, type Fault } from './codes.ts';
import { machineOf, type FactOf, type Scene } from './scene.ts';
import { isWanted } from './take-in-plan.ts';

export function* checkOvertaken(scene: Scene, { task, placement }: FactOf<'task-started'>): Generator<Fault> {
  const machine = machineOf(placement);
  if (machine === undefined || scene.plan === undefined) return;
  const queue = scene.plan.queues.get(machine) ?? [];
  const passed = queue.slice(0, Math.max(0, queue.indexOf(task)));
  const tasks = passed.filter((id) => isWanted(scene, id));
  const told = scene.instant.overtakings.get(task);
  const silent = tasks.filter((id) => told?.over.includes(id) !== true);
  if (silent.length > 0) {
    const others = silent.join(', ');
    yield fault(
      'OVERTAKING',
      `${task} starts before ${others}, planned earlier on ${machine}`,
      'Overtaking is told first.',
    );
  }
  const { maintenance } = scene.plan;
  const untrue = told?.over.filter((id) => !tasks.includes(id) && !(passed.includes(id) && maintenance.has(id))) ?? [];
  if (untrue.length > 0) {
    yield fault('OVERTAKING', `${task} is said to overtake ${untrue.join(', ')}, and does not`, 'Facts are true.');
  }
}

export function* checkOvertaking({ plan }: Scene, { task, over, reason }: FactOf<'task-overtook'>): Generator<Fault> {
  if (plan?.tasks.has(task) !== true)
    yield fault('OVERTAKING', `${task}, not in the plan, overtakes`, 'Facts are true.');
  if (over.length === 0) yield fault('OVERTAKING', `${task} overtakes nothing`, 'The overtaken are named.');
  if (reason === '') yield fault('OVERTAKING', `${task} overtakes without a reason`, 'The reason is told.');
}
