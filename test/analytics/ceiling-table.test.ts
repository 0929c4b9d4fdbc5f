import { describe, expect, it } from 'vitest';

import { DAY, HOUR, WEEK, duration, interval, normalise, seconds, type Interval } from '../../src/base/index.ts';
import { mostCompletedRunTime, steadyRunRatio } from '../../src/analytics/index.ts';

/** Staffed hours of the five columns of the table in facts/lab-domain.md, section 1.4, within one week from Monday 0:00. */
const shift = (days: readonly number[], from: number, to: number): Interval[] =>
  days.map((day) => interval(day * DAY + from * HOUR, day * DAY + to * HOUR));

const WORKDAYS = [0, 1, 2, 3, 4];
const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];
const STAFFING = {
  'Mon-Fri 8-18': shift(WORKDAYS, 8, 18),
  'Mon-Fri 7-22': shift(WORKDAYS, 7, 22),
  'Mon-Fri 8-18, Sat/Sun 10-12': [...shift(WORKDAYS, 8, 18), ...shift([5, 6], 10, 12)],
  '7 d 7-22': shift(EVERY_DAY, 7, 22),
  '24/7': shift(EVERY_DAY, 0, 24),
};

/** The table itself, in percent. */
const TABLE: readonly { recipe: string; hours: readonly number[]; percent: readonly number[] }[] = [
  { recipe: 'X 25B', hours: [48], percent: [85.7, 85.7, 85.7, 97.4, 98.6] },
  { recipe: 'X 10B', hours: [24], percent: [71.4, 71.4, 85.7, 95.1, 97.0] },
  { recipe: 'X 10B 2x50', hours: [18], percent: [53.6, 53.6, 75.0, 75.0, 96.0] },
  { recipe: 'X 1.5B', hours: [13], percent: [38.7, 61.9, 54.2, 81.2, 94.6] },
  { recipe: 'X best mix', hours: [13, 18, 21, 22, 24, 48], percent: [85.7, 92.3, 98.2, 98.4, 98.5] },
  { recipe: 'NS6000 S4', hours: [44], percent: [78.6, 78.6, 91.7, 91.7, 98.2] },
  { recipe: 'NS6000 S2', hours: [36], percent: [64.3, 85.7, 75.0, 93.9, 97.9] },
  { recipe: 'NS6000 SP', hours: [25], percent: [74.4, 74.4, 81.8, 93.8, 97.2] },
  { recipe: 'MiSeq 2x300', hours: [56], percent: [66.7, 66.7, 89.0, 93.3, 98.7] },
  { recipe: 'Revio 24 h', hours: [24], percent: [71.4, 71.4, 85.7, 95.1, 97.0] },
  { recipe: 'Revio 24/30 h', hours: [24, 30], percent: [78.6, 78.6, 91.1, 96.4, 97.6] },
];

const CHANGEOVER = duration(0.75 * HOUR);
const cells = TABLE.flatMap(({ recipe, hours, percent }) =>
  Object.entries(STAFFING).map(([staffing, week], column) => ({
    name: `${recipe}, ${staffing}`,
    week,
    runLengths: hours.map((h) => duration(h * HOUR)),
    printed: percent[column] ?? Number.NaN,
  })),
);

describe('the ceiling on run hours of a position', () => {
  // The table's convention: whole runs ended in weeks 16 to 115 of a schedule that begins empty, over those 100 weeks.
  // Being a difference of counts it differs from the steady state by up to one run (48 h in 16 800 h = 0.29 points).
  it.each(cells)('is the published $printed % for $name', ({ week, runLengths, printed }) => {
    const staffed = normalise(
      Array.from({ length: 120 }, (_, k) => k).flatMap((k) =>
        week.map((i) => interval(i.start + k * WEEK, i.end + k * WEEK)),
      ),
    );
    const calendar = { staffed, available: [interval(0, 121 * WEEK)], changeover: CHANGEOVER, runLengths };
    const completed = mostCompletedRunTime(calendar, seconds(115 * WEEK));
    const share = (completed(seconds(115 * WEEK)) - completed(seconds(15 * WEEK))) / (100 * WEEK);
    // Half a unit of the last printed digit; 13 h on seven days gives 81.25 exactly, which the table rounds to even.
    expect(Math.abs(100 * share - printed)).toBeLessThanOrEqual(0.05 + 1e-9);
  });

  it.each(cells)('approaches a steady state within one run of the published value for $name', (cell) => {
    const ratio = steadyRunRatio({ staffed: cell.week, changeover: CHANGEOVER, runLengths: cell.runLengths });
    const slack = (100 * Math.max(...cell.runLengths)) / (100 * WEEK) + 0.05;
    expect(Math.abs((100 * ratio.runTime) / ratio.elapsed - cell.printed)).toBeLessThanOrEqual(slack);
  });
});

describe('the steady state', () => {
  it('of one recipe around the clock is run time over run time plus changeover', () => {
    const steady = (h: number) =>
      steadyRunRatio({ staffed: STAFFING['24/7'], changeover: CHANGEOVER, runLengths: [duration(h * HOUR)] });
    expect(steady(48)).toEqual({ runTime: 64, elapsed: 65 }); // 48 / 48.75
    expect(steady(13)).toEqual({ runTime: 52, elapsed: 55 }); // 13 / 13.75
  });

  it('of 48 h runs on weekdays is three runs a week: 144 of 168 h', () => {
    // Mon 8:45 to Wed 8:45, 9:30 to Fri 9:30, 10:15 to Sun 10:15; the next changeover is possible on Monday at 8:00.
    const runLengths = [duration(48 * HOUR)];
    expect(steadyRunRatio({ staffed: STAFFING['Mon-Fri 8-18'], changeover: CHANGEOVER, runLengths })).toEqual({
      runTime: 6,
      elapsed: 7,
    });
  });

  it('is zero where no changeover fits into a shift', () => {
    const staffed = [interval(0, 1800)];
    const runLengths = [duration(HOUR)];
    expect(steadyRunRatio({ staffed, changeover: CHANGEOVER, runLengths })).toEqual({ runTime: 0, elapsed: 1 });
  });
});
