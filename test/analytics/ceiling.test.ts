import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  DAY,
  HOUR,
  covers,
  duration,
  interval,
  normalise,
  seconds,
  type Interval,
  type IntervalSet,
} from '../../src/base/index.ts';
import { couldRun, mostCompletedRunTime, mostRunTime } from '../../src/analytics/index.ts';
import type { OccurredRun, RunCalendar } from '../../src/analytics/index.ts';

const h = (hours: number) => duration(hours * HOUR);

/** Weekday shifts of two weeks, 8-18. */
const shifts = normalise(
  [0, 1, 2, 3, 4, 7, 8, 9, 10, 11].map((day) => interval(day * DAY + 8 * HOUR, day * DAY + 18 * HOUR)),
);
const weekdays = (...runHours: number[]): RunCalendar => ({
  staffed: shifts,
  available: [interval(0, 28 * DAY)],
  changeover: h(0.75),
  runLengths: runHours.map(h),
});

describe('the most run time of a position', () => {
  it('counts runs that begin after a changeover inside a shift', () => {
    // Monday 8:45, then directly after each other 9:30, 10:15, 11:00, 11:45 (Friday): five runs of 24 h in a week.
    expect(mostRunTime(weekdays(24), seconds(7 * DAY))).toBe(5 * 24 * HOUR);
  });

  it('counts the part before the horizon of a run that crosses it', () => {
    // The first run begins on Monday at 8:45; four hours of it lie before 12:45.
    expect(mostRunTime(weekdays(24), seconds(12.75 * HOUR))).toBe(4 * HOUR);
  });

  it('is zero where a shift is shorter than the changeover', () => {
    expect(mostRunTime({ ...weekdays(24), staffed: [interval(0, 44 * 60)] }, seconds(7 * DAY))).toBe(0);
  });

  it('needs no shift for a changeover of no length', () => {
    const calendar = { ...weekdays(24), staffed: [], changeover: h(0) };
    expect(mostRunTime(calendar, seconds(7 * DAY))).toBe(7 * DAY);
  });

  it('keeps changeover and run inside one opening of the position', () => {
    // Open until Tuesday 8:00: 24 h from 8:45 do not fit, 13 h from 8:45 do, once (the next shift is after closing).
    const open = { available: [interval(0, 32 * HOUR)] };
    expect(mostRunTime({ ...weekdays(24), ...open }, seconds(7 * DAY))).toBe(0);
    expect(mostRunTime({ ...weekdays(24, 13), ...open }, seconds(7 * DAY))).toBe(13 * HOUR);
  });

  it('chooses a shorter run where that catches the next shift', () => {
    // One day: 13 h from 8:45 end at 21:45. With 4 h runs: 8:45-12:45, 13:30-17:30, then no changeover ends by 18:00
    // but one begun at 12:45 can be followed by a long one: 4 h + 13 h (13:30 to 2:30) = 17 h, cut at midnight: 14.5 h.
    expect(mostRunTime(weekdays(4, 13), seconds(DAY))).toBe(14.5 * HOUR);
  });

  it('takes a run under way at the beginning as given', () => {
    // Busy until Monday 12:00, then from 12:45 on: 12 + 11.25 h until midnight.
    const underWay: OccurredRun = { setupStart: seconds(-HOUR), start: seconds(-HOUR), end: seconds(12 * HOUR) };
    expect(mostRunTime(weekdays(24), seconds(DAY), [underWay])).toBe((12 + 11.25) * HOUR);
  });

  it('is never less than what occurred, even where the calendar forbids it', () => {
    // By night: 1:00 to 7:00; the day's run follows at 8:45, 15.25 h until midnight.
    const atNight: OccurredRun = { setupStart: seconds(0), start: seconds(HOUR), end: seconds(7 * HOUR) };
    expect(mostRunTime(weekdays(24), seconds(DAY), [atNight])).toBe((6 + 15.25) * HOUR);
  });
});

/** Small calendars in units of 10 s, so that the oracle below can try every second start on a finer grid. */
const smallCalendar = fc.record({
  staffed: fc.array(fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 12 })), { maxLength: 6 }),
  closed: fc.array(fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 6 })), { maxLength: 2 }),
  changeover: fc.integer({ min: 0, max: 4 }),
  lengths: fc.array(fc.integer({ min: 1, max: 15 }), { minLength: 1, maxLength: 3 }),
  horizon: fc.integer({ min: 1, max: 60 }),
});

const UNIT = 10;

function calendarOf(c: {
  staffed: (readonly [number, number])[];
  closed: (readonly [number, number])[];
  changeover: number;
  lengths: number[];
}): RunCalendar {
  const cuts = normalise(c.closed.map(([start, length]) => interval(start * UNIT, (start + length) * UNIT)));
  const open: { start: number; end: number }[] = [];
  let from = 0;
  for (const cut of cuts) {
    open.push({ start: from, end: cut.start });
    from = cut.end;
  }
  open.push({ start: from, end: 100 * UNIT });
  return {
    staffed: normalise(c.staffed.map(([start, length]) => interval(start * UNIT, (start + length) * UNIT))),
    available: normalise(open.map((o) => interval(o.start, o.end))),
    changeover: duration(c.changeover * UNIT),
    runLengths: c.lengths.map((length) => duration(length * UNIT)),
  };
}

const mayStart = (calendar: RunCalendar, start: number, length: number): boolean =>
  (calendar.changeover === 0 || covers(calendar.staffed, seconds(start - calendar.changeover), seconds(start))) &&
  covers(calendar.available, seconds(start - calendar.changeover), seconds(start + length));

/** Every start on a grid of `step` seconds, backwards in time: the textbook recursion. */
function slowMost(calendar: RunCalendar, horizon: number, step: number, occurred: readonly OccurredRun[] = []): number {
  const best = new Map<number, number>();
  const from = (free: number): number => (free >= horizon ? 0 : (best.get(free) ?? 0));
  for (let free = Math.floor((horizon - 1) / step) * step; free >= 0; free -= step) {
    let most = from(free + step);
    for (const length of calendar.runLengths) {
      const start = free + calendar.changeover;
      if (start >= horizon || !mayStart(calendar, start, length)) continue;
      most = Math.max(most, Math.min(length, horizon - start) + from(start + length));
    }
    for (const run of occurred) {
      if (run.setupStart !== free) continue;
      most = Math.max(most, Math.max(0, Math.min(run.end, horizon) - run.start) + from(run.end));
    }
    best.set(free, most);
  }
  return from(0);
}

/** Disjoint runs of any length at any hour, one after the other. */
const occurredRuns = fc
  .array(fc.record({ idle: fc.nat(20), setup: fc.nat(3), length: fc.integer({ min: 1, max: 20 }) }), { maxLength: 4 })
  .map((specs) => {
    let free = 0;
    return specs.map(({ idle, setup, length }): OccurredRun => {
      const setupStart = free + idle * UNIT;
      const start = setupStart + setup * UNIT;
      free = start + length * UNIT;
      return { setupStart: seconds(setupStart), start: seconds(start), end: seconds(free) };
    });
  });

describe('the search over dominant instants', () => {
  it('finds what trying every start on a five times finer grid finds', () => {
    fc.assert(
      fc.property(smallCalendar, (c) => {
        const calendar = calendarOf(c);
        const horizon = c.horizon * UNIT;
        expect(mostRunTime(calendar, seconds(horizon))).toBe(slowMost(calendar, horizon, UNIT / 5));
      }),
      { seed: 20261130, numRuns: 400 },
    );
  });

  it('finds what trying everything finds where runs that took place are choices too', () => {
    fc.assert(
      fc.property(smallCalendar, occurredRuns, (c, occurred) => {
        const calendar = calendarOf(c);
        const horizon = c.horizon * UNIT;
        const most = mostRunTime(calendar, seconds(horizon), occurred);
        expect(most).toBe(slowMost(calendar, horizon, UNIT, occurred));
        const took = occurred.reduce((sum, r) => sum + Math.max(0, Math.min(r.end, horizon) - r.start), 0);
        expect(most).toBeGreaterThanOrEqual(took);
      }),
      { seed: 20261130, numRuns: 400 },
    );
  });

  it('counts whole runs as the clipped search does where the horizon cuts none', () => {
    fc.assert(
      fc.property(smallCalendar, (c) => {
        const calendar = calendarOf(c);
        const horizon = seconds(c.horizon * UNIT);
        const completed = mostCompletedRunTime(calendar, horizon)(horizon);
        const clipped = mostRunTime(calendar, horizon);
        expect(completed).toBeLessThanOrEqual(clipped);
        expect(clipped - completed).toBeLessThanOrEqual(Math.max(...calendar.runLengths));
      }),
      { seed: 20261130, numRuns: 200 },
    );
  });

  it('bounds every feasible schedule, started in whatever second', () => {
    fc.assert(
      fc.property(smallCalendar, fc.array(fc.tuple(fc.nat(80), fc.nat(2))), (c, choices) => {
        const calendar = calendarOf(c);
        const horizon = seconds(c.horizon * UNIT);
        const runs = feasibleSchedule(calendar, horizon, choices);
        const busy = runs.reduce((sum, run) => sum + Math.min(run.end, horizon) - run.start, 0);
        expect(mostRunTime(calendar, horizon)).toBeGreaterThanOrEqual(busy);
        const covered = couldRun(calendar, horizon);
        for (const run of runs) {
          expect(covers(covered, run.start, seconds(Math.min(run.end, horizon)))).toBe(true);
        }
      }),
      { seed: 20261130, numRuns: 500 },
    );
  });
});

/** Runs one after the other, each after some seconds of idling, as far as the calendar allows. */
function feasibleSchedule(
  calendar: RunCalendar,
  horizon: number,
  choices: readonly (readonly [number, number])[],
): readonly Interval[] {
  const runs: Interval[] = [];
  let free = 0;
  for (const [idle, choice] of choices) {
    const length = calendar.runLengths[choice % calendar.runLengths.length] ?? 0;
    let start = free + idle + calendar.changeover;
    while (start < horizon && !mayStart(calendar, start, length)) start++;
    if (start >= horizon) continue;
    runs.push(interval(start, start + length));
    free = start + length;
  }
  return runs;
}

describe('the time in which a position could have run', () => {
  const couldRunHours = (calendar: RunCalendar, horizon: number): IntervalSet =>
    couldRun(calendar, seconds(horizon)).map((i) => interval(i.start / HOUR, i.end / HOUR));

  it('reaches from the first possible start to the end of the longest run begun last', () => {
    // One shift, 8-18: starts from 8:45 to 18:00, the longest run until 18:00 the next day.
    const calendar = { ...weekdays(13, 24), staffed: [interval(8 * HOUR, 18 * HOUR)] };
    expect(couldRunHours(calendar, 7 * DAY)).toEqual([interval(8.75, 42)]);
  });

  it('counts only runs that fit before the position closes', () => {
    // Open until 24:00: 24 h never fit; 13 h begun until 11:00 do.
    const calendar = { ...weekdays(13, 24), available: [interval(0, DAY)] };
    expect(couldRunHours(calendar, 7 * DAY)).toEqual([interval(8.75, 24)]);
  });
});
