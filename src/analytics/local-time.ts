/** Planning time as wall-clock time of the site, for people and for files. */

import { DateTime } from 'luxon';

import type { Seconds } from '../base/index.ts';

export interface LocalTime {
  /** ISO 8601 with offset, whole seconds: `2026-11-30T08:00:00+01:00`. */
  iso(instant: Seconds): string;
  at(instant: Seconds): DateTime;
}

/** `epochMs`: instant 0 in milliseconds since 1970. `timeZone`: IANA name. */
export function localTime(epochMs: number, timeZone: string): LocalTime {
  const dateTime = (instant: Seconds): DateTime =>
    DateTime.fromMillis(epochMs + instant * 1000, { zone: timeZone, locale: 'en-GB' });
  return { at: dateTime, iso: (instant) => dateTime(instant).toFormat("yyyy-MM-dd'T'HH:mm:ssZZ") };
}
