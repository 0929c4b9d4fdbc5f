/**
 * When has a run left its plan so far that a new one is worth asking for? Looked at when lots come off machines.
 *
 * At once when a lot's hold would run out where the plan puts it. When work ends an hour late, since operators and machines were
 * promised to others for later, or when material will lose clearly more quality than planned: not more than once an hour.
 */

import { HOUR, type Seconds } from '../base/index.ts';
import { fateOf } from './danger.ts';
import type { RunState } from './state.ts';

const LATE = HOUR;
const PAUSE = HOUR;
/** Of the original quality, beyond what the plan lets it lose. */
const FADED = 0.01;

export function hasDeviated(state: RunState, now: Seconds): boolean {
  const { arrivals, requestedAt } = state.planning;
  if (arrivals.at !== now || requestedAt === now) return false;
  const fates = arrivals.lots.flatMap((name) => {
    const lot = state.lots.get(name);
    return lot === undefined ? [] : [fateOf(state, lot, now)];
  });
  if (fates.some((f) => f.isEndangered)) return true;
  if (fates.length === 0 || now - requestedAt < PAUSE) return false;
  return arrivals.lateBy >= LATE || fates.some((f) => f.fades >= FADED);
}
