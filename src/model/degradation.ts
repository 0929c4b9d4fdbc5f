/**
 * How quality falls while material waits, carried across storage changes as equivalent age.
 *
 * Stretched exponential per (material, condition), q(t) = q0 exp(-(t / tau)^beta); source: facts/lab-domain.md section 2.
 */

import { seconds, type Duration, type Seconds } from '../base/index.ts';
import type { ConditionId } from './ids.ts';
import type { Degradation, Material } from './scenario.ts';

/** A curve that never falls. */
export const NO_DEGRADATION: Degradation = { tau: Infinity, beta: 1 };

export interface Anchors {
  /** Time after which q = 0.9. > 0. */
  readonly lossBegins: Duration;
  /** Time after which q = 0.5. > lossBegins. */
  readonly unusable: Duration;
}

/**
 * The curve through both anchors: beta = ln(ln 2 / -ln 0.9) / ln(t50 / t90), tau = t90 / (-ln 0.9)^(1 / beta).
 * The constants print as 1.884 and 0.10536 in the source; they are kept exact, so that the anchors are met exactly.
 */
export function fitDegradation(anchors: Anchors): Degradation {
  const at90 = -Math.log(0.9);
  const at50 = Math.LN2;
  const beta = Math.log(at50 / at90) / Math.log(anchors.unusable / anchors.lossBegins);
  return { tau: anchors.lossBegins / at90 ** (1 / beta), beta };
}

/**
 * Quality left after waiting `elapsed` more seconds in a condition, entered with quality `q` in [0, 1].
 * Never above `q`; waiting twice equals waiting for the sum. Negative waits count as none.
 */
export function qualityAfter(q: number, curve: Degradation, elapsed: number): number {
  if (elapsed <= 0 || q <= 0 || curve.tau === Infinity) return q;
  const age = curve.tau * (-Math.log(q)) ** (1 / curve.beta);
  return Math.min(q, Math.exp(-(((age + elapsed) / curve.tau) ** curve.beta)));
}

/** Conditions in turn: entry k holds from `from` until the next one's, the last one for ever. By start. */
export type StorageHistory = readonly { readonly condition: ConditionId; readonly from: Seconds }[];

/** Quality at `until` of material that was whole at the history's start. A condition that the material does not know keeps it. */
export function qualityThrough(material: Material, storage: StorageHistory, until: Seconds): number {
  return storage.reduce((q, { condition, from }, k) => {
    const end = Math.min(until, storage[k + 1]?.from ?? until);
    return qualityAfter(q, material.conditions.get(condition) ?? NO_DEGRADATION, end - from);
  }, 1);
}

/**
 * The instant at which hard expiry strikes: the first condition that is kept longer than its `expiry`, counted from when
 * it was entered. undefined: never. May lie before receipt.
 */
export function expiryOf(material: Material, storage: StorageHistory): Seconds | undefined {
  for (const [k, { condition, from }] of storage.entries()) {
    const limit = material.conditions.get(condition)?.expiry;
    const left = storage[k + 1]?.from ?? Infinity;
    if (limit !== undefined && from + limit < left) return seconds(from + limit);
  }
  return undefined;
}
