/**
 * What a need costs at the current prices, by the bucket in which the operation starts: the cheapest start inside it.
 *
 * With the price of a second p(t), constant within a bucket, a need of rate 1 costs P(start + offset + length) -
 * P(start + offset), P being the integral of p. As a function of the start this is piecewise linear and bends only
 * where one of the two ends crosses an edge, so its least value in a bucket is at the bucket's first or last second or at a bend (times are whole seconds).
 */

import { f64, i32, item } from '../../columns.ts';
import { RangeMinima } from './range-minima.ts';
import type { Buckets } from './supply.ts';

/** The part of a need that decides where it costs what. */
export interface Shape {
  readonly bottleneck: number;
  readonly offset: number;
  readonly length: number;
}

export class PriceList {
  readonly shape: Shape;
  readonly #buckets: Buckets;
  /** Starts inside a bucket, relative to its first edge, at which the cost can be least. */
  readonly #candidates: readonly number[];
  readonly #cost: Float64Array;
  readonly #choice: Int32Array;
  #minima: RangeMinima;

  constructor(shape: Shape, buckets: Buckets) {
    this.shape = shape;
    this.#buckets = buckets;
    const width = f64(buckets.edge, 1) - f64(buckets.edge, 0);
    const bend = (shift: number): number => ((-shift % width) + width) % width;
    this.#candidates = [...new Set([0, width - 1, bend(shape.offset), bend(shape.offset + shape.length)])];
    this.#cost = new Float64Array(buckets.count);
    this.#choice = new Int32Array(buckets.count);
    this.#minima = new RangeMinima(this.#cost);
  }

  /** `prices`: per second, by bucket; `paid`: their integral at the edges. */
  update(prices: Float64Array, paid: Float64Array): void {
    const { edge, count } = this.#buckets;
    const { offset, length } = this.shape;
    const first = f64(edge, 0);
    const width = f64(edge, 1) - first;
    const integral = (instant: number): number => {
      if (instant <= first) return 0;
      const b = Math.min(count - 1, Math.floor((instant - first) / width));
      return f64(paid, b) + f64(prices, b) * (instant - f64(edge, b));
    };
    for (let b = 0; b < count - 1; b++) {
      let best = Infinity;
      for (let k = 0; k < this.#candidates.length; k++) {
        const from = f64(edge, b) + item(this.#candidates, k) + offset;
        const cost = integral(from + length) - integral(from);
        if (cost >= best) continue;
        best = cost;
        this.#choice[b] = k;
      }
      this.#cost[b] = best;
    }
    // The last bucket has no end, and nothing in it has a price.
    this.#cost[count - 1] = 0;
    this.#minima = new RangeMinima(this.#cost);
  }

  /** The least cost of a rate of 1 over starts in buckets `from` to `to`. */
  least(from: number, to: number): number {
    return this.#minima.least(from, to);
  }

  /** The seconds in each bucket that the cheapest start in buckets `from` to `to` uses; the last bucket is not counted. */
  usage(from: number, to: number): { readonly bucket: number; readonly seconds: number }[] {
    const { edge, count } = this.#buckets;
    const b = this.#minima.whereLeast(from, to);
    if (b === count - 1) return [];
    const start = f64(edge, b) + item(this.#candidates, i32(this.#choice, b)) + this.shape.offset;
    const end = start + this.shape.length;
    const first = f64(edge, 0);
    const width = f64(edge, 1) - first;
    const used: { bucket: number; seconds: number }[] = [];
    for (let k = Math.max(0, Math.floor((start - first) / width)); k < count - 1 && f64(edge, k) < end; k++) {
      const inside = Math.min(end, f64(edge, k + 1)) - Math.max(start, f64(edge, k));
      if (inside > 0) used.push({ bucket: k, seconds: inside });
    }
    return used;
  }
}
