/** Which order a lot belongs to: an order starts as the lot of its own name, and rework splits further lots off. */

import { compareText } from '../base/index.ts';
import { id, type LotId, type Order, type OrderId, type Scenario } from '../model/index.ts';

export type OrderOfLot = (lot: LotId) => Order | undefined;

/**
 * A lot named after its order, or named `ORDER` plus a separator (anything but a letter, digit, `_` or `-`) plus more.
 * The longest order name wins, so that `a.1.2` belongs to `a.1` where both `a` and `a.1` are orders.
 */
export function orderOfLot(scenario: Scenario): OrderOfLot {
  const orders = new Map<OrderId, Order>(scenario.orders.map((order) => [order.id, order]));
  const longestFirst = scenario.orders.toSorted((a, b) => b.id.length - a.id.length || compareText(a.id, b.id));
  const memo = new Map<LotId, Order | undefined>();
  return (lot) => {
    const exact = orders.get(id<OrderId>(lot));
    if (exact !== undefined) return exact;
    if (!memo.has(lot)) {
      memo.set(
        lot,
        longestFirst.find((order) => lot.startsWith(order.id) && /^[^\p{L}\p{N}_-]/u.test(lot.slice(order.id.length))),
      );
    }
    return memo.get(lot);
  };
}
