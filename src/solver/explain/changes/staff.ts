/** More operators: just as long as a wait asks for, a shift from there on, or a day shift where nobody is. */

import { after, by, compareNumbers, hours, interval, levelAt, HOUR } from '../../../base/index.ts';
import { at, type Interval, type Seconds, type StepFunction } from '../../../base/index.ts';
import { createWallClock, type Scenario } from '../../../model/index.ts';
import type { PlanAtlas } from '../atlas.ts';
import { attendanceOf, questionAbout, staffShortages } from '../blockers/index.ts';
import { sayLength, timeSpeaker } from '../clock-text.ts';
import type { Change, Proposer } from './change.ts';
import { needsOf, type Need } from './need.ts';
import { raised } from './raised.ts';

interface Extra {
  readonly at: readonly Interval[];
  readonly operators: number;
}

const SHIFT = 8 * HOUR;
/** People are not asked to come for seconds. */
const STEP = 900;
/** Day shifts begin at 8:00 by the wall. */
const MORNING = 8 * 60;

export const moreOperators: Proposer = ({ atlas, chain }) =>
  needsOf(atlas, chain)
    .filter(({ cause }) => cause.kind === 'off-shift' || cause.kind === 'operators')
    .flatMap((need) => extrasFor(atlas, need))
    .map((extra) => staffChange(atlas.scenario, extra));

function extrasFor(atlas: PlanAtlas, need: Need): readonly Extra[] {
  const lack = lackAt(atlas, need);
  if (lack === undefined) return [];
  const { operators, span } = lack;
  const shift = interval(span.start, span.start + Math.max(SHIFT, span.end - span.start));
  const days = emptyDays(atlas.scenario, interval(need.from, need.until), operators);
  return [
    { at: [span], operators },
    { at: [shift], operators },
    ...days.map((day) => ({ at: [day], operators })),
    ...(days.length > 1 ? [{ at: days.slice(0, 2), operators }] : []),
  ];
}

/** What is missing for the start that the task cannot have: from the first to the last lack, in quarters of an hour. */
function lackAt(atlas: PlanAtlas, { charted, from }: Need): { operators: number; span: Interval } | undefined {
  if (charted.task.placement.kind === 'pool') return undefined;
  const machine = atlas.machines.get(charted.task.placement.machine);
  if (machine === undefined) return undefined;
  const question = questionAbout(atlas, charted, interval(from, from + 1));
  const lacks = attendanceOf(question, machine).flatMap((part) =>
    staffShortages(question, part).map((lack) => ({ ...lack, missing: part.operators - lack.free })),
  );
  if (lacks.length === 0) return undefined;
  const start = Math.floor(Math.min(...lacks.map((l) => l.start)) / STEP) * STEP;
  const end = Math.ceil(Math.max(...lacks.map((l) => l.end)) / STEP) * STEP;
  return { operators: Math.max(...lacks.map((l) => l.missing)), span: interval(start, end) };
}

/** The hours from 8:00 on of each day within `span` on which nobody is there. */
function emptyDays({ timeZone, epoch, staff }: Scenario, span: Interval, operators: number): readonly Interval[] {
  const clock = createWallClock(timeZone, epoch.ms);
  const dates = new Set<string>();
  for (let instant: Seconds = span.start; instant < span.end; instant = after(instant, 12 * HOUR)) {
    dates.add(clock.write(instant).slice(0, 10));
  }
  return [...dates]
    .map((date) => clock.onDate(date, MORNING))
    .map((start) => interval(start, start + SHIFT))
    .filter((day) => day.end > span.start && day.start < span.end && mostIn(staff, day) < operators)
    .toSorted(by((day) => day.start, compareNumbers));
}

const mostIn = (staff: StepFunction, { start, end }: Interval): number =>
  Math.max(levelAt(staff, start), ...staff.times.flatMap((t, k) => (t > start && t < end ? at(staff.levels, k) : [])));

function staffChange(scenario: Scenario, { at: spans, operators }: Extra): Change {
  const time = timeSpeaker(scenario);
  const who = operators === 1 ? 'one more operator' : `${operators} more operators`;
  const when = spans.map(({ start, end }) => `${time(start)} for ${sayLength(end - start)}`).join(' and ');
  const amount = operators * spans.reduce((sum, { start, end }) => sum + hours(end - start), 0);
  return {
    kind: 'staff',
    cost: { amount, unit: 'operator hours' },
    description: `${who} from ${when}`,
    applyTo: (lab) => ({ ...lab, staff: raised(lab.staff, spans, operators) }),
  };
}
