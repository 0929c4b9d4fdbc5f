/** Enters an error policy's choice into the books: stages to be done again or left out, lots split, held, on another route. */

import { mustGet, type Seconds } from '../../base/index.ts';
import type { Keeping, LotId, PolicyAction, SampleId, Stage, StageId } from '../../model/index.ts';
import { skipKey } from './skips.ts';
import { isOpen, type FactOf, type LotScene, type Scene } from './scene.ts';
import { safeStop } from './safe-stop.ts';
import { conditionAt, qualityAt } from './waiting.ts';

export function applyPolicy(scene: Scene, fact: FactOf<'policy-applied'>): void {
  const { samples, action, task, attempt, stage: failed, failure, at } = fact;
  for (const sample of samples) scene.instant.setbacks.delete(sample);
  const [first] = samples;
  const whole = first === undefined ? undefined : scene.lotOf.get(first);
  if (whole === undefined) return;
  if (action === 'quarantine' || action === 'abort') {
    const setback = { task, attempt, stage: failed, failure, action };
    const leaving = action === 'abort' ? samplesOf(scene, whole) : samples;
    for (const sample of leaving) scene.instant.leaving.set(sample, setback);
    return;
  }
  const lot = samples.length < whole.samples.size ? split(scene, whole, samples) : whole;
  lot.changedAt = at;
  const step = lot.stages.get(failed)?.onError[fact.step]?.action;
  const uses = lot.uses.get(failed) ?? [];
  lot.uses.set(failed, uses);
  uses[fact.step] = (uses[fact.step] ?? 0) + 1;
  if (step !== undefined) carryOut(scene, lot, fact, step);
  lot.failed.delete(failed);
}

const samplesOf = (scene: Scene, { order }: LotScene): readonly SampleId[] =>
  order.samples.map((s) => s.id).filter((sample) => scene.lotOf.has(sample));

function carryOut(scene: Scene, lot: LotScene, fact: FactOf<'policy-applied'>, step: PolicyAction): void {
  switch (step.do) {
    case 'retry':
      lot.memory.set(fact.stage, (lot.memory.get(fact.stage) ?? 1) * step.memoryFactor);
      lot.notBefore = Math.max(lot.notBefore, fact.notBefore ?? fact.at);
      return reopen(scene, lot, fact.stage);
    case 'hold':
      return hold(scene, lot, fact);
    case 'degrade':
      if (step.skip === fact.stage) lot.done.delete(fact.stage);
      return leaveOut(scene, lot, step.skip);
    case 'fallback':
      return goBack(scene, lot, fact, step.to);
    default:
      return;
  }
}

/** To be done again; the task that failed keeps its place where the plan in force still has it. */
function reopen(scene: Scene, lot: LotScene, stage: StageId): void {
  lot.done.delete(stage);
  scene.instant.unstored.delete(`${lot.id}/${stage}`);
  const task = lot.links.get(stage);
  if (lot.isHeld || (task !== undefined && scene.plan?.tasks.has(task) !== true)) lot.links.delete(stage);
}

/** The optional stage goes, and with it every optional stage that would have nothing left to work on. */
function leaveOut(scene: Scene, lot: LotScene, skip: StageId): void {
  lot.isDegraded = true;
  const skipped = (stage: StageId): void => {
    if (!lot.skipped.has(stage)) oweSkip(scene, lot, stage);
    lot.skipped.add(stage);
    lot.links.delete(stage);
    scene.instant.unstored.delete(`${lot.id}/${stage}`);
  };
  skipped(skip);
  for (const stage of lot.stages.values()) {
    const isBare = stage.after.length > 0 && stage.after.every((name) => lot.skipped.has(name));
    if (stage.isOptional && isBare && isOpen(lot, stage.id)) skipped(stage.id);
  }
}

/** What is left undone on the route that is left is to be told; what is new on the other one is to be done, whatever was said of it. */
function leaveRoute(scene: Scene, lot: LotScene, next: LotScene['stages']): void {
  for (const stage of lot.stages.keys()) {
    const isUndone = !lot.done.has(stage) && !lot.skipped.has(stage) && !lot.failed.has(stage);
    if (!next.has(stage) && isUndone) oweSkip(scene, lot, stage);
  }
  for (const stage of next.keys()) {
    if (!lot.stages.has(stage)) for (const sample of lot.samples) scene.skips.get(sample)?.delete(stage);
  }
}

function oweSkip({ instant }: Scene, lot: LotScene, stage: StageId): void {
  for (const sample of lot.samples) instant.owedSkips.set(skipKey(sample, stage), { sample, stage });
}

/** Everything from `to` on is to be done again, from the material that `to` takes. */
function goBack(scene: Scene, lot: LotScene, fact: FactOf<'policy-applied'>, to: StageId): void {
  const stages = fact.route === undefined ? undefined : scene.index.routes.get(fact.route);
  if (fact.route !== undefined && stages !== undefined) {
    leaveRoute(scene, lot, stages);
    lot.route = fact.route;
    lot.stages = stages;
    for (const name of lot.done.keys()) if (!stages.has(name)) lot.done.delete(name);
    for (const name of lot.skipped) if (!stages.has(name)) lot.skipped.delete(name);
  }
  openFrom(scene, lot, to);
  lot.keeping = keepingBefore(scene, lot, to, fact.at);
}

/** Back to the last stop that keeps, out of the plan, until an operator decides. */
function hold(scene: Scene, lot: LotScene, { stage: failed, at }: FactOf<'policy-applied'>): void {
  const again = safeStop(lot, failed, at);
  const first = [...lot.stages.keys()].find((name) => again.has(name)) ?? failed;
  for (const name of again) openFrom(scene, lot, name);
  lot.isHeld = true;
  if (again.size > 1) lot.keeping = keepingBefore(scene, lot, first, at);
  const stage = lot.stages.get(failed);
  if (stage !== undefined && stage.kind !== 'compute') scene.instant.toHold.set(lot.id, lastOutput(lot, stage));
}

/** A stage and all that comes after it; work under way on what is taken back counts for nothing. */
function openFrom(scene: Scene, lot: LotScene, to: StageId): void {
  const again = new Set([to]);
  for (const stage of lot.stages.values()) if (stage.after.some((name) => again.has(name))) again.add(stage.id);
  for (const name of again) {
    lot.done.delete(name);
    scene.instant.unstored.delete(`${lot.id}/${name}`);
    if (lot.running.has(name)) lot.voided.add(name);
  }
  lot.links.clear();
  for (const [stage, task] of lot.running) lot.links.set(stage, task);
}

/** What `to` takes: the output of the nearest stage before it that has one, else what the order came with, as it was kept. */
function keepingBefore(scene: Scene, lot: LotScene, to: StageId, at: Seconds): Keeping {
  const source = sourceOf(lot, lot.stages.get(to));
  if (source !== undefined) return { ...source, since: at, quality: lot.quality };
  const { material, storage } = lot.order;
  const condition = storage.findLast((s) => s.from <= at)?.condition ?? conditionAt(lot, at);
  const fresh = qualityAt(scene, { ...lot, keeping: undefined }, at);
  return { material, condition, since: at, quality: Math.min(lot.quality, fresh) };
}

/** The output of the nearest stage before `stage` that has one; undefined: the order's material. */
function sourceOf(lot: LotScene, stage: Stage | undefined): Stage['output'] {
  for (const name of stage?.after ?? []) {
    const before = lot.stages.get(name);
    const output = before?.output ?? sourceOf(lot, before);
    if (output !== undefined) return output;
  }
  return undefined;
}

/** Samples that leave their lot become one of their own, as far as the old one; what runs carries both on. */
function split(scene: Scene, from: LotScene, samples: readonly SampleId[]): LotScene {
  const order = mustGet(scene.orders, from.order.id);
  order.lots++;
  const id = `${from.order.id}~${order.lots}` as LotId;
  const lot: LotScene = {
    ...from,
    id,
    samples: new Set([...from.samples].filter((s) => samples.includes(s))),
    done: new Map(from.done),
    skipped: new Set(from.skipped),
    failed: new Set(from.failed),
    running: new Map(from.running),
    voided: new Set(from.voided),
    links: new Map([...from.links].filter(([stage]) => from.running.has(stage))),
    uses: new Map([...from.uses].map(([stage, uses]) => [stage, [...uses]])),
    memory: new Map(from.memory),
  };
  scene.lots.set(id, lot);
  for (const sample of lot.samples) {
    from.samples.delete(sample);
    scene.lotOf.set(sample, lot);
  }
  for (const [stage, task] of lot.running) {
    const details = lot.stages.get(stage);
    if (details !== undefined) scene.running.get(task)?.members.push({ lot, stage: details });
  }
  for (const { lot: stored, stage } of scene.instant.unstored.values()) {
    if (stored === from) scene.instant.unstored.set(`${id}/${stage.id}`, { lot, stage });
  }
  return lot;
}

/** The nearest stage before that is done and has an output; null: the lot is as it came. */
function lastOutput(lot: LotScene, stage: Stage): StageId | null {
  for (const name of stage.after) {
    const before = lot.stages.get(name);
    if (before === undefined) continue;
    if (lot.done.has(name) && before.output !== undefined) return name;
    const further = lastOutput(lot, before);
    if (further !== null) return further;
  }
  return null;
}
