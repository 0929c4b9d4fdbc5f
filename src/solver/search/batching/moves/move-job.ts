/** One job joins another batch of its family. */

import { f64, i32 } from '../../../columns.ts';
import { mayTake } from '../data.ts';
import { NO_MOVE, type Move } from '../move.ts';

const TRIES = 4;

export const moveJob: Move = {
  name: 'move-job',
  supports: (data) => data.jobCount > 1,
  evaluate(state, limit) {
    const { data, pool, table } = state;
    const job = state.anyJob();
    const from = i32(pool.batchOf, job);
    for (let k = 0; k < TRIES; k++) {
      const to = i32(pool.batchOf, state.sibling(job));
      const machine = i32(table.machine, to);
      if (to === from || !mayTake(data, machine, job)) continue;
      if (f64(pool.load, to) + f64(data.size, job) > f64(data.capacity, machine)) continue;
      if (f64(data.minTime, job) > f64(pool.longest, to) || f64(pool.duration, to) > f64(data.maxTime, job)) continue;
      state.begin();
      state.takeOut(from, job);
      const joined = pool.draft();
      pool.putAll(joined, to, job);
      pool.put(joined, job);
      state.replace(to, joined);
      return table.evaluate(limit);
    }
    return NO_MOVE;
  },
};
