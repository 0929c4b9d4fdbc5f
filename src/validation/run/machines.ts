/**
 * `[MACHINE-BUSY]`, `[MACHINE-DOWN]`: a machine does one thing at a time, set-up included, and nothing starts while it is down. What it
 * was doing when it was reported down may yet come to its end.
 */

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
