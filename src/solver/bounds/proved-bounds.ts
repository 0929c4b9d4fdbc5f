/** Bounds for offline results: as the cheap ones, and beside them what competition for time costs at least. */

import { NEVER } from '../../base/index.ts';
import type { LevelValue, ObjectiveLevel } from '../../model/index.ts';
import { f64, u8 } from '../columns.ts';
import type { Problem } from '../problem.ts';
import { boundLevels, roundedDown, type LevelBound } from './cheap-bounds.ts';
import type { MipBackend } from '../mip/index.ts';
import { leastWithin, MUST_LOSE, weightOf } from './choices.ts';
import { searchPrices } from './contention/column-search.ts';
import { Market, type Anchoring } from './contention/market.ts';
import { evenBuckets } from './contention/supply.ts';
import { lookAt, type Facts } from './facts.ts';

export interface ProvedBoundsOptions {
  /** Solves linear programs whose duals are prices; the bounds are recomputed from those, whatever it answers. */
  readonly mip: MipBackend;
  /** Prices that are tried for each level and each anchoring. */
  readonly rounds?: number;
  /** Into which time is cut. */
  readonly buckets?: number;
  /** For each linear program. Where it cuts one short, the bounds are weaker, and not reproducible. */
  readonly timeMs?: number;
}

const ROUNDS = 80;
const BUCKETS = 96;
const TIME_MS = 10_000;
/** Prices end this much later than the last order would by itself. */
const STRETCH = 1.5;

/**
 * As `cheapBounds`, and never below them: also what competition for machines, staff and pools costs.
 */
export async function provedBounds(
  problem: Problem,
  levels: readonly ObjectiveLevel[],
  achieved: readonly LevelValue[],
  { mip, rounds = ROUNDS, buckets = BUCKETS, timeMs = TIME_MS }: ProvedBoundsOptions,
): Promise<readonly (number | undefined)[]> {
  const facts = lookAt(problem, { isThorough: true });
  const cheap = boundLevels(problem, facts, { levels, achieved });
  const bounds: (number | undefined)[] = [];
  for (const [k, level] of levels.entries()) {
    const own = cheap[k];
    const value = achieved[k]?.value;
    let bound = own?.bound;
    for (const anchoring of ['material', 'completion'] as const) {
      if (own === undefined || bound === undefined || value === undefined || value <= bound) continue;
      const question = { level, own, value, rounds, buckets, timeMs, anchoring };
      bound = Math.max(bound, await contended(problem, facts, mip, question));
    }
    bounds.push(bound);
  }
  return bounds;
}

interface Question {
  readonly level: ObjectiveLevel;
  readonly own: LevelBound;
  readonly value: number;
  readonly rounds: number;
  readonly buckets: number;
  readonly timeMs: number;
  readonly anchoring: Anchoring;
}

async function contended(problem: Problem, facts: Facts, mip: MipBackend, question: Question): Promise<number> {
  const { level, own, value, rounds, timeMs, anchoring } = question;
  const weights = { tardiness: weightOf(level, 'weighted-tardiness'), quality: weightOf(level, 'quality-lost') };
  const isAboutOrders = weights.tardiness > 0 || weights.quality > 0 || weightOf(level, 'samples-lost') > 0;
  if (!isAboutOrders) return -Infinity;
  const buckets = evenBuckets(problem.now, lastInstant(problem, facts), question.buckets);
  const market = new Market(problem, facts, { buckets, anchoring, weights });
  const forced = own.forced.map((choice, order) => (u8(market.isShutOut, order) === 1 ? MUST_LOSE : choice));
  const extra = facts.costs.change.map((change) => weightOf(level, 'plan-change') * change);
  const { lost } = own.sides;
  const settle = (kept: Float64Array): number => {
    // An order that is shut out costs nothing to keep here, since it cannot be.
    const sides = { kept: kept.map((cost, order) => (cost === Infinity ? 0 : cost + f64(extra, order))), lost };
    return leastWithin(sides, forced, own.limits) + own.runs;
  };
  const options = { rounds, timeMs, target: value, lost, extra, forced, limits: own.limits, settle };
  return roundedDown(await searchPrices(market, mip, options));
}

/** Late enough that nothing competes after it, as far as can be told in advance. */
function lastInstant({ operations, now }: Problem, { heads }: Facts): number {
  let last = now;
  for (let o = 0; o < operations.count; o++) if (f64(heads.end, o) < NEVER) last = Math.max(last, f64(heads.end, o));
  return now + STRETCH * (last - now);
}
