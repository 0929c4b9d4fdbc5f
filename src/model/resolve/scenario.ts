/** A checked draft to a `Scenario`: everything here is total, because the rules found no error. */

import { assert, by, compareText, seconds, sumOfLevels } from '../../base/index.ts';
import { calendarEndOf, expandWeekly } from '../calendar.ts';
import type { Draft } from '../draft.ts';
import { id, type MaterialId, type RecipeId, type WorkflowId } from '../ids.ts';
import { DEFAULT_OBJECTIVE, DEFAULT_PRIORITY_WEIGHTS } from '../objective.ts';
import type { Scenario } from '../scenario.ts';
import type { Workflow } from '../workflow.ts';
import type { WallClock } from '../wall-clock.ts';
import { buildInstrument, buildMachines } from './machines.ts';
import { buildOrder } from './orders.ts';
import { buildIndexSets, buildMaterial, buildPool, buildRecipe } from './supplies.ts';
import type { TimeContext } from './time-context.ts';
import { buildSimulation } from './simulation.ts';
import { buildRoutes } from './workflows.ts';

export function buildScenario(draft: Draft, clock: WallClock): Scenario {
  const { name, site, horizon, objective } = draft;
  assert(name !== undefined && site !== undefined && horizon !== undefined, 'a section was not checked');
  const time: TimeContext = { clock, calendarEnd: calendarEndOf(horizon.length) };
  const holidays = new Set(site.holidays ?? []);
  const instruments = draft.instruments.map((entry) => entry.value);
  const materials = new Map(draft.materials.map(({ value }) => [id<MaterialId>(value.id), buildMaterial(value)]));
  const recipes = new Map(draft.recipes.map(({ value }) => [value.id, value]));
  const context = { clock, materials, weights: { ...DEFAULT_PRIORITY_WEIGHTS, ...draft.priorities } };
  return {
    schemaVersion: 1,
    name,
    epoch: { iso: clock.write(seconds(0)), ms: clock.epochMs },
    timeZone: clock.timeZone,
    horizon: horizon.length,
    calendarEnd: time.calendarEnd,
    staff: sumOfLevels(
      site.shifts.map((shift) => ({
        intervals: expandWeekly(clock, [shift], time.calendarEnd, holidays),
        level: shift.operators,
      })),
    ),
    machines: buildMachines(
      instruments,
      draft.equipment.map((entry) => entry.value),
      time,
    ),
    instruments: instruments.map(buildInstrument),
    recipes: new Map([...recipes.values()].map((recipe) => [id<RecipeId>(recipe.id), buildRecipe(recipe)])),
    pools: draft.pools.map(({ value }) => buildPool(value, time)),
    materials,
    indexSets: buildIndexSets(draft.indexSets.map((entry) => entry.value)),
    workflows: new Map(
      draft.workflows
        .flatMap((workflow) => buildRoutes(workflow, { time, recipes, materials }))
        .map((route): [WorkflowId, Workflow] => [route.id, route]),
    ),
    orders: draft.orders.map(({ value }) => buildOrder(value, context)).toSorted(by((order) => order.id, compareText)),
    objective:
      objective === undefined
        ? DEFAULT_OBJECTIVE
        : {
            levels: objective.levels.map((terms, k) => ({ terms, tolerance: objective.tolerances[k] ?? 0 })),
          },
    priorityWeights: { ...DEFAULT_PRIORITY_WEIGHTS, ...draft.priorities },
    simulation: buildSimulation(draft, clock),
  };
}
