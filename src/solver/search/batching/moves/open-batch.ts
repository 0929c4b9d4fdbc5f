/** One job leaves its batch for a new one of its own, anywhere. */

import { f64, i32 } from '../../../columns.ts';
import { NO_MOVE, type Move } from '../move.ts';

export const openBatch: Move = {
  name: 'open-batch',
  supports: (data) => data.mostMembers > 1,
  evaluate(state, limit) {
    const { data, pool, table } = state;
    const job = state.anyJob();
    const from = i32(pool.batchOf, job);
    const machine = state.machineFor(job);
    if (i32(pool.count, from) === 1 || f64(data.size, job) > f64(data.capacity, machine)) return NO_MOVE;
    state.begin();
    state.takeOut(from, job);
    const opened = pool.draft();
    pool.put(opened, job);
    table.insert(machine, state.anyPosition(machine, f64(data.release, job)), opened);
    return table.evaluate(limit);
  },
};
