/** Quality of material that waits, and where it is kept (docs/PLAN-RULES.md, "Quality of a lot"). */

import type { ConditionId } from '../../model/index.ts';
import { decayed } from '../plan/quality.ts';
import type { LotScene, Scene } from './scene.ts';

/** 0..1, if the lot has been waiting until `instant`. A condition that its material has no curve for costs nothing. */
export function qualityAt({ scenario }: Scene, { keeping, order }: LotScene, instant: number): number {
  if (keeping !== undefined) {
    const curve = scenario.materials.get(keeping.material)?.conditions.get(keeping.condition);
    return curve === undefined ? keeping.quality : decayed(curve, keeping.quality, instant - keeping.since);
  }
  let quality = 1;
  order.storage.forEach(({ condition, from }, k) => {
    const until = Math.min(order.storage[k + 1]?.from ?? instant, instant);
    const curve = scenario.materials.get(order.material)?.conditions.get(condition);
    if (curve !== undefined) quality = decayed(curve, quality, until - from);
  });
  return quality;
}

export function conditionAt({ keeping, order }: LotScene, instant: number): ConditionId {
  if (keeping !== undefined) return keeping.condition;
  const entry = order.storage.findLast((s) => s.from <= instant) ?? order.storage[0];
  return entry?.condition ?? ('' as ConditionId);
}
