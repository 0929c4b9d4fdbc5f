/**
 * A task held back so that the next stage can start within its maximum hold: the one reason that lies in the future.
 *
 * The next stage may move along, so a start is blocked only where no start of the next stage within the hold is free, and
 * that in turn is asked of the stage after it. Exact as long as no more than one task of each further stage moves.
 */

import {
  complement,
  intersect,
  interval,
  mustGet,
  NEVER,
  normalise,
  seconds,
  type Interval,
  type Seconds,
} from '../../../base/index.ts';
import type { LotId, StageId } from '../../../model/index.ts';
import { predecessorsOf, type ChartedTask, type Member, type PlanAtlas } from '../atlas.ts';
import type { WaitCause } from '../explanation.ts';
import { readyWithout } from '../readiness.ts';
import { compareBlockers, type Blocker, type Question } from './blocker.ts';

/** Gives every blocker of a question but those of this file; passed in, since the next stage needs them all. */
export type HardBlockers = (question: Question) => readonly Blocker[];

export function holdBlockers(question: Question, hardOf: HardBlockers): readonly Blocker[] {
  const { atlas, charted } = question;
  return charted.members.flatMap((member) =>
    followersOf(atlas, member.lot.lot, member.stage.id).flatMap((follower) =>
      holdFor(question, { member, ...follower }, hardOf),
    ),
  );
}

/** Before `start`, the next stage would have to be earlier too, to keep its hold. */
export interface Tie {
  readonly stage: StageId;
  readonly start: Seconds;
}

export const tiesOf = ({ atlas, charted, length }: Question): readonly Tie[] =>
  charted.members.flatMap((member): readonly Tie[] => {
    const { max } = member.stage.hold;
    if (max === undefined) return [];
    return followersOf(atlas, member.lot.lot, member.stage.id).map(({ stage, next }) => ({
      stage,
      start: seconds(next.task.start - max - length),
    }));
  });

interface Follower {
  readonly stage: StageId;
  readonly next: ChartedTask;
}

/** The planned tasks of the stages that wait for `stage`; frozen ones have started already. */
export function followersOf(atlas: PlanAtlas, name: LotId, stage: StageId): readonly Follower[] {
  const lot = atlas.situation.lots.find((candidate) => candidate.lot === name);
  if (lot === undefined) return [];
  const order = mustGet(atlas.orders, lot.order);
  return mustGet(atlas.scenario.workflows, order.workflow).stages.flatMap((later) => {
    const waitsFor = predecessorsOf(atlas.scenario, { lot, order, stage: later });
    const next = atlas.taskOf(name, later.id);
    if (!waitsFor.some((s) => s.id === stage) || next === undefined || next.task.isFrozen) return [];
    return [{ stage: later.id, next }];
  });
}

function holdFor(
  { atlas, charted, length, within, ignore }: Question,
  { member, stage, next }: Follower & { readonly member: Member },
  hardOf: HardBlockers,
): readonly Blocker[] {
  const { min, max } = member.stage.hold;
  if (max === undefined) return [];
  const { start: nextStart, end: nextEnd, setup } = next.task;
  const latest = Math.min(within.end, nextStart - max - length);
  if (latest <= within.start) return [];
  const question: Question = {
    atlas,
    charted: next,
    setup,
    length: nextEnd - nextStart,
    within: interval(within.start + length + min, latest + length + max),
    ignore: new Set([...ignore, next.task.id]),
  };
  const hard = hardOf(question);
  const ready = readyWithout(atlas, next, charted.task.id);
  const unready = [interval(-NEVER, ready)];
  const blocked = [...hard, ...holdBlockers(question, hardOf)].map(({ starts }) => starts);
  const free = intersect(complement(normalise([...unready, ...blocked])), [question.within]);
  // A start t goes with every next start in [t + length + min, t + length + max].
  const reach = free.map((f): Interval => interval(f.start - length - max, f.end - length - min));
  return intersect(complement(normalise(reach)), [interval(within.start, latest)]).map((starts) => {
    const because = reasonAt(hard, starts.end - 1 + length + max);
    return { starts, cause: { kind: 'hold', stage, max, nextStart, ...(because && { because }) } };
  });
}

const reasonAt = (blockers: readonly Blocker[], instant: number): WaitCause | undefined =>
  blockers.filter(({ starts }) => starts.start <= seconds(instant) && instant < starts.end).toSorted(compareBlockers)[0]
    ?.cause;
