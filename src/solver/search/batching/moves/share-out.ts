/** The members of two batches of one family are dealt out anew: sorted, the first batch is filled, the second takes the rest. */

import { f64, i32 } from '../../../columns.ts';
import { mayTake } from '../data.ts';
import { NO_MOVE, type Move } from '../move.ts';

export const shareOut: Move = {
  name: 'share-out',
  supports: (data) => data.mostMembers > 1,
  evaluate(state, limit) {
    const { data, pool, table, random } = state;
    const job = state.anyJob();
    const a = i32(pool.batchOf, job);
    const b = i32(pool.batchOf, state.sibling(job));
    if (a === b || i32(pool.count, a) + i32(pool.count, b) < 3) return NO_MOVE;
    const [machineA, machineB] = [i32(table.machine, a), i32(table.machine, b)];
    const roomA = f64(data.capacity, machineA);
    const roomB = f64(data.capacity, machineB);
    if (f64(pool.load, a) + f64(pool.load, b) > roomA + roomB) return NO_MOVE;
    const key = [data.minTime, data.due, data.release, data.size][random.below(4)] as Float64Array;
    const sign = random.below(2) === 0 ? 1 : -1;
    const jobs = [...pool.membersOf(a), ...pool.membersOf(b)];
    jobs.sort((x, y) => sign * (f64(key, x) - f64(key, y)) || x - y);
    // Leaving one out now and then reaches fillings that the order alone does not.
    const skipped = random.below(2) === 0 ? random.below(jobs.length) : -1;
    state.begin();
    const first = pool.draft();
    const second = pool.draft();
    for (const [k, member] of jobs.entries()) {
      const isFirst =
        k !== skipped && mayTake(data, machineA, member) && f64(pool.load, first) + f64(data.size, member) <= roomA;
      const target = isFirst ? first : second;
      if (!isFirst && !(mayTake(data, machineB, member) && f64(pool.load, second) + f64(data.size, member) <= roomB))
        return NO_MOVE;
      pool.put(target, member);
      if (!pool.isSound(target)) return NO_MOVE;
    }
    if (i32(pool.count, first) === 0 || i32(pool.count, second) === 0) return NO_MOVE;
    state.replace(a, first);
    state.replace(b, second);
    return table.evaluate(limit);
  },
};
