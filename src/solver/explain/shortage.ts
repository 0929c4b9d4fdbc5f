/** When a shared supply leaves less than is needed: operators on shift, cores of a pool. One sweep for all of them. */

import { at, compareNumbers, compareText, levelAt, type Interval, type StepFunction } from '../../base/index.ts';
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
  const { start, end } = within;
  const near = uses.filter((use) => use.start < end && use.end > start);
  const cuts = [...supply.times, ...near.flatMap((use) => [use.start, use.end])];
  const edges = [...new Set([start, ...cuts.filter((cut) => cut > start && cut < end), end])].toSorted(compareNumbers);
  const coming = near.toSorted((a, b) => a.start - b.start || compareText(a.by, b.by));
  let active: readonly Use[] = [];
  let next = 0;
  const result: Shortage[] = [];
  edges.slice(0, -1).forEach((from, k) => {
    const first = next;
    while ((coming[next]?.start ?? Infinity) <= from) next++;
    active = [...active.filter((use) => use.end > from), ...coming.slice(first, next).filter((use) => use.end > from)];
    const level = levelAt(supply, from);
    const free = level - active.reduce((sum, use) => sum + use.amount, 0);
    if (free >= needed) return;
    const users = level < needed ? [] : [...new Set(active.map((use) => use.by))].toSorted(compareText);
    append(result, { start: from, end: at(edges, k + 1), free, users });
  });
  return result;
}

function append(shortages: Shortage[], next: Shortage): void {
  const last = shortages.at(-1);
  if (last?.end !== next.start || last.users.join('\n') !== next.users.join('\n')) return void shortages.push(next);
  shortages[shortages.length - 1] = { ...last, end: next.end, free: Math.min(last.free, next.free) };
}
