/** What is on the lanes of a run (docs/PLAN-RULES.md 17). */

import type { RunPlacement } from '../../model/index.ts';
import { fault, type Fault } from './codes.ts';
import { membersOf, sum } from './members.ts';
import type { FactOf, Scene } from './scene.ts';

type Started = FactOf<'task-started'>;

/** `[LANES]`, `[INDEX]`: what a run really loads. */
export function* checkLanes(scene: Scene, fact: Started): Generator<Fault> {
  if (fact.placement.kind !== 'run') return;
  const recipe = scene.scenario.recipes.get(fact.placement.recipe);
  if (recipe === undefined) return;
  const wrong = (what: string): Fault => fault('LANES', `${fact.task} ${what}`, 'By docs/PLAN-RULES.md 17.');
  const { lanes } = fact.placement;
  if (lanes.length !== recipe.lanes) yield wrong(`lists ${lanes.length} lanes, ${recipe.id} has ${recipe.lanes}`);
  for (const [k, lane] of lanes.entries()) {
    const reads = sum(lane.map((load) => load.reads));
    if (reads > recipe.readsPerLane)
      yield wrong(`loads ${reads} reads on lane ${k + 1}, which gives ${recipe.readsPerLane}`);
  }
  const members = membersOf(scene, fact);
  const loads = lanes.flat();
  for (const { lot } of loads) {
    if (!members.some((m) => m.lot.id === lot)) yield wrong(`loads ${lot}, which is not a member`);
  }
  for (const { lot, stage } of members) {
    if (stage.kind !== 'sequencing') continue;
    const wanted = lot.samples.size * (lot.order.readsPerSample ?? stage.readsPerSample);
    const reads = sum(loads.filter((load) => load.lot === lot.id).map((load) => load.reads));
    if (reads < wanted) yield wrong(`gives ${lot.id} ${reads} reads, it wants ${wanted}`);
  }
  yield* checkIndexes(scene, fact, recipe.indexScope === 'run' ? [loads] : lanes);
}

function* checkIndexes(scene: Scene, { task }: Started, groups: RunPlacement['lanes']): Generator<Fault> {
  for (const group of groups) {
    const lots = [...new Set(group.map((load) => load.lot))];
    for (const [k, one] of lots.entries()) {
      const set = scene.lots.get(one)?.order.indexSet;
      const clashes = set === undefined ? undefined : scene.scenario.indexSets.get(set)?.clashes;
      for (const other of lots.slice(k + 1)) {
        const second = scene.lots.get(other)?.order.indexSet;
        if (second === undefined || clashes?.has(second) !== true) continue;
        yield fault('INDEX', `${task} loads ${one} and ${other} together, whose indexes clash`, 'Keep them apart.');
      }
    }
  }
}
