/** A reason why a task cannot start at certain instants, everything else in the plan staying where it is. */

import { compareText, intersect, interval, type Duration, type Interval } from '../../../base/index.ts';
import type { TaskId } from '../../../model/index.ts';
import type { ChartedTask, PlanAtlas } from '../atlas.ts';
import type { WaitCause } from '../explanation.ts';

export interface Blocker {
  /** Starts that are impossible. */
  readonly starts: Interval;
  readonly cause: WaitCause;
}

/** A task that asks whether it could have started at other instants. */
export interface Question {
  readonly atlas: PlanAtlas;
  readonly charted: ChartedTask;
  readonly setup: Duration;
  /** From start to end. */
  readonly length: number;
  /** The starts asked about. */
  readonly within: Interval;
  /** Tasks to leave out of account: the task itself, and those that would move with it. */
  readonly ignore: ReadonlySet<TaskId>;
}

export function questionAbout(atlas: PlanAtlas, charted: ChartedTask, within: Interval): Question {
  const { id, setup, start, end } = charted.task;
  return { atlas, charted, setup, length: end - start, within, ignore: new Set([id]) };
}

/**
 * The starts that put [start + from, start + to) over some part of `busy`; at the edges too, since intervals are half-open.
 * `from` < `to`.
 */
export const startsOver = (busy: Interval, from: number, to: number): Interval =>
  interval(busy.start - to + 1, busy.end - from);

/** Those blockers that concern the starts asked about, cut to them. */
export const cutTo = (within: Interval, blockers: readonly Blocker[]): readonly Blocker[] =>
  blockers.flatMap(({ starts, cause }) => intersect([starts], [within]).map((cut) => ({ starts: cut, cause })));

/** For ties: one text per cause, the same for equal causes. */
export const causeKey = (cause: WaitCause): string => JSON.stringify(cause);

/** Total: furthest back first, then by kind in the order of `RANK`, then by text. */
export function compareBlockers(a: Blocker, b: Blocker): number {
  return (
    a.starts.start - b.starts.start ||
    RANK[a.cause.kind] - RANK[b.cause.kind] ||
    compareText(causeKey(a.cause), causeKey(b.cause))
  );
}

/** What people should hear first where several reasons hold: others' work before calendars, calendars before holds. */
const RANK: Readonly<Record<WaitCause['kind'], number>> = {
  machine: 0,
  maintenance: 1,
  'fixed-maintenance': 2,
  'run-limit': 3,
  pool: 4,
  operators: 5,
  'off-shift': 6,
  'start-window': 7,
  closed: 8,
  down: 9,
  'pool-limit': 10,
  hold: 11,
  choice: 12,
};
