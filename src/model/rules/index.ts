/** All semantic rules over a draft. Each reports on its own; none stops another. */

import type { Draft } from '../draft.ts';
import type { Report } from '../report.ts';
import type { WallClock } from '../wall-clock.ts';
import { checkClock } from './clock.ts';

/** Reports every broken rule; undefined where the times of the document cannot be read at all. */
export function checkDraft(draft: Draft, report: Report): WallClock | undefined {
  const clock = checkClock(draft, report);
  return clock;
}
