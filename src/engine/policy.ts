/** What happens to samples whose stage failed: the first step of the stage's error policy that matches and is not used up. */

import { after, mustGet, type Seconds } from '../base/index.ts';
import type {
  Failure,
  FailureClass,
  LotId,
  PolicyAction,
  SampleId,
  Stage,
  StageId,
  TaskId,
  WorkflowId,
} from '../model/index.ts';
import { closeOrderSamples, closeSamples, deliverIfFinished } from './closing.ts';
import { conditionAt, qualityAt, roundQuality } from './lot-quality.ts';
import { fromStageOn } from './lookups.ts';
import { armLimit } from './limits.ts';
import { lotOfSample, lotStage, progressOf, stagesOf } from './lots.ts';
import { leftOut, leftUndone, recordSkips } from './skips.ts';
import type { LotState, Member, RunState } from './state.ts';
import type { Turn } from './turn.ts';

/** One lot's share of a failure: some or all of its samples. */
export interface Setback {
  readonly task: TaskId;
  readonly attempt: number;
  readonly lot: LotId;
  readonly stage: StageId;
  readonly failure: Failure;
  /** Open samples of the lot; not empty. */
  readonly samples: readonly SampleId[];
}

interface Choice {
  /** -1: no step matched. */
  readonly step: number;
  readonly action: PolicyAction;
  /** Why the samples leave the run, where the policy alone does not say it. */
  readonly remark?: string;
}

export function recover(turn: Turn, setback: Setback): void {
  const { state, now } = turn;
  const { task, attempt, stage: name, failure, samples } = setback;
  const lot = mustGet(state.lots, setback.lot);
  const stage = lotStage(state, lot, name);
  const { step, action, remark } = choose(state, lot, stage, failure.class);
  const uses = progressOf(lot, name).uses[step] ?? 0;
  const wasLeftOut = new Set(leftOut(turn, lot));
  const route = { of: lot.route, undone: leftUndone(turn, lot) };
  turn.record({
    type: 'policy-applied',
    task,
    attempt,
    stage: name,
    failure: failure.class,
    step,
    action: action.do,
    samples,
    givesUp: givenUpBy(action),
    ...detour(state, lot, name, action),
    ...(action.do === 'retry' ? { notBefore: afterBackoff(now, action.backoff, uses + 1) } : {}),
  });
  const reason = `${name}: ${failure.class}: ${failure.detail}${remark === undefined ? '' : `; ${remark}`}`;
  if (action.do === 'abort') return closeOrderSamples(turn, lot.order, { outcome: 'cancelled', reason });
  if (action.do === 'quarantine') {
    return closeSamples(turn, samples, {
      outcome: failure.class === 'sample-expired' ? 'expired' : 'quarantined',
      reason,
    });
  }
  const [first] = samples;
  const reopened = first === undefined ? undefined : lotOfSample(state, first);
  if (reopened === undefined) return;
  const because = `after ${failure.class} at ${name}`;
  const isNew = (skipped: StageId): boolean => !wasLeftOut.has(skipped);
  recordSkips(turn, leftOut(turn, reopened).filter(isNew), { lot: reopened, samples, reason: `left out ${because}` });
  if (reopened.route !== route.of) {
    const own = stagesOf(state, reopened);
    const left = route.undone.filter((stage) => !own.has(stage));
    recordSkips(turn, left, { lot: reopened, samples, reason: `${reopened.route} is followed instead, ${because}` });
  }
  callOffVoidWork(turn, reopened);
  if (action.do === 'hold') store(turn, reopened, name);
  armLimit(turn, reopened.id);
  deliverIfFinished(turn, reopened.id);
}

/** Work that nobody needs any more; the world answers with a failure of class `cancelled`. */
function callOffVoidWork({ state, command }: Turn, lot: LotState): void {
  for (const { isVoid, task: name } of lot.stages.values()) {
    const task = isVoid && name !== undefined ? state.running.get(name) : undefined;
    if (task === undefined || !task.members.every((m) => isForNothing(state, m))) continue;
    command({ type: 'cancel-task', task: task.id, attempt: task.attempt, reason: 'what it works on was taken back' });
  }
}

const isForNothing = ({ lots }: RunState, { lot, stage }: Member): boolean =>
  lots.get(lot)?.stages.get(stage)?.isVoid !== false;

/** What a held lot keeps in its storage: the output of the stage before the one that it will go on with. Data keep anyhow. */
function store(turn: Turn, lot: LotState, failed: StageId): void {
  const { state, now } = turn;
  const condition = conditionAt(state, lot, now);
  turn.command({ type: 'move-to-storage', lot: lot.id, condition });
  if (lotStage(state, lot, failed).kind === 'compute') return;
  const stage = lastOutput(state, lot, failed) ?? null;
  turn.record({ type: 'lot-stored', lot: lot.id, stage, condition, quality: roundQuality(qualityAt(state, lot, now)) });
}

/** The nearest stage before that is done and has an output; undefined: the lot is as it came. */
function lastOutput(state: RunState, lot: LotState, name: StageId): StageId | undefined {
  for (const before of lotStage(state, lot, name).after) {
    const hasOutput = progressOf(lot, before).status === 'done' && lotStage(state, lot, before).output !== undefined;
    const found = hasOutput ? before : lastOutput(state, lot, before);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What the samples concerned lose by it. */
function givenUpBy(action: PolicyAction): string {
  switch (action.do) {
    case 'retry':
      return 'time';
    case 'fallback':
      return `time, and the work since ${action.to}`;
    case 'degrade':
      return `the branch ${action.skip}`;
    case 'hold':
      return 'time, until an operator decides';
    case 'quarantine':
      return 'the samples';
    case 'abort':
      return 'the order';
  }
}

function detour(state: RunState, lot: LotState, failed: StageId, action: PolicyAction): { route?: WorkflowId } {
  const route = action.do === 'fallback' ? wayBack(state, lot, action.to, failed) : undefined;
  return route === undefined || route === lot.route ? {} : { route };
}

const QUARANTINE: PolicyAction = { do: 'quarantine' };

function choose(state: RunState, lot: LotState, stage: Stage, failure: FailureClass): Choice {
  for (const [step, { when, action }] of stage.onError.entries()) {
    if (when !== undefined && !when.includes(failure)) continue;
    if (action.do === 'fallback' && wayBack(state, lot, action.to, stage.id) === undefined) {
      return {
        step,
        action: QUARANTINE,
        remark: `no way back to ${action.to}, which does not come before ${stage.id}`,
      };
    }
    if (!isUsedUp(state, lot, stage, step, action)) return { step, action };
  }
  return { step: -1, action: QUARANTINE };
}

function isUsedUp(state: RunState, lot: LotState, stage: Stage, step: number, action: PolicyAction): boolean {
  const { uses, memoryFactor } = progressOf(lot, stage.id);
  const used = uses[step] ?? 0;
  switch (action.do) {
    case 'retry': {
      if (used >= action.max) return true;
      if (stage.kind !== 'compute' || action.memoryFactor === 1) return false;
      // One sample alone must still fit the pool, or no later attempt could start.
      const { memoryBytes } = mustGet(state.lookups.pools, stage.pool);
      return stage.memoryBytes * memoryFactor * action.memoryFactor > memoryBytes;
    }
    case 'degrade': {
      const skipped = lotStage(state, lot, action.skip);
      const { status } = progressOf(lot, action.skip);
      return used > 0 || !skipped.isOptional || (action.skip !== stage.id && status !== 'open');
    }
    // Once per lot: what failed again after a detour would fail for ever.
    case 'fallback':
      return used > 0;
    default:
      return false;
  }
}

/**
 * The route on which `to` comes before `failed`, or takes its place: the lot's own, or the detour that `to` opens. undefined:
 * there is none.
 */
function wayBack(state: RunState, lot: LotState, to: StageId, failed: StageId): WorkflowId | undefined {
  const own = stagesOf(state, lot);
  if (own.has(to)) return fromStageOn(own, to).has(failed) ? lot.route : undefined;
  const route = mustGet(state.scenario.workflows, lot.route).detours?.get(to);
  if (route === undefined) return undefined;
  const stages = stagesOf(state, { route });
  return !stages.has(failed) || fromStageOn(stages, to).has(failed) ? route : undefined;
}

/** Wait before attempt n + 1: `base * factor^(n - 1)`, in whole seconds. */
function afterBackoff(now: Seconds, { base, factor }: { base: number; factor: number }, n: number): Seconds {
  return after(now, Math.round(base * factor ** (n - 1)));
}
