export { mostCompletedRunTime, mostRunTime } from './ceiling.ts';
export type { OccurredRun, RunCalendar } from './ceiling.ts';
export { comparisonRow } from './comparison.ts';
export type { Comparable, ComparisonRow } from './comparison.ts';
export { leastPurchase } from './covering.ts';
export {
  compare,
  experimentForest,
  experimentMarkdown,
  measureRun,
  METRIC_NAMES,
  METRICS,
  type Comparison,
  type Experiment,
  type Metric,
  type MetricName,
  type MetricValues,
  type Verdict,
} from './experiment/index.ts';
export { HOLDERS } from './figure.ts';
export type { Figure, Holder } from './figure.ts';
export { actualGantt, planGantt } from './gantt/index.ts';
export { orderOfLot } from './lots.ts';
export type { OrderOfLot } from './lots.ts';
export { outcomesOf } from './outcomes.ts';
export type { FailureCount, OrderResult, Outcome, Outcomes, OutcomeTotals, SampleResult } from './outcomes.ts';
export { planFigures } from './plan-figures.ts';
export type { PlanFigures, PlannedOrder, PlanTotals } from './plan-figures.ts';
export { couldRun, positionCalendars } from './position-calendar.ts';
export type { PositionCalendars } from './position-calendar.ts';
export { buildReport, runIdentity } from './report.ts';
export type { LedgerHead, OrderReport, PlannedOrderReport, Report, ReportInput, SampleReport } from './report.ts';
export { steadyRunRatio } from './steady-state.ts';
export type { RunRatio, WeeklyCalendar } from './steady-state.ts';
export { summaryLines } from './summary.ts';
export type { EquipmentUtilization, PoolUtilization } from './support-utilization.ts';
export { timelineOfFacts, timelineOfPlan } from './timeline.ts';
export type { Attempt, Downtime, MaintenanceSpell, Timeline } from './timeline.ts';
export { utilizationOf } from './utilization.ts';
export type { InstrumentUtilization, PositionUtilization, SequencerFigures, Utilization } from './utilization.ts';
