/**
 * Who starts together: all members of a batch, or, where waiting for the others would let a hold run out, those who are ready.
 *
 * The ones left behind are no longer part of the task; their lots come back to the planner.
 */

import { NEVER, after, mustGet, seconds, type Seconds } from '../base/index.ts';
import type { PlannedTask } from '../model/index.ts';
import { latestStart, lotStage, progressOf, readyAt } from './lots.ts';
import type { LotState, Member, RunState } from './state.ts';

export interface Company {
  /** In the task's order; not empty. */
  readonly members: readonly Member[];
  /** First instant at which all of them are ready. */
  readonly ready: Seconds;
  /** Last instant at which their work may begin. */
  readonly latest: Seconds;
}

/** `members`: the task's live ones, not empty. undefined: better wait, or nothing else is possible. */
export function companyOf(
  state: RunState,
  task: PlannedTask,
  members: readonly Member[],
  now: Seconds,
): Company | undefined {
  const known: Member[] = [];
  let ready = seconds(-NEVER);
  let latest = NEVER;
  let missing = seconds(-NEVER);
  for (const member of members) {
    const lot = mustGet(state.lots, member.lot);
    const from = readyAt(state, member);
    if (from === undefined) {
      missing = later(missing, expectedReady(state, lot, member, now));
      continue;
    }
    known.push(member);
    ready = later(ready, from);
    const until = latestStart(state, lot, member.stage);
    if (until < latest) latest = until;
  }
  if (known.length === members.length) return { members, ready, latest };
  // Before its planned start a task waits, unless it could not keep until then anyway.
  const isDue = now >= after(task.start, -task.setup) || latest < task.start;
  return known.length > 0 && isDue && missing > latest ? { members: known, ready, latest } : undefined;
}

/** When a member is likely to be ready that is not yet: by the ends that are known or planned; NEVER: nobody can say. */
function expectedReady(state: RunState, lot: LotState, { stage }: Member, now: Seconds): Seconds {
  let expected = now;
  for (const name of lotStage(state, lot, stage).after) {
    const progress = progressOf(lot, name);
    if (progress.status === 'done' || progress.status === 'skipped') continue;
    if (progress.task === undefined) return NEVER;
    const end = state.running.get(progress.task)?.expectedEnd ?? state.plan?.tasks.get(progress.task)?.task.end;
    if (end === undefined) return NEVER;
    expected = later(expected, after(end, lotStage(state, lot, name).hold.min));
  }
  return expected;
}

const later = (a: Seconds, b: Seconds): Seconds => (b > a ? b : a);
