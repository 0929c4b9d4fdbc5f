/** The default limits of one kind of work. */

import { DEFAULT_LIMITS } from './default-limits.ts';
import type { DefaultLimit, QualityContext } from './limit.ts';

/** One for each metric: the first row that holds, its parts of a lane shared out. In the order of the table. */
export function limitsFor(context: QualityContext): readonly DefaultLimit[] {
  const found = new Map<string, DefaultLimit>();
  for (const limit of DEFAULT_LIMITS) {
    if (found.has(limit.metric) || !holds(limit, context)) continue;
    found.set(limit.metric, limit.perLane === true ? sharedOut(limit, context.plex ?? 1) : limit);
  }
  return [...found.values()];
}

function holds({ assays, instrument, upToCycles, perLane }: DefaultLimit, context: QualityContext): boolean {
  if (assays !== undefined && !assays.includes(context.assay)) return false;
  if (instrument !== undefined && !isOf(instrument, context.instrument)) return false;
  if (upToCycles !== undefined && !(context.readLength !== undefined && context.readLength <= upToCycles)) return false;
  return perLane !== true || context.plex !== undefined;
}

/** `miseq-v3` is a `miseq`. */
const isOf = (instrument: string, known: string | undefined): boolean =>
  known === instrument || (known?.startsWith(`${instrument}-`) ?? false);

const sharedOut = ({ min, ...limit }: DefaultLimit, plex: number): DefaultLimit => ({
  ...limit,
  ...(min === undefined ? {} : { min: min / plex }),
});
