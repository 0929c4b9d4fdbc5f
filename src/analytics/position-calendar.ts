/** What one sequencer position may do, under more and more of what limits it: each step's loss of run time has a name. */

import {
  ALWAYS,
  after,
  duration,
  intersect,
  interval,
  normalise,
  subtract,
  whereAtLeast,
  type Duration,
  type IntervalSet,
  type Seconds,
} from '../base/index.ts';
import { mustGet } from '../base/index.ts';
import { createWallClock, expandWeekly, type Changeover, type Position, type Scenario } from '../model/index.ts';
import { startWindows, type RunCalendar } from './ceiling.ts';

export interface PositionCalendars {
  /** Nothing but changeovers between runs. */
  readonly bare: RunCalendar;
  /** Changeovers need operators, and the position has opening hours. */
  readonly staffed: RunCalendar;
  /** Maintenance takes place too: the fixed one, and the flexible one when it took place. */
  readonly maintained: RunCalendar;
  /** As the last, with an operator also there for two hours on Saturdays and Sundays; undefined: weekends are staffed anyway. */
  readonly visited: RunCalendar | undefined;
}

/** `maintenance`: when flexible maintenance of this position took, or takes, place. */
export function positionCalendars(scenario: Scenario, position: Position, maintenance: IntervalSet): PositionCalendars {
  const changeover = shortestChangeover(position.changeover);
  const runLengths = [...new Set(position.recipes.map((recipe) => mustGet(scenario.recipes, recipe).runTime))];
  const { operators } = position.changeover;
  const staffed = operators > 0 ? whereAtLeast(scenario.staff, operators) : ALWAYS;
  const opening = normalise([...position.available, ...position.fixedMaintenance.map((m) => m.at)]);
  const common = { changeover, runLengths };
  const maintained = { ...common, staffed, available: subtract(position.available, maintenance) };
  return {
    bare: { ...common, staffed: ALWAYS, available: [interval(0, scenario.calendarEnd)] },
    staffed: { ...common, staffed, available: opening },
    maintained,
    visited: withVisits(scenario, maintained),
  };
}

/** The visit that `examples/weekend.yaml` speaks of: Saturdays and Sundays, 10 to 12, local time. */
const VISIT = { days: [6, 7], from: 600, to: 720 } as const;

function withVisits(scenario: Scenario, calendar: RunCalendar): RunCalendar | undefined {
  const clock = createWallClock(scenario.timeZone, scenario.epoch.ms);
  const weekends = expandWeekly(clock, [{ days: [6, 7], from: 0, to: 1440 }], scenario.calendarEnd);
  if (intersect(calendar.staffed, weekends).length > 0) return undefined;
  const visits = expandWeekly(clock, [VISIT], scenario.calendarEnd);
  return { ...calendar, staffed: normalise([...calendar.staffed, ...visits]) };
}

/** What a machine could still do while it was not down. */
export const lessDowntime = (calendar: RunCalendar, down: IntervalSet): RunCalendar => ({
  ...calendar,
  available: subtract(calendar.available, down),
});

/** The least over all changes of state: only that is a bound for every sequence of recipes. */
export const shortestChangeover = (changeover: Changeover): Duration =>
  duration(Math.min(changeover.default, ...changeover.rules.map((rule) => rule.time)));

/** The instants of [0, horizon) that some allowed run covers: the time in which the position could have run. */
export function couldRun(calendar: RunCalendar, horizon: Seconds): IntervalSet {
  const { changeover, runLengths } = calendar;
  const covered = startWindows(calendar).flatMap((window) => {
    const earliest = after(window.start, changeover);
    return runLengths
      .filter((length) => earliest + length <= window.closes)
      .map((length) => interval(earliest, Math.min(window.end + length, window.closes)));
  });
  return intersect(normalise(covered), [interval(0, horizon)]);
}
