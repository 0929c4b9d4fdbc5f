/**
 * A lower bound for shops with a choice of machines: machines have prices that sum to one, and every operation buys where it
 * is cheapest (the dual of the relaxation that splits operations over machines; any prices give a bound).
 *
 * Taken over the sets of all operations with at least some head and at least some tail, whose work lies between the two. The
 * prices climb along the loads that the cheapest choice leaves (multiplicative weights).
 */

import { f64, i32 } from '../../columns.ts';
import type { Shop } from '../shop.ts';
import type { Task } from './tasks.ts';

/** Steps of the prices; work grows with the square of the tasks, so larger shops take fewer. */
const MOST_ROUNDS = 300;
const WORK = 5_000_000;
/** First step of the prices; later ones shrink with the root of the rounds. */
const STEP = 4;
/** Prices sum to one up to rounding: less than this in any bound. */
const ROUNDING = 1e-6;

export function pricedBound(shop: Shop, tasks: readonly Task[]): number {
  const rounds = Math.min(MOST_ROUNDS, Math.floor(WORK / tasks.length ** 2));
  const dearestSet = setsOf(tasks);
  const price = new Float64Array(shop.machineCount).fill(1 / shop.machineCount);
  const cost = new Float64Array(tasks.length);
  let bound = 0;
  for (let round = 0; round < rounds; round++) {
    const modes = tasks.map(({ slot }) => cheapestMode(shop, price, slot));
    modes.forEach((mode, k) => (cost[k] = f64(price, i32(shop.modeMachine, mode)) * i32(shop.modeDuration, mode)));
    const { value, head, tail } = dearestSet(cost);
    bound = Math.max(bound, value);
    const load = new Float64Array(shop.machineCount);
    tasks.forEach((task, k) => {
      if (task.head < head || task.tail < tail) return;
      const mode = modes[k] as number;
      const machine = i32(shop.modeMachine, mode);
      load[machine] = f64(load, machine) + i32(shop.modeDuration, mode);
    });
    raisePrices(price, load, STEP / Math.sqrt(1 + round / 4));
  }
  return Math.ceil(bound - ROUNDING);
}

function cheapestMode({ firstMode, modeMachine, modeDuration }: Shop, price: Float64Array, slot: number): number {
  let best = i32(firstMode, slot);
  let least = Number.POSITIVE_INFINITY;
  for (let mode = best; mode < i32(firstMode, slot + 1); mode++) {
    const cost = f64(price, i32(modeMachine, mode)) * i32(modeDuration, mode);
    if (cost >= least) continue;
    least = cost;
    best = mode;
  }
  return best;
}

function raisePrices(price: Float64Array, load: Float64Array, step: number): void {
  const most = load.reduce((a, b) => Math.max(a, b), 1);
  price.forEach((old, machine) => (price[machine] = old * Math.exp(step * (f64(load, machine) / most - 1))));
  const sum = price.reduce((a, b) => a + b, 0);
  price.forEach((old, machine) => (price[machine] = old / sum));
}

interface TaskSet {
  /** Head, cost of the tasks, and tail. */
  readonly value: number;
  readonly head: number;
  readonly tail: number;
}

/** For costs of the tasks: the dearest set of all with at least some head and at least some tail. */
function setsOf(tasks: readonly Task[]): (cost: Float64Array) => TaskSet {
  const numbers = tasks.map((_, k) => k);
  const heads = [...new Set(tasks.map(({ head }) => head))].toSorted((a, b) => a - b);
  const headOf = Float64Array.from(tasks, ({ head }) => head);
  const tailOf = Float64Array.from(tasks, ({ tail }) => tail);
  const byTail = Int32Array.from(numbers.toSorted((a, b) => f64(tailOf, b) - f64(tailOf, a) || a - b));
  return (cost) => {
    let best: TaskSet = { value: 0, head: 0, tail: 0 };
    for (const head of heads) {
      let sum = 0;
      for (let x = 0; x < byTail.length; x++) {
        const k = byTail[x] as number;
        if ((headOf[k] as number) < head) continue;
        sum += cost[k] as number;
        const tail = tailOf[k] as number;
        if (head + sum + tail > best.value) best = { value: head + sum + tail, head, tail };
      }
    }
    return best;
  };
}
