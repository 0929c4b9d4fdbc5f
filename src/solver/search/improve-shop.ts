/**
 * The outer search of a shop: tabu search, from fresh schedules first, then from points on the way between two of a small
 * elite set; where that brings nothing any more, from a fresh schedule that joins the set.
 */

import type { Random } from '../../base/index.ts';
import { dispatch } from './dispatch.ts';
import { EliteSet } from './elite.ts';
import { blockMoves } from './neighbourhoods/block-moves.ts';
import { modeMoves } from './neighbourhoods/mode-moves.ts';
import { distance, Guide, relinkTowards } from './path-relinking.ts';
import type { PointExchange } from './point-exchange.ts';
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
  /** The others' best joins the elite set. */
  readonly exchange?: PointExchange;
  readonly onBest: (point: ShopPoint) => void;
}

/** Steps without progress that end a tabu search, without and with a choice of modes. These figures are measured in ADR 0005. */
const PATIENCE = 5000;
const PATIENCE_WITH_CHOICE = 2500;
/** Share of the way that a crossing goes from one member towards the other. */
const SHARE_OF_WAY = 0.5;
/** Members, and how patient the search is that makes the first ones: short, for crossings make more of the time. */
const MEMBERS = 6;
const FIRST_PATIENCE = 1500;
/** Members nearer than this share of what the first ones are apart have nothing to give each other. */
const ALIKE = 0.1;
/** So many crossings per member without any use, and the worst member gives way to a fresh one. */
const FRUITLESS_PER_MEMBER = 10;

/** Returns the best schedule met, which is also the last that `onBest` was told of. */
export function improveShop({ shop, random, stop, bound, start, exchange, onBest }: ImproveOptions): ShopPoint {
  const graph = new ShopGraph(shop);
  const ints = new RandomInts(random);
  const neighbourhoods = [blockMoves(shop.operationCount), modeMoves].filter((one) => one.supports(shop));
  const patience = modeMoves.supports(shop) ? PATIENCE_WITH_CHOICE : PATIENCE;
  let best = start ?? dispatch(shop, ints);
  const search = new TabuSearch({
    graph,
    neighbourhoods,
    random: ints,
    stop,
    onBest: () => {
      best = graph.save();
      onBest(best);
      exchange?.offer(best);
      if (best.makespan <= bound) stop.end();
    },
  });
  const climb = (point: ShopPoint, steps: number): ShopPoint => {
    graph.load(point);
    return search.run(steps);
  };
  const cross = ([from, to]: readonly [ShopPoint, ShopPoint]): ShopPoint => {
    const guide = new Guide(to);
    graph.load(from);
    relinkTowards(graph, guide, ints, Math.ceil(distance(graph, guide) * SHARE_OF_WAY));
    return search.run(patience);
  };

  const elite = new EliteSet(graph, shop.operationCount / 10);
  elite.add(climb(best, FIRST_PATIENCE));
  while (elite.size < MEMBERS && !stop.isReached()) elite.add(climb(dispatch(shop, ints), FIRST_PATIENCE));
  const alike = ALIKE * elite.meanDistance();
  let fruitless = 0;
  while (!stop.isReached()) {
    const foreign = exchange?.take();
    if (foreign !== undefined) elite.offer(foreign);
    const pair = elite.pair(ints);
    if (elite.distanceOf(pair) < alike) {
      elite.replace(longerOf(pair), climb(dispatch(shop, ints), patience));
      continue;
    }
    fruitless = elite.offer(cross(pair)) ? 0 : fruitless + 1;
    if (fruitless < FRUITLESS_PER_MEMBER * elite.size) continue;
    elite.replaceWorst(climb(dispatch(shop, ints), patience));
    fruitless = 0;
  }
  return best;
}

const longerOf = ([one, other]: readonly [ShopPoint, ShopPoint]): ShopPoint =>
  one.makespan > other.makespan ? one : other;
