/** `[MACHINE-BUSY]`, `[MACHINE-DOWN]`: a machine does one thing at a time, set-up included, and nothing while it is down. */

import type { MachineId, TaskId } from '../../model/index.ts';
import { fault, type Fault } from './codes.ts';
import { machineOf, type FactOf, type Scene } from './scene.ts';

export function* checkMachineFree(scene: Scene, { task, placement }: FactOf<'task-started'>): Generator<Fault> {
  const machine = machineOf(placement);
  if (machine !== undefined) yield* checkFree(scene, machine, task);
}

export function* checkMachinesFree(scene: Scene, fact: FactOf<'maintenance-started'>): Generator<Fault> {
  for (const machine of fact.machines) yield* checkFree(scene, machine, fact.task);
}

function* checkFree({ machines }: Scene, name: MachineId, task: TaskId): Generator<Fault> {
  const machine = machines.get(name);
  if (machine?.heldBy !== undefined) {
    yield fault('MACHINE-BUSY', `${task} starts on ${name}, which ${machine.heldBy} has`, 'One thing at a time.');
  }
  if (machine?.downSince !== undefined) {
    yield fault('MACHINE-DOWN', `${task} starts on ${name}, down since ${machine.downSince}`, 'It has to be up again.');
  }
}

/** Work does not outlive its machine: where that went down before, it fails. */
export function* checkWorkedOn(scene: Scene, { task, at }: FactOf<'task-finished'>): Generator<Fault> {
  const running = scene.running.get(task);
  const name = running === undefined ? undefined : machineOf(running.placement);
  const since = name === undefined ? undefined : scene.machines.get(name)?.downSince;
  if (since === undefined || since >= at) return;
  yield fault('MACHINE-DOWN', `${task} finishes on ${name}, down since ${since}`, 'Work on a lost machine fails.');
}
