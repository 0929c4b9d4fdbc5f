/** Lots that may not wait any longer: holds and expiry, watched by one timer per lot and limit. */

import { NEVER, seconds } from '../base/index.ts';
import { id, type LotId } from '../model/index.ts';
import { closeSamples } from './closing.ts';
import { latestStart, limitOf } from './lots.ts';
import type { Turn } from './turn.ts';

const PREFIX = 'limit';

/** Sets the timer that ends the lot's wait: one second after the last instant at which it may still go on. */
export function armLimit(turn: Turn, lot: LotId): void {
  const known = turn.state.lots.get(lot);
  const limit = known === undefined ? NEVER : limitOf(turn.state, known);
  if (limit >= NEVER) return;
  const due = seconds(Math.max(turn.now, limit + 1));
  turn.command({ type: 'set-timer', timer: `${PREFIX}:${due}:${lot}`, due });
}

/** The lot that a timer watches, if it is one of these. */
export function lotWatchedBy(timer: string): LotId | undefined {
  const [prefix, , ...lot] = timer.split(':');
  return prefix === PREFIX && lot.length > 0 ? id<LotId>(lot.join(':')) : undefined;
}

/** Closes the lot's samples as expired if one of its open stages can no longer start in time. */
export function expireIfOverdue(turn: Turn, name: LotId): void {
  const { state, now } = turn;
  const lot = state.lots.get(name);
  if (lot === undefined) return;
  for (const [stage, { status }] of lot.stages) {
    const limit = status === 'open' ? latestStart(state, lot, stage) : NEVER;
    if (limit >= now) continue;
    const reason = `${stage} could not start by ${limit}, the end of its hold or expiry`;
    return closeSamples(turn, lot.samples, { outcome: 'expired', reason });
  }
}
