/** The content of report.json: what a run did, beside what its plan promised, tied to the ledger that proves it. */

import { seconds, type Seconds } from '../base/index.ts';
import {
  createWallClock,
  type Fact,
  type OrderId,
  type Plan,
  type RunIdentity,
  type SampleId,
  type Scenario,
  type Timed,
  type WallClock,
} from '../model/index.ts';
import { outcomesOf, type OrderResult, type Outcome, type OutcomeTotals } from './outcomes.ts';
import { planFigures, type PlanTotals } from './plan-figures.ts';
import { timelineOfFacts } from './timeline.ts';
import { utilizationOf, type Utilization } from './utilization.ts';

/** Plain JSON. Wall-clock times are ISO 8601 with the site's offset. */
export interface Report extends Utilization {
  readonly reportVersion: 1;
  readonly scenario: {
    readonly name: string;
    readonly timeZone: string;
    /** Utilization is over [from, to). */
    readonly from: string;
    readonly to: string;
    readonly horizonHours: number;
  };
  /** null: the facts do not begin with one. */
  readonly run: RunIdentity | null;
  readonly ledger: LedgerHead;
  /** Of samples. */
  readonly totals: OutcomeTotals;
  /** Sorted by id. */
  readonly orders: readonly OrderReport[];
  /** By order, then in the order's own sequence. */
  readonly samples: readonly SampleReport[];
  /** What the first plan promised, in the same figures. */
  readonly plan: Utilization & {
    readonly method: Plan['method'];
    readonly totals: PlanTotals;
    readonly orders: readonly PlannedOrderReport[];
  };
}

export interface LedgerHead {
  /** Merkle root over all records, lower-case hex. */
  readonly root: string;
  readonly records: number;
}

export interface OrderReport extends ResultReport {
  readonly order: OrderId;
}

export interface SampleReport extends ResultReport {
  readonly sample: SampleId;
  readonly order: OrderId;
}

/** See `outcomes.ts` for the meaning of null. */
export interface ResultReport {
  readonly outcome: Outcome;
  readonly due: string;
  readonly finished: string | null;
  readonly tardinessHours: number | null;
  readonly qualityLeft: number | null;
  readonly reason: string;
}

export interface PlannedOrderReport {
  readonly order: OrderId;
  readonly due: string;
  readonly finish: string | null;
  readonly tardinessHours: number | null;
  readonly reason: string;
}

export interface ReportInput {
  readonly scenario: Scenario;
  /** The first plan: made at instant 0, for the whole horizon. */
  readonly plan: Plan;
  /** All of them, in the ledger's order. */
  readonly facts: readonly Timed<Fact>[];
  readonly ledger: LedgerHead;
}

export function buildReport({ scenario, plan, facts, ledger }: ReportInput): Report {
  const run = runIdentity(facts);
  const clock = wallClockOf(scenario, facts);
  const outcomes = outcomesOf(scenario, facts);
  const promised = planFigures(scenario, plan);
  return {
    reportVersion: 1,
    scenario: {
      name: scenario.name,
      timeZone: scenario.timeZone,
      from: clock.write(seconds(0)),
      to: clock.write(seconds(scenario.horizon)),
      horizonHours: scenario.horizon / 3600,
    },
    run,
    ledger: { root: ledger.root, records: ledger.records },
    totals: outcomes.totals,
    ...utilizationOf(scenario, timelineOfFacts(scenario, facts)),
    orders: outcomes.orders.map((result) => ({ order: result.order, ...resultReport(clock, result) })),
    samples: outcomes.samples.map((result) => ({
      sample: result.sample,
      order: result.order,
      ...resultReport(clock, result),
    })),
    plan: {
      method: plan.method,
      totals: promised.totals,
      ...promised.utilization,
      orders: promised.orders.map(({ order, due, finish, tardinessHours, reason }) => ({
        order,
        due: clock.write(due),
        finish: isoOrNull(clock, finish),
        tardinessHours,
        reason,
      })),
    },
  };
}

/** Who and what the run was: its first fact of that kind. */
export function runIdentity(facts: Iterable<Timed<Fact>>): RunIdentity | null {
  for (const fact of facts) if (fact.type === 'run-opened') return fact.run;
  return null;
}

/** The site's clock for a run's planning time: a real run counts from an epoch of its own. */
export function wallClockOf(scenario: Scenario, facts: Iterable<Timed<Fact>>): WallClock {
  const run = runIdentity(facts);
  return createWallClock(scenario.timeZone, run === null ? scenario.epoch.ms : Date.parse(run.epoch));
}

const resultReport = (clock: WallClock, result: Omit<OrderResult, 'order'>): ResultReport => ({
  outcome: result.outcome,
  due: clock.write(result.due),
  finished: isoOrNull(clock, result.finished),
  tardinessHours: result.tardinessHours,
  qualityLeft: result.qualityLeft,
  reason: result.reason,
});

const isoOrNull = (clock: WallClock, instant: Seconds | null): string | null =>
  instant === null ? null : clock.write(instant);
