/**
 * A relaxation of the whole laboratory in which jobs pay for what they use: the proof of a bound are the prices.
 *
 * Time is cut into buckets. Every job chooses the bucket of its anchor; that fixes a window for each of its operations, and
 * a lower bound on what the job costs. What all kept jobs use of a bottleneck within a bucket is at most its supply. Put a
 * price p >= 0 on that limit (Lagrange). Then for every plan
 *
 *   cost >= sum over kept orders of (cost + use x price) + cost of lost orders - sum of supply x price,
 *
 * and the right side is least where each job by itself takes its cheapest bucket, and each operation its cheapest way
 * and start inside its window. So every set of prices proves a bound, however it was found.
 */

import { hours, NEVER } from '../../../base/index.ts';
import { f64, i32, item } from '../../columns.ts';
import { NONE, type Problem } from '../../problem.ts';
import type { Facts } from '../facts.ts';
import { needsOf, type Needs } from './needs.ts';
import { PriceList, type Shape } from './price-list.ts';
import { supplyOf, type Buckets } from './supply.ts';
import { tailsOf, type Tails } from './tails.ts';
import { ownWindow, positionsOf, windowBeside, type Position, type Window } from './windows.ts';

/** What decides a job's costs: the start of its last operation on material, or its completion. */
export type Anchoring = 'material' | 'completion';

export interface CostWeights {
  readonly tardiness: number;
  readonly quality: number;
}

export interface MarketOptions {
  readonly buckets: Buckets;
  readonly anchoring: Anchoring;
  readonly weights: CostWeights;
}

/** A way of an operation within an offer: starts in buckets `from` to `to`. */
interface Choice {
  readonly from: number;
  readonly to: number;
  readonly lists: readonly number[];
  readonly rates: readonly number[];
}

/** One bucket of a job's anchor. */
interface Offer {
  readonly cost: number;
  /** By operation that needs anything: its ways, of which it takes the cheapest. */
  readonly choices: readonly (readonly Choice[])[];
}

interface Bidder {
  readonly order: number;
  readonly offers: readonly Offer[];
}

export class Market {
  readonly #buckets: Buckets;
  readonly #bottlenecks: number;
  /** [bottlenecks x buckets] seconds x rate; Infinity in last buckets. */
  readonly supply: Float64Array;
  /** [bottlenecks] mean supply of a bucket, > 0: what prices and excess are measured by. */
  readonly scale: readonly number[];
  /** [orders] 1: some job of it finds no bucket, so no plan keeps it. */
  readonly isShutOut: Uint8Array;
  readonly #lists: readonly PriceList[];
  readonly #bidders: readonly Bidder[];

  constructor(problem: Problem, facts: Facts, options: MarketOptions) {
    const { buckets } = options;
    const { openings } = facts;
    const needs = needsOf(problem, facts);
    this.#buckets = buckets;
    this.#bottlenecks = needs.bottlenecks.length;
    this.supply = new Float64Array(this.#bottlenecks * buckets.count);
    this.scale = needs.bottlenecks.map((bottleneck, number) => {
      const own = supplyOf(problem, openings, bottleneck, buckets);
      this.supply.set(own, number * buckets.count);
      const mean = own.subarray(0, -1).reduce((sum, value) => sum + value, 0) / Math.max(1, buckets.count - 1);
      return mean > 0 ? mean : 1;
    });
    const making = new BidderMaking(problem, facts, { ...options, needs });
    this.#bidders = making.bidders();
    this.#lists = making.shapes().map((shape) => new PriceList(shape, buckets));
    this.isShutOut = new Uint8Array(problem.orders.count);
    for (const { order, offers } of this.#bidders) if (offers.length === 0) this.isShutOut[order] = 1;
  }

  get bucketCount(): number {
    return this.#buckets.count;
  }

  /** What keeping each order costs at these prices per second ([bottlenecks x buckets], 0 in last buckets), into `kept`. */
  quote(prices: Float64Array, kept: Float64Array): Quotation {
    this.#publish(prices);
    kept.fill(0);
    return this.#bidders.map(({ order, offers }) => {
      let best = Infinity;
      let taken: Offer | undefined;
      for (const offer of offers) {
        let total = offer.cost;
        for (let k = 0; k < offer.choices.length && total < best; k++) {
          total += this.#cheapest(offer.choices[k] as readonly Choice[]).cost;
        }
        if (total >= best) continue;
        best = total;
        taken = offer;
      }
      kept[order] = f64(kept, order) + best;
      return taken;
    });
  }

  /** What each bidder takes at the prices of the last `quote`: its cost without prices, and its use of buckets. */
  plansOf(quotation: Quotation): readonly BidderPlan[] {
    return quotation.flatMap((offer, number): BidderPlan[] => {
      if (offer === undefined) return [];
      const usage = new Map<number, number>();
      for (const ways of offer.choices) {
        const { choice } = this.#cheapest(ways);
        choice?.lists.forEach((list, k) => {
          const own = this.#lists[list] as PriceList;
          const at = own.shape.bottleneck * this.#buckets.count;
          for (const { bucket, seconds } of own.usage(choice.from, choice.to)) {
            usage.set(at + bucket, (usage.get(at + bucket) ?? 0) + item(choice.rates, k) * seconds);
          }
        });
      }
      return [{ order: (this.#bidders[number] as Bidder).order, cost: offer.cost, usage }];
    });
  }

  #publish(prices: Float64Array): void {
    const { count, edge } = this.#buckets;
    const width = f64(edge, 1) - f64(edge, 0);
    const rows = Array.from({ length: this.#bottlenecks }, (_, r) => {
      const own = prices.subarray(r * count, (r + 1) * count);
      const paid = new Float64Array(count);
      for (let b = 1; b < count; b++) paid[b] = f64(paid, b - 1) + f64(own, b - 1) * width;
      return { own, paid };
    });
    for (const list of this.#lists) {
      const { own, paid } = rows[list.shape.bottleneck] as { own: Float64Array; paid: Float64Array };
      list.update(own, paid);
    }
  }

  #cheapest(ways: readonly Choice[]): { cost: number; choice: Choice | undefined } {
    let cost = Infinity;
    let choice: Choice | undefined;
    for (const way of ways) {
      let own = 0;
      for (let k = 0; k < way.lists.length; k++) {
        own += item(way.rates, k) * (this.#lists[item(way.lists, k)] as PriceList).least(way.from, way.to);
      }
      if (own >= cost) continue;
      cost = own;
      choice = way;
    }
    return { cost, choice };
  }
}

export interface BidderPlan {
  readonly order: number;
  readonly cost: number;
  /** By index into `supply`: seconds x rate. */
  readonly usage: ReadonlyMap<number, number>;
}

/** Per bidder: the offer that it takes; undefined: it has none. */
export type Quotation = readonly (Offer | undefined)[];

interface Making extends MarketOptions {
  readonly needs: Needs;
}

/** Writes the bidders and numbers the shapes of their needs on the way. */
class BidderMaking {
  readonly #problem: Problem;
  readonly #facts: Facts;
  readonly #making: Making;
  readonly #tails: Tails;
  readonly #shapes = new Map<string, { readonly number: number; readonly shape: Shape }>();

  constructor(problem: Problem, facts: Facts, making: Making) {
    this.#problem = problem;
    this.#facts = facts;
    this.#making = making;
    this.#tails = tailsOf(problem, facts.heads);
  }

  bidders(): Bidder[] {
    const { jobs } = this.#problem;
    return Array.from({ length: jobs.count }, (_, job) => job).flatMap((job): Bidder[] => {
      const order = i32(jobs.order, job);
      if (f64(this.#facts.heads.orderEnd, order) >= NEVER) return [];
      const anchor = this.#anchorOf(job);
      const windows = anchor === NONE ? [] : this.#anchorWindows(anchor);
      const offers = anchor === NONE ? [this.#fixed(job)] : windows.flatMap((w) => this.#offer(job, anchor, w));
      return [{ order, offers }];
    });
  }

  shapes(): Shape[] {
    return [...this.#shapes.values()].map(({ shape }) => shape);
  }

  #anchorOf(job: number): number {
    const { jobs } = this.#problem;
    const last = i32(jobs.firstOperation, job + 1) - 1;
    if (last < i32(jobs.firstOperation, job)) return NONE;
    const material = this.#facts.waiting[job]?.last ?? NONE;
    return this.#making.anchoring === 'material' && material !== NONE ? material : last;
  }

  /** By bucket of the anchor's start or of its end. */
  #anchorWindows(anchor: number): Window[] {
    const { edge, count } = this.#making.buckets;
    const own = ownWindow(anchor, this.#facts.heads, this.#tails);
    if (i32(this.#problem.operations.frozenTask, anchor) !== NONE) return [own];
    const windows: Window[] = [];
    const [shortest, longest] = [f64(this.#tails.shortest, anchor), f64(this.#tails.longest, anchor)];
    for (let b = 0; b < count; b++) {
      const [from, to] = [f64(edge, b), f64(edge, b + 1) - 1];
      const cut =
        this.#making.anchoring === 'material'
          ? { startFrom: from, startTo: to, endFrom: from + shortest, endTo: to + longest }
          : { startFrom: from - longest, startTo: to - shortest, endFrom: from, endTo: to };
      const window = intersection(own, cut);
      if (window.startFrom <= window.startTo && window.endFrom <= window.endTo) windows.push(window);
    }
    return windows;
  }

  #offer(job: number, anchor: number, window: Window): Offer[] {
    const { heads } = this.#facts;
    const choices: Choice[][] = [];
    const isRunning = i32(this.#problem.operations.frozenTask, anchor) !== NONE;
    for (const position of positionsOf(this.#problem, this.#tails, anchor)) {
      const ways = this.#making.needs.ways[position.operation] ?? [];
      if (ways.length === 0) continue;
      const own = ownWindow(position.operation, heads, this.#tails);
      const isFree = isRunning && position.side === 'before';
      const at = position.side === 'anchor' ? window : isFree ? own : windowBeside(position, own, window);
      const possible = this.#choices(position, at);
      if (possible.length === 0) return [];
      if (possible.every(({ lists }) => lists.length > 0)) choices.push(possible);
    }
    return [{ cost: this.#cost(job, anchor, window), choices }];
  }

  /** The ways that fit a window. A way that needs nothing makes the operation free of charge. */
  #choices({ operation }: Position, window: Window): Choice[] {
    return (this.#making.needs.ways[operation] ?? []).flatMap(({ duration, longest, needs }): Choice[] => {
      const from = Math.max(window.startFrom, window.endFrom - longest);
      const to = Math.min(window.startTo, window.endTo - duration);
      if (from > to) return [];
      const lists = needs.map(({ bottleneck, offset, length }) => this.#list({ bottleneck, offset, length }));
      const rates = needs.map(({ rate }) => rate);
      return [{ from: this.#bucketAt(from), to: this.#bucketAt(to), lists, rates }];
    });
  }

  #list(shape: Shape): number {
    const key = `${shape.bottleneck} ${shape.offset} ${shape.length}`;
    const known = this.#shapes.get(key);
    if (known !== undefined) return known.number;
    const number = this.#shapes.size;
    this.#shapes.set(key, { number, shape });
    return number;
  }

  #bucketAt(instant: number): number {
    const { edge, count } = this.#making.buckets;
    const first = f64(edge, 0);
    return Math.max(0, Math.min(count - 1, Math.floor((instant - first) / (f64(edge, 1) - first))));
  }

  /** A job of which nothing is left to do. */
  #fixed(job: number): Offer {
    const order = i32(this.#problem.jobs.order, job);
    const loss = this.#facts.waiting[job]?.lossAt(0) ?? 0;
    return { cost: this.#weigh(job, f64(this.#facts.heads.orderEnd, order), loss), choices: [] };
  }

  #cost(job: number, anchor: number, window: Window): number {
    const { heads, waiting } = this.#facts;
    const own = waiting[job];
    const last = own?.last ?? NONE;
    const start = last === anchor ? window.startFrom : last === NONE ? 0 : f64(heads.start, last);
    const order = i32(this.#problem.jobs.order, job);
    const end = Math.max(f64(heads.orderEnd, order), window.endFrom + restAfter(this.#problem, this.#tails, anchor));
    return this.#weigh(job, end, own?.lossAt(start) ?? 0);
  }

  /** A job carries its share, by size, of its order's tardiness. */
  #weigh(job: number, end: number, loss: number): number {
    const { jobs, orders } = this.#problem;
    const { weights } = this.#making;
    const order = i32(jobs.order, job);
    const late = hours(Math.max(0, end - f64(orders.due, order)));
    return f64(orders.weight, order) * f64(jobs.size, job) * (weights.tardiness * late + weights.quality * loss);
  }
}

const intersection = (a: Window, b: Window): Window => ({
  startFrom: Math.max(a.startFrom, b.startFrom),
  startTo: Math.min(a.startTo, b.startTo),
  endFrom: Math.max(a.endFrom, b.endFrom),
  endTo: Math.min(a.endTo, b.endTo),
});

/** The least time from the end of `anchor` to the end of its job. */
function restAfter(problem: Problem, tails: Tails, anchor: number): number {
  let rest = 0;
  for (const { operation, side, least } of positionsOf(problem, tails, anchor)) {
    if (side === 'after') rest = Math.max(rest, least + f64(tails.shortest, operation));
  }
  return rest;
}
