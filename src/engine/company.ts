/**
 * Who starts together: all members of a batch, or, where waiting for the others would let a hold run out, those who are ready.
 *
 * The ones left behind are no longer part of the task; their lots come back to the planner.
 */

import { HOUR, NEVER, after, mustGet, seconds, type Seconds } from '../base/index.ts';
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
  let isWaitedFor = false;
  for (const member of members) {
    const lot = mustGet(state.lots, member.lot);
    const from = readyAt(state, member);
    if (from === undefined) {
      missing = later(missing, expectedReady(state, lot, member, now));
      isWaitedFor ||= patienceEnds(state, lot) > now;
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
  return known.length > 0 && isDue && (missing > latest || !isWaitedFor)
    ? { members: known, ready, latest }
    : undefined;
}

/** For so long after it should have come a batch waits for an order of which nobody knows when it will. */
const PATIENCE = 2 * HOUR;

/** When nobody waits any longer for a lot that is not here; NEVER: it is here. */
function patienceEnds(state: RunState, { order }: LotState): Seconds {
  if (mustGet(state.orders, order).isReceived) return NEVER;
  return after(mustGet(state.lookups.orders, order).release, PATIENCE);
}

/**
 * When a batch that waits for members may go without them although nothing happens: when it is due, and when patience with those
 * who should be here ends. NEVER: not without an event.
 */
export function companyAgainAt(state: RunState, task: PlannedTask, members: readonly Member[], now: Seconds): Seconds {
  if (members.length < 2) return NEVER;
  const looks = members.map((m) => patienceEnds(state, mustGet(state.lots, m.lot)));
  const ahead = [after(task.start, -task.setup), ...looks].filter((look) => look > now);
  return seconds(Math.min(NEVER, ...ahead));
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
