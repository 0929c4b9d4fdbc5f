/** When a record is written down, as text: ISO 8601, UTC, milliseconds. */

import { assert, type Clock } from '../../base/index.ts';

/** `toISOString` takes as long as a hash, so the day is spelled once and the rest by hand. */
export function createTimestamp(clock: Clock): () => string {
  let day = Number.NaN;
  let date = '';
  return () => {
    const ms = Math.floor(clock.nowMs());
    const today = Math.floor(ms / DAY_MS);
    if (today !== day) {
      day = today;
      date = new Date(today * DAY_MS).toISOString().slice(0, -'00:00:00.000Z'.length);
      assert(/^\d{4}-\d\d-\d\dT$/.test(date), `clock at ${date}; years have four digits`);
    }
    const ofDay = ms - today * DAY_MS;
    const [hour, minute] = [Math.floor(ofDay / 3_600_000), Math.floor(ofDay / 60_000) % 60];
    return `${date}${digits(hour, 2)}:${digits(minute, 2)}:${digits(Math.floor(ofDay / 1000) % 60, 2)}.${digits(ofDay % 1000, 3)}Z`;
  };
}

const DAY_MS = 86_400_000;
const digits = (value: number, width: number): string => String(value).padStart(width, '0');
