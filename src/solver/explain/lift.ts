/**
 * What holds up an order that no plan keeps: its limits are lifted, the laboratory is planned again, and the chain is read
 * from the first stage that breaks one of them there.
 */

import type { LossCause, LostOrder, Order, OrderId, Plan, Scenario, Situation } from '../../model/index.ts';
import { mustGet } from '../../base/index.ts';
import { chartPlan, endOfStage, predecessorsOf, type ChartedTask, type PlanAtlas } from './atlas.ts';
import { lastPlace, type Place } from './chain.ts';
import { withOwnStages } from './changes/index.ts';
import { timeSpeaker } from './clock-text.ts';
import type { LiftedLimits } from './explanation.ts';

type Limit = LiftedLimits['limits'][number];

export interface LiftedPlan {
  readonly atlas: PlanAtlas;
  readonly lifted: LiftedLimits;
  readonly from: Place;
}

const EVERY_LIMIT: readonly Limit[] = ['expiry', 'deadline', 'hold'];

/** The limits that the causes name are lifted first; all of them where that is not enough. undefined: not even then. */
export async function liftLimits(
  { scenario, situation }: { readonly scenario: Scenario; readonly situation: Situation },
  lost: LostOrder,
  replan: (scenario: Scenario, situation: Situation) => Promise<Plan>,
): Promise<LiftedPlan | undefined> {
  if (lost.causes.some((cause) => cause.kind === 'no-resource')) return undefined;
  const named = EVERY_LIMIT.filter((limit) => lost.causes.some((cause) => LIMIT_OF[cause.kind] === limit));
  const attempts = named.length === 0 || named.length === EVERY_LIMIT.length ? [EVERY_LIMIT] : [named, EVERY_LIMIT];
  for (const limits of attempts) {
    const lab = without(scenario, lost.order, limits);
    const atlas = chartPlan({ scenario: lab, situation, plan: await replan(lab, situation) });
    const place = firstBreach(atlas, scenario, lost.order) ?? lastPlace(atlas, lost.order);
    if (place !== undefined) return { atlas, from: place, lifted: describe(atlas, place, limits) };
  }
  return undefined;
}

const LIMIT_OF: Readonly<Partial<Record<LossCause['kind'], Limit>>> = {
  expired: 'expiry',
  hold: 'hold',
  deadline: 'deadline',
};

function without(scenario: Scenario, order: OrderId, limits: readonly Limit[]): Scenario {
  const edit = (own: Order): Order => {
    const { expires, deadline, ...rest } = own;
    return {
      ...rest,
      ...(expires === undefined || limits.includes('expiry') ? {} : { expires }),
      ...(deadline === undefined || limits.includes('deadline') ? {} : { deadline }),
    };
  };
  const lab = { ...scenario, orders: scenario.orders.map((own) => (own.id === order ? edit(own) : own)) };
  if (!limits.includes('hold')) return lab;
  return withOwnStages(lab, order, (stage) => ({ ...stage, hold: { min: stage.hold.min } }));
}

/** The first task in time that breaks a limit of the true scenario: a hold, the expiry, or, as the last one, the deadline. */
function firstBreach(atlas: PlanAtlas, scenario: Scenario, order: OrderId): Place | undefined {
  const own = scenario.orders.find((candidate) => candidate.id === order);
  const last = lastPlace(atlas, order);
  if (own === undefined || last === undefined) return undefined;
  for (const charted of atlas.tasks) {
    const member = charted.members.find((m) => m.order.id === order && breaks(atlas, scenario, charted, m));
    if (member !== undefined) return { charted, lot: member.lot.lot };
  }
  return own.deadline !== undefined && last.charted.task.end > own.deadline ? last : undefined;
}

function breaks(
  atlas: PlanAtlas,
  scenario: Scenario,
  { task }: ChartedTask,
  { lot, stage }: ChartedTask['members'][number],
): boolean {
  const order = mustGet(new Map(scenario.orders.map((o) => [o.id, o])), lot.order);
  if (task.isFrozen) return false;
  if (stage.after.length === 0 && order.expires !== undefined && task.start > order.expires) return true;
  // The lifted plan's own copy of the workflow has no holds: they are read from the true one.
  const { stages } = mustGet(scenario.workflows, order.workflow);
  const own = mustGet(new Map(stages.map((s) => [s.id, s])), stage.id);
  return predecessorsOf(scenario, { lot, order, stage: own }).some(({ id, hold }) => {
    const end = endOfStage(atlas, lot, id);
    return end !== undefined && hold.max !== undefined && task.start > end + hold.max;
  });
}

const LIMIT_WORDS: Readonly<Record<Limit, string>> = {
  expiry: 'its expiry',
  deadline: 'its deadline',
  hold: 'its maximum holds',
};

function describe(atlas: PlanAtlas, { charted, lot }: Place, limits: readonly Limit[]): LiftedLimits {
  const stage = charted.members.find((m) => m.lot.lot === lot)?.stage.id ?? '';
  const time = timeSpeaker(atlas.scenario);
  const names = limits.map((limit) => LIMIT_WORDS[limit]);
  const words = names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names.join('');
  const message = `without ${words}, ${stage} would run ${time(charted.task.start)} to ${time(charted.task.end)}`;
  return { limits, message };
}
