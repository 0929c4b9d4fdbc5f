/** Enters a fact into the books, at its word. Names are known to exist (`names.ts`). */

import { mustGet, unreachable } from '../../base/index.ts';
import type { Fact, Timed } from '../../model/index.ts';
import { skipKey } from './skips.ts';
import { makeLot } from './open-scene.ts';
import { adoptPlan, requestPlan } from './take-in-plan.ts';
import { applyPolicy } from './take-in-policy.ts';
import { endTask, startTask } from './take-in-task.ts';
import type { FactOf, Scene } from './scene.ts';

export function takeIn(scene: Scene, fact: Timed<Fact>): void {
  switch (fact.type) {
    case 'run-opened':
      scene.phase = 'open';
      scene.run = fact.run;
      return;
    case 'order-announced': {
      const order = mustGet(scene.orders, fact.order);
      if (order.isKnown) return;
      order.isKnown = true;
      return makeLot(scene, order.order);
    }
    case 'order-received': {
      mustGet(scene.orders, fact.order).isReceived = true;
      mustGet(scene.lots, fact.lot).changedAt = fact.at;
      return;
    }
    case 'plan-requested':
      return requestPlan(scene, fact);
    case 'task-planned':
      scene.planning.tasks.push(fact.task);
      return;
    case 'maintenance-planned':
      scene.planning.maintenance.push(fact.maintenance);
      return;
    case 'plan-adopted':
      return adoptPlan(scene);
    case 'plan-refused':
      scene.planning.outstanding = false;
      scene.planning.tasks = [];
      scene.planning.maintenance = [];
      return;
    case 'task-overtook':
      scene.instant.overtakings.set(fact.task, fact);
      return;
    case 'task-started':
      return startTask(scene, fact);
    case 'task-finished':
    case 'task-failed':
      return endTask(scene, fact);
    case 'execution-recorded': {
      const { sample, stage } = fact.execution;
      scene.running.get(fact.task)?.told.executed.set(`${sample}/${stage}`, fact.execution);
      return;
    }
    case 'bench-recorded': {
      const told = scene.running.get(fact.task)?.told;
      if (told !== undefined) told.hasBench = true;
      return;
    }
    case 'stage-skipped':
      return skipStage(scene, fact);
    case 'sample-measured':
      return noteMeasured(scene, fact);
    case 'sample-failed':
      scene.running.get(fact.task)?.told.failed.set(fact.sample, fact.failure.class);
      return;
    case 'policy-applied':
      return applyPolicy(scene, fact);
    case 'sample-closed':
      return closeSample(scene, fact);
    case 'lot-stored':
      return store(scene, fact);
    case 'maintenance-started':
      scene.maintenance.set(fact.task, fact);
      scene.plan?.maintenance.delete(fact.task);
      for (const name of fact.machines) mustGet(scene.machines, name).heldBy = fact.task;
      return;
    case 'maintenance-finished':
      return finishMaintenance(scene, fact);
    case 'machine-down': {
      const machine = mustGet(scene.machines, fact.machine);
      machine.downSince ??= fact.at;
      machine.expectedUp = fact.expectedUp;
      return;
    }
    case 'machine-up':
      mustGet(scene.machines, fact.machine).downSince = undefined;
      return;
    case 'shortage-began':
      scene.shortages.set(fact.shortage.id, fact.shortage);
      return;
    case 'shortage-ended':
      scene.shortages.delete(fact.shortage);
      return;
    case 'operator-decided': {
      const { action } = fact.decision;
      if (action.do !== 'release-lot') return;
      const lot = scene.lots.get(action.lot);
      if (lot !== undefined) lot.isHeld = false;
      return;
    }
    case 'order-closed':
      mustGet(scene.orders, fact.order).isClosed = true;
      return;
    case 'run-closed':
      scene.phase = 'closed';
      return;
    case 'telemetry-read':
    case 'prognosis-received':
    case 'hazard-assessed':
      return;
    default:
      unreachable(fact);
  }
}

function skipStage({ skips, instant }: Scene, { stage, samples }: FactOf<'stage-skipped'>): void {
  for (const sample of samples) {
    skips.set(sample, (skips.get(sample) ?? new Set()).add(stage));
    const key = skipKey(sample, stage);
    if (!instant.owedSkips.delete(key)) instant.foretoldSkips.set(key, { sample, stage });
  }
}

function noteMeasured({ running }: Scene, { task, sample, measurements }: FactOf<'sample-measured'>): void {
  const measured = running.get(task)?.told.measured;
  if (measured === undefined) return;
  const values = measured.get(sample) ?? new Map<string, number>();
  measured.set(sample, values);
  for (const { metric, value } of measurements) if (!values.has(metric)) values.set(metric, value);
}

function closeSample(scene: Scene, { sample, outcome }: FactOf<'sample-closed'>): void {
  const order = mustGet(scene.orders, mustGet(scene.index.orderOf, sample));
  order.outcomes.set(sample, outcome);
  scene.instant.setbacks.delete(sample);
  scene.instant.leaving.delete(sample);
  const lot = scene.lotOf.get(sample);
  if (lot === undefined) return;
  if (outcome === 'delivered' || outcome === 'delivered-degraded') order.qualities.push(lot.quality);
  lot.samples.delete(sample);
  scene.lotOf.delete(sample);
}

/** What arrives (no stage) goes on ageing by its order's storage history; what a stage made is kept from now on. */
function store(scene: Scene, { lot: name, stage, condition, quality, at }: FactOf<'lot-stored'>): void {
  const lot = mustGet(scene.lots, name);
  lot.quality = quality;
  lot.stated = quality;
  scene.instant.toHold.delete(name);
  if (stage === null) return;
  scene.instant.unstored.delete(`${name}/${stage}`);
  const material = lot.stages.get(stage)?.output?.material ?? lot.keeping?.material ?? lot.order.material;
  lot.keeping = { material, condition, since: at, quality };
}

function finishMaintenance(scene: Scene, { task, at }: FactOf<'maintenance-finished'>): void {
  const started = mustGet(scene.maintenance, task);
  scene.maintenance.delete(task);
  for (const name of started.machines) {
    const machine = mustGet(scene.machines, name);
    if (machine.heldBy === task) machine.heldBy = undefined;
    machine.care.set(started.maintenance, { lastDone: at, tasks: new Map() });
  }
}
