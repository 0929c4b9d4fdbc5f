/** When a shared supply is used beyond its limit: one sweep over time, for operators and for compute pools alike. */

import {
  assert,
  by,
  compareNumbers,
  compareText,
  firstOf,
  levelAt,
  seconds,
  type StepFunction,
} from '../../base/index.ts';

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
 * ones are active is never reported: no plan could have avoided it. Amounts are whole numbers.
 */
export function findOveruse(uses: readonly Use[], limit: StepFunction): readonly Overuse[] {
  const real = uses.filter((use) => use.amount > 0 && use.start < use.end);
  const changes = changesOf(real);
  const instants = [...new Set([...limit.times, ...changes.keys()])].toSorted(compareNumbers);
  const result: Overuse[] = [];
  let used = 0;
  let plannedUses = 0;
  instants.forEach((instant, k) => {
    const change = changes.get(instant);
    used += change?.amount ?? 0;
    plannedUses += change?.plannedUses ?? 0;
    const allowed = levelAt(limit, seconds(instant));
    if (used <= allowed || plannedUses === 0) return;
    const here = describe(real, { start: instant, end: instants[k + 1] ?? instant, used, limit: allowed });
    const last = result.at(-1);
    if (last?.end === here.start) result[result.length - 1] = joined(last, here);
    else result.push(here);
  });
  return result;
}

interface Change {
  amount: number;
  /** Uses that are not frozen. */
  plannedUses: number;
}

/** By how much the use rises or falls at each instant at which it does. */
function changesOf(uses: readonly Use[]): ReadonlyMap<number, Change> {
  const changes = new Map<number, Change>();
  const add = (instant: number, { amount, isFrozen }: Use, sign: 1 | -1): void => {
    const change = changes.get(instant) ?? { amount: 0, plannedUses: 0 };
    changes.set(instant, change);
    change.amount += sign * amount;
    if (!isFrozen) change.plannedUses += sign;
  };
  for (const use of uses) {
    add(use.start, use, 1);
    add(use.end, use, -1);
  }
  return changes;
}

function describe(uses: readonly Use[], moment: Omit<Overuse, 'uses' | 'culprit'>): Overuse {
  const together = uses.filter((use) => use.start <= moment.start && moment.start < use.end).toSorted(inTime);
  const culprit = together.findLast((use) => !use.isFrozen);
  assert(culprit !== undefined, 'a use that is not frozen is active');
  return { ...moment, uses: together, culprit };
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
