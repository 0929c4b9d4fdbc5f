/** Enters the starts and ends of tasks into the books. */

import { after, mustGet } from '../../base/index.ts';
import type { Artifact, FailureClass, LotId, SampleId, Stage } from '../../model/index.ts';
import {
  isOpen,
  machineOf,
  newAttempt,
  stateAfter,
  type AttemptScene,
  type FactOf,
  type LotScene,
  type RunningTask,
  type Scene,
  type Setback,
} from './scene.ts';
import { conditionAt, qualityAt } from './waiting.ts';

export function startTask(scene: Scene, fact: FactOf<'task-started'>): void {
  const { task: id, attempt, placement, memoryFactor, at, setup, expectedEnd } = fact;
  const workStart = after(at, setup);
  const members = fact.members.map(({ lot, stage }) => {
    const known = mustGet(scene.lots, lot);
    return { lot: known, stage: mustGet(known.stages, stage) };
  });
  const before = new Map<LotId, { quality: number; condition: ReturnType<typeof conditionAt> }>();
  leaveBehind(scene, fact);
  for (const { lot, stage } of members) {
    before.set(lot.id, { quality: lot.quality, condition: conditionAt(lot, workStart) });
    if (stage.kind !== 'compute') lot.quality = qualityAt(scene, lot, workStart);
    lot.done.delete(stage.id);
    lot.failed.delete(stage.id);
    lot.links.set(stage.id, id);
    lot.running.set(stage.id, id);
  }
  const told = newAttempt(members);
  scene.running.set(id, { id, attempt, placement, memoryFactor, at, workStart, expectedEnd, members, told, before });
  scene.attempts.set(id, Math.max(attempt, scene.attempts.get(id) ?? 0));
  scene.instant.overtakings.delete(id);
  const name = machineOf(placement);
  const [first] = members;
  if (name === undefined || first === undefined) return;
  const machine = mustGet(scene.machines, name);
  machine.heldBy = id;
  machine.setUpFor = stateAfter(placement, first.stage);
  for (const { tasks } of machine.care.values()) if (!tasks.has(id)) tasks.set(id, at);
}

/** Members that the task goes without are in no plan from here on. */
function leaveBehind(scene: Scene, { task, members }: FactOf<'task-started'>): void {
  for (const { lot: name, stage } of scene.plan?.tasks.get(task)?.members ?? []) {
    if (members.some((m) => m.lot === name && m.stage === stage)) continue;
    const lot = mustGet(scene.lots, name);
    if (lot.links.get(stage) === task && isOpen(lot, stage)) lot.links.delete(stage);
  }
}

export function endTask(scene: Scene, fact: FactOf<'task-finished' | 'task-failed'>): void {
  const task = mustGet(scene.running, fact.task);
  scene.running.delete(fact.task);
  const name = machineOf(task.placement);
  if (name !== undefined) {
    const machine = mustGet(scene.machines, name);
    if (machine.heldBy === fact.task) machine.heldBy = undefined;
  }
  for (const { lot, stage } of task.members) {
    lot.running.delete(stage.id);
    lot.changedAt = fact.at;
    if (lot.voided.delete(stage.id)) {
      lot.links.delete(stage.id);
      continue;
    }
    if (stage.kind !== 'compute') keepOn(scene, task, lot, fact.at);
    if (fact.type === 'task-finished') finish(scene, fact, { lot, stage, told: task.told });
    else {
      lot.failed.add(stage.id);
      for (const sample of lot.samples) owe(scene, fact, sample, { stage, failure: fact.failure.class });
    }
  }
  takeInAttempt(scene, fact, task);
}

/** What came of it may be read, and taken over, from here on. */
function takeInAttempt(
  { succeeded, published }: Scene,
  { type, task, attempt }: FactOf<'task-finished' | 'task-failed'>,
  { told }: RunningTask,
): void {
  for (const { sample, stage, key, exitCode, reused, outputs } of told.executed.values()) {
    if (exitCode !== 0 || told.failed.has(sample)) continue;
    if (reused === undefined) {
      const place = `${sample}/${stage}/${key}`;
      const attempts = succeeded.get(place) ?? new Map<string, readonly Artifact[]>();
      succeeded.set(place, attempts.set(`${task}#${attempt}`, outputs));
    }
    for (const { path, sha256 } of type === 'task-finished' ? outputs : []) {
      published.set(path, (published.get(path) ?? new Set()).add(sha256));
    }
  }
}

/** Nothing ages while it is worked on; work that ended during the set-up never began. */
function keepOn(scene: Scene, task: RunningTask, lot: LotScene, at: FactOf<'task-finished'>['at']): void {
  if (at < task.workStart) lot.quality = qualityAt(scene, lot, at);
  const condition = lot.keeping?.condition ?? conditionAt(lot, at);
  lot.keeping = { material: lot.keeping?.material ?? lot.order.material, condition, since: at, quality: lot.quality };
}

interface Finished {
  readonly lot: LotScene;
  readonly stage: Stage;
  readonly told: AttemptScene;
}

function finish(scene: Scene, fact: FactOf<'task-finished'>, { lot, stage, told }: Finished): void {
  lot.done.set(stage.id, fact.at);
  lot.links.delete(stage.id);
  if (stage.output !== undefined && lot.samples.size > 0)
    scene.instant.unstored.set(`${lot.id}/${stage.id}`, { lot, stage });
  for (const sample of lot.samples) {
    const failure = failureOf(stage, told, sample);
    if (failure !== undefined) owe(scene, fact, sample, { stage, failure });
  }
}

/** What was reported of the sample; else a gate that its measurement misses. A gate that nobody measured is not missed. */
function failureOf(stage: Stage, { failed, measured }: AttemptScene, sample: SampleId): FailureClass | undefined {
  const reported = failed.get(sample);
  if (reported !== undefined) return reported;
  const isMissed = stage.gates.some(({ metric, min = -Infinity, max = Infinity }) => {
    const value = measured.get(sample)?.get(metric);
    return value !== undefined && !(value >= min && value <= max);
  });
  return isMissed ? 'quality-gate' : undefined;
}

function owe(
  scene: Scene,
  { task, attempt }: { readonly task: Setback['task']; readonly attempt: number },
  sample: SampleId,
  { stage, failure }: { readonly stage: Stage; readonly failure: FailureClass },
): void {
  scene.instant.setbacks.set(sample, { task, attempt, stage: stage.id, failure });
}
