/**
 * When has a run left its plan so far that a new one is worth asking for?
 *
 * At once when a lot's hold would run out where the plan puts it; otherwise when work on a machine ends an hour late, since
 * operators and machines were promised to others for later, but then not more than once an hour.
 */

import { HOUR, duration, type Duration, type Seconds } from '../base/index.ts';
import { isEndangered } from './danger.ts';
import type { LotState, RunningTask, RunState } from './state.ts';

const LATE = HOUR;
const PAUSE = HOUR;

/** By how much a running task of the plan in force that ends now is late; 0: it is not, or it computes. */
export function latenessOf(state: RunState, task: RunningTask, now: Seconds): Duration {
  const planned = state.plan?.tasks.get(task.id)?.task;
  if (planned === undefined || planned.placement.kind === 'pool') return duration(0);
  return duration(Math.max(0, now - planned.end));
}

/** `lots`: those that the task leaves open. */
export function hasDeviated(state: RunState, lots: readonly LotState[], lateBy: Duration, now: Seconds): boolean {
  if (state.planning.outstanding !== undefined) return false;
  if (lots.some((lot) => isEndangered(state, lot, now))) return true;
  return lots.length > 0 && lateBy >= LATE && now - state.planning.requestedAt >= PAUSE;
}
