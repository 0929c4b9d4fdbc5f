/** What a task waits for between the moment it is ready and its start: the wait, cut into stretches of one cause each. */

import { compareText, interval, seconds, type Seconds } from '../../base/index.ts';
import type { ChartedTask, PlanAtlas } from './atlas.ts';
import {
  blockersOf,
  compareBlockers,
  questionAbout,
  soonerElsewhere,
  tiesOf,
  type Blocker,
  type Tie,
} from './blockers/index.ts';
import type { Wait, WaitCause } from './explanation.ts';

export type Stretch = Pick<Wait, 'from' | 'until' | 'cause'>;

/**
 * Latest first, without gaps from `ready` to the start. Of several causes for the last instant of a stretch, the one that
 * reaches furthest back names it; a hold names it only where nothing else does, `choice` where nothing at all does.
 */
export function waitsOf(atlas: PlanAtlas, charted: ChartedTask, ready: Seconds): readonly Stretch[] {
  const { start } = charted.task;
  if (start <= ready) return [];
  const question = questionAbout(atlas, charted, interval(ready, start));
  const { hard, holds } = blockersOf(question);
  const ties = tiesOf(question);
  const stretches: Stretch[] = [];
  let until = start;
  while (until > ready) {
    const { from, cause } =
      hardStretch(hard, until) ??
      holdStretch({ hard, holds }, until) ??
      choiceStretch(charted, { blockers: [...hard, ...holds], ties }, until);
    append(stretches, { from: seconds(Math.max(ready, from)), until, cause });
    until = seconds(Math.max(ready, from));
  }
  return stretches;
}

type Beginning = { readonly from: number; readonly cause: WaitCause };

function hardStretch(hard: readonly Blocker[], until: Seconds): Beginning | undefined {
  const blocker = blockerBefore(hard, until);
  return blocker && { from: blocker.starts.start, cause: blocker.cause };
}

/** Further back, harder reasons take over again. */
function holdStretch(
  { hard, holds }: { readonly hard: readonly Blocker[]; readonly holds: readonly Blocker[] },
  until: Seconds,
): Beginning | undefined {
  const blocker = blockerBefore(holds, until);
  return blocker && { from: Math.max(blocker.starts.start, lastEndBefore(hard, until)), cause: blocker.cause };
}

/** Cut where other stages have to come along. */
function choiceStretch(
  { task }: ChartedTask,
  { blockers, ties }: { readonly blockers: readonly Blocker[]; readonly ties: readonly Tie[] },
  until: Seconds,
): Beginning {
  const on = task.placement.kind === 'pool' ? task.placement.pool : task.placement.machine;
  const along = [...new Set(ties.filter((tie) => tie.start >= until).map((tie) => tie.stage))].toSorted(compareText);
  const cuts = ties.filter((tie) => tie.start < until).map((tie) => tie.start);
  return { from: Math.max(lastEndBefore(blockers, until), ...cuts), cause: { kind: 'choice', on, along } };
}

/** Gaps between tasks cut one cause into several stretches: they are joined again. */
function append(stretches: Stretch[], next: Stretch): void {
  const last = stretches.at(-1);
  if (last === undefined || gist(last.cause) !== gist(next.cause)) return void stretches.push(next);
  const start = 'start' in next.cause ? { start: next.cause.start } : {};
  stretches[stretches.length - 1] = { ...last, from: next.from, cause: { ...last.cause, ...start } };
}

/** What two stretches of one cause have in common: not the set-up, which depends on the gap, nor where it is cut. */
const gist = (cause: WaitCause): string => JSON.stringify({ ...cause, setup: undefined, start: undefined });

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
const blockerBefore = (blockers: readonly Blocker[], until: Seconds): Blocker | undefined =>
  blockers.filter(({ starts }) => starts.start < until && until <= starts.end).toSorted(compareBlockers)[0];

const lastEndBefore = (blockers: readonly Blocker[], until: Seconds): number =>
  Math.max(-Infinity, ...blockers.filter(({ starts }) => starts.end < until).map(({ starts }) => starts.end));
