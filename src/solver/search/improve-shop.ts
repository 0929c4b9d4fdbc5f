/**
 * The outer search of a shop: tabu search from two parents, path relinking between them, and new blood when they have
 * become alike.
 */

import type { Random } from '../../base/index.ts';
import { dispatch } from './dispatch.ts';
import { blockMoves } from './neighbourhoods/block-moves.ts';
import { modeMoves } from './neighbourhoods/mode-moves.ts';
import { distance, Guide, relinkTowards } from './path-relinking.ts';
import { RandomInts } from './random-ints.ts';
import { ShopGraph, type ShopPoint } from './shop-graph.ts';
import type { Shop } from './shop.ts';
import type { Stop } from './stop.ts';
import { TabuSearch } from './tabu-search.ts';

export interface ImproveOptions {
  readonly shop: Shop;
  readonly random: Random;
  readonly stop: Stop;
  /** Reaching it ends the search. */
  readonly bound: number;
  readonly start?: ShopPoint;
  readonly onBest: (point: ShopPoint) => void;
  readonly tuning?: Tuning;
}

export interface Tuning {
  readonly patience: number;
}

export function improveShop({ shop, random, stop, bound, start, onBest, tuning }: ImproveOptions): ShopPoint {
  const graph = new ShopGraph(shop);
  const ints = new RandomInts(random);
  const neighbourhoods = [blockMoves(shop.operationCount), modeMoves].filter((one) => one.supports(shop));
  let best: ShopPoint | undefined;
  const search = new TabuSearch({
    graph,
    neighbourhoods,
    random: ints,
    stop,
    onBest: () => {
      best = graph.save();
      onBest(best);
      if (best.makespan <= bound) stop.end();
    },
  });
  const patience = tuning?.patience ?? Number(process.env.PAT ?? 8000);
  const climb = (point: ShopPoint): ShopPoint => {
    graph.load(point);
    return search.run(patience);
  };
  const cross = (from: ShopPoint, to: ShopPoint): ShopPoint => {
    const guide = new Guide(to);
    graph.load(from);
    const all = distance(graph, guide);
    relinkTowards(graph, guide, ints, Math.ceil(all * 0.4));
    return search.run(patience);
  };
  let a = climb(start ?? dispatch(shop, ints));
  let b = a;
  if (!stop.isReached()) b = climb(dispatch(shop, ints));
  while (!stop.isReached()) {
    const c = cross(a, b);
    if (stop.isReached()) break;
    const d = cross(b, a);
    a = c;
    b = d;
    graph.load(a);
    if (distance(graph, new Guide(b)) < shop.operationCount / 10) b = climb(dispatch(shop, ints));
  }
  return best ?? a;
}
