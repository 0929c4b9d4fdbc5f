/** Rule 22: a plan states the value of its first two levels truly. */

import { hours, type Finding } from '../../base/index.ts';
import type { LevelValue, ObjectiveLevel, ObjectiveTerm } from '../../model/index.ts';
import { breach } from './breach.ts';
import { endOf, type LotView, type PlanView } from './plan-view.ts';
import { qualityOf } from './quality.ts';

const CHECKED_LEVELS = 2;

export function* checkObjective(view: PlanView): Iterable<Finding> {
  // The worth of half a plan is not defined; what is missing has been reported.
  if (!isComplete(view)) return;
  const truth = trueTerms(view);
  for (const [k, level] of view.scenario.objective.levels.slice(0, CHECKED_LEVELS).entries()) {
    const stated = view.plan.objective[k];
    const problems = stated === undefined ? ['is not stated'] : misstatements({ level, stated, truth });
    for (const problem of problems) {
      const message = `level ${k + 1} of the objective ${problem}`;
      yield breach({ code: 'OBJECTIVE', path: `/objective/${k}`, message, hint: 'Recompute it from the tasks.' });
    }
  }
}

function isComplete(view: PlanView): boolean {
  return [...view.lots.values()].every(
    (lot) =>
      view.lost.has(lot.order.id) ||
      [...lot.status].every(([stage, status]) => status !== 'open' || lot.plannedIn.has(stage)),
  );
}

/** Of the terms that can be told without the planner's own estimates. */
function trueTerms(view: PlanView): ReadonlyMap<ObjectiveTerm, number> {
  let samplesLost = 0;
  let qualityLost = 0;
  let weightedTardiness = 0;
  const endOfOrder = new Map<string, number>();
  for (const lot of view.lots.values()) {
    const end = Math.max(endOfOrder.get(lot.order.id) ?? -Infinity, endOfLot(lot));
    endOfOrder.set(lot.order.id, end);
  }
  for (const lot of view.lots.values()) {
    const { id, weight, due } = lot.order;
    if (view.lost.has(id)) {
      samplesLost += weight * lot.n;
      continue;
    }
    qualityLost += weight * lot.n * (1 - qualityOf(view.scenario, lot));
    const late = Math.max(0, (endOfOrder.get(id) ?? due) - due);
    weightedTardiness += weight * lot.n * hours(late);
  }
  return new Map([
    ['samples-lost', samplesLost],
    ['quality-lost', qualityLost],
    ['weighted-tardiness', weightedTardiness],
  ]);
}

const endOfLot = (lot: LotView): number =>
  Math.max(...[...lot.stages.keys()].map((stage) => endOf(lot, stage) ?? -Infinity));

function* misstatements({
  level,
  stated,
  truth,
}: {
  level: ObjectiveLevel;
  stated: LevelValue;
  truth: ReadonlyMap<ObjectiveTerm, number>;
}): Iterable<string> {
  let sum = 0;
  for (const { term, weight } of level.terms) {
    const value = stated.terms.find((entry) => entry.term === term)?.value;
    const expected = truth.get(term);
    if (value === undefined) yield `does not state ${term}`;
    else if (expected !== undefined && !isClose(value, expected)) yield `states ${term} = ${value}; it is ${expected}`;
    sum += weight * (value ?? 0);
  }
  if (!isClose(stated.value, sum)) yield `states the value ${stated.value}; its terms sum to ${sum}`;
}

/** 1e-6 relative; next to zero 1e-9, which is what double arithmetic leaves of 1 - q. */
const isClose = (a: number, b: number): boolean =>
  Math.abs(a - b) <= Math.max(1e-6 * Math.max(Math.abs(a), Math.abs(b)), 1e-9);
