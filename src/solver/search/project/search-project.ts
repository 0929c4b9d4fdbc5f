/** Finds a short schedule of a resource-constrained project, and states how short one can be at best. */

import { assert, createRandom } from '../../../base/index.ts';
import type { Problem } from '../../problem.ts';
import { RandomInts } from '../random-ints.ts';
import { chainsOf, lowerBound } from './bound.ts';
import { stopAfter, type ProjectBudget } from './budget.ts';
import { destructiveBound } from './destructive-bound.ts';
import { ScheduleGenerator } from './generator.ts';
import { projectOf, supportsProject, type Project } from './project.ts';
import { reshuffleSearch } from './reshuffle-search.ts';

export interface ProjectSearchOptions {
  /** Any safe integer. Same problem, seed and iterations: same answer. */
  readonly seed: number;
  /** `iterations`: steps of three schedules each after the first, exact; `ms`: on `nowMs`, not reproducible. */
  readonly budget: ProjectBudget;
  /** Needed with a budget in ms. */
  readonly nowMs?: () => number;
  /** Asked every few milliseconds. */
  readonly shouldStop?: () => boolean;
  /** Told of every improvement, the first schedule included. */
  readonly onIncumbent?: (result: ProjectResult) => void;
}

export interface ProjectResult {
  /** [operations] start, seconds. */
  readonly start: Float64Array;
  /** Latest end of any operation, seconds. */
  readonly objective: number;
  /** No schedule ends earlier; equal to `objective` where that is proved best. */
  readonly bound: number;
  /** Steps so far, of three schedules each: forward, backward, forward. */
  readonly iterations: number;
}

/** The problem must be supported (`supportsProject`). The search ends early only where the bound is reached. */
export function searchProject(problem: Problem, options: ProjectSearchOptions): ProjectResult {
  const { seed, budget, nowMs, shouldStop = () => false, onIncumbent } = options;
  assert(supportsProject(problem), 'the project search does not support this problem');
  assert(nowMs !== undefined || 'iterations' in budget, 'a budget in ms needs a clock');
  const project = projectOf(problem);
  const chains = chainsOf(project);
  const simple = lowerBound(project, chains);
  const bound = destructiveBound(project, chains, { from: simple, upTo: project.work });
  const isOver = stopAfter({ budget, activityCount: project.count, nowMs: nowMs ?? (() => 0), shouldStop });
  let best: ProjectResult | undefined;
  const iterations = reshuffleSearch({
    project,
    generator: new ScheduleGenerator(project),
    random: new RandomInts(createRandom(seed)),
    tail: chains.tail,
    bound,
    isOver,
    onBest: ({ makespan, start, steps }) => {
      best = inSeconds({ project, start, makespan, bound, iterations: steps });
      onIncumbent?.(best);
    },
  });
  assert(best !== undefined, 'the search ended without a schedule');
  return { ...best, iterations };
}

interface InUnits {
  readonly project: Project;
  readonly start: Int32Array;
  readonly makespan: number;
  readonly bound: number;
  readonly iterations: number;
}

function inSeconds({ project, start, makespan, bound, iterations }: InUnits): ProjectResult {
  const instant = (units: number): number => project.origin + units * project.unit;
  return {
    start: Float64Array.from(start, instant),
    objective: instant(makespan),
    bound: instant(bound),
    iterations,
  };
}
