/** Where a change could end a wait: the task that lacks something, and the start it would have had with it. */

import { after, type Seconds } from '../../../base/index.ts';
import type { ChartedTask, PlanAtlas } from '../atlas.ts';
import type { ChainLink, WaitCause } from '../explanation.ts';

export interface Need {
  readonly charted: ChartedTask;
  /** The start that it cannot have for want of what `cause` names. */
  readonly from: Seconds;
  /** When it starts in the plan, or the first instant at which something else is in its way. */
  readonly until: Seconds;
  readonly cause: WaitCause;
}

/** Every wait of the chain. A task that is held back needs nothing itself: what its next stage lacks counts in its place. */
export function needsOf(atlas: PlanAtlas, chain: readonly ChainLink[]): readonly Need[] {
  return chain.flatMap((link) => {
    const charted = atlas.byId.get(link.task);
    if (charted === undefined) return [];
    return link.waits.flatMap(({ from, until, cause }): readonly Need[] =>
      cause.kind === 'hold' ? nextNeeds(atlas, charted, { from, cause }) : [{ charted, from, until, cause }],
    );
  });
}

function nextNeeds(
  atlas: PlanAtlas,
  { task, members }: ChartedTask,
  { from, cause }: { readonly from: Seconds; readonly cause: Extract<WaitCause, { kind: 'hold' }> },
): readonly Need[] {
  const { because, nextStart } = cause;
  if (because === undefined) return [];
  return members.flatMap(({ lot, stage }) => {
    const next = atlas.taskOf(lot.lot, cause.stage);
    if (next?.task.start !== nextStart) return [];
    const start = after(from, task.end - task.start + stage.hold.min);
    return [{ charted: next, from: start, until: nextStart, cause: because }];
  });
}
