/** What became of every order and sample of a run, and the totals that a laboratory is judged by. */

import { NEVER, compareText, hours, mustGet, seconds, type Seconds } from '../base/index.ts';
import {
  FAILURE_CLASSES,
  type Fact,
  type FailureClass,
  type LotId,
  type Order,
  type OrderId,
  type SampleId,
  type SampleOutcome,
  type Scenario,
  type Timed,
} from '../model/index.ts';
import { orderOfLot } from './lots.ts';

/** `open`: not closed when the facts end. */
export type Outcome = SampleOutcome | 'open';

interface Result {
  readonly outcome: Outcome;
  readonly due: Seconds;
  /** When it was delivered; null where it was not. */
  readonly finished: Seconds | null;
  /** `finished` - `due`, at least 0; null where it was not delivered. */
  readonly tardinessHours: number | null;
  /** 0..1 (docs/PLAN-RULES.md), last one known; null where nothing was measured yet. */
  readonly qualityLeft: number | null;
  /** Why it ended as it did; '' where no fact says so. */
  readonly reason: string;
}

export interface OrderResult extends Result {
  readonly order: OrderId;
}

/** Quality is that of its order. A sample whose order was done before instant 0 counts as delivered then. */
export interface SampleResult extends Result {
  readonly sample: SampleId;
  readonly order: OrderId;
}

export interface Outcomes {
  /** Sorted by id. */
  readonly orders: readonly OrderResult[];
  /** By order, then in the order's own sequence. */
  readonly samples: readonly SampleResult[];
  readonly totals: OutcomeTotals;
}

/** Counts are of samples, unless the name says otherwise. Tardiness is over delivered samples only. */
export interface OutcomeTotals {
  readonly samples: number;
  /** Degraded ones included. */
  readonly delivered: number;
  readonly deliveredDegraded: number;
  /** Quarantined, expired or cancelled. */
  readonly lost: number;
  readonly open: number;
  readonly onTime: number;
  readonly meanTardinessHours: number;
  readonly maxTardinessHours: number;
  /** Sum of weight x hours late: the objective's unit. */
  readonly weightedTardinessHours: number;
  /** Retries of tasks that error policies asked for. */
  readonly retries: number;
  /** Classes that occurred, in the order of `FAILURE_CLASSES`. */
  readonly failures: readonly FailureCount[];
}

export interface FailureCount {
  readonly class: FailureClass;
  /** Attempts that failed as a whole. */
  readonly tasks: number;
  /** Samples that failed while their task went on. */
  readonly samples: number;
}

export function outcomesOf(scenario: Scenario, facts: Iterable<Timed<Fact>>): Outcomes {
  const story = read(scenario, facts);
  for (const order of scenario.orders) noteEarlierEnd(story, scenario, order);
  const orders = scenario.orders
    .map((order) => orderResult(story, order))
    .toSorted((a, b) => compareText(a.order, b.order));
  const byId = new Map(scenario.orders.map((order) => [order.id, order]));
  const samples = orders.flatMap((result) =>
    mustGet(byId, result.order).samples.map((sample) => sampleResult(story, result, sample.id)),
  );
  return { orders, samples, totals: totalsOf(story, byId, samples) };
}

interface Closing {
  readonly at: Seconds;
  readonly outcome: SampleOutcome;
  readonly reason: string;
}

interface Story {
  readonly samples: Map<SampleId, Closing>;
  readonly orders: Map<OrderId, Closing>;
  readonly quality: Map<OrderId, number>;
  readonly failures: Map<FailureClass, { tasks: number; samples: number }>;
  /** One task may be retried once per attempt, however many stages and samples it concerns. */
  readonly retried: Set<string>;
}

function read(scenario: Scenario, facts: Iterable<Timed<Fact>>): Story {
  const orderOf = orderOfLot(scenario);
  const story: Story = {
    samples: new Map(),
    orders: new Map(),
    quality: new Map(),
    failures: new Map(),
    retried: new Set(),
  };
  for (const fact of facts) note(story, fact, (lot) => orderOf(lot)?.id);
  return story;
}

function note(story: Story, fact: Timed<Fact>, orderOf: (lot: LotId) => OrderId | undefined): void {
  switch (fact.type) {
    case 'sample-closed':
      story.samples.set(fact.sample, fact);
      break;
    case 'order-closed':
      story.orders.set(fact.order, { ...fact, reason: '' });
      story.quality.set(fact.order, fact.quality);
      break;
    case 'lot-stored': {
      const order = orderOf(fact.lot);
      if (order !== undefined) story.quality.set(order, fact.quality);
      break;
    }
    case 'task-failed':
      failuresOf(story, fact.failure.class).tasks++;
      break;
    case 'sample-failed':
      failuresOf(story, fact.failure.class).samples++;
      break;
    case 'policy-applied':
      if (fact.action === 'retry') story.retried.add(`${fact.task}\n${fact.attempt}`);
      break;
    default:
  }
}

/** The run tells nothing of orders that had no stage left to do when it began. */
function noteEarlierEnd(story: Story, scenario: Scenario, order: Order): void {
  const { stages } = mustGet(scenario.workflows, order.workflow);
  const ends = stages.map((stage) => order.progress.find((p) => p.stage === stage.id)?.end ?? NEVER);
  const end = ends.reduce<Seconds>((latest, e) => (e > latest ? e : latest), seconds(-NEVER));
  if (end > 0) return;
  const closing: Closing = { at: end, outcome: 'delivered', reason: 'done before the run began' };
  story.orders.set(order.id, closing);
  for (const sample of order.samples) story.samples.set(sample.id, closing);
}

function failuresOf(story: Story, failure: FailureClass): { tasks: number; samples: number } {
  const count = story.failures.get(failure) ?? { tasks: 0, samples: 0 };
  story.failures.set(failure, count);
  return count;
}

/** The reason of an order is that of the first of its samples, by id, that shares its outcome. */
function orderResult(story: Story, order: Order): OrderResult {
  const closing = story.orders.get(order.id);
  const sample = order.samples
    .toSorted((a, b) => compareText(a.id, b.id))
    .map((s) => story.samples.get(s.id))
    .find((s) => s !== undefined && s.outcome === closing?.outcome);
  return {
    order: order.id,
    ...resultOf(closing, order.due),
    qualityLeft: story.quality.get(order.id) ?? null,
    reason: sample?.reason ?? '',
  };
}

function sampleResult(story: Story, order: OrderResult, sample: SampleId): SampleResult {
  const closing = story.samples.get(sample);
  return {
    sample,
    order: order.order,
    ...resultOf(closing, order.due),
    qualityLeft: order.qualityLeft,
    reason: closing?.reason ?? '',
  };
}

function resultOf(closing: Closing | undefined, due: Seconds): Omit<Result, 'qualityLeft' | 'reason'> {
  if (closing === undefined) return { outcome: 'open', due, finished: null, tardinessHours: null };
  const { outcome, at } = closing;
  if (!isDelivered(outcome)) return { outcome, due, finished: null, tardinessHours: null };
  return { outcome, due, finished: at, tardinessHours: hours(Math.max(0, at - due)) };
}

const isDelivered = (outcome: Outcome): boolean => outcome === 'delivered' || outcome === 'delivered-degraded';

function totalsOf(story: Story, orders: ReadonlyMap<OrderId, Order>, samples: readonly SampleResult[]): OutcomeTotals {
  const delivered = samples.filter((s) => isDelivered(s.outcome));
  const open = samples.filter((s) => s.outcome === 'open').length;
  const late = delivered.map((s) => s.tardinessHours ?? 0);
  return {
    samples: samples.length,
    delivered: delivered.length,
    deliveredDegraded: delivered.filter((s) => s.outcome === 'delivered-degraded').length,
    lost: samples.length - delivered.length - open,
    open,
    onTime: late.filter((h) => h === 0).length,
    meanTardinessHours: late.length > 0 ? late.reduce((sum, h) => sum + h, 0) / late.length : 0,
    maxTardinessHours: late.reduce((most, h) => Math.max(most, h), 0),
    weightedTardinessHours: delivered.reduce(
      (sum, s) => sum + mustGet(orders, s.order).weight * (s.tardinessHours ?? 0),
      0,
    ),
    retries: story.retried.size,
    failures: FAILURE_CLASSES.flatMap((name) => {
      const count = story.failures.get(name);
      return count === undefined ? [] : [{ class: name, ...count }];
    }),
  };
}
