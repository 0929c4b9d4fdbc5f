/**
 * Wall-clock time at the laboratory's site to planning time and back.
 *
 * Rules for clock changes: a local time that occurs twice (autumn) is the earlier of the two; one that is skipped (spring)
 * does not exist, and where a shift or window begins or ends in the gap, the gap's end takes its place.
 */

import { DateTime, IANAZone } from 'luxon';

import { assert, seconds, type Seconds } from '../base/index.ts';

export type Moment =
  | { readonly kind: 'ok'; readonly at: Seconds }
  /** Not a date of the calendar, e.g. February 30. */
  | { readonly kind: 'no-such-date' }
  /** In the hour that clocks skip; `next` is the first instant after it. */
  | { readonly kind: 'skipped'; readonly next: Seconds };

export interface WallClock {
  readonly timeZone: string;
  /** Instant 0, in milliseconds since 1970. */
  readonly epochMs: number;
  /** `2026-11-30T08:00`, local, or with an offset. */
  read(text: string): Moment;
  /** `minutes` after midnight of a local date (`2026-11-30`), by the wall: 1440 is the next midnight. Skipped times move on. */
  onDate(date: string, minutes: number): Seconds;
  /** ISO 8601 with offset, whole seconds. */
  write(at: Seconds): string;
}

export const isTimeZone = (name: string): boolean => IANAZone.isValidZone(name);

/** `timeZone` must be a zone (`isTimeZone`); `epochMs` becomes instant 0. */
export function createWallClock(timeZone: string, epochMs: number): WallClock {
  const offsets = offsetsOf(timeZone);
  const fromEpoch = (ms: number): Seconds => seconds(Math.floor((ms - epochMs) / 1000));
  return {
    timeZone,
    epochMs,
    read(text) {
      const moment = readMoment(offsets, text);
      if (moment === undefined) return { kind: 'no-such-date' };
      return moment.isSkipped
        ? { kind: 'skipped', next: fromEpoch(moment.ms) }
        : { kind: 'ok', at: fromEpoch(moment.ms) };
    },
    onDate(date, minutes) {
      const midnight = DateTime.fromISO(date, { zone: 'utc' });
      assert(midnight.isValid, `${date} is not a date`);
      return fromEpoch(toInstant(offsets, midnight.toMillis() + minutes * 60_000).ms);
    },
    write: (at) => writeIso(epochMs + at * 1000, timeZone),
  };
}

/** The wall clock whose instant 0 is `start`; undefined where `start` is no moment of the zone. */
export function wallClockFrom(timeZone: string, start: string): WallClock | undefined {
  const moment = readMoment(offsetsOf(timeZone), start);
  return moment === undefined || moment.isSkipped ? undefined : createWallClock(timeZone, moment.ms);
}

export const writeIso = (ms: number, timeZone: string): string =>
  DateTime.fromMillis(ms, { zone: timeZone }).toFormat("yyyy-MM-dd'T'HH:mm:ssZZ");

interface ZonedMoment {
  readonly ms: number;
  readonly isSkipped: boolean;
}

function readMoment(offsets: Offsets, text: string): ZonedMoment | undefined {
  // Read as if in UTC: luxon then only checks the date and adds nothing of its own about gaps.
  const naive = DateTime.fromISO(text, { zone: 'utc' });
  if (!naive.isValid) return undefined;
  if (/(Z|[+-]\d{2}:\d{2})$/.test(text)) return { ms: naive.toMillis(), isSkipped: false };
  return toInstant(offsets, naive.toMillis());
}

const DAY_MS = 86_400_000;

/** `wallMs`: the wall's reading as if it were UTC. */
function toInstant(offsets: Offsets, wallMs: number): ZonedMoment {
  // The instant lies within a day of the reading; zones change at most once in the days around it.
  const before = offsets.atDay(Math.floor(wallMs / DAY_MS) - 1);
  const after = offsets.atDay(Math.floor(wallMs / DAY_MS) + 2);
  if (before === after) return { ms: wallMs - before, isSkipped: false };
  const candidates = [wallMs - before, wallMs - after].filter((ms) => offsets.at(ms) === wallMs - ms);
  if (candidates.length > 0) return { ms: Math.min(...candidates), isSkipped: false };
  // In the gap: find the change between the two readings by bisection, to the second.
  let low = Math.min(wallMs - before, wallMs - after);
  let high = Math.max(wallMs - before, wallMs - after);
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000;
    if (offsets.at(middle) === before) low = middle;
    else high = middle;
  }
  return { ms: high, isSkipped: true };
}

/** Offsets from UTC in milliseconds. */
interface Offsets {
  at(ms: number): number;
  /** At the beginning of a UTC day, counted from 1970. */
  atDay(day: number): number;
}

/** A look-up costs some 50 us of formatting, and a calendar asks for each day many times: days are remembered. */
function offsetsOf(timeZone: string): Offsets {
  const zone = IANAZone.create(timeZone);
  const known = new Map<number, number>();
  const at = (ms: number): number => zone.offset(ms) * 60_000;
  return {
    at,
    atDay(day) {
      const offset = known.get(day) ?? at(day * DAY_MS);
      known.set(day, offset);
      return offset;
    },
  };
}
