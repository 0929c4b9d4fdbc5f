/** Orders that are lost or late whatever the plan, with the instants that say so. */

import { mustGet, NEVER, seconds, type Seconds } from '../../../base/index.ts';
import { createWallClock, formatDuration, type Order, type Scenario } from '../../../model/index.ts';
import type { Collector } from '../collector.ts';
import { earliestStart } from './earliest-start.ts';

/** `ends`: by order, when it could be delivered if it were alone; absent: not known, of all or of some. */
export function checkTimeliness(scenario: Scenario, ends: ReadonlyMap<string, Seconds>, collector: Collector): void {
  const clock = createWallClock(scenario.timeZone, scenario.epoch.ms);
  // To the minute, where that is all there is.
  const write = (instant: Seconds): string => clock.write(instant).slice(0, 19).replace('T', ' ').replace(/:00$/, '');
  for (const order of scenario.orders) {
    const expired = expiryOf(scenario, order);
    if (expired !== undefined) {
      const { stage, start, expires } = expired;
      const when = start >= NEVER ? 'not at all' : `at ${write(start)} at the earliest`;
      collector.add('EXPIRES-BEFORE-START', `/orders/${order.id}`, {
        message: `${order.material} expires at ${write(expires)}, ${stage} can start ${when}`,
        hint: 'Have it received earlier, store it otherwise, or open the laboratory; as it is, the order will be lost.',
      });
      continue;
    }
    const end = ends.get(order.id);
    if (end !== undefined) checkEnd(order, end, { write, collector });
  }
}

interface Means {
  readonly write: (instant: Seconds) => string;
  readonly collector: Collector;
}

function checkEnd(order: Order, end: Seconds, { write, collector }: Means): void {
  const { id, due, deadline } = order;
  const explain = `seqplan explain --order ${id} says what binds it, and what would save it.`;
  if (end >= NEVER) {
    const message = `${id} cannot be finished, even alone in the laboratory`;
    return collector.add('ORDER-IMPOSSIBLE', `/orders/${id}`, { message, hint: explain });
  }
  const isLost = deadline !== undefined && end > deadline;
  const limit = isLost ? deadline : due;
  if (end <= limit) return;
  const alone = `alone in the laboratory ${id} ends at ${write(end)}`;
  const message = `${alone}, ${formatDuration(end - limit)} after ${write(limit)}`;
  if (isLost) collector.add('DEADLINE-IMPOSSIBLE', `/orders/${id}/deadline`, { message, hint: explain });
  else collector.add('DUE-IMPOSSIBLE', `/orders/${id}/due`, { message, hint: explain });
}

interface Expiry {
  readonly stage: string;
  readonly start: Seconds;
  readonly expires: Seconds;
}

/** Where the material as it came waits too long. Received after it expired is a finding of the scenario's reader. */
function expiryOf(scenario: Scenario, order: Order): Expiry | undefined {
  const { expires, progress, release } = order;
  const from = seconds(Math.max(0, release));
  if (expires === undefined || progress.length > 0 || expires < from) return undefined;
  const firsts = mustGet(scenario.workflows, order.workflow).stages.filter(({ after }) => after.length === 0);
  return firsts
    .map((stage) => ({ stage: stage.id, start: earliestStart(scenario, stage, from), expires }))
    .find(({ start }) => start > expires);
}
