/** Stages that will not be done for some samples, and why: told once each, so that no gap in a sample's story is without a reason. */

import type { SampleId, StageId } from '../model/index.ts';
import { stagesOf } from './lots.ts';
import type { LotState } from './state.ts';
import type { Turn } from './turn.ts';

/** So that a record stays below 65,535 bytes: sample ids have at most 129 characters. */
const MOST_SAMPLES = 400;

export interface Skip {
  readonly lot: LotState;
  readonly samples: readonly SampleId[];
  /** One sentence. */
  readonly reason: string;
}

export function recordSkips(turn: Turn, stages: readonly StageId[], { lot, samples, reason }: Skip): void {
  for (const stage of stages) {
    for (let from = 0; from < samples.length; from += MOST_SAMPLES) {
      const part = samples.slice(from, from + MOST_SAMPLES);
      turn.record({ type: 'stage-skipped', lot: lot.id, stage, samples: part, reason });
    }
  }
}

/** Stages that samples leave behind when their run ends here: to do, or called off while under way. In the route's order. */
export const leftUndone = (turn: Turn, lot: LotState): readonly StageId[] =>
  stagesIn(turn, lot, (status) => status === 'open' || status === 'running');

export const leftOut = (turn: Turn, lot: LotState): readonly StageId[] =>
  stagesIn(turn, lot, (status) => status === 'skipped');

function stagesIn(
  { state }: Turn,
  lot: LotState,
  is: (status: 'open' | 'running' | 'failed' | 'done' | 'skipped') => boolean,
): readonly StageId[] {
  const stages: StageId[] = [];
  for (const stage of stagesOf(state, lot).keys()) {
    const progress = lot.stages.get(stage);
    if (progress !== undefined && is(progress.status)) stages.push(stage);
  }
  return stages;
}
