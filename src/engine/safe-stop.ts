/**
 * Where a lot can wait for a person: at the stage that failed, where what it takes keeps for a day yet, else at the last stop
 * before whose material does. What was done after that stop is to be done again.
 */

import { DAY, NEVER, after, mustGet, type Seconds } from '../base/index.ts';
import type { StageId } from '../model/index.ts';
import { lotStage, progressOf } from './lots.ts';
import type { LotState, RunState } from './state.ts';

/** An operator has this long to decide, where the laboratory has a stop that allows it. */
const LONG_ENOUGH = DAY;

export interface SafeStop {
  /** To be done again, the failed stage included. Not empty. */
  readonly again: ReadonlySet<StageId>;
  /** Last start of any of them; NEVER: no limit. */
  readonly until: Seconds;
}

/** The nearest stop that keeps for long enough; where none does, the one that keeps longest. */
export function safeStop(state: RunState, lot: LotState, failed: StageId, now: Seconds): SafeStop {
  let stop = stopAt(state, lot, new Set([failed]));
  let best = stop;
  while (stop.until < after(now, LONG_ENOUGH)) {
    const further = new Set(stop.again);
    for (const before of binding(state, lot, stop, after(now, LONG_ENOUGH))) further.add(before);
    if (further.size === stop.again.size) return best;
    stop = stopAt(state, lot, further);
    if (stop.until > best.until) best = stop;
  }
  return stop;
}

function stopAt(state: RunState, lot: LotState, again: ReadonlySet<StageId>): SafeStop {
  let until = NEVER;
  for (const stage of again) {
    for (const { latest } of limits(state, lot, stage, again)) if (latest < until) until = latest;
  }
  return { again, until };
}

/** Stages that are done and whose output does not keep until `long`. */
const binding = (state: RunState, lot: LotState, { again }: SafeStop, long: Seconds): readonly StageId[] =>
  [...again].flatMap((stage) =>
    limits(state, lot, stage, again).flatMap(({ before, latest }) =>
      before !== undefined && latest < long ? [before] : [],
    ),
  );

interface Limit {
  readonly before: StageId | undefined;
  readonly latest: Seconds;
}

/** What limits the start of a stage from outside `again`: skipped stages are passed through. */
function limits(state: RunState, lot: LotState, name: StageId, again: ReadonlySet<StageId>): readonly Limit[] {
  const { after: befores } = lotStage(state, lot, name);
  if (befores.length === 0) {
    return [{ before: undefined, latest: mustGet(state.lookups.orders, lot.order).expires ?? NEVER }];
  }
  return befores.flatMap((before) => {
    if (again.has(before)) return [];
    const { status, end } = progressOf(lot, before);
    if (status === 'skipped') return limits(state, lot, before, again);
    const { max } = lotStage(state, lot, before).hold;
    return [{ before, latest: status === 'done' && end !== undefined && max !== undefined ? after(end, max) : NEVER }];
  });
}
