/** Two batches of one family become one, in the place of either. */

import { f64, i32 } from '../../../columns.ts';
import { NONE } from '../../../problem.ts';
import { NO_MOVE, type Move } from '../move.ts';

export const mergeBatches: Move = {
  name: 'merge-batches',
  supports: (data) => data.mostMembers > 1,
  evaluate(state, limit) {
    const { data, pool, table } = state;
    const job = state.anyJob();
    const gone = i32(pool.batchOf, job);
    const kept = i32(pool.batchOf, state.sibling(job));
    if (gone === kept) return NO_MOVE;
    const machine = i32(table.machine, kept);
    if (f64(pool.load, gone) + f64(pool.load, kept) > f64(data.capacity, machine)) return NO_MOVE;
    if (i32(table.machine, gone) !== machine && !pool.mayRunOn(gone, machine)) return NO_MOVE;
    state.begin();
    const merged = pool.draft();
    pool.putAll(merged, kept, NONE);
    pool.putAll(merged, gone, NONE);
    if (!pool.isSound(merged)) return NO_MOVE;
    state.dissolve(gone);
    state.replace(kept, merged);
    return table.evaluate(limit);
  },
};
