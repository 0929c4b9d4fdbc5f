/** `[ATTEMPT]`: attempts of a task count up from 1; what starts ends exactly once, and nothing ends that did not start. */

import { fault, type Fault } from './codes.ts';
import type { FactOf, Scene } from './scene.ts';

export function* checkAttempt(scene: Scene, { task, attempt }: FactOf<'task-started'>): Generator<Fault> {
  const made = scene.attempts.get(task) ?? 0;
  if (scene.running.has(task)) {
    yield fault('ATTEMPT', `${task} starts while its attempt ${made} is under way`, 'An attempt ends before the next.');
  } else if (attempt !== made + 1) {
    yield fault('ATTEMPT', `${task} starts attempt ${attempt} after ${made}`, 'Attempts count up from 1.');
  }
}

export function* checkEnd(
  { running }: Scene,
  { type, task, attempt }: FactOf<'task-finished' | 'task-failed'>,
): Generator<Fault> {
  const known = running.get(task);
  if (known?.attempt === attempt) return;
  const instead = known === undefined ? 'it is not under way' : `attempt ${known.attempt} is under way`;
  yield fault('ATTEMPT', `${type} of attempt ${attempt} of ${task}, but ${instead}`, 'What ends has started.');
}

export function* checkMaintenanceEnd(scene: Scene, { task }: FactOf<'maintenance-finished'>): Generator<Fault> {
  if (scene.maintenance.has(task)) return;
  yield fault('ATTEMPT', `maintenance ${task} finishes without having started`, 'What ends has started.');
}

export function* checkMaintenanceStart(scene: Scene, { task }: FactOf<'maintenance-started'>): Generator<Fault> {
  if (!scene.maintenance.has(task)) return;
  yield fault('ATTEMPT', `maintenance ${task} starts while it is under way`, 'It ends before the next.');
}

/**
 * At the close of a run. In the real world a process may outlive the run that called it off, and maintenance that is under
 * way may always.
 */
export function* checkLeftRunning({ run, running }: Scene): Generator<Fault> {
  if (run?.world === 'real') return;
  for (const { id, attempt } of running.values()) {
    yield fault(
      'ATTEMPT',
      `attempt ${attempt} of ${id} never ends`,
      'Every started task finishes, fails or is cancelled.',
    );
  }
}
