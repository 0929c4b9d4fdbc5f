/** When each order could be delivered if it were alone in the laboratory: no plan does better. */

import { NEVER, at, seconds, type Seconds } from '../../base/index.ts';
import type { OrderId, Scenario, Situation } from '../../model/index.ts';
import { f64, i32 } from '../columns.ts';
import { createFormulator } from '../formulation/formulate.ts';
import { unpackProblem } from '../packed-problem.ts';
import { headsOf } from './heads.ts';
import { Openings } from './openings.ts';

/**
 * Of every order that has work to do, whatever its deadline: calendars, start windows, staff, set-ups, pools, holds and expiry
 * are kept, other orders are not there. NEVER: nothing that the laboratory could do delivers it.
 */
export function earliestEnds(scenario: Scenario, situation: Situation): ReadonlyMap<OrderId, Seconds> {
  const { problem: packed, names } = createFormulator(scenario).pack(situation);
  const problem = unpackProblem(packed);
  const heads = headsOf(problem, new Openings(problem));
  const { orders, jobs } = problem;
  const ends = new Map<OrderId, Seconds>();
  for (let order = 0; order < orders.count; order++) {
    let end = f64(orders.doneUntil, order);
    for (let job = i32(orders.firstJob, order); job < i32(orders.firstJob, order + 1); job++) {
      for (let o = i32(jobs.firstOperation, job); o < i32(jobs.firstOperation, job + 1); o++) {
        end = Math.max(end, f64(heads.end, o));
      }
    }
    ends.set(at(names.orders, order), seconds(Math.min(end, NEVER)));
  }
  return ends;
}
