/** Reads wanted over reads bought: a run buys its whole flow cell, however little of it is used. */

import { mustGet } from '../base/index.ts';
import type { LaneLoad, LotId, RecipeId, RunPlacement, Scenario, SequencingStage, StageId } from '../model/index.ts';
import { leastPurchase } from './covering.ts';
import type { OrderOfLot } from './lots.ts';
import type { Attempt } from './timeline.ts';

/** Read pairs. */
export interface LaneFill {
  /** Wanted by the lots that were served: loaded in runs that did not fail, up to what their orders want. */
  readonly served: number;
  /** Capacity of every run begun inside the horizon, failed ones included. */
  readonly bought: number;
  /** The least that whole flow cells could have served `served` with; <= `bought`. */
  readonly least: number;
}

export interface LaneFillOptions {
  readonly scenario: Scenario;
  /** What the positions offer. */
  readonly recipes: ReadonlySet<RecipeId>;
  /** Runs on these positions; those whose lanes are not known (under way at instant 0) are left out. */
  readonly runs: readonly Attempt[];
  readonly orderOf: OrderOfLot;
}

export function laneFill(options: LaneFillOptions): LaneFill {
  const { scenario } = options;
  const runs = options.runs.flatMap((run) => {
    const isCounted = run.start >= 0 && run.start < scenario.horizon;
    return isCounted && run.placement.kind === 'run' && run.placement.lanes.length > 0
      ? [{ ...run, placement: run.placement }]
      : [];
  });
  const bought = runs.reduce((sum, run) => sum + capacityOf(scenario, run.placement.recipe), 0);
  const wants = servedWants(options, runs);
  const served = wants.reduce((sum, want) => sum + want.reads, 0);
  return { served, bought, least: leastFor(options, wants) };
}

interface Run extends Attempt {
  readonly placement: RunPlacement;
}

/** Reads that can come from any of these recipes. */
interface Want {
  readonly reads: number;
  readonly recipes: readonly RecipeId[];
}

export const capacityOf = (scenario: Scenario, recipe: RecipeId): number => {
  const { lanes, readsPerLane } = mustGet(scenario.recipes, recipe);
  return lanes * readsPerLane;
};

/** One want per lot and stage that some run served. */
function servedWants(options: LaneFillOptions, runs: readonly Run[]): readonly Want[] {
  const wants = new Map<string, { reads: number; recipes: Set<RecipeId>; limit: number }>();
  for (const run of runs) {
    if (run.outcome === 'failed') continue;
    for (const { lot, stage } of run.members) {
      const loaded = readsOf(run.placement.lanes, lot);
      const key = `${options.orderOf(lot)?.id ?? lot}\n${stage}`;
      const want = wants.get(key) ?? { reads: 0, ...wishOf(options, lot, stage) };
      want.reads += loaded;
      // The recipe that served it can serve it, whatever the workflow says.
      want.recipes.add(run.placement.recipe);
      wants.set(key, want);
    }
  }
  return [...wants.values()].map((w) => ({ reads: Math.min(w.reads, w.limit), recipes: [...w.recipes] }));
}

const readsOf = (lanes: readonly (readonly LaneLoad[])[], lot: LotId): number =>
  lanes.flat().reduce((sum, load) => (load.lot === lot ? sum + load.reads : sum), 0);

function wishOf({ scenario, recipes, orderOf }: LaneFillOptions, lot: LotId, stageId: StageId) {
  const order = orderOf(lot);
  const stage = order && scenario.workflows.get(order.workflow)?.stages.find((s) => s.id === stageId);
  if (order === undefined || stage?.kind !== 'sequencing') return { recipes: new Set<RecipeId>(), limit: Infinity };
  return {
    recipes: new Set(stage.recipes.filter((recipe) => recipes.has(recipe))),
    limit: order.samples.length * readsPerSample(order, stage),
  };
}

const readsPerSample = (order: { readonly readsPerSample?: number }, stage: SequencingStage): number =>
  order.readsPerSample ?? stage.readsPerSample;

/**
 * Wants that share a recipe, directly or through others, may share flow cells; others cannot. Within such a group every
 * want may use every recipe, which can only make it cheaper: a lower bound.
 */
function leastFor({ scenario }: LaneFillOptions, wants: readonly Want[]): number {
  const groups: { recipes: Set<RecipeId>; reads: number }[] = [];
  for (const want of wants) {
    const touching = groups.filter((group) => want.recipes.some((recipe) => group.recipes.has(recipe)));
    const merged = { recipes: new Set(want.recipes), reads: want.reads };
    for (const group of touching) {
      for (const recipe of group.recipes) merged.recipes.add(recipe);
      merged.reads += group.reads;
      groups.splice(groups.indexOf(group), 1);
    }
    groups.push(merged);
  }
  return groups.reduce((sum, group) => {
    const capacities = [...group.recipes].map((recipe) => capacityOf(scenario, recipe));
    return sum + leastPurchase(capacities, group.reads);
  }, 0);
}
