/**
 * Looks one stage ahead: work whose result keeps only for a while is not started when nobody will be there to carry it on.
 *
 * Durations vary, so the end is taken early and late by two standard deviations. Only shifts are looked at: who else will want the
 * operators or the machine by then is the planner's question.
 */

import { NEVER, after, mustGet, seconds, type Seconds } from '../base/index.ts';
import type { Stage } from '../model/index.ts';
import { attended, earliest, type Push, type Want } from './earliest-start.ts';
import { lotStage, progressOf } from './lots.ts';
import { absences } from './shortages.ts';
import type { LotState, Member, RunState } from './state.ts';
import { workOf, type Work } from './work.ts';

/** One rule per stage that follows a member under a maximum hold. */
export function carriedOn(
  state: RunState,
  { members, work, now }: { readonly members: readonly Member[]; readonly work: Work; readonly now: Seconds },
): readonly Push[] {
  return members.flatMap((member) => {
    const lot = mustGet(state.lots, member.lot);
    const stage = lotStage(state, lot, member.stage);
    const { max } = stage.hold;
    if (max === undefined) return [];
    return followers(state, lot, stage).flatMap((follower) => {
      const next = followingWork(state, lot, follower);
      return next === undefined ? [] : [followedBy(state, { work, stage, max, next, now })];
    });
  });
}

interface Following {
  readonly work: Work;
  readonly stage: Stage;
  readonly max: number;
  readonly next: Work;
  readonly now: Seconds;
}

function followedBy(state: RunState, { work, stage, max, next, now }: Following): Push {
  const wants: readonly Want[] = [
    { offset: 0, length: next.setup, operators: next.setupOperators },
    { offset: next.setup, length: Math.min(next.handsOn ?? next.length, next.length), operators: next.operators },
  ];
  const present = attended(state.scenario.staff, absences(state, now), wants);
  const deviation = Math.ceil(2 * stage.durationCv * work.length);
  /** By how much a start would have to move so that work ending at `end` is carried on in time. */
  const missedBy = (end: number): number => {
    const start = earliest(seconds(end + stage.hold.min - next.setup), [present]);
    // Nobody will ever be there again: waiting does not help.
    return start >= NEVER ? 0 : start + next.setup - (end + max);
  };
  return (from) => {
    const end = from + work.setup + work.length;
    return after(from, Math.max(0, missedBy(end - deviation), missedBy(end + deviation)));
  };
}

/** Attended work of the plan in force that comes next; undefined: none is planned, or it needs nobody. */
function followingWork(state: RunState, lot: LotState, follower: Stage): Work | undefined {
  const { status, task } = progressOf(lot, follower.id);
  const waiting = status === 'open' && task !== undefined ? state.plan?.tasks.get(task) : undefined;
  if (waiting === undefined || waiting.task.placement.kind === 'pool') return undefined;
  const work = workOf(state, waiting.task, [{ lot: lot.id, stage: follower.id }]);
  return work.operators + work.setupOperators > 0 ? work : undefined;
}

const followers = (state: RunState, { route }: LotState, { id }: Stage): readonly Stage[] =>
  mustGet(mustGet(state.lookups.followers, route), id);
