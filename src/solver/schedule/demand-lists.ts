/** The distinct lists of demands of a problem: few, so that what two modes demand is the same where the lists are. */

import { f64, i32 } from '../columns.ts';
import type { Demands } from '../problem.ts';
import type { Demand } from './task.ts';

export class DemandLists {
  readonly #table: Demands;
  /** By a number that equal lists share. */
  readonly #known = new Map<number, (readonly Demand[])[]>();

  constructor(table: Demands) {
    this.#table = table;
  }

  /** The list of rows [first, end) of the table. */
  of(first: number, end: number): readonly Demand[] {
    const key = this.#keyOf(first, end);
    const known = this.#known.get(key);
    const same = known?.find((list) => this.#isSame(list, first, end));
    if (same !== undefined) return same;
    const list: Demand[] = [];
    for (let k = first; k < end; k++) list.push(this.#demand(k));
    if (known === undefined) this.#known.set(key, [list]);
    else known.push(list);
    return list;
  }

  #demand(k: number): Demand {
    const { resource, amount, span } = this.#table;
    return { resource: i32(resource, k), amount: f64(amount, k), span: f64(span, k) };
  }

  #keyOf(first: number, end: number): number {
    const { resource, amount, span } = this.#table;
    let key = end - first;
    for (let k = first; k < end; k++) key = 31 * key + 7 * i32(resource, k) + f64(amount, k) + f64(span, k);
    return key;
  }

  #isSame(list: readonly Demand[], first: number, end: number): boolean {
    const { resource, amount, span } = this.#table;
    if (list.length !== end - first) return false;
    for (let k = first; k < end; k++) {
      const one = list[k - first] as Demand;
      if (one.resource !== i32(resource, k) || one.amount !== f64(amount, k) || one.span !== f64(span, k)) return false;
    }
    return true;
  }
}
