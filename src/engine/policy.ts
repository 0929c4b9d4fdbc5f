/** What happens to samples whose stage failed: the first step of the stage's error policy that matches and is not used up. */

import { after, mustGet, type Seconds } from '../base/index.ts';
import type { Failure, FailureClass, LotId, PolicyAction, SampleId, Stage, StageId, TaskId } from '../model/index.ts';
import { closeOrderSamples, closeSamples, deliverIfFinished } from './closing.ts';
import { conditionAt } from './lot-quality.ts';
import { fromStageOn } from './lookups.ts';
import { armLimit } from './limits.ts';
import { lotOfSample, lotStage, progressOf } from './lots.ts';
import type { LotState, RunState } from './state.ts';
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
  turn.record({
    type: 'policy-applied',
    task,
    attempt,
    stage: name,
    failure: failure.class,
    step,
    action: action.do,
    samples,
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
  if (action.do === 'hold') {
    turn.command({ type: 'move-to-storage', lot: reopened.id, condition: conditionAt(state, reopened, now) });
  }
  armLimit(turn, reopened.id);
  deliverIfFinished(turn, reopened.id);
}

const QUARANTINE: PolicyAction = { do: 'quarantine' };

function choose(state: RunState, lot: LotState, stage: Stage, failure: FailureClass): Choice {
  for (const [step, { when, action }] of stage.onError.entries()) {
    if (when !== undefined && !when.includes(failure)) continue;
    if (action.do === 'fallback' && !isAncestor(state, lot, action.to, stage.id)) {
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
      const skipped = mustGet(mustGet(state.lookups.stages, lot.order), action.skip);
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

function isAncestor(state: RunState, lot: LotState, from: StageId, to: StageId): boolean {
  const stages = mustGet(state.lookups.stages, lot.order);
  return stages.has(from) && fromStageOn(stages, from).has(to);
}

/** Wait before attempt n + 1: `base * factor^(n - 1)`, in whole seconds. */
function afterBackoff(now: Seconds, { base, factor }: { base: number; factor: number }, n: number): Seconds {
  return after(now, Math.round(base * factor ** (n - 1)));
}
