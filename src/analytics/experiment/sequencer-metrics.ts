/** Metrics of the sequencers, all instruments together. */

import type { Scenario } from '../../model/index.ts';
import type { InstrumentUtilization } from '../utilization.ts';

/** Sums over instruments, then shares: an instrument counts by its hours, or by its reads. */
export function sequencerMetrics(scenario: Scenario, instruments: readonly InstrumentUtilization[]) {
  const sum = (of: (instrument: InstrumentUtilization) => number): number =>
    instruments.reduce((total, instrument) => total + of(instrument), 0);
  const busy = sum((i) => i.busyHours);
  const calendar = sum(({ positions }) => (positions.length * scenario.horizon) / 3600);
  const available = sum((i) => i.availableHours);
  const reachable = sum((i) => i.availableUtilization.ceiling * i.availableHours);
  const served = sum((i) => i.readsServed);
  const bought = sum((i) => i.readsBought);
  const least = sum(({ laneFill, readsServed }) => (laneFill.ceiling > 0 ? readsServed / laneFill.ceiling : 0));
  return {
    'sequencer-calendar-utilization': percent(busy, calendar),
    'sequencer-calendar-ceiling': percent(
      sum(({ calendarUtilization, positions }) => calendarUtilization.ceiling * positions.length * scenario.horizon),
      3600 * calendar,
    ),
    'sequencer-available-utilization': percent(busy, available),
    'sequencer-available-ceiling': percent(reachable, available),
    'share-of-ceiling': percent(busy, reachable),
    'share-of-realized-ceiling': percent(
      busy,
      sum((i) => i.realizedHours),
    ),
    'lane-fill': percent(served, bought),
    'lane-fill-ceiling': percent(served, least),
    runs: sum((i) => i.runs),
    'failed-runs': sum((i) => i.failedRuns),
    'sequencer-downtime': sum((i) => i.downHours),
  };
}

const percent = (part: number, whole: number): number | null => (whole > 0 ? (100 * part) / whole : null);
