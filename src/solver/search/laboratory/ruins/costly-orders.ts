/** An order that costs much, with what runs before it on its machines: room for it to come earlier. */

import { addNeighbours } from '../neighbours.ts';
import { pickHighest } from '../pick.ts';
import type { RuinMove } from '../ruin-move.ts';

/** Orders of which the costliest is taken. */
const DRAWS = 6;

export const costlyOrders: RuinMove = {
  name: 'costly orders',
  supports: () => true,
  choose(context) {
    const { orders, random, score, lost } = context;
    const cost = (order: number): number => (lost.has(order) ? Infinity : score.costOfOrder(order, 1));
    const order = pickHighest(orders, random, DRAWS, cost);
    const chosen = new Set([order]);
    addNeighbours(context, order, chosen);
    return { orders: [...chosen] };
  },
};
