/** Time zone and horizon: what every other time in the document is read with. */

import { WEEK } from '../../base/index.ts';
import { didYouMean } from '../closest.ts';
import type { Draft } from '../draft.ts';
import type { Report } from '../report.ts';
import { isTimeZone, wallClockFrom, type WallClock } from '../wall-clock.ts';

const MAX_HORIZON = 104 * WEEK;

/** The wall clock of the document; undefined where zone or start are faulty (which is then reported). */
export function checkClock(draft: Draft, report: Report): WallClock | undefined {
  const { site, horizon } = draft;
  if (horizon !== undefined && (horizon.length <= 0 || horizon.length > MAX_HORIZON)) {
    const message = `the horizon is ${horizon.length} s long, the limits are more than 0 and at most 104 wk`;
    report.add('BAD-HORIZON', '/horizon/length', message, "Write a positive length, e.g. '4 wk'.");
  }
  const isZoneGood = site !== undefined && isTimeZone(site.timeZone);
  if (site !== undefined && !isZoneGood) {
    const hint = didYouMean(
      site.timeZone,
      Intl.supportedValuesOf('timeZone'),
      "Use a name such as 'Europe/Zurich' or 'UTC'.",
    );
    report.add('BAD-ZONE', '/site/timeZone', `'${site.timeZone}' is not an IANA time zone`, hint);
  }
  if (site === undefined || horizon === undefined || !isZoneGood) return undefined;
  const clock = wallClockFrom(site.timeZone, horizon.start);
  if (clock === undefined) {
    const message = `'${horizon.start}' does not exist in ${site.timeZone}`;
    report.add('NO-SUCH-TIME', '/horizon/start', message, 'Write an existing local time, or an offset.');
  }
  return clock;
}
