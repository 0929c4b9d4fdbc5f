/** What each event means: the facts it comes to directly. What those make possible is the business of `step`. */

import { between, duration, mustGet, unreachable } from '../base/index.ts';
import {
  judgeGate,
  type Event,
  type Failure,
  type FailureClass,
  type LotId,
  type Measurement,
  type OperatorDecision,
  type OrderId,
  type QualityGate,
  type SampleId,
  type Stage,
  type StageId,
  type TaskId,
  type TaskResult,
  type Timed,
} from '../model/index.ts';
import { closeOrderSamples, deliverIfFinished, stopRun } from './closing.ts';
import { reassess } from './hazard.ts';
import { armLimit, expireIfOverdue, lotWatchedBy } from './limits.ts';
import { conditionAt, qualityAt, roundQuality } from './lot-quality.ts';
import { lotName, lotStage } from './lots.ts';
import { missAnswer, refusePlan, requestPlan, requestWatchedBy, takePlan } from './planning.ts';
import { recover } from './policy.ts';
import { measurementsBySample, recordAttempt } from './record-attempt.ts';
import type { Member, RunningTask, RunState } from './state.ts';
import type { Turn } from './turn.ts';

type EventOf<T extends Event['type']> = Timed<Extract<Event, { type: T }>>;

/** Events about work that is not (or no longer) under way are passed over: an end and a cancellation may cross. */
export function react(turn: Turn, event: Timed<Event>): void {
  switch (event.type) {
    case 'opened':
      return open(turn, event);
    case 'order-announced':
      return announce(turn, event.order);
    case 'order-received':
      return receive(turn, event);
    case 'plan-arrived':
      return takePlan(turn, event.request, event.plan);
    case 'plan-failed':
      return refusePlan(turn, event.request, event.message);
    case 'task-finished':
      return finish(turn, event);
    case 'task-failed':
      return fail(turn, event);
    case 'maintenance-finished':
      return finishMaintenance(turn, event.task);
    case 'machine-down': {
      const { machine, reason, expectedUp } = event;
      return turn.record({ type: 'machine-down', machine, reason, expectedUp });
    }
    case 'machine-up':
      if (turn.state.machines.get(event.machine)?.down === undefined) return;
      turn.record({ type: 'machine-up', machine: event.machine });
      return reassess(turn, event.machine);
    case 'shortage-began':
      return turn.record({ type: 'shortage-began', shortage: event.shortage, reason: event.reason });
    case 'shortage-ended':
      if (turn.state.shortages.has(event.shortage)) turn.record({ type: 'shortage-ended', shortage: event.shortage });
      return;
    case 'prognosis':
      turn.record({ type: 'prognosis-received', prognosis: event.prognosis });
      return reassess(turn, event.prognosis.machine);
    case 'telemetry': {
      const { machine, signal, value } = event;
      turn.record({ type: 'telemetry-read', machine, signal, value });
      return reassess(turn, machine);
    }
    case 'timer':
      return hearTimer(turn, event.timer);
    case 'operator-decided':
      return obey(turn, event.decision);
    case 'closed':
      return stopRun(turn);
    default:
      unreachable(event);
  }
}

function open(turn: Turn, { run }: EventOf<'opened'>): void {
  const { state } = turn;
  turn.record({ type: 'run-opened', run });
  for (const task of state.running.values()) turn.command(carryOn(turn, task));
  for (const lot of state.lots.keys()) deliverIfFinished(turn, lot);
  if (state.openOrders > 0) requestPlan(turn, 'opened');
}

/** Work that was under way before the run began: the scenario says so, the world takes it from there. */
function carryOn({ state, now }: Turn, task: RunningTask) {
  const members = task.members.map(({ lot: name, stage }) => {
    const lot = mustGet(state.lots, name);
    return { lot: name, order: lot.order, route: lot.route, stage, samples: lot.samples };
  });
  const { placement, memoryFactor } = task;
  const planned = between(now, task.expectedEnd);
  const work = { members, placement, memoryFactor, setup: duration(0), planned };
  return { type: 'start-task', task: task.id, attempt: task.attempt, work } as const;
}

function hearTimer(turn: Turn, timer: string): void {
  const lot = lotWatchedBy(timer);
  if (lot !== undefined) return expireIfOverdue(turn, lot);
  const request = requestWatchedBy(timer);
  if (request !== undefined) missAnswer(turn, request);
}

function obey(turn: Turn, decision: OperatorDecision): void {
  turn.record({ type: 'operator-decided', decision });
  const { action, operator, reason } = decision;
  if (action.do === 'release-lot') return armLimit(turn, action.lot);
  if (action.do !== 'cancel-order' || !turn.state.orders.has(action.order)) return;
  closeOrderSamples(turn, action.order, { outcome: 'cancelled', reason: `cancelled by ${operator}: ${reason}` });
}

function finishMaintenance(turn: Turn, task: TaskId): void {
  const done = turn.state.maintenance.get(task);
  if (done === undefined) return;
  turn.record({ type: 'maintenance-finished', task });
  for (const machine of done.machines) reassess(turn, machine);
}

function announce(turn: Turn, order: OrderId): void {
  if (turn.state.orders.get(order)?.isAnnounced !== false) return;
  turn.record({ type: 'order-announced', order });
}

function receive(turn: Turn, { order }: EventOf<'order-received'>): void {
  const { state, now } = turn;
  announce(turn, order);
  const known = state.orders.get(order);
  if (known === undefined || known.isReceived || known.isClosed) return;
  const lot = mustGet(state.lots, lotName(order, 1));
  turn.record({ type: 'order-received', order, lot: lot.id, samples: lot.samples });
  if (lot.keeping === undefined) {
    const quality = roundQuality(qualityAt(state, lot, now));
    turn.record({ type: 'lot-stored', lot: lot.id, stage: null, condition: conditionAt(state, lot, now), quality });
  }
  armLimit(turn, lot.id);
}

function finish(turn: Turn, { task: id, attempt, result }: EventOf<'task-finished'>): void {
  const { state } = turn;
  const task = state.running.get(id);
  if (task?.attempt !== attempt) return;
  const members = meant(state, task);
  const { executions, bench } = result;
  recordAttempt(turn, task, { executions, result, ...(bench && { bench }) });
  turn.record({ type: 'task-finished', task: id, attempt });
  for (const member of members) {
    const lot = state.lots.get(member.lot);
    if (lot === undefined) continue;
    const known = mustGet(state.orders, lot.order).lots;
    judge(turn, task, member, result);
    leave(turn, member.lot, member.stage);
    // Samples that a policy has made a lot of their own leave the stage as well.
    for (let n = known + 1; n <= mustGet(state.orders, lot.order).lots; n++) {
      leave(turn, lotName(lot.order, n), member.stage);
    }
  }
}

/** A lot whose stage has just been done: its output is stored, and waits. */
function leave(turn: Turn, name: LotId, stage: StageId): void {
  const { state, now } = turn;
  const lot = state.lots.get(name);
  if (lot?.stages.get(stage)?.status !== 'done') return;
  const { output } = lotStage(state, lot, stage);
  if (output !== undefined) {
    const quality = roundQuality(qualityAt(state, lot, now));
    const stored = { lot: lot.id, condition: output.condition };
    turn.record({ type: 'lot-stored', stage, quality, ...stored });
    turn.command({ type: 'move-to-storage', ...stored });
  }
  armLimit(turn, lot.id);
  deliverIfFinished(turn, lot.id);
}

/** Members whose work was not taken back meanwhile. */
const meant = ({ lots }: RunState, { members }: RunningTask): readonly Member[] =>
  members.filter((m) => lots.get(m.lot)?.stages.get(m.stage)?.isVoid === false);

function fail(turn: Turn, { task: id, attempt, failure: told }: EventOf<'task-failed'>): void {
  const task = turn.state.running.get(id);
  if (task?.attempt !== attempt) return;
  const members = meant(turn.state, task);
  const { executions, bench } = told;
  recordAttempt(turn, task, { executions, ...(bench && { bench }) });
  const failure: Failure = { class: told.class, detail: told.detail };
  turn.record({ type: 'task-failed', task: id, attempt, failure });
  for (const { lot: name, stage } of members) {
    const lot = turn.state.lots.get(name);
    if (lot !== undefined) recover(turn, { task: id, attempt, lot: name, stage, failure, samples: lot.samples });
  }
}

/** Samples that failed while the task went on, and those that missed a gate; one policy step for each class. */
function judge(turn: Turn, task: RunningTask, member: Member, result: TaskResult): void {
  const lot = turn.state.lots.get(member.lot);
  if (lot === undefined) return;
  const failures = failuresOf(lot.samples, lotStage(turn.state, lot, member.stage), result);
  const byClass = new Map<FailureClass, { readonly failure: Failure; readonly samples: SampleId[] }>();
  for (const [sample, failure] of failures) {
    const group = byClass.get(failure.class);
    if (group === undefined) byClass.set(failure.class, { failure, samples: [sample] });
    else group.samples.push(sample);
  }
  for (const { failure, samples } of byClass.values()) {
    const { id, attempt } = task;
    const open = samples.filter((s) => turn.state.lots.get(lot.id)?.samples.includes(s));
    if (open.length > 0) recover(turn, { task: id, attempt, ...member, failure, samples: open });
  }
}

/** In the order of the lot's samples. */
function failuresOf(samples: readonly SampleId[], stage: Stage, result: TaskResult): ReadonlyMap<SampleId, Failure> {
  const failures = new Map<SampleId, Failure>();
  if (result.failedSamples.length === 0 && stage.gates.length === 0) return failures;
  // By sample first: lots of 96 with several gates would otherwise be looked through 96 times.
  const reported = new Map(result.failedSamples.map((f) => [f.sample, f.failure]));
  const measured: ReturnType<typeof measurementsBySample> =
    stage.gates.length === 0 ? new Map() : measurementsBySample(result);
  for (const sample of samples) {
    const failure = reported.get(sample) ?? missedGate(stage.gates, measured.get(sample) ?? []);
    if (failure !== undefined) failures.set(sample, failure);
  }
  return failures;
}

/** A gate that nobody measured is not missed. */
function missedGate(
  gates: readonly QualityGate[],
  measurements: readonly Pick<Measurement, 'metric' | 'value'>[],
): Failure | undefined {
  for (const gate of gates) {
    const { metric, unit } = gate;
    const value = measurements.find((m) => m.metric === metric)?.value;
    const verdict = value === undefined ? 'pass' : judgeGate(gate, value);
    if (verdict === 'pass') continue;
    const limit = verdict === 'below' ? `below ${gate.min}` : `above ${gate.max}`;
    return { class: 'quality-gate', detail: `${metric} ${value} ${unit} is ${limit} ${unit}` };
  }
  return undefined;
}
