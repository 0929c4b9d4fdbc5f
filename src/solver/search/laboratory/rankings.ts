/** Orders sorted by each rule, once, so that any few of them are sorted by looking their ranks up. */

import { item } from '../../columns.ts';
import type { Random } from '../../../base/index.ts';
import type { Constructor } from '../../construct/construct.ts';
import type { Policy } from '../../construct/policy.ts';
import { sequenceBy } from '../../construct/rules.ts';
import { pick } from './pick.ts';

type Rule = Policy['rule'];
const RULES: readonly Rule[] = ['arrival', 'due', 'weight', 'slack', 'expiry'];

export class Rankings {
  readonly #sequences: ReadonlyMap<Rule, readonly number[]>;
  readonly #ranks: ReadonlyMap<Rule, readonly number[]>;

  constructor({ schedule, outlook }: Constructor) {
    this.#sequences = new Map(RULES.map((rule) => [rule, sequenceBy(schedule.problem, outlook, rule)]));
    this.#ranks = new Map([...this.#sequences].map(([rule, sequence]) => [rule, ranksOf(sequence)]));
  }

  /** Every order, first to be placed first. */
  all(rule: Rule): readonly number[] {
    return this.#sequences.get(rule) ?? [];
  }

  by(rule: Rule): (orders: number[]) => readonly number[] {
    const ranks = this.#ranks.get(rule) ?? [];
    return (orders) => orders.sort((a, b) => item(ranks, a) - item(ranks, b));
  }

  /** By a random rule, or, as often as by each of these, in random order. */
  random(random: Random): (orders: number[]) => readonly number[] {
    if (random.below(RULES.length + 1) === 0) return (orders) => shuffled(orders, random);
    return this.by(pick(RULES, random));
  }
}

function ranksOf(sequence: readonly number[]): number[] {
  const ranks = sequence.map(() => 0);
  sequence.forEach((order, rank) => {
    ranks[order] = rank;
  });
  return ranks;
}

function shuffled(orders: number[], random: Random): number[] {
  for (let k = orders.length - 1; k > 0; k--) {
    const other = random.below(k + 1);
    [orders[k], orders[other]] = [item(orders, other), item(orders, k)];
  }
  return orders;
}
