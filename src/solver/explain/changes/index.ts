/** Which changes are worth a try for an order: those that touch its chain, cheapest first, a few of each kind. */

import { at } from '../../../base/index.ts';
import { cheapestFirst, COST_UNITS, type Change, type Grievance, type Proposer } from './change.ts';
import { laterDate } from './due-date.ts';
import { longerSearch } from './longer-search.ts';
import { oneMore } from './machine.ts';
import { movedMaintenance } from './maintenance.ts';
import { longerOpening } from './opening.ts';
import { morePool } from './pool.ts';
import { otherRecipe } from './recipe.ts';
import { moreOperators } from './staff.ts';

export { COST_UNITS, sayCost, type Change, type Cost } from './change.ts';
export { withOwnStages } from './own-stages.ts';

const PROPOSERS: readonly Proposer[] = [
  longerSearch,
  moreOperators,
  movedMaintenance,
  longerOpening,
  morePool,
  otherRecipe,
  oneMore,
  laterDate,
];

export interface Proposal {
  /** At most `most`, cheapest first. */
  readonly changes: readonly Change[];
  /** How many were left out. */
  readonly untried: number;
}

/**
 * In rounds until there are `most`: of each unit of cost the cheapest, then the dearest, then the next cheapest, and so on.
 * So neither many small amounts of one kind keep out the other kinds, nor quarters of an hour keep out whole shifts.
 */
export function proposeChanges(grievance: Grievance, most: number): Proposal {
  const all = new Map<string, Change>();
  for (const propose of PROPOSERS) for (const change of propose(grievance)) all.set(change.description, change);
  const sorted = [...all.values()].toSorted(cheapestFirst);
  const turns = COST_UNITS.map((unit) => fromBothEnds(sorted.filter((change) => change.cost.unit === unit)));
  const chosen: Change[] = [];
  for (let round = 0; chosen.length < Math.min(most, sorted.length); round++) {
    chosen.push(...turns.flatMap((turn) => turn[round] ?? []).slice(0, most - chosen.length));
  }
  return { changes: chosen.toSorted(cheapestFirst), untried: sorted.length - chosen.length };
}

/** First, last, second, last but one, ... */
const fromBothEnds = <T>(items: readonly T[]): readonly T[] =>
  items.map((_, k) => at(items, k % 2 === 0 ? k / 2 : items.length - (k + 1) / 2));
