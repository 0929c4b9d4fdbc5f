/** Materials, index sets and pools that are consistent in themselves. */

import { NEVER, interval, sumOfLevels } from '../../base/index.ts';
import { intervalOf } from '../resolve/time-context.ts';
import { MIN_INDEX_DISTANCE, indexDistance } from '../index-clash.ts';
import { formatDuration } from '../quantity.ts';
import { instant, type RuleContext } from './context.ts';
import { checkNodes } from './nodes.ts';

export function checkSupplies(context: RuleContext): void {
  checkAnchors(context);
  checkPairs(context);
  checkReserved(context);
  checkNodes(context);
}

function checkAnchors({ draft, report }: RuleContext): void {
  for (const { path, value } of draft.materials) {
    for (const [k, { lossBegins, unusable }] of value.conditions.entries()) {
      const place = `${path}/conditions/${k}`;
      if ((lossBegins === undefined) !== (unusable === undefined)) {
        const missing = lossBegins === undefined ? 'lossBegins' : 'unusable';
        report.add(
          'DEGRADATION-ANCHORS',
          place,
          `'${missing}' is missing: one anchor makes no curve`,
          'Give both or neither.',
        );
      } else if (lossBegins !== undefined && unusable !== undefined && (lossBegins <= 0 || unusable <= lossBegins)) {
        const message = `loss begins after ${formatDuration(lossBegins)}, unusable after ${formatDuration(unusable)}`;
        report.add('DEGRADATION-ANCHORS', place, message, 'Both must be positive, and unusable the longer one.');
      }
    }
  }
}

function checkPairs({ draft, report }: RuleContext): void {
  for (const { path, value } of draft.indexSets) {
    const pairs = value.pairs.map(({ i7, i5 }) => ({ i7, i5: i5 ?? '' }));
    for (const [k, pair] of pairs.entries()) {
      const near = pairs.slice(0, k).findIndex((other) => indexDistance(pair, other) < MIN_INDEX_DISTANCE);
      if (near < 0) continue;
      const message = `pair ${k} is nearer than ${MIN_INDEX_DISTANCE} bases to pair ${near}`;
      report.add('INDEX-TOO-CLOSE', `${path}/pairs/${k}`, message, 'One wrong base makes them the same; replace one.');
    }
  }
}

function checkReserved(context: RuleContext): void {
  const { clock, draft, report } = context;
  if (clock === undefined) return;
  for (const { path, value } of draft.pools) {
    const readable = value.reserved.filter((r) => {
      const [from, to] = [instant(context, r.from), instant(context, r.to)];
      return from !== undefined && to !== undefined && from < to;
    });
    const used = sumOfLevels([
      { intervals: [interval(-NEVER, NEVER)], level: 0 },
      ...readable.map((r) => ({ intervals: [intervalOf(clock, r)], level: r.cores })),
    ]);
    const most = Math.max(...used.levels);
    if (most <= value.cores) continue;
    const message = `${most} cores are reserved at once, the pool has ${value.cores}`;
    report.add('RESERVED-CORES', `${path}/reserved`, message, 'Reduce the reservation or enlarge the pool.');
  }
}
