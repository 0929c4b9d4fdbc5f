/** Two batches change places, on one machine or between two. */

import { i32 } from '../../../columns.ts';
import { NO_MOVE, type Move } from '../move.ts';

export const swapBatches: Move = {
  name: 'swap-batches',
  supports: (data) => data.jobCount > 1,
  evaluate(state, limit) {
    const { pool, table } = state;
    const a = state.anyBatch();
    const b = state.anyBatch();
    if (a === b) return NO_MOVE;
    const machineA = i32(table.machine, a);
    const machineB = i32(table.machine, b);
    if (machineA !== machineB && !(pool.mayRunOn(a, machineB) && pool.mayRunOn(b, machineA))) return NO_MOVE;
    state.begin();
    table.replace(a, b);
    table.replace(b, a);
    return table.evaluate(limit);
  },
};
