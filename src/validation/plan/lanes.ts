/** Rule 17: a run's lanes hold exactly its lots, their reads fit, and no clashing indexes meet. */

import type { Finding } from '../../base/index.ts';
import type { LaneLoad, LotId, Recipe, RunPlacement } from '../../model/index.ts';
import { breach, type PlanRuleCode } from './breach.ts';
import type { LotView, PlanView, TaskView } from './plan-view.ts';

export function* checkLanes(view: PlanView): Iterable<Finding> {
  for (const taskView of view.tasks) {
    const { task, path, recipe } = taskView;
    if (task.isFrozen || task.placement.kind !== 'run' || recipe === undefined) continue;
    const run: Run = { view, taskView, recipe, lanes: task.placement.lanes };
    const report = (code: PlanRuleCode, problem: string, hint: string): Finding =>
      breach({ code, path, message: `run ${task.id}: ${problem}`, hint });
    for (const problem of laneProblems(run)) yield report('LANES', problem, 'Share the reads out over the lanes anew.');
    for (const problem of readProblems(run)) yield report('LANES', problem, 'Load each member for all its reads.');
    for (const problem of indexClashes(run)) yield report('INDEX', problem, 'Keep lots with clashing indexes apart.');
  }
}

interface Run {
  readonly view: PlanView;
  readonly taskView: TaskView;
  readonly recipe: Recipe;
  readonly lanes: RunPlacement['lanes'];
}

function* laneProblems({ recipe, lanes }: Run): Iterable<string> {
  if (lanes.length !== recipe.lanes) {
    yield `it lists ${lanes.length} lanes; a ${recipe.flowCell} flow cell (${recipe.id}) has ${recipe.lanes}`;
  }
  for (const [k, lane] of lanes.entries()) {
    const reads = total(lane);
    if (reads > recipe.readsPerLane) yield `lane ${k + 1} holds ${reads} reads; it gives ${recipe.readsPerLane}`;
    for (const load of lane) if (!(load.reads >= 0)) yield `lane ${k + 1} holds ${load.reads} reads of lot ${load.lot}`;
  }
}

function* readProblems({ view, taskView, lanes }: Run): Iterable<string> {
  const needed = new Map<LotId, number>();
  for (const { lot, stage } of taskView.members) {
    const perSample = lot.order.readsPerSample ?? (stage.kind === 'sequencing' ? stage.readsPerSample : 0);
    needed.set(lot.id, (needed.get(lot.id) ?? 0) + lot.n * perSample);
  }
  const loads = lanes.flat();
  for (const [lot, reads] of needed) {
    const given = loads.filter((load) => load.lot === lot);
    if (given.length === 0) yield `its member ${lot} is on no lane`;
    else if (total(given) < reads) yield `lot ${lot} gets ${total(given)} reads and needs ${reads}`;
  }
  for (const lot of new Set(loads.map((load) => load.lot))) {
    // Lots that do not exist are rule 1's.
    if (!needed.has(lot) && view.lots.has(lot)) yield `lot ${lot} is on a lane and no member`;
  }
}

function* indexClashes(run: Run): Iterable<string> {
  const spaces =
    run.recipe.indexScope === 'run'
      ? [{ place: 'the flow cell', loads: run.lanes.flat() }]
      : run.lanes.map((loads, k) => ({ place: `lane ${k + 1}`, loads }));
  for (const { place, loads } of spaces) {
    const lots = [...new Set(loads.map((load) => load.lot))].flatMap((lot) => run.view.lots.get(lot) ?? []);
    for (const [k, a] of lots.entries()) {
      for (const b of lots.slice(k + 1)) {
        if (clash(run.view, { a, b })) {
          yield `lots ${a.id} and ${b.id} share ${place}, and index sets ${a.order.indexSet} and ${b.order.indexSet} clash`;
        }
      }
    }
  }
}

/** Clashing is mutual, also where only one of the two sets says so. */
function clash({ scenario }: PlanView, { a, b }: { a: LotView; b: LotView }): boolean {
  const setA = a.order.indexSet;
  const setB = b.order.indexSet;
  if (setA === undefined || setB === undefined) return false;
  const says = (one: typeof setA, other: typeof setA): boolean =>
    scenario.indexSets.get(one)?.clashes.has(other) === true;
  return says(setA, setB) || says(setB, setA);
}

const total = (loads: readonly LaneLoad[]): number => loads.reduce((sum, load) => sum + load.reads, 0);
