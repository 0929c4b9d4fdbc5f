/**
 * Where a lot is held: at the stage that failed, where what it takes keeps for a day yet, else at the nearest stop before that does;
 * where none does, at the one that keeps longest.
 */

import type { StageId } from '../../model/index.ts';
import type { LotScene } from './scene.ts';

const DAY_TO_DECIDE = 86_400;

/** Stages to be done again, the failed one included. */
export function safeStop(lot: LotScene, failed: StageId, now: number): ReadonlySet<StageId> {
  const enough = now + DAY_TO_DECIDE;
  let again: ReadonlySet<StageId> = new Set([failed]);
  let best = { again, until: untilOf(lot, again) };
  for (;;) {
    const until = untilOf(lot, again);
    if (until > best.until) best = { again, until };
    if (until >= enough) return again;
    const further = new Set([...again, ...inputsTo(lot, again).flatMap((i) => (i.until < enough ? i.from : []))]);
    if (further.size === again.size) return best.again;
    again = further;
  }
}

/** Last start of any of the stages. */
const untilOf = (lot: LotScene, again: ReadonlySet<StageId>): number =>
  Math.min(Infinity, ...inputsTo(lot, again).map((input) => input.until));

/** What the stages take from outside; `from` is empty for the order's own material. */
function inputsTo(lot: LotScene, again: ReadonlySet<StageId>) {
  const found: { readonly from: readonly StageId[]; readonly until: number }[] = [];
  const look = (name: StageId): void => {
    const befores = lot.stages.get(name)?.after ?? [];
    if (befores.length === 0) found.push({ from: [], until: lot.order.expires ?? Infinity });
    for (const before of befores) {
      if (again.has(before)) continue;
      const end = lot.done.get(before);
      const max = lot.stages.get(before)?.hold.max;
      if (lot.skipped.has(before)) look(before);
      else found.push({ from: [before], until: end === undefined || max === undefined ? Infinity : end + max });
    }
  };
  for (const name of again) look(name);
  return found;
}
