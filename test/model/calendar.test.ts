import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { DAY, HOUR, at, interval, mustGet, seconds } from '../../src/base/index.ts';
import { calendarEndOf, expandWeekly } from '../../src/model/calendar.ts';
import { wallClockFrom, type WallClock } from '../../src/model/index.ts';

function clockOf(zone: string, start: string): WallClock {
  const clock = wallClockFrom(zone, start);
  return mustGet(new Map([['clock', clock]]), 'clock') as WallClock;
}

const ALL_DAYS = [1, 2, 3, 4, 5, 6, 7];
const pattern = (from: number, to: number, days = ALL_DAYS) => ({ days, from: from * 60, to: to * 60 });

/** As the wall shows them: `2026-10-25T10:00:00+01:00/...`. */
const shown = (
  clock: WallClock,
  patterns: readonly ReturnType<typeof pattern>[],
  days: number,
  skipped: readonly string[] = [],
) =>
  expandWeekly(clock, patterns, seconds(days * DAY), new Set(skipped)).map(
    ({ start, end }) => `${clock.write(start)}/${clock.write(end)}`,
  );

describe('a shift', () => {
  // Clocks in Zurich go back from 3:00 to 2:00 on 2026-10-25; in New York on 2026-11-01.
  it.each([
    [
      'Europe/Zurich',
      '2026-10-24T00:00',
      '2026-10-24T10:00:00+02:00/2026-10-24T12:00:00+02:00',
      '2026-10-25T10:00:00+01:00/2026-10-25T12:00:00+01:00',
    ],
    [
      'America/New_York',
      '2026-10-31T00:00',
      '2026-10-31T10:00:00-04:00/2026-10-31T12:00:00-04:00',
      '2026-11-01T10:00:00-05:00/2026-11-01T12:00:00-05:00',
    ],
  ])('from 10 to 12 stays there when clocks go back in %s', (zone, start, before, after) => {
    expect(shown(clockOf(zone, start), [pattern(10, 12)], 2)).toEqual([before, after]);
  });

  // Clocks in Zurich go forward from 2:00 to 3:00 on 2026-03-29; in New York on 2026-03-08.
  it.each([
    [
      'Europe/Zurich',
      '2026-03-28T00:00',
      '2026-03-28T10:00:00+01:00/2026-03-28T12:00:00+01:00',
      '2026-03-29T10:00:00+02:00/2026-03-29T12:00:00+02:00',
    ],
    [
      'America/New_York',
      '2026-03-07T00:00',
      '2026-03-07T10:00:00-05:00/2026-03-07T12:00:00-05:00',
      '2026-03-08T10:00:00-04:00/2026-03-08T12:00:00-04:00',
    ],
  ])('from 10 to 12 stays there when clocks go forward in %s', (zone, start, before, after) => {
    expect(shown(clockOf(zone, start), [pattern(10, 12)], 2)).toEqual([before, after]);
  });

  it('over the night is an hour longer when clocks go back, an hour shorter when they go forward', () => {
    const lengths = (zone: string, start: string) =>
      expandWeekly(clockOf(zone, start), [pattern(22, 6)], seconds(3 * DAY)).map((i) => (i.end - i.start) / HOUR);
    // The night before the first midnight is cut there: 6 h of it remain. Then 22-6 on Saturday, 22-6 on Sunday; the third
    // night is cut at the end, after 72 h: 71:00 local in spring (25th hour), one more or less each.
    expect(lengths('Europe/Zurich', '2026-10-24T00:00')).toEqual([6, 9, 8, 1]);
    expect(lengths('America/New_York', '2026-03-07T00:00')).toEqual([6, 7, 8, 3]);
  });

  it('that begins or ends in the skipped hour does so when it is over', () => {
    const clock = clockOf('Europe/Zurich', '2026-03-29T00:00');
    expect(shown(clock, [{ days: [7], from: 150, to: 300 }], 1)).toEqual([
      '2026-03-29T03:00:00+02:00/2026-03-29T05:00:00+02:00',
    ]);
    expect(shown(clock, [{ days: [7], from: 60, to: 150 }], 1)).toEqual([
      '2026-03-29T01:00:00+01:00/2026-03-29T03:00:00+02:00',
    ]);
    // Wholly inside: nothing is left of it.
    expect(shown(clock, [{ days: [7], from: 125, to: 150 }], 1)).toEqual([]);
  });

  it('that begins or ends in the doubled hour does so the first time', () => {
    const clock = clockOf('America/New_York', '2026-11-01T00:00');
    // 1:30 is shown twice; the first time it is still daylight time (-04:00).
    expect(shown(clock, [{ days: [7], from: 90, to: 240 }], 1)).toEqual([
      '2026-11-01T01:30:00-04:00/2026-11-01T04:00:00-05:00',
    ]);
    expect(shown(clock, [{ days: [7], from: 0, to: 90 }], 1)).toEqual([
      '2026-11-01T00:00:00-04:00/2026-11-01T01:30:00-04:00',
    ]);
  });

  it('does not begin on a holiday, but the night before one goes on into it', () => {
    const clock = clockOf('UTC', '2026-12-24T00:00');
    expect(shown(clock, [pattern(22, 6)], 3, ['2026-12-25'])).toEqual([
      '2026-12-24T00:00:00+00:00/2026-12-24T06:00:00+00:00',
      '2026-12-24T22:00:00+00:00/2026-12-25T06:00:00+00:00',
      '2026-12-26T22:00:00+00:00/2026-12-27T00:00:00+00:00',
    ]);
  });

  it('until 24:00 ends at midnight, and two that touch are one', () => {
    const clock = clockOf('UTC', '2026-11-30T00:00');
    // Monday 18-24 and Tuesday 0-6.
    expect(shown(clock, [pattern(18, 24, [1]), pattern(0, 6, [2])], 7)).toEqual([
      '2026-11-30T18:00:00+00:00/2026-12-01T06:00:00+00:00',
    ]);
  });
});

describe('a wall clock', () => {
  const zurich = clockOf('Europe/Zurich', '2026-03-01T00:00');

  it('tells the hour that is skipped, and what comes after it', () => {
    const skipped = zurich.read('2026-03-29T02:00');
    expect(skipped.kind).toBe('skipped');
    expect(skipped.kind === 'skipped' && zurich.write(skipped.next)).toBe('2026-03-29T03:00:00+02:00');
    expect(zurich.read('2026-03-29T01:59').kind).toBe('ok');
    expect(zurich.read('2026-03-29T03:00').kind).toBe('ok');
    expect(zurich.read('2026-02-29T12:00')).toEqual({ kind: 'no-such-date' });
  });

  it('takes the first of two equal readings, and an offset tells them apart', () => {
    const at = (text: string) => {
      const moment = zurich.read(text);
      return moment.kind === 'ok' ? zurich.write(moment.at) : moment.kind;
    };
    expect(at('2026-10-25T02:30')).toBe('2026-10-25T02:30:00+02:00');
    expect(at('2026-10-25T02:30+01:00')).toBe('2026-10-25T02:30:00+01:00');
    expect(at('2026-10-25T01:30Z')).toBe('2026-10-25T02:30:00+01:00');
  });

  it('reads back every instant it writes', () => {
    const clocks = ['Europe/Zurich', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC'].map((zone) =>
      clockOf(zone, '2026-01-01T00:00'),
    );
    fc.assert(
      fc.property(fc.nat(clocks.length - 1), fc.integer({ min: -366 * DAY, max: 366 * DAY }), (k, instant) => {
        const clock = at(clocks, k);
        expect(clock.read(clock.write(seconds(instant)))).toEqual({ kind: 'ok', at: instant });
      }),
    );
  });

  it('reads local times as often as the zone shows them: only in the doubled hour is another instant meant', () => {
    const clock = clockOf('Australia/Lord_Howe', '2026-01-01T00:00');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 366 * 24 * 4 }), (quarter) => {
        const instant = seconds(quarter * 900);
        const local = clock.write(instant).slice(0, 16);
        const moment = clock.read(local);
        expect(moment.kind).toBe('ok');
        // The same reading, at most the half hour of that zone's clock change earlier.
        if (moment.kind !== 'ok') return;
        expect(clock.write(moment.at).slice(0, 16)).toBe(local);
        expect([0, 1800]).toContain(instant - moment.at);
      }),
    );
  });
});

it('calendars reach past the horizon by its own length, and by two weeks at least', () => {
  expect(calendarEndOf(28 * DAY)).toBe(56 * DAY);
  expect(calendarEndOf(3 * DAY)).toBe(17 * DAY);
  expect(expandWeekly(clockOf('UTC', '2026-11-30T00:00'), [pattern(0, 24)], seconds(2 * DAY))).toEqual([
    interval(0, 2 * DAY),
  ]);
});
