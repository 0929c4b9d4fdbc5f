/** Planning in the calling thread: formulate, search, translate back. */

import { createRandom, type Clock } from '../base/index.ts';
import type { LevelValue, ObjectiveLevel, Plan, Scenario, Situation } from '../model/index.ts';
import { cheapBounds } from './bounds/index.ts';
import { BASELINES } from './construct/policies.ts';
import { constructBaseline } from './construct/baseline.ts';
import type { WayBack } from './formulation/formulation.ts';
import { formulate } from './formulation/formulate.ts';
import { evaluate } from './objective.ts';
import type { PlannerOptions, PlannerRule } from './options.ts';
import type { Problem } from './problem.ts';
import type { Exchange } from './search/exchange.ts';
import { createReserve } from './reserve.ts';
import { Pace, type SearchBudget } from './search/laboratory/pace.ts';
import { searchLaboratory } from './search/laboratory/search-laboratory.ts';
import type { Solution } from './solution.ts';
import { toPlan } from './to-plan.ts';

/** What the search needs of the options and the scenario: small and clonable. */
export interface SearchRequest {
  readonly seed: number;
  readonly budget: SearchBudget;
  readonly rule: PlannerRule;
  readonly levels: readonly ObjectiveLevel[];
  /** Absent: no. Whether bounds are proved, and what lost orders could do alone is found out: a decision on the way has no time for it. */
  readonly isThorough?: boolean;
}

export interface SearchAnswer {
  readonly solution: Solution;
  readonly objective: readonly LevelValue[];
  readonly iterations: number;
  /** By the clock of the thread that searched; absent where there is none, or one construction was all. */
  readonly course?: SearchCourse;
}

export interface SearchCourse {
  readonly madeMs: number;
  readonly begunMs: number;
  readonly endedMs: number;
}

/** What a search is given of its thread. */
export interface SearchMeans {
  /** For a budget in milliseconds. */
  readonly clock?: Clock;
  /** To searches of the same problem on other threads. */
  readonly exchange?: Exchange;
}

/** The best plan found within the budget. `clock` is needed for a budget in milliseconds. Blocks the calling thread. */
export function planInThread(scenario: Scenario, situation: Situation, options: PlannerOptions, clock?: Clock): Plan {
  const calledMs = clock?.nowMs() ?? 0;
  const formulation = formulate(scenario, situation);
  const request = requestOf(scenario, situation, options, (withinMs) => {
    return calledMs + withinMs - createReserve().msFor(formulation.problem.operations.count);
  });
  const means = clock === undefined ? {} : { clock };
  return planFrom(formulation, request, solve(formulation.problem, request, means));
}

/** `untilMs`: when a search is to stop whose answer is to be there within so many milliseconds; without it at once. */
export const requestOf = (
  scenario: Scenario,
  situation: Situation,
  options: PlannerOptions,
  untilMs: (withinMs: number) => number = () => 0,
): SearchRequest => ({
  seed: options.seed,
  budget: 'withinMs' in options.budget ? { untilMs: untilMs(options.budget.withinMs) } : options.budget,
  rule: options.rule ?? 'portfolio',
  levels: options.levels ?? scenario.objective.levels,
  isThorough: situation.planInForce === undefined,
});

/** The search alone, on a flat problem. */
export function solve(problem: Problem, request: SearchRequest, means: SearchMeans = {}): SearchAnswer {
  const { solution, iterations, course } =
    request.rule === 'portfolio'
      ? searched(problem, request, means)
      : { solution: constructBaseline(problem, BASELINES[request.rule]), iterations: 1 };
  const objective = evaluate(problem, solution, request.levels);
  return {
    solution,
    iterations,
    objective: request.isThorough === true ? bounded(problem, request, objective) : objective,
    ...(course === undefined ? {} : { course }),
  };
}

function searched(
  problem: Problem,
  request: SearchRequest,
  { clock, exchange }: SearchMeans,
): Omit<SearchAnswer, 'objective'> {
  const pace = new Pace(request.budget, clock, exchange?.isOver);
  const { solution, iterations } = searchLaboratory({
    problem,
    levels: request.levels,
    isThorough: request.isThorough === true,
    random: createRandom(request.seed),
    pace,
    // Who hears of what when is never the same twice, but so many steps are to give the same plan every time.
    ...(exchange === undefined || 'iterations' in request.budget ? {} : { exchange }),
  });
  const { madeMs, begunMs, lookMs } = pace.course;
  return { solution, iterations, ...(clock === undefined ? {} : { course: { madeMs, begunMs, endedMs: lookMs } }) };
}

/** With how much less each level could be at best. */
function bounded(problem: Problem, { levels }: SearchRequest, objective: readonly LevelValue[]): LevelValue[] {
  const bounds = cheapBounds(problem, levels, objective);
  return objective.map((value, k) => {
    const bound = bounds[k];
    return bound === undefined ? value : { ...value, bound };
  });
}

export function planFrom(formulation: WayBack, request: SearchRequest, answer: SearchAnswer): Plan {
  return toPlan(formulation, answer.solution, {
    objective: answer.objective,
    method: {
      name: request.rule === 'portfolio' ? 'ruin-and-recreate' : request.rule,
      seed: request.seed,
      iterations: answer.iterations,
      isReproducible: request.rule !== 'portfolio' || 'iterations' in request.budget,
    },
  });
}
