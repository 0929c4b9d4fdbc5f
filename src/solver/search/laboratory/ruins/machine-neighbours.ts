/** An order and those that run before and after it on its machines. */

import { addNeighbours } from '../neighbours.ts';
import { pick } from '../pick.ts';
import type { RuinMove } from '../ruin-move.ts';

export const machineNeighbours: RuinMove = {
  name: 'machine neighbours',
  supports: ({ machines }) => machines.count > 0,
  choose(context) {
    const order = pick(context.orders, context.random);
    const chosen = new Set([order]);
    addNeighbours(context, order, chosen);
    return { orders: [...chosen] };
  },
};
