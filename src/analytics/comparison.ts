/** One line per plan or run of the same scenario, all instruments together: the table that compares planners. */

import type { Scenario } from '../model/index.ts';
import type { Utilization } from './utilization.ts';

export interface ComparisonRow {
  readonly name: string;
  readonly samplesLost: number;
  readonly samplesOnTime: number;
  readonly weightedTardinessHours: number;
  readonly maxTardinessHours: number;
  /** 0..1 over all positions; 0 where there is nothing to divide by. */
  readonly calendarUtilization: number;
  readonly availableUtilization: number;
  readonly laneFill: number;
  readonly runs: number;
}

/** `PlanFigures` and `{ utilization, totals }` of a run both fit. */
export interface Comparable {
  readonly utilization: Utilization;
  readonly totals: {
    readonly lost: number;
    readonly onTime: number;
    readonly weightedTardinessHours: number;
    readonly maxTardinessHours: number;
  };
}

export function comparisonRow(name: string, scenario: Scenario, { utilization, totals }: Comparable): ComparisonRow {
  const { instruments } = utilization;
  const sum = (key: 'busyHours' | 'availableHours' | 'readsServed' | 'readsBought' | 'runs'): number =>
    instruments.reduce((total, instrument) => total + instrument[key], 0);
  const positions = instruments.reduce((total, instrument) => total + instrument.positions.length, 0);
  return {
    name,
    samplesLost: totals.lost,
    samplesOnTime: totals.onTime,
    weightedTardinessHours: totals.weightedTardinessHours,
    maxTardinessHours: totals.maxTardinessHours,
    calendarUtilization: share(sum('busyHours') * 3600, positions * scenario.horizon),
    availableUtilization: share(sum('busyHours'), sum('availableHours')),
    laneFill: share(sum('readsServed'), sum('readsBought')),
    runs: sum('runs'),
  };
}

const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);
