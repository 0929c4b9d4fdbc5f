/** Instants and lengths as people at the site say them. */

import type { Seconds } from '../../base/index.ts';
import { createWallClock, type Scenario } from '../../model/index.ts';

/** `Tue 1 Dec 14:00`, by the site's clock. */
export type SayTime = (at: Seconds) => string;

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export function timeSpeaker({ timeZone, epoch }: Scenario): SayTime {
  const clock = createWallClock(timeZone, epoch.ms);
  return (at) => {
    const iso = clock.write(at);
    // The wall's date as if it were UTC: only its calendar is asked.
    const date = new Date(`${iso.slice(0, 10)}T00:00:00Z`);
    return `${DAYS[date.getUTCDay()]} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${iso.slice(11, 16)}`;
  };
}

/** `Tue 1 Dec 14:00 to 16:00`: the day once where it is one. */
export function saySpan(time: SayTime, start: Seconds, end: Seconds): string {
  const [from, to] = [time(start), time(end)];
  const isOneDay = from.slice(0, -5) === to.slice(0, -5);
  return `${from} to ${isOneDay ? to.slice(-5) : to}`;
}

/** `45 min`, `14 h`, `1.5 h`, `3 d 2 h`: to the minute below ten hours, then to the hour. */
export function sayLength(length: number): string {
  if (length < 60) return `${length} s`;
  const minutes = Math.round(length / 60);
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 600) {
    const rest = minutes % 60;
    return rest === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
  }
  const hours = Math.round(length / 3600);
  if (hours < 48) return `${hours} h`;
  const rest = hours % 24;
  return rest === 0 ? `${hours / 24} d` : `${Math.floor(hours / 24)} d ${rest} h`;
}
