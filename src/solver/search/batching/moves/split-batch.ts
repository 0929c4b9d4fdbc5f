/** A batch becomes two: those of its members that are due, released or done sooner stay, the others go behind it or anywhere. */

import { f64, i32 } from '../../../columns.ts';
import { NO_MOVE, type Move } from '../move.ts';

export const splitBatch: Move = {
  name: 'split-batch',
  supports: (data) => data.mostMembers > 2,
  evaluate(state, limit) {
    const { data, pool, table, random } = state;
    const pivot = state.anyJob();
    const batch = i32(pool.batchOf, pivot);
    if (i32(pool.count, batch) < 2) return NO_MOVE;
    const key = [data.due, data.release, data.minTime][random.below(3)] as Float64Array;
    state.begin();
    const stays = pool.draft();
    const goes = pool.draft();
    for (let k = 0; k < i32(pool.count, batch); k++) {
      const job = pool.member(batch, k);
      pool.put(f64(key, job) < f64(key, pivot) ? stays : goes, job);
    }
    if (i32(pool.count, stays) === 0) return NO_MOVE;
    const isNear = random.below(2) === 0;
    const machine = isNear ? i32(table.machine, batch) : state.machineFor(pivot);
    if (machine !== i32(table.machine, batch) && !pool.mayRunOn(goes, machine)) return NO_MOVE;
    state.replace(batch, stays);
    table.insert(
      machine,
      isNear ? i32(table.position, batch) + 1 : state.anyPosition(machine, f64(pool.release, goes)),
      goes,
    );
    return table.evaluate(limit);
  },
};
