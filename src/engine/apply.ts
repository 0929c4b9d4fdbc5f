/**
 * The only code that changes a run's state: one fact at a time, so that a ledger of facts replays to the same state.
 *
 * A fact is taken at its word; whether it should have come about was `decide`'s business.
 */

import { assert, mustGet, seconds, unreachable } from '../base/index.ts';
import {
  firstLotOf,
  type Fact,
  type OperatorDecision,
  type OrderId,
  type PlanReason,
  type Timed,
} from '../model/index.ts';
import { applyPolicy } from './apply-policy.ts';
import { adoptPlan } from './apply-plan.ts';
import { newLot } from './initial-state.ts';
import { failTask, finishMaintenance, finishTask, startMaintenance, startTask } from './apply-task.ts';
import { lotOfSample, lotStage } from './lots.ts';
import { refreshLot, refreshTask } from './agenda.ts';
import type { RunState } from './state.ts';
import { moreUrgent, triggerOf } from './triggers.ts';
import { cameBack, foretell, isPowerCut, readSignal } from './wear.ts';

/** Consumes `state`, which must not be used afterwards; the returned value is the next state. */
export function apply(state: RunState, fact: Timed<Fact>): RunState {
  assert(fact.at >= state.now || state.phase === 'new', `fact ${fact.type} at ${fact.at}, before ${state.now}`);
  state.now = fact.at;
  const wanted = triggerOf(state, fact);
  change(state, fact);
  if (wanted !== undefined) state.planning.wanted = moreUrgent(state.planning.wanted, wanted);
  return state;
}

function change(state: RunState, fact: Timed<Fact>): void {
  switch (fact.type) {
    case 'run-opened':
      state.phase = 'open';
      state.run = fact.run;
      return;
    case 'order-announced':
      return announce(state, fact.order);
    case 'order-received': {
      mustGet(state.orders, fact.order).isReceived = true;
      const lot = state.lots.get(fact.lot);
      if (lot !== undefined) refreshLot(state, lot);
      return;
    }
    case 'plan-requested':
      state.planning.requests = fact.request;
      state.planning.requestedAt = fact.at;
      state.planning.outstanding = { request: fact.request, reason: fact.reason };
      return noteRequest(state, fact.reason);
    case 'task-planned':
      state.planning.incoming.tasks.push(fact.task);
      return;
    case 'maintenance-planned':
      state.planning.incoming.maintenance.push(fact.maintenance);
      return;
    case 'plan-adopted':
      return adoptPlan(state, fact);
    case 'plan-refused':
      return noteRefusal(state, fact.request);
    case 'task-started':
      return startTask(state, fact);
    case 'task-finished':
      return finishTask(state, fact);
    case 'task-failed':
      return failTask(state, fact);
    case 'policy-applied':
      return applyPolicy(state, fact);
    case 'sample-closed':
      return closeSample(state, fact);
    case 'lot-stored':
      return storeLot(state, fact);
    case 'maintenance-started':
      return startMaintenance(state, fact);
    case 'maintenance-finished':
      return finishMaintenance(state, fact);
    case 'machine-down':
      return goDown(state, fact);
    case 'machine-up': {
      const machine = mustGet(state.machines, fact.machine);
      cameBack(machine);
      machine.down = undefined;
      return;
    }
    case 'shortage-began':
      state.shortages.set(fact.shortage.id, fact.shortage);
      return;
    case 'shortage-ended':
      state.shortages.delete(fact.shortage);
      return;
    case 'telemetry-read':
      return readSignal(state, fact.machine, fact.signal, fact.value);
    case 'prognosis-received':
      return foretell(state, fact.prognosis);
    case 'hazard-assessed': {
      const wear = state.machines.get(fact.machine)?.wear;
      if (wear !== undefined) wear.multiplier = fact.multiplier;
      return;
    }
    case 'task-overtook':
    case 'execution-recorded':
    case 'sample-measured':
    case 'sample-failed':
    case 'bench-recorded':
    case 'stage-skipped':
      return;
    case 'operator-decided':
      return obey(state, fact.decision.action);
    case 'order-closed':
      mustGet(state.orders, fact.order).isClosed = true;
      state.openOrders--;
      return;
    case 'run-closed':
      state.phase = 'closed';
      return;
    default:
      unreachable(fact);
  }
}

/** A power cut while it is being repaired leaves it a machine under repair. */
function goDown(
  state: RunState,
  { machine: name, reason, expectedUp, at }: Timed<Extract<Fact, { type: 'machine-down' }>>,
): void {
  const machine = mustGet(state.machines, name);
  const { down } = machine;
  const isBroken = down !== undefined && !isPowerCut(down.reason);
  machine.down = { since: down?.since ?? at, expectedUp, reason: isBroken ? down.reason : reason };
}

function noteRequest({ planning, machines }: RunState, reason: PlanReason): void {
  for (const lot of [...planning.uncovered, ...planning.newcomers]) planning.asked.add(lot);
  planning.uncovered.clear();
  planning.newcomers.clear();
  planning.wanted = undefined;
  if (reason === 'recovery') planning.hasTriedRecovery = true;
  for (const { wear } of machines.values()) if (wear !== undefined) wear.planned = wear.multiplier;
}

/** What it was to cover is still without a plan. */
function noteRefusal({ planning, lots }: RunState, request: number): void {
  if (planning.outstanding?.request !== request) return;
  planning.outstanding = undefined;
  // Of an answer that a crash cut off.
  planning.incoming.tasks = [];
  planning.incoming.maintenance = [];
  planning.refusals++;
  for (const lot of planning.asked) if (lots.get(lot)?.isHeld === false) planning.uncovered.add(lot);
  planning.asked.clear();
}

function obey(state: RunState, action: OperatorDecision['action']): void {
  if (action.do === 'set-priority') {
    if (state.orders.has(action.order)) state.priorities.set(action.order, action.priority);
    return;
  }
  const lot = action.do === 'release-lot' ? state.lots.get(action.lot) : undefined;
  if (lot === undefined || !lot.isHeld) return;
  lot.isHeld = false;
  state.planning.uncovered.add(lot.id);
}

/** Its first lot comes about, and no plan knows of it yet. */
function announce(state: RunState, order: OrderId): void {
  mustGet(state.orders, order).isAnnounced = true;
  const lot = newLot(state, firstLotOf(state.scenario, mustGet(state.lookups.orders, order)));
  state.lots.set(lot.id, lot);
  state.planning.newcomers.add(lot.id);
}

function closeSample(state: RunState, fact: Extract<Fact, { type: 'sample-closed' }>): void {
  const lot = lotOfSample(state, fact.sample);
  assert(lot !== undefined, `sample ${fact.sample} is in no lot`);
  const order = mustGet(state.orders, lot.order);
  order.outcomes.set(fact.sample, fact.outcome);
  if (fact.outcome === 'delivered' || fact.outcome === 'delivered-degraded') order.qualitySum += lot.quality;
  lot.samples = lot.samples.filter((s) => s !== fact.sample);
  if (lot.samples.length > 0) return;
  state.lots.delete(lot.id);
  for (const set of [state.planning.uncovered, state.planning.newcomers, state.planning.asked]) set.delete(lot.id);
  for (const { task } of lot.stages.values()) if (task !== undefined) refreshTask(state, task);
}

/** What arrives (no stage) goes on ageing by its order's storage history; what a stage made is kept from now on. */
function storeLot(state: RunState, fact: Timed<Extract<Fact, { type: 'lot-stored' }>>): void {
  const lot = mustGet(state.lots, fact.lot);
  lot.quality = fact.quality;
  if (fact.stage === null) return;
  const material = lotStage(state, lot, fact.stage).output?.material;
  const kept = material ?? lot.keeping?.material ?? mustGet(state.lookups.orders, lot.order).material;
  lot.keeping = { material: kept, condition: fact.condition, since: seconds(fact.at), quality: fact.quality };
}
