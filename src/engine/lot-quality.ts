/** What is left of a lot's quality after waiting (docs/PLAN-RULES.md, "Quality of a lot"). */

import { assert, mustGet, type Seconds } from '../base/index.ts';
import { NO_DEGRADATION, qualityAfter, qualityThrough, type ConditionId, type Keeping } from '../model/index.ts';
import type { LotState, RunState } from './state.ts';

/** Quality of the lot at `instant`, 0..1, if it has been waiting until then. */
export function qualityAt(state: RunState, lot: LotState, instant: Seconds): number {
  const { keeping } = lot;
  if (keeping !== undefined) {
    const { conditions } = mustGet(state.scenario.materials, keeping.material);
    const curve = conditions.get(keeping.condition) ?? NO_DEGRADATION;
    return qualityAfter(keeping.quality, curve, instant - keeping.since);
  }
  const order = mustGet(state.lookups.orders, lot.order);
  return qualityThrough(mustGet(state.scenario.materials, order.material), order.storage, instant);
}

/** The lot's present material as something that waits from `since` on, with the quality reached so far. */
export function keepingFrom(state: RunState, lot: LotState, since: Seconds): Keeping {
  const { material } = lot.keeping ?? mustGet(state.lookups.orders, lot.order);
  return { material, condition: conditionAt(state, lot, since), since, quality: lot.quality };
}

/** Where the lot's material is kept at `instant`. */
export function conditionAt(state: RunState, lot: LotState, instant: Seconds): ConditionId {
  if (lot.keeping !== undefined) return lot.keeping.condition;
  const { storage, id } = mustGet(state.lookups.orders, lot.order);
  const entry = storage.findLast((s) => s.from <= instant) ?? storage[0];
  assert(entry !== undefined, `order ${id} is stored nowhere`);
  return entry.condition;
}

/** As facts carry it: rounded to 1e-6. */
export const roundQuality = (quality: number): number => Math.round(quality * 1e6) / 1e6;
