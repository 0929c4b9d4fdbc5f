/** Shop schedules as the words that searches on several threads exchange: the mode of each slot, then the order. */

import type { Exchange } from './exchange.ts';
import type { ShopPoint } from './shop-graph.ts';
import type { Shop } from './shop.ts';

export interface PointExchange {
  offer(point: ShopPoint): void;
  take(): ShopPoint | undefined;
}

export function pointExchange({ slotCount, operationCount }: Shop, exchange: Exchange): PointExchange {
  const words = new Int32Array(slotCount + operationCount);
  return {
    offer({ makespan, mode, order }) {
      words.set(mode);
      words.set(order, slotCount);
      exchange.offer([makespan], words);
    },
    take() {
      const offer = exchange.take();
      if (offer === undefined) return undefined;
      const { values, words: taken } = offer;
      const [makespan = Number.POSITIVE_INFINITY] = values;
      return { makespan, mode: taken.slice(0, slotCount), order: taken.slice(slotCount) };
    },
  };
}
