/** When a shared supply leaves less than is needed: operators on shift, cores of a pool. One sweep for all of them. */

import {
  compareNumbers,
  compareText,
  interval,
  levelAt,
  seconds,
  type Interval,
  type StepFunction,
} from '../../base/index.ts';
import type { TaskId } from '../../model/index.ts';
import type { Use } from './atlas.ts';

export interface Shortage extends Interval {
  /** The least that is free in it; below 0 where frozen work alone takes more than there is. */
  readonly free: number;
  /** Who takes it, sorted by id; empty: the supply itself is below the need. */
  readonly users: readonly TaskId[];
}

export interface Demand {
  readonly supply: StepFunction;
  /** Uses of others. */
  readonly uses: readonly Use[];
  readonly needed: number;
  readonly within: Interval;
}

/** In time; neighbours with the same users are one. Those without users carry on for as long as the supply is too low. */
export function shortagesOf({ supply, uses, needed, within }: Demand): readonly Shortage[] {
  if (needed <= 0) return [];
  const near = uses.filter((use) => use.start < within.end && use.end > within.start);
  const cuts = [...supply.times, ...near.flatMap((use) => [use.start, use.end])];
  const inside = cuts.filter((cut) => cut > within.start && cut < within.end);
  const edges = [...new Set([within.start, ...inside, within.end])].toSorted(compareNumbers);
  const result: Shortage[] = [];
  edges.slice(0, -1).forEach((start, k) => {
    const piece = interval(start, edges[k + 1] ?? start);
    const level = levelAt(supply, seconds(start));
    const here = near.filter((use) => use.start <= start && use.end > start);
    const free = level - here.reduce((sum, use) => sum + use.amount, 0);
    if (free >= needed) return;
    const users = level < needed ? [] : [...new Set(here.map((use) => use.by))].toSorted(compareText);
    const last = result.at(-1);
    if (last?.end === piece.start && last.users.join('\n') === users.join('\n')) {
      result[result.length - 1] = { ...last, end: piece.end, free: Math.min(last.free, free) };
    } else result.push({ ...piece, free, users });
  });
  return result;
}
