/** What a stage of a lot waits for, and until when it may (docs/PLAN-RULES.md 5, 6, 7). */

import type { Stage, StageId } from '../../model/index.ts';
import { isOpen, type LotScene } from './scene.ts';

/** A predecessor; `end` undefined: not done. */
export interface Input {
  readonly stage: Stage;
  readonly end: number | undefined;
}

/** Skipped stages are passed through: their predecessors count in their place, with the predecessors' holds. */
export function inputsOf(lot: LotScene, stage: Stage): readonly Input[] {
  return stage.after.flatMap((name) => {
    const before = lot.stages.get(name);
    if (before === undefined) return [];
    return lot.skipped.has(name) ? inputsOf(lot, before) : [{ stage: before, end: lot.done.get(name) }];
  });
}

/** First instant at which the work may begin, by receipt, holds and back-off; Infinity: not known yet. */
export function readyFrom(lot: LotScene, stage: Stage, isReceived: boolean): number {
  if (!isReceived) return Infinity;
  const ends = inputsOf(lot, stage).map(({ stage: s, end }) => (end === undefined ? Infinity : end + s.hold.min));
  return Math.max(lot.order.release, lot.notBefore, ...ends);
}

/** Last instant at which the work may begin; Infinity: no limit is known. */
export function latestStart(lot: LotScene, stage: Stage): number {
  let latest = stage.after.length === 0 ? (lot.order.expires ?? Infinity) : Infinity;
  for (const name of stage.after) {
    const before = lot.stages.get(name);
    if (before === undefined) continue;
    const end = lot.done.get(name);
    const limit = lot.skipped.has(name)
      ? latestStart(lot, before)
      : end === undefined || before.hold.max === undefined
        ? Infinity
        : end + before.hold.max;
    latest = Math.min(latest, limit);
  }
  return latest;
}

/** The soonest limit of a lot's waiting stages, with the stage that it is of. */
export function soonestLimit(lot: LotScene): { readonly stage: StageId | undefined; readonly limit: number } {
  let soonest: { stage: StageId | undefined; limit: number } = { stage: undefined, limit: Infinity };
  for (const stage of lot.stages.values()) {
    if (!isOpen(lot, stage.id)) continue;
    const limit = latestStart(lot, stage);
    if (limit < soonest.limit) soonest = { stage: stage.id, limit };
  }
  return soonest;
}
