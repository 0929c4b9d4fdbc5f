/**
 * Weekly patterns (shifts, start windows) and holidays to absolute intervals over [0, calendarEnd).
 *
 * Patterns follow the wall clock: a shift 10:00-12:00 is at 10:00 local time on every day, before and after a clock change,
 * and a night shift is an hour shorter or longer on the night of one. Rules for skipped and doubled times: wall-clock.ts.
 */

import { DateTime } from 'luxon';

import { WEEK, interval, intersect, normalise, seconds, type IntervalSet, type Seconds } from '../base/index.ts';
import type { WallClock } from './wall-clock.ts';

/** Every week on these days, from `from` to `to` (minutes after local midnight); `to <= from` ends on the next day. */
export interface WeeklyPattern {
  /** ISO weekdays: Monday 1 to Sunday 7. */
  readonly days: readonly number[];
  readonly from: number;
  readonly to: number;
}

/** How far calendars are expanded: late work may run past the horizon by its own length, or two weeks. */
export const calendarEndOf = (horizon: number): Seconds => seconds(horizon + Math.max(horizon, 2 * WEEK));

/** `skippedDates`: local dates (`2026-12-25`) on which no occurrence begins. */
export function expandWeekly(
  clock: WallClock,
  patterns: readonly WeeklyPattern[],
  calendarEnd: Seconds,
  skippedDates: ReadonlySet<string> = new Set(),
): IntervalSet {
  const occurrences = localDates(clock, calendarEnd)
    .filter(({ date }) => !skippedDates.has(date))
    .flatMap(({ date, weekday }) =>
      patterns
        .filter((pattern) => pattern.days.includes(weekday))
        .map(({ from, to }) => ({
          start: clock.onDate(date, from),
          end: clock.onDate(date, to <= from ? to + 1440 : to),
        })),
    );
  return intersect(normalise(occurrences), [interval(0, calendarEnd)]);
}

/** Local dates that touch [0, calendarEnd), and the one before: its night shift may reach in. */
function localDates(clock: WallClock, calendarEnd: Seconds): { date: string; weekday: number }[] {
  const dateAt = (at: number) => DateTime.fromISO(clock.write(seconds(at)).slice(0, 10), { zone: 'utc' });
  const last = dateAt(calendarEnd);
  const dates: { date: string; weekday: number }[] = [];
  for (let day = dateAt(0).minus({ days: 1 }); day <= last; day = day.plus({ days: 1 })) {
    dates.push({ date: day.toFormat('yyyy-MM-dd'), weekday: day.weekday });
  }
  return dates;
}
