/**
 * Who goes first among tasks that compete at a decision: a total order, made anew at each one.
 *
 * 1. What will not keep until tomorrow, the soonest limit (hold, expiry, or a deadline that can still be met) first.
 * 2. The pressure of the due date, in powers of ten: the order's present weight, times e to minus the days of slack (the form
 *    of the apparent tardiness cost rule, Vepsalainen and Morton 1987); once it is late, times 1 and the days late.
 * 3. The quality that waiting a day costs, in powers of ten: weight x points of what is left, 100 points being all of it; less than a point counts
 *    for nothing.
 * 4. What the plan has first, then the id.
 *
 * Powers of ten, because a plan weighs more than this rule can see (set-ups, lanes, what comes after): it gives way to what is
 * of another order of magnitude, not to any difference.
 */

import {
  DAY,
  NEVER,
  after,
  by,
  compareNumbers,
  compareText,
  firstOf,
  hours,
  mustGet,
  type Compare,
  type Seconds,
} from '../base/index.ts';
import type { PlannedTask, StageId, TaskId } from '../model/index.ts';
import { qualityAt } from './lot-quality.ts';
import { latestStart, progressOf, stagesOf } from './lots.ts';
import type { LotState, Member, RunState } from './state.ts';

export interface Urgency {
  readonly id: TaskId;
  /** Last instant at which the work may begin, by hold, expiry and a deadline that can still be met; NEVER: none. */
  readonly latest: Seconds;
  /** The same where it is within a day, else NEVER: it keeps until tomorrow. */
  readonly limit: Seconds;
  /** Of the most pressed member: weight, and hours until (negative: past) its due date. */
  readonly pressure: { readonly grade: number; readonly weight: number; readonly slack: number };
  /** Of the member that loses most by a day of waiting: points of what is left. */
  readonly fading: { readonly grade: number; readonly weight: number; readonly points: number };
  /** From when the plan has it on its machine. */
  readonly from: Seconds;
}

/** Without anything but a place in the plan. */
export const inPlanOrder = (id: TaskId, from: Seconds): Urgency => ({
  id,
  from,
  latest: NEVER,
  limit: NEVER,
  pressure: CALM,
  fading: LASTING,
});

/** Points a day: what loses less keeps, whatever its weight. */
const FADES = 1;

const CALM = { grade: 0, weight: 0, slack: Infinity };
const LASTING = { grade: 0, weight: 0, points: 0 };

/** `members`: the task's live ones. */
export function urgencyOf(state: RunState, task: PlannedTask, members: readonly Member[], now: Seconds): Urgency {
  let latest = NEVER;
  let pressure: Urgency['pressure'] = CALM;
  let fading: Urgency['fading'] = LASTING;
  for (const { lot: name, stage } of members) {
    const lot = mustGet(state.lots, name);
    const weight = weightOf(state, lot);
    const toGo = workToGo(state, lot);
    const { due, deadline = NEVER } = mustGet(state.lookups.orders, lot.order);
    const lastChance = after(deadline, task.setup - toGo);
    latest = sooner(latest, latestStart(state, lot, stage));
    if (lastChance >= now) latest = sooner(latest, lastChance);
    const slack = hours(due - now - toGo);
    const pressed = grade(weight * (slack >= 0 ? Math.exp(-slack / 24) : 1 - slack / 24));
    if (pressed > pressure.grade) pressure = { grade: pressed, weight, slack };
    if (task.placement.kind === 'pool') continue;
    const points = pointsPerDay(state, lot, now);
    const fades = points < FADES ? 0 : grade(weight * points);
    if (fades > fading.grade) fading = { grade: fades, weight, points };
  }
  const limit = latest <= after(now, DAY) ? latest : NEVER;
  return { id: task.id, latest, limit, pressure, fading, from: after(task.start, -task.setup) };
}

const sooner = (a: Seconds, b: Seconds): Seconds => (b < a ? b : a);

/** Whole powers of ten; 0 for everything below ten. */
const grade = (value: number): number => Math.max(0, Math.floor(Math.log10(value)));

/** Of one sample, by the order's present priority. */
export function weightOf({ priorities, scenario, lookups }: RunState, { order }: Pick<LotState, 'order'>): number {
  const changed = priorities.get(order);
  return changed === undefined ? mustGet(lookups.orders, order).weight : scenario.priorityWeights[changed];
}

/** Seconds of set-ups and work that stand between the lot and its end: the longest way, without any waiting. */
function workToGo(state: RunState, lot: LotState): number {
  const ends = new Map<StageId, number>();
  let longest = 0;
  for (const [name, { after: befores }] of stagesOf(state, lot)) {
    const { task } = progressOf(lot, name);
    const planned = task === undefined ? undefined : state.plan?.tasks.get(task)?.task;
    let end = 0;
    for (const before of befores) end = Math.max(end, ends.get(before) ?? 0);
    if (planned !== undefined) end += planned.setup + planned.end - planned.start;
    ends.set(name, end);
    if (end > longest) longest = end;
  }
  return longest;
}

function pointsPerDay(state: RunState, lot: LotState, now: Seconds): number {
  const present = qualityAt(state, lot, now);
  return present <= 0 ? 0 : 100 * (1 - qualityAt(state, lot, after(now, DAY)) / present);
}

/** First to go first. Total: no two tasks have one id. */
export const byUrgency: Compare<Urgency> = (a, b) => byNeed(a, b) || byPlan(a, b);

/** 0 where only the plan tells them apart. */
export const byNeed: Compare<Urgency> = firstOf(
  by((u) => u.limit, compareNumbers),
  by((u) => -u.pressure.grade, compareNumbers),
  by((u) => -u.fading.grade, compareNumbers),
);

const byPlan: Compare<Urgency> = firstOf(
  by((u) => u.from, compareNumbers),
  by((u) => u.id, compareText),
);

/** By which rule `first` goes before `other`, with the numbers compared: one sentence without its end. */
export function whyFirst(first: Urgency, other: Urgency): string {
  if (first.limit !== other.limit) return `it must begin by ${first.limit}, ${other.id} by ${limitOf(other)}`;
  if (first.pressure.grade !== other.pressure.grade) {
    return `${pressed(first)}, ${other.id} ${pressed(other)}`;
  }
  if (first.fading.grade !== other.fading.grade) return `${fades(first)}, ${other.id} ${fades(other)}`;
  return `the plan has it at ${first.from}, ${other.id} at ${other.from}`;
}

const limitOf = ({ limit }: Urgency): string => (limit >= NEVER ? 'a day from now or later' : String(limit));

const pressed = ({ pressure: { weight, slack } }: Urgency): string =>
  slack === Infinity ? 'is not pressed' : `has weight ${weight} and ${slack.toFixed(1)} h of slack`;

const fades = ({ fading: { weight, points } }: Urgency): string =>
  points === 0 ? 'keeps' : `has weight ${weight} and loses ${points.toFixed(1)} % of its quality a day`;
