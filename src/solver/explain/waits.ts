/** What a task waits for between the moment it is ready and its start: the wait, cut into stretches of one cause each. */

import { interval, seconds, type Seconds } from '../../base/index.ts';
import type { ChartedTask, PlanAtlas } from './atlas.ts';
import { blockersOf, compareBlockers, questionAbout, soonerElsewhere, type Blocker } from './blockers/index.ts';
import type { Wait, WaitCause } from './explanation.ts';

export type Stretch = Pick<Wait, 'from' | 'until' | 'cause'>;

/**
 * Latest first, without gaps from `ready` to the start. Of several causes for the last instant of a stretch, the one that
 * reaches furthest back names it; a hold names it only where nothing else does, `choice` where nothing at all does.
 */
export function waitsOf(atlas: PlanAtlas, charted: ChartedTask, ready: Seconds): readonly Stretch[] {
  const { start, placement } = charted.task;
  if (start <= ready) return [];
  const { hard, holds } = blockersOf(questionAbout(atlas, charted, interval(ready, start)));
  const choice: WaitCause = { kind: 'choice', on: placement.kind === 'pool' ? placement.pool : placement.machine };
  const stretches: Stretch[] = [];
  let until = start;
  while (until > ready) {
    const cause = causeBefore(hard, until) ?? causeBefore(holds, until);
    // Holds give way to harder reasons again further back.
    const floor = cause?.cause.kind === 'hold' || cause === undefined ? lastEndBefore(hard, until) : ready;
    const from =
      cause === undefined
        ? Math.max(ready, floor, lastEndBefore(holds, until))
        : Math.max(ready, floor, cause.starts.start);
    stretches.push({ from: seconds(from), until, cause: cause?.cause ?? choice });
    until = seconds(from);
  }
  return stretches;
}

/** Where another machine could have done it sooner, everything else staying where it is: when, at the earliest. */
export function soonerStart(
  atlas: PlanAtlas,
  charted: ChartedTask,
  ready: Seconds,
): ReturnType<typeof soonerElsewhere> {
  const { start } = charted.task;
  return start <= ready ? undefined : soonerElsewhere(questionAbout(atlas, charted, interval(ready, start)));
}

/** The blocker of the instant before `until`. */
const causeBefore = (blockers: readonly Blocker[], until: Seconds): Blocker | undefined =>
  blockers.filter(({ starts }) => starts.start < until && until <= starts.end).toSorted(compareBlockers)[0];

const lastEndBefore = (blockers: readonly Blocker[], until: Seconds): number =>
  Math.max(-Infinity, ...blockers.filter(({ starts }) => starts.end < until).map(({ starts }) => starts.end));
