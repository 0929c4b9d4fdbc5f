/** What the orders can justify: a position without work to do is not idle by anyone's fault. */

import { mustGet, type Seconds } from '../base/index.ts';
import type { Order, RecipeId, Scenario, SequencingStage } from '../model/index.ts';
import { capacityOf } from './lane-fill.ts';
import type { OrderOfLot } from './lots.ts';
import type { Attempt } from './timeline.ts';

export interface DemandOptions {
  readonly scenario: Scenario;
  /** What the positions offer. */
  readonly recipes: ReadonlySet<RecipeId>;
  /** Runs on these positions ... */
  readonly runs: readonly Attempt[];
  /** ... and on all others. */
  readonly elsewhere: readonly Attempt[];
  readonly orderOf: OrderOfLot;
}

/**
 * The most run seconds inside the horizon that the orders can ask of the positions: a lot is in one run per sequencing
 * stage, so each (order, stage) justifies one run of its own with its longest recipe, begun after the order's release.
 *
 * A run that took place justifies its own length where that is more; failed runs, and further runs of the same stage after
 * rework, come on top. So what took place never exceeds the result.
 */
export function justifiedRunTime(options: DemandOptions): number {
  const { scenario, runs, orderOf } = options;
  const justified = new Map<string, number>();
  for (const order of scenario.orders) {
    for (const stage of openSequencing(scenario, order)) {
      const longest = longestRun(options, order, stage);
      if (longest > 0) justified.set(keyOf(order.id, stage.id), longest);
    }
  }
  let further = 0;
  const used = new Set<string>();
  for (const run of runs) {
    const length = insideHorizon(run, scenario);
    const free = run.members
      .map(({ lot, stage }) => keyOf(orderOf(lot)?.id ?? lot, stage))
      .find((key) => justified.has(key) && !used.has(key));
    if (run.outcome === 'failed' || free === undefined) further += length;
    else {
      used.add(free);
      justified.set(free, Math.max(mustGet(justified, free), length));
    }
  }
  return [...justified.values()].reduce((sum, length) => sum + length, further);
}

/**
 * The most run seconds that the orders take when no flow cell is bought that could be spared: without any one of its runs
 * such a purchase would not cover the reads wanted. Not a bound on what a plan may do (it may run flow cells half empty
 * to be in time), but on the idle hours that anything but the demand can be blamed for. What other positions served is not
 * needed here; failed runs come on top.
 */
export function neededRunTime(options: DemandOptions): number {
  const { scenario, recipes, runs, elsewhere, orderOf } = options;
  const isServed = new Set(
    elsewhere
      .filter((run) => run.outcome !== 'failed')
      .flatMap((run) => run.members.map(({ lot, stage }) => keyOf(orderOf(lot)?.id ?? lot, stage))),
  );
  const timePerRead = (recipe: RecipeId): number =>
    mustGet(scenario.recipes, recipe).runTime / capacityOf(scenario, recipe);
  let needed = 0;
  let longest = 0;
  for (const order of scenario.orders) {
    for (const stage of openSequencing(scenario, order)) {
      if (isServed.has(keyOf(order.id, stage.id))) continue;
      const offered = stage.recipes.filter((recipe) => recipes.has(recipe));
      const reads = order.samples.length * (order.readsPerSample ?? stage.readsPerSample);
      needed += reads * offered.reduce((most, recipe) => Math.max(most, timePerRead(recipe)), 0);
      longest = offered.reduce((most, recipe) => Math.max(most, mustGet(scenario.recipes, recipe).runTime), longest);
    }
  }
  // All runs but one hold less than the demand.
  const given = runs.filter((run) => run.outcome === 'failed' || run.start < 0);
  return given.reduce((sum, run) => sum + insideHorizon(run, scenario), needed + longest);
}

/** The part of a spell inside [0, horizon), in seconds. */
export const insideHorizon = (spell: { readonly start: Seconds; readonly end: Seconds }, scenario: Scenario): number =>
  Math.max(0, Math.min(spell.end, scenario.horizon) - Math.max(spell.start, 0));

/** Sequencing stages that were neither done nor under way at instant 0. */
function openSequencing(scenario: Scenario, order: Order): readonly SequencingStage[] {
  const begun = new Set(order.progress.map((p) => p.stage));
  const { stages } = mustGet(scenario.workflows, order.workflow);
  return stages.filter((stage) => stage.kind === 'sequencing').filter((stage) => !begun.has(stage.id));
}

function longestRun({ scenario, recipes }: DemandOptions, order: Order, stage: SequencingStage): number {
  const offered = stage.recipes.filter((recipe) => recipes.has(recipe));
  const longest = offered.reduce((most, r) => Math.max(most, mustGet(scenario.recipes, r).runTime), 0);
  return Math.min(longest, Math.max(0, scenario.horizon - Math.max(0, order.release)));
}

const keyOf = (order: string, stage: string): string => `${order}\n${stage}`;
