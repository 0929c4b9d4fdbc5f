/**
 * What is left of staff and pools while some of it is missing. A shortage that is overdue to end lasts until its end is
 * reported: nothing is started on the strength of a promise that was broken.
 */

import { NEVER, interval, lowered, type Seconds, type StepFunction } from '../base/index.ts';
import type { PoolId, Shortage } from '../model/index.ts';
import type { Attended, RunState } from './state.ts';

const endOf = ({ until }: Shortage, now: Seconds): Seconds => (until > now ? until : NEVER);

/** Absent operators, as if something held them. */
export function absences({ shortages }: RunState, now: Seconds): readonly Attended[] {
  if (shortages.size === 0) return [];
  return [...shortages.values()].flatMap((shortage) => {
    const { of, since } = shortage;
    return of.kind === 'staff' ? [{ from: since, until: endOf(shortage, now), operators: of.operators }] : [];
  });
}

/** `whole` less what is missing of the pool; the same object where nothing is. */
export function left(
  state: RunState,
  {
    pool,
    what,
    now,
  }: { readonly pool: PoolId; readonly what: 'cores' | 'memoryBytes' | 'gpus'; readonly now: Seconds },
  whole: StepFunction,
): StepFunction {
  if (state.shortages.size === 0) return whole;
  const parts = [...state.shortages.values()].flatMap((shortage) => {
    const { of, since } = shortage;
    if (of.kind !== 'pool' || of.pool !== pool || of[what] === 0) return [];
    return [{ during: interval(since, endOf(shortage, now)), by: of[what] }];
  });
  return parts.length === 0 ? whole : lowered(whole, parts);
}
