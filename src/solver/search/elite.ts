/** The few schedules that path relinking works with: good, and different from each other. */

import { item } from '../columns.ts';
import { distance, Guide } from './path-relinking.ts';
import type { RandomInts } from './random-ints.ts';
import type { ShopGraph, ShopPoint } from './shop-graph.ts';

export class EliteSet {
  readonly #points: ShopPoint[] = [];
  readonly #graph: ShopGraph;
  readonly #near: number;

  /** Schedules at a distance below `near` count as one. `graph` is only borrowed: its schedule changes. */
  constructor(graph: ShopGraph, near: number) {
    this.#graph = graph;
    this.#near = near;
  }

  get size(): number {
    return this.#points.length;
  }

  add(point: ShopPoint): void {
    this.#points.push(point);
  }

  /** Takes the place of its near double, else of the worst, unless it is longer than that; says whether it did. */
  offer(point: ShopPoint): boolean {
    const target = this.#doubleOf(point) ?? this.#worst();
    const old = item(
      this.#points.map((one) => one.makespan),
      target,
    );
    if (point.makespan <= old) this.#points[target] = point;
    return point.makespan < old;
  }

  /** Takes the place of the worst, whatever it is worth itself. */
  replaceWorst(point: ShopPoint): void {
    this.#points[this.#worst()] = point;
  }

  /** Mean distance of all pairs of members; 0 for a single one. */
  meanDistance(): number {
    let sum = 0;
    this.#points.forEach((one, k) => {
      for (const other of this.#points.slice(k + 1)) sum += this.distanceOf([one, other]);
    });
    return sum / Math.max(1, (this.size * (this.size - 1)) / 2);
  }

  distanceOf([one, other]: readonly [ShopPoint, ShopPoint]): number {
    this.#graph.load(one);
    return distance(this.#graph, new Guide(other));
  }

  /** Takes the place of `old`, which is a member, whatever the two are worth. */
  replace(old: ShopPoint, point: ShopPoint): void {
    this.#points[this.#points.indexOf(old)] = point;
  }

  /** Two different members at random. At least two are there. */
  pair(random: RandomInts): readonly [ShopPoint, ShopPoint] {
    const first = random.below(this.size);
    const second = (first + 1 + random.below(this.size - 1)) % this.size;
    return [this.#points[first] as ShopPoint, this.#points[second] as ShopPoint];
  }

  #doubleOf(point: ShopPoint): number | undefined {
    this.#graph.load(point);
    let nearest: number | undefined;
    let least = this.#near;
    this.#points.forEach((other, k) => {
      const apart = distance(this.#graph, new Guide(other));
      if (apart >= least) return;
      least = apart;
      nearest = k;
    });
    return nearest;
  }

  /** The last of the longest. */
  #worst(): number {
    let worst = 0;
    let longest = 0;
    this.#points.forEach(({ makespan }, k) => {
      if (makespan < longest) return;
      longest = makespan;
      worst = k;
    });
    return worst;
  }
}
