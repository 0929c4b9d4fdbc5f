/** Any orders: small changes anywhere. */

import { pick } from '../pick.ts';
import type { RuinMove } from '../ruin-move.ts';

export const randomOrders: RuinMove = {
  name: 'random orders',
  supports: () => true,
  choose({ orders, random, size }) {
    const chosen = new Set<number>();
    for (let k = 0; k < size; k++) chosen.add(pick(orders, random));
    return { orders: [...chosen] };
  },
};
