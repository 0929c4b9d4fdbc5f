/** What an error policy's choice changes: stages open again or left out, lots split, held, or waiting for a back-off. */

import { assert, mustGet, seconds, type Seconds } from '../base/index.ts';
import {
  qualityThrough,
  type Fact,
  type Keeping,
  type SampleId,
  type Stage,
  type StageId,
  type Timed,
  type WorkflowId,
} from '../model/index.ts';
import { withdraw } from './apply-plan.ts';
import { fromStageOn } from './lookups.ts';
import { keepingFrom } from './lot-quality.ts';
import { lotName, lotOfSample, lotStage, progressOf, stagesOf } from './lots.ts';
import { refreshLot, refreshTask } from './agenda.ts';
import { safeStop } from './safe-stop.ts';
import { openStage, type LotState, type RunState, type StageState } from './state.ts';

type PolicyFact = Timed<Extract<Fact, { type: 'policy-applied' }>>;

export function applyPolicy(state: RunState, fact: PolicyFact): void {
  const [first] = fact.samples;
  assert(first !== undefined, 'policy-applied without samples');
  const whole = lotOfSample(state, first);
  assert(whole !== undefined, `sample ${first} is in no lot`);
  // Samples that leave the run follow as `sample-closed`; nothing else changes for them.
  if (fact.action === 'quarantine' || fact.action === 'abort') return;
  const lot = fact.samples.length < whole.samples.length ? split(state, whole, fact.samples) : whole;
  const step = lotStage(state, lot, fact.stage).onError[fact.step];
  assert(step !== undefined, `stage ${fact.stage} has no policy step ${fact.step}`);
  const progress = progressOf(lot, fact.stage);
  progress.uses[fact.step] = (progress.uses[fact.step] ?? 0) + 1;
  switch (step.action.do) {
    case 'retry':
      progress.memoryFactor *= step.action.memoryFactor;
      lot.notBefore = seconds(Math.max(lot.notBefore, fact.notBefore ?? fact.at));
      reopen(state, lot, progress);
      break;
    case 'hold':
      return hold(state, lot, fact);
    case 'degrade':
      if (progress.status === 'failed' || step.action.skip === fact.stage) reopen(state, lot, progress);
      leaveOut(state, lot, step.action.skip);
      break;
    case 'fallback':
      goBack(state, lot, fact, step.action.to);
      break;
    default:
      assert(false, `policy step ${fact.step} of ${fact.stage} says ${step.action.do}, the fact ${fact.action}`);
  }
  refreshLot(state, lot);
}

/** Takes samples out of a lot into one of their own, as far as the old one; running tasks carry both on. */
function split(state: RunState, from: LotState, samples: readonly SampleId[]): LotState {
  const order = mustGet(state.orders, from.order);
  order.lots++;
  const lot: LotState = {
    ...from,
    id: lotName(from.order, order.lots),
    samples: from.samples.filter((s) => samples.includes(s)),
    stages: copyStages(from.stages),
    setAside: copyStages(from.setAside),
  };
  from.samples = from.samples.filter((s) => !samples.includes(s));
  state.lots.set(lot.id, lot);
  withdraw(lot);
  state.planning.uncovered.add(lot.id);
  for (const [stage, { status, task }] of lot.stages) {
    if (status !== 'running' || task === undefined) continue;
    const running = mustGet(state.running, task);
    running.members = [...running.members, { lot: lot.id, stage }];
  }
  return lot;
}

const copyStages = (stages: LotState['stages']): LotState['stages'] =>
  new Map([...stages].map(([id, s]) => [id, { ...s, uses: [...s.uses] }]));

/**
 * To be done again. Where the task that failed is still in the plan in force, it keeps its place at the head of its
 * machine; otherwise a new plan has to find one.
 */
function reopen(state: RunState, lot: LotState, progress: StageState): void {
  const waiting = progress.task === undefined ? undefined : state.plan?.tasks.get(progress.task);
  progress.status = 'open';
  progress.end = undefined;
  if (lot.isHeld) {
    // Work beside what it is held for: the lot has no part in the plan until it is released.
    progress.task = undefined;
    return;
  }
  // An answer that is awaited was asked for when the stage was running: it has no task for it.
  if (waiting === undefined || state.planning.outstanding !== undefined) state.planning.uncovered.add(lot.id);
  if (waiting === undefined) {
    progress.task = undefined;
    return;
  }
  const { placement } = waiting.task;
  if (placement.kind === 'pool') return;
  const machine = mustGet(state.machines, placement.machine);
  machine.head = Math.min(machine.head, waiting.position);
}

/** The optional stage goes, and with it every optional stage that would have nothing left to work on. */
function leaveOut(state: RunState, lot: LotState, skip: StageId): void {
  const stages = stagesOf(state, lot);
  lot.isDegraded = true;
  setSkipped(state, lot, skip);
  for (const stage of stages.values()) {
    const isBare = stage.after.length > 0 && stage.after.every((s) => progressOf(lot, s).status === 'skipped');
    if (stage.isOptional && isBare && progressOf(lot, stage.id).status === 'open') setSkipped(state, lot, stage.id);
  }
}

function setSkipped(state: RunState, lot: LotState, stage: StageId): void {
  const progress = progressOf(lot, stage);
  const { task } = progress;
  progress.status = 'skipped';
  progress.end = undefined;
  progress.task = undefined;
  if (task !== undefined) refreshTask(state, task);
}

/** Back to the last safe stop, out of the plan, until an operator decides. */
function hold(state: RunState, lot: LotState, { stage, at }: PolicyFact): void {
  const { again } = safeStop(state, lot, stage, at);
  const stages = stagesOf(state, lot);
  const [first = stage] = [...stages.keys()].filter((s) => again.has(s));
  for (const origin of again) openFrom(lot, stages, origin);
  withdrawFromPlan(state, lot);
  lot.isHeld = true;
  state.planning.uncovered.delete(lot.id);
  if (again.size > 1) lot.keeping = keepingBefore(state, lot, first, at);
}

/** Everything from `to` on is to be done again, from the material that `to` takes; a new plan has to find room. */
function goBack(state: RunState, lot: LotState, fact: PolicyFact, to: StageId): void {
  if (fact.route !== undefined) takeRoute(state, lot, fact.route);
  openFrom(lot, stagesOf(state, lot), to);
  withdrawFromPlan(state, lot);
  state.planning.uncovered.add(lot.id);
  lot.keeping = keepingBefore(state, lot, to, fact.at);
}

/** Work under way on what is taken back counts for nothing, however it ends. */
function openFrom(lot: LotState, stages: ReadonlyMap<StageId, Stage>, origin: StageId): void {
  for (const id of fromStageOn(stages, origin)) {
    const progress = progressOf(lot, id);
    if (progress.status === 'skipped') continue;
    if (progress.status === 'running') progress.isVoid = true;
    else {
      progress.status = 'open';
      progress.end = undefined;
    }
  }
}

/** What `to` takes: the output of the nearest stage before it that has one, else what the order came with, as it was kept. */
function keepingBefore(state: RunState, lot: LotState, to: StageId, at: Seconds): Keeping {
  const now = keepingFrom(state, lot, at);
  const source = sourceOf(stagesOf(state, lot), to);
  if (source !== undefined) return { ...now, ...source };
  const { material, storage } = mustGet(state.lookups.orders, lot.order);
  const { condition } = storage.findLast((s) => s.from <= at) ?? now;
  const quality = Math.min(lot.quality, qualityThrough(mustGet(state.scenario.materials, material), storage, at));
  return { material, condition, since: at, quality };
}

/** What both routes have keeps its progress; what only the new one has is open. */
function takeRoute(state: RunState, lot: LotState, route: WorkflowId): void {
  lot.route = route;
  const stages = stagesOf(state, lot);
  for (const [id, progress] of lot.stages) {
    if (stages.has(id)) continue;
    assert(progress.status !== 'running', `${lot.id} leaves ${id}, which is running`);
    lot.setAside.set(id, progress);
    lot.stages.delete(id);
  }
  for (const [id, stage] of stages) {
    if (lot.stages.has(id)) continue;
    lot.stages.set(id, { ...openStage(stage), uses: lot.setAside.get(id)?.uses ?? stage.onError.map(() => 0) });
    lot.setAside.delete(id);
  }
}

/** The output of the nearest stage before `to` that has one; undefined: the order's material. */
function sourceOf(stages: ReadonlyMap<StageId, Stage>, to: StageId): Stage['output'] {
  for (const name of mustGet(stages, to).after) {
    const output = mustGet(stages, name).output ?? sourceOf(stages, name);
    if (output !== undefined) return output;
  }
  return undefined;
}

function withdrawFromPlan(state: RunState, lot: LotState): void {
  const tasks = [...lot.stages.values()].map((s) => s.task);
  withdraw(lot);
  for (const task of tasks) if (task !== undefined) refreshTask(state, task);
}
