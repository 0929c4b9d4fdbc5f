/**
 * What a plan is worth on its first two levels, worked out another way than the checker does.
 *
 * Where all curves share one beta, equivalent age is additive: with x = sum of wait / tau over everything that waited,
 * q = exp(-x^beta). The laboratories of the tests keep to one beta, so that this closed form can speak against the step by
 * step rule of docs/PLAN-RULES.md.
 */

import { assert, mustGet, seconds } from '../../src/base/index.ts';
import type {
  Keeping,
  LevelValue,
  LotSituation,
  Order,
  Plan,
  Scenario,
  Situation,
  Stage,
} from '../../src/model/index.ts';

interface Case {
  readonly scenario: Scenario;
  readonly situation: Situation;
  readonly plan: Plan;
}

/** The plan with its objective stated truly; levels from the third on are stated as 0. */
export function stated<T extends Case>(planCase: T): T {
  const { scenario, plan } = planCase;
  const truth = new Map<string, number>(Object.entries(termsOf(planCase)));
  const objective = scenario.objective.levels.map((level, k): LevelValue => {
    const terms = level.terms.map(({ term }) => ({ term, value: k < 2 ? (truth.get(term) ?? 0) : 0 }));
    return { value: level.terms.reduce((sum, { weight }, i) => sum + weight * (terms[i]?.value ?? 0), 0), terms };
  });
  return { ...planCase, plan: { ...plan, objective } };
}

export function termsOf({ scenario, situation, plan }: Case) {
  const terms = { 'samples-lost': 0, 'quality-lost': 0, 'weighted-tardiness': 0 };
  const lost = new Set(plan.lost.map((entry) => entry.order));
  for (const order of scenario.orders) {
    const lots = situation.lots.filter((lot) => lot.order === order.id);
    const samples = lots.reduce((sum, lot) => sum + lot.samples.length, 0);
    if (lost.has(order.id)) {
      terms['samples-lost'] += order.weight * samples;
      continue;
    }
    for (const lot of lots) {
      const left = qualityInClosedForm({ scenario, plan }, { order, lot });
      terms['quality-lost'] += order.weight * lot.samples.length * (1 - left);
    }
    const ends = lots.flatMap((lot) => [
      ...lot.done.map((stage) => stage.end),
      ...lot.running.map((stage) => stage.end),
      ...plan.tasks
        .filter((task) => task.members.some((m) => m.lot === lot.lot && isOpen(lot, m.stage)))
        .map((task) => task.end),
    ]);
    const late = Math.max(0, Math.max(...ends) - order.due) / 3600;
    terms['weighted-tardiness'] += order.weight * samples * (lots.length > 0 ? late : 0);
  }
  return terms;
}

function qualityInClosedForm(
  { scenario, plan }: { scenario: Scenario; plan: Plan },
  { order, lot }: { order: Order; lot: LotSituation },
): number {
  const stages = mustGet(scenario.workflows, order.workflow).stages.filter((stage) => stage.kind !== 'compute');
  const visits = stages
    .flatMap((stage) => visitOf({ plan, order, lot }, stage) ?? [])
    .sort((a, b) => a.start - b.start);
  return keptAfter(scenario, { order, keeping: lot.keeping, visits }).quality;
}

export interface Visit {
  readonly stage: Stage;
  readonly start: number;
  readonly end: number;
}

/** What a lot is after its visits, in order of start: material, condition, since when, and the quality so far. */
export function keptAfter(
  scenario: Pick<Scenario, 'materials'>,
  { order, keeping, visits }: { order: Order; keeping: Keeping | undefined; visits: readonly Visit[] },
): Keeping {
  const beta = commonBeta(scenario);
  const share = (material: string, condition: string, wait: number): number => {
    const found = [...scenario.materials.values()].find((entry) => entry.id === material);
    const curve = [...(found?.conditions ?? [])].find(([id]) => id === condition)?.[1];
    return curve === undefined || wait <= 0 ? 0 : wait / curve.tau;
  };
  let x = keeping === undefined ? 0 : (-Math.log(keeping.quality)) ** (1 / beta);
  let material = keeping?.material ?? order.material;
  let since: number = keeping?.since ?? order.collected;
  let storage: Order['storage'] =
    keeping === undefined ? order.storage : [{ condition: keeping.condition, from: keeping.since }];
  for (const { stage, start, end } of visits) {
    for (const [k, part] of storage.entries()) {
      const until = Math.min(start, storage[k + 1]?.from ?? start);
      x += share(material, part.condition, until - Math.max(part.from, since));
    }
    // While another stage is still at work on the lot, nothing ages.
    since = Math.max(since, end);
    if (stage.output === undefined) continue;
    material = stage.output.material;
    storage = [{ condition: stage.output.condition, from: seconds(end) }];
  }
  const last = storage.at(-1);
  assert(last !== undefined, `${order.id} is stored nowhere`);
  return { material, condition: last.condition, since: seconds(since), quality: Math.exp(-(x ** beta)) };
}

/** When the lot goes, or went, through the stage; stages before what `keeping` tells are over. */
function visitOf({ plan, order, lot }: { plan: Plan; order: Order; lot: LotSituation }, stage: Stage) {
  const done = lot.done.find((entry) => entry.stage === stage.id);
  if (done !== undefined) {
    if (lot.keeping !== undefined) return undefined;
    const start = order.progress.find((entry) => entry.stage === stage.id)?.start ?? done.end;
    return { stage, start, end: done.end };
  }
  const running = lot.running.find((entry) => entry.stage === stage.id);
  if (running !== undefined) return { stage, start: running.start, end: running.end };
  if (lot.skipped.includes(stage.id)) return undefined;
  const task = plan.tasks.find((t) => t.members.some((m) => m.lot === lot.lot && m.stage === stage.id));
  return task && { stage, start: task.start, end: task.end };
}

const isOpen = (lot: LotSituation, stage: string): boolean =>
  ![...lot.done, ...lot.running].some((past) => past.stage === stage) && !lot.skipped.some((s) => s === stage);

function commonBeta(scenario: Pick<Scenario, 'materials'>): number {
  const betas = new Set(
    [...scenario.materials.values()].flatMap((material) =>
      [...material.conditions.values()].map((curve) => curve.beta),
    ),
  );
  assert(betas.size === 1, `the closed form needs one beta, not ${[...betas].join(', ')}`);
  return Math.max(...betas);
}
