/** What all bounds are made from: each order by itself, with the whole laboratory to it. */

import type { Problem } from '../problem.ts';
import { headsOf, type Heads } from './heads.ts';
import { Openings } from './openings.ts';
import { orderCosts, waitingOfJobs, type OrderCosts } from './order-costs.ts';
import { sharesOf } from './shares.ts';
import type { Waiting, WaitingOptions } from './waiting.ts';

export interface Facts {
  readonly openings: Openings;
  readonly heads: Heads;
  /** By job. */
  readonly waiting: readonly Waiting[];
  readonly costs: OrderCosts;
  /** [modes] see `sharesOf`. */
  readonly shares: Float64Array;
}

export function lookAt(problem: Problem, options: WaitingOptions): Facts {
  const openings = new Openings(problem);
  const heads = headsOf(problem, openings);
  const waiting = waitingOfJobs(problem, heads, options);
  return { openings, heads, waiting, costs: orderCosts(problem, heads, waiting), shares: sharesOf(problem) };
}
