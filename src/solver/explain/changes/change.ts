/** A change to the laboratory that might save an order: what it costs, what it says, and the laboratory with it. */

import { by, compareNumbers, compareText, firstOf, type Compare } from '../../../base/index.ts';
import type { Order, Scenario } from '../../../model/index.ts';
import type { PlanAtlas } from '../atlas.ts';
import type { ChainLink } from '../explanation.ts';

export interface Change {
  readonly kind: 'search' | 'staff' | 'maintenance' | 'opening' | 'pool' | 'recipe' | 'machine' | 'due-date';
  readonly cost: Cost;
  /** A noun phrase that names everything that changes. Two changes with one description are the same. */
  readonly description: string;
  /** A scenario like the given one with the change in it; the given one stays as it is. */
  applyTo(scenario: Scenario): Scenario;
}

/** Cheapest first. Within a unit the amount decides; no amount of one unit outweighs the next. */
export const COST_UNITS = [
  'nothing',
  'operator hours',
  'hours of maintenance moved',
  'machine hours',
  'core hours',
  'recipes',
  'machines',
  'hours of delay accepted',
] as const;

export interface Cost {
  readonly amount: number;
  readonly unit: (typeof COST_UNITS)[number];
}

export const cheapestFirst: Compare<Change> = firstOf(
  by((change) => COST_UNITS.indexOf(change.cost.unit), compareNumbers),
  by((change) => change.cost.amount, compareNumbers),
  by((change) => change.description, compareText),
);

/** What a change is proposed for: an order, its chain, and the plan that the chain was read from. */
export interface Grievance {
  readonly atlas: PlanAtlas;
  readonly order: Order;
  readonly chain: readonly ChainLink[];
}

/** Proposes changes of one kind, each of which touches something that the chain names. In no particular order. */
export type Proposer = (grievance: Grievance) => readonly Change[];

/** `1 operator hour`, `2.5 machine hours`, `at no cost`. */
export function sayCost({ amount, unit }: Cost): string {
  if (unit === 'nothing') return 'at no cost';
  const rounded = Math.round(amount * 100) / 100;
  return `${rounded} ${rounded === 1 ? unit.replace(/s\b/, '') : unit}`;
}
