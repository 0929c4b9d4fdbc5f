/** Metrics of what became of the samples. */

import { mustGet } from '../../base/index.ts';
import type { Fact, OrderId, Scenario, Timed } from '../../model/index.ts';
import type { Outcomes, SampleResult } from '../outcomes.ts';

/** Whatever is not delivered when the run ends is lost: a sample that is still open then, too. */
export function outcomeMetrics(scenario: Scenario, facts: readonly Timed<Fact>[], { samples, totals }: Outcomes) {
  const orders = new Map(scenario.orders.map((order) => [order.id, order]));
  const lost = samples.filter((sample) => !isDelivered(sample));
  return {
    'samples-lost': lost.length,
    'weighted-samples-lost': lost.reduce((sum, { order }) => sum + mustGet(orders, order).weight, 0),
    'samples-expired': samples.filter(({ outcome }) => outcome === 'expired').length,
    delivered: totals.delivered,
    'on-time': totals.onTime,
    'weighted-tardiness': totals.weightedTardinessHours,
    turnaround: meanOf(turnaroundHours(samples, facts)),
    quality: meanOf(
      samples.flatMap((sample) =>
        isDelivered(sample) && sample.qualityLeft !== null ? [100 * sample.qualityLeft] : [],
      ),
    ),
  };
}

/** Orders that were done before the run began were never received in it, and do not count. */
function turnaroundHours(samples: readonly SampleResult[], facts: readonly Timed<Fact>[]): readonly number[] {
  const received = new Map<OrderId, number>();
  for (const fact of facts) if (fact.type === 'order-received') received.set(fact.order, fact.at);
  return samples.flatMap(({ order, finished }) => {
    const start = received.get(order);
    return finished === null || start === undefined ? [] : [(finished - start) / 3600];
  });
}

const isDelivered = ({ outcome }: SampleResult): boolean => outcome === 'delivered' || outcome === 'delivered-degraded';

const meanOf = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
