/** When a shared supply is used beyond its limit: one sweep over time, for operators and for compute pools alike. */

import { by, compareNumbers, compareText, firstOf, levelAt, seconds, type StepFunction } from '../../base/index.ts';

export interface Use {
  readonly name: string;
  readonly path: string;
  /** [start, end); empty ones use nothing. */
  readonly start: number;
  readonly end: number;
  readonly amount: number;
  readonly isFrozen: boolean;
}

/** A span without gaps in which the limit is exceeded, described at its worst moment. */
export interface Overuse {
  readonly start: number;
  readonly end: number;
  readonly used: number;
  readonly limit: number;
  /** Everything in use at the worst moment, in order of start. */
  readonly uses: readonly Use[];
  /** The use that begins last, among those that could have been planned otherwise. */
  readonly culprit: Use;
}

/**
 * Every span in which `uses` together exceed `limit`, in time order. Frozen uses count, but a moment at which only frozen
 * ones are active is never reported: no plan could have avoided it.
 */
export function findOveruse(uses: readonly Use[], limit: StepFunction): readonly Overuse[] {
  const pending = uses.filter((use) => use.amount > 0 && use.start < use.end).toSorted(inTime);
  const moments = new Set<number>(limit.times);
  for (const { start, end } of pending) moments.add(start).add(end);
  const result: Overuse[] = [];
  let active: Use[] = [];
  let next = 0;
  const instants = [...moments].toSorted(compareNumbers);
  instants.forEach((instant, k) => {
    active = active.filter((use) => use.end > instant);
    for (let use = pending[next]; use !== undefined && use.start <= instant; use = pending[++next]) active.push(use);
    const here = overuseAt(active, {
      start: instant,
      end: instants[k + 1] ?? instant,
      limit: levelAt(limit, seconds(instant)),
    });
    if (here === undefined) return;
    const last = result.at(-1);
    if (last?.end === here.start) result[result.length - 1] = joined(last, here);
    else result.push(here);
  });
  return result;
}

function overuseAt(
  active: readonly Use[],
  { start, end, limit }: { start: number; end: number; limit: number },
): Overuse | undefined {
  const used = active.reduce((sum, use) => sum + use.amount, 0);
  const culprit = active.findLast((use) => !use.isFrozen);
  return used > limit && culprit !== undefined ? { start, end, used, limit, uses: [...active], culprit } : undefined;
}

function joined(earlier: Overuse, later: Overuse): Overuse {
  const worst = later.used - later.limit > earlier.used - earlier.limit ? later : earlier;
  return { ...worst, start: earlier.start, end: later.end };
}

const inTime = firstOf<Use>(
  by((use) => use.start, compareNumbers),
  by((use) => use.path, compareText),
  by((use) => use.end, compareNumbers),
);
