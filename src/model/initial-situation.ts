/** Where the laboratory stands when the scenario begins: what its orders' `progress` says was done and is under way. */

import { NEVER, assert, by, compareText, mustGet, seconds, type Seconds } from '../base/index.ts';
import { NO_DEGRADATION, qualityAfter, qualityThrough } from './degradation.ts';
import { id, type LotId, type MachineId, type PoolId } from './ids.ts';
import { fillLanes, type LaneDemand } from './lane-fill.ts';
import type { PoolPlacement, RunPlacement, TaskPlacement } from './plan.ts';
import type { Order, Scenario, StageProgress } from './scenario.ts';
import type { Keeping, LotSituation, RunningStage, Situation } from './situation.ts';
import type { ComputeStage, Stage } from './workflow.ts';

/** At instant 0: a stage that ended by then is done, one that ends later runs where its progress says. Orders still to be announced are not in it. */
export function initialSituation(scenario: Scenario): Situation {
  const isOpen = (order: Order): boolean => order.progress.filter(isDone).length < stagesOf(scenario, order).length;
  const isKnown = ({ announced }: Order): boolean => announced === undefined || announced <= 0;
  const lots = scenario.orders
    .filter((order) => isOpen(order) && isKnown(order))
    .map((order) => firstLotOf(scenario, order))
    .toSorted(by((lot) => lot.lot, compareText));
  return { now: seconds(0), lots, machines: [] };
}

/** The one lot that an order is at instant 0, or becomes when it is announced. */
export function firstLotOf(scenario: Scenario, order: Order): LotSituation {
  const done = order.progress.filter(isDone);
  const keeping = keepingAfter(scenario, order, done);
  return {
    lot: lotIdOf(order),
    order: order.id,
    samples: order.samples.map((sample) => sample.id),
    done: done
      .map(({ stage, end }) => ({ stage, end }))
      .toSorted((a, b) => a.end - b.end || compareText(a.stage, b.stage)),
    running: order.progress
      .filter((entry) => !isDone(entry))
      .map((entry) => runningStage(scenario, order, entry))
      .toSorted((a, b) => a.start - b.start || compareText(a.stage, b.stage)),
    skipped: [],
    notBefore: seconds(-NEVER),
    ...(keeping === undefined ? {} : { keeping }),
  };
}

/** An order starts as the lot of its own name. */
const lotIdOf = (order: Order): LotId => id(order.id);

const isDone = (entry: StageProgress): boolean => entry.end <= 0;

const stagesOf = (scenario: Scenario, order: Order): readonly Stage[] =>
  mustGet(scenario.workflows, order.workflow).stages;

function stageOf(scenario: Scenario, order: Order, name: Stage['id']): Stage {
  const stage = stagesOf(scenario, order).find((candidate) => candidate.id === name);
  assert(stage !== undefined, `order ${order.id}: progress of an unknown stage ${name}`);
  return stage;
}

/** What waits after the work that is done: docs/PLAN-RULES.md, "Quality of a lot". undefined: as the order says. */
function keepingAfter(scenario: Scenario, order: Order, done: readonly StageProgress[]): Keeping | undefined {
  let keeping: Keeping | undefined;
  for (const { stage: name, start, end } of done.toSorted(
    (a, b) => a.start - b.start || compareText(a.stage, b.stage),
  )) {
    const stage = stageOf(scenario, order, name);
    if (stage.kind === 'compute') continue;
    const before = keeping ?? { material: order.material, condition: conditionAt(order, start) };
    const quality = qualityAt(scenario, order, keeping, start);
    keeping = { ...before, ...stage.output, since: end, quality };
  }
  return keeping;
}

function qualityAt(scenario: Scenario, order: Order, keeping: Keeping | undefined, at: Seconds): number {
  if (keeping === undefined) return qualityThrough(mustGet(scenario.materials, order.material), order.storage, at);
  const curve = mustGet(scenario.materials, keeping.material).conditions.get(keeping.condition) ?? NO_DEGRADATION;
  return qualityAfter(keeping.quality, curve, at - keeping.since);
}

function conditionAt(order: Order, at: Seconds): Keeping['condition'] {
  const entry = order.storage.findLast((candidate) => candidate.from <= at) ?? order.storage[0];
  assert(entry !== undefined, `order ${order.id} is stored nowhere`);
  return entry.condition;
}

function runningStage(scenario: Scenario, order: Order, entry: StageProgress): RunningStage {
  const { stage, start, end } = entry;
  return { stage, start, end, placement: placementOf(scenario, order, entry) };
}

function placementOf(scenario: Scenario, order: Order, entry: StageProgress): TaskPlacement {
  const stage = stageOf(scenario, order, entry.stage);
  switch (stage.kind) {
    case 'bench':
      return { kind: 'machine', machine: entry.on as MachineId };
    case 'sequencing':
      return runPlacement(scenario, entry);
    case 'compute':
      return poolPlacement(stage, order, entry);
  }
}

/** The whole flow cell: every order whose running stage names this machine and start, by id, fills the lanes in turn. */
function runPlacement(scenario: Scenario, entry: StageProgress): RunPlacement {
  assert(entry.recipe !== undefined, `a run on ${entry.on} without a recipe`);
  const lanes = fillLanes(mustGet(scenario.recipes, entry.recipe), runDemands(scenario, entry), scenario.indexSets);
  assert(lanes !== undefined, `the lots running on ${entry.on} do not fit its flow cell`);
  return { kind: 'run', machine: entry.on as MachineId, recipe: entry.recipe, lanes };
}

/** What the run under way that `entry` belongs to must hold, by lot. */
export const runDemands = (
  scenario: Pick<Scenario, 'orders' | 'workflows'>,
  entry: StageProgress,
): readonly LaneDemand[] =>
  scenario.orders.flatMap((order) =>
    order.progress
      .filter((other) => other.on === entry.on && other.start === entry.start && other.end > 0)
      .flatMap((other): LaneDemand[] => {
        const stage = mustGet(scenario.workflows, order.workflow).stages.find((s) => s.id === other.stage);
        if (stage?.kind !== 'sequencing') return [];
        const reads = order.samples.length * (order.readsPerSample ?? stage.readsPerSample);
        return [{ lot: lotIdOf(order), reads, ...(order.indexSet === undefined ? {} : { indexSet: order.indexSet }) }];
      }),
  );

/** Progress does not say how many samples run side by side: the mode whose planned length is nearest to the stated one; ties: fewer. */
function poolPlacement(stage: ComputeStage, order: Order, entry: StageProgress): PoolPlacement {
  const samples = order.samples.length;
  const perSample = stage.time.fixed + stage.time.perSample;
  const miss = (parallel: number): number =>
    Math.abs(Math.ceil(samples / parallel) * perSample - (entry.end - entry.start));
  const parallel = stage.parallel.reduce((best, mode) => (miss(mode) < miss(best) ? mode : best));
  const atOnce = Math.min(parallel, samples);
  return {
    kind: 'pool',
    pool: entry.on as PoolId,
    parallel,
    cores: stage.cores * atOnce,
    memoryBytes: stage.memoryBytes * atOnce,
    gpus: stage.gpus * atOnce,
  };
}
