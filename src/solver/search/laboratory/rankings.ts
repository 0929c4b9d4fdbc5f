/** Orders sorted by each rule when it is first asked for, so that any few of them are sorted by looking their ranks up. */

import { item } from '../../columns.ts';
import type { Random } from '../../../base/index.ts';
import type { Constructor } from '../../construct/construct.ts';
import type { Policy } from '../../construct/policy.ts';
import { sequenceBy } from '../../construct/rules.ts';
import { pick } from './pick.ts';

type Rule = Policy['rule'];
const RULES: readonly Rule[] = ['arrival', 'due', 'weight', 'slack', 'expiry'];

export class Rankings {
  readonly #builder: Constructor;
  readonly #sequences = new Map<Rule, readonly number[]>();
  readonly #ranks = new Map<Rule, readonly number[]>();

  constructor(builder: Constructor) {
    this.#builder = builder;
  }

  /** Every order, first to be placed first. */
  all(rule: Rule): readonly number[] {
    const known = this.#sequences.get(rule);
    if (known !== undefined) return known;
    const { schedule, outlook } = this.#builder;
    const sequence = sequenceBy(schedule.problem, outlook, rule);
    this.#sequences.set(rule, sequence);
    this.#ranks.set(rule, ranksOf(sequence));
    return sequence;
  }

  by(rule: Rule): (orders: number[]) => readonly number[] {
    this.all(rule);
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
