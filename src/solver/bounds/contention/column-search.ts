/**
 * Looks for prices that prove much: column generation (Dantzig and Wolfe 1960) with a linear program over the plans that
 * orders have asked for so far.
 *
 * The program mixes known plans of every order so that supplies hold (what is too much is fined) at the least cost; the
 * duals of its supplies are the next prices, drawn towards the best ones so far (Wentges 1997) so that they do not swing.
 * Every set of prices proves a bound by itself: nothing depends on the program being solved well, or at all.
 */

import { f64, u8 } from '../../columns.ts';
import { ModelBuilder, type MipBackend, type Term } from '../../mip/index.ts';
import { MUST_KEEP, MUST_LOSE, type Limit } from '../choices.ts';
import type { BidderPlan, Market } from './market.ts';

export interface ColumnSearchOptions {
  /** Prices that are tried. */
  readonly rounds: number;
  /** Milliseconds that each linear program may take. */
  readonly timeMs: number;
  /** No bound can be above: the search ends there. */
  readonly target: number;
  /** [orders] what each costs if it is lost, and what it costs if kept beside what the market knows. */
  readonly lost: Float64Array;
  readonly extra: Float64Array;
  readonly forced: Uint8Array;
  readonly limits: readonly Limit[];
  /** The bound that follows from what orders cost when kept at some prices, before what the supply is worth is taken off. */
  readonly settle: (kept: Float64Array) => number;
}

/** A plan of an order that some prices made the cheapest. */
interface Column {
  readonly order: number;
  readonly cost: number;
  readonly usage: ReadonlyMap<number, number>;
}

/** How far prices are drawn back to the best ones. */
const DRAW = 0.6;
/** The program's costs are scaled so that the target is this. */
const SCALED_TARGET = 1000;
/** The first fine for a whole bucket's mean supply too much, in scaled cost: a low one keeps the first prices calm. */
const FIRST_FINE = 30;
const FINE_GROWTH = 4;
/** Nearer to the program's optimum than this, relatively, nothing more can be proved. */
const CONVERGED = 1e-6;

/** The best bound of all prices that were tried; -Infinity where not even the first could be. */
export async function searchPrices(market: Market, mip: MipBackend, options: ColumnSearchOptions): Promise<number> {
  const { rounds, target, lost, settle } = options;
  const prices = new Float64Array(market.supply.length);
  const bestPrices = new Float64Array(market.supply.length);
  const kept = new Float64Array(lost.length);
  const columns: Column[] = [];
  const known = new Set<string>();
  let best = -Infinity;
  let fine = FIRST_FINE;
  for (let round = 0; round < rounds; round++) {
    const quotation = market.quote(prices, kept);
    const value = settle(kept) - worthOf(market.supply, prices);
    if (value > best) {
      best = value;
      bestPrices.set(prices);
    }
    if (best >= target) break;
    const isNew = addColumns(columns, known, market.plansOf(quotation));
    const mixed = await mixPlans(market, mip, { columns, options, fine });
    if (mixed === undefined) break;
    const isConverged = best >= mixed.cost - CONVERGED * Math.max(1, mixed.cost);
    if (isConverged && !mixed.isFined) break;
    if (isConverged) fine *= FINE_GROWTH;
    // Where nothing new was asked for, the prices themselves are the next to try.
    const draw = isNew ? DRAW : 0;
    for (let k = 0; k < prices.length; k++) {
      prices[k] = draw * f64(bestPrices, k) + (1 - draw) * f64(mixed.prices, k);
    }
  }
  return best;
}

function worthOf(supply: Float64Array, prices: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < prices.length; k++) if (f64(prices, k) > 0) sum += f64(prices, k) * f64(supply, k);
  return sum;
}

/** One column per order, of all its jobs together; whether any is new. */
function addColumns(columns: Column[], known: Set<string>, plans: readonly BidderPlan[]): boolean {
  const byOrder = new Map<number, { cost: number; usage: Map<number, number> }>();
  for (const { order, cost, usage } of plans) {
    const own = byOrder.get(order) ?? { cost: 0, usage: new Map<number, number>() };
    byOrder.set(order, own);
    own.cost += cost;
    for (const [at, seconds] of usage) own.usage.set(at, (own.usage.get(at) ?? 0) + seconds);
  }
  const before = columns.length;
  for (const [order, { cost, usage }] of byOrder) {
    const key = JSON.stringify([order, cost, [...usage]]);
    if (known.has(key)) continue;
    known.add(key);
    columns.push({ order, cost, usage });
  }
  return columns.length > before;
}

interface Mixing {
  readonly columns: readonly Column[];
  readonly options: ColumnSearchOptions;
  readonly fine: number;
}

interface Mixture {
  /** Duals of the supplies, per second x rate. */
  readonly prices: Float64Array;
  readonly cost: number;
  readonly isFined: boolean;
}

/** The best mixture of known plans; undefined where the program was not solved. */
async function mixPlans(
  market: Market,
  mip: MipBackend,
  { columns, options, fine }: Mixing,
): Promise<Mixture | undefined> {
  const { target, lost, extra, forced, limits, timeMs } = options;
  const scale = SCALED_TARGET / Math.max(1, target);
  const builder = new ModelBuilder();
  const sides = Array.from(lost, (): Term[] => []);
  const uses = new Map<number, Term[]>();
  const limited = limits.map((): Term[] => []);
  const unitOf = (at: number): number => market.scale[Math.floor(at / market.bucketCount)] ?? 1;
  for (const { order, cost, usage } of columns) {
    if (u8(forced, order) === MUST_LOSE) continue;
    const column = builder.continuous({ cost: scale * (cost + f64(extra, order)) });
    sides[order]?.push([1, column]);
    limits.forEach(({ sides: own }, k) => limited[k]?.push([f64(own.kept, order), column]));
    for (const [at, seconds] of usage) {
      const row = uses.get(at) ?? [];
      uses.set(at, row);
      row.push([seconds / unitOf(at), column]);
    }
  }
  sides.forEach((side, order) => {
    if (u8(forced, order) === MUST_KEEP && side.length > 0) return;
    const column = builder.continuous({ cost: scale * f64(lost, order) });
    side.push([1, column]);
    limits.forEach(({ sides: own }, k) => limited[k]?.push([f64(own.lost, order), column]));
  });
  for (const side of sides) builder.equal(side, 1);
  const fines: number[] = [];
  const fined = (): number => {
    const column = builder.continuous({ cost: fine });
    fines.push(column);
    return column;
  };
  const rows = [...uses].map(([at, terms]) => ({
    at,
    row: builder.row([...terms, [-1, fined()]], { upper: f64(market.supply, at) / unitOf(at) }),
  }));
  limits.forEach(({ room }, k) => {
    const unit = Math.max(1, room);
    const terms = (limited[k] ?? []).map(([value, column]): Term => [value / unit, column]);
    builder.row([...terms, [-1, fined()]], { upper: room / unit });
  });
  const { status, values, objective, rowDuals } = await mip.solve(builder.build(), { timeMs });
  if (status !== 'optimal' || values === undefined || objective === undefined || rowDuals === undefined)
    return undefined;
  const prices = new Float64Array(market.supply.length);
  for (const { at, row } of rows) prices[at] = Math.max(0, -f64(rowDuals, row)) / (scale * unitOf(at));
  return { prices, cost: objective / scale, isFined: fines.some((column) => f64(values, column) > 1e-6) };
}
