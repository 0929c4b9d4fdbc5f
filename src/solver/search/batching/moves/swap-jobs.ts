/** Two jobs of one family change places between their batches. */

import { i32 } from '../../../columns.ts';
import { mayTake } from '../data.ts';
import { NO_MOVE, type Move } from '../move.ts';

const TRIES = 4;

export const swapJobs: Move = {
  name: 'swap-jobs',
  supports: (data) => data.mostMembers > 1,
  evaluate(state, limit) {
    const { data, pool, table } = state;
    const a = state.anyJob();
    const batchA = i32(pool.batchOf, a);
    const machineA = i32(table.machine, batchA);
    for (let k = 0; k < TRIES; k++) {
      const b = state.sibling(a);
      const batchB = i32(pool.batchOf, b);
      const machineB = i32(table.machine, batchB);
      if (batchA === batchB || !mayTake(data, machineA, b) || !mayTake(data, machineB, a)) continue;
      state.begin();
      if (!isExchanged(state, { batch: batchA, out: a, into: b })) continue;
      if (!isExchanged(state, { batch: batchB, out: b, into: a })) continue;
      return table.evaluate(limit);
    }
    return NO_MOVE;
  },
};

/** Proposes the batch with `into` instead of `out`, where that is sound and fits. */
function isExchanged(
  state: Parameters<Move['evaluate']>[0],
  { batch, out, into }: { batch: number; out: number; into: number },
): boolean {
  const { data, pool, table } = state;
  const room = (data.capacity[i32(table.machine, batch)] ?? 0) - (pool.load[batch] ?? 0);
  if ((data.size[into] ?? 0) - (data.size[out] ?? 0) > room) return false;
  const draft = pool.draft();
  pool.putAll(draft, batch, out);
  pool.put(draft, into);
  state.replace(batch, draft);
  return pool.isSound(draft);
}
