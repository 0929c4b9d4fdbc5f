/** A whole batch goes elsewhere: on its machine or on another one. */

import { f64, i32 } from '../../../columns.ts';
import { NO_MOVE, type Move } from '../move.ts';

export const moveBatch: Move = {
  name: 'move-batch',
  supports: () => true,
  evaluate(state, limit) {
    const { pool, table } = state;
    const job = state.anyJob();
    const batch = i32(pool.batchOf, job);
    const from = i32(table.machine, batch);
    const machine = state.machineFor(job);
    if (machine !== from && !pool.mayRunOn(batch, machine)) return NO_MOVE;
    const position = state.anyPosition(machine, f64(pool.release, batch));
    const distance = position - i32(table.position, batch);
    if (machine === from && (distance === 0 || distance === 1)) return NO_MOVE;
    state.begin();
    table.remove(batch);
    table.insert(machine, position, batch);
    return table.evaluate(limit);
  },
};
