/** Which order a lot belongs to: an order starts as the lot of its own name, and rework splits further lots off. */

import { id, type LotId, type Order, type OrderId, type Scenario } from '../model/index.ts';

export type OrderOfLot = (lot: LotId) => Order | undefined;

/** A lot is named as its order, or, split off by rework, `ORDER~2`, `ORDER~3`, ... */
export function orderOfLot(scenario: Scenario): OrderOfLot {
  const orders = new Map<OrderId, Order>(scenario.orders.map((order) => [order.id, order]));
  return (lot) => orders.get(id<OrderId>(lot)) ?? orders.get(id<OrderId>(lot.replace(/~\d+$/, '')));
}
