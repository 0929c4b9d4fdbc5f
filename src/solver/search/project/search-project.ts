/** Searches a project. */

import { createRandom } from '../../../base/index.ts';
import { i32 } from '../../columns.ts';
import type { Problem } from '../../problem.ts';
import { RandomInts } from '../random-ints.ts';
import { chainsOf, lowerBound } from './bound.ts';
import { stopAfter, type ProjectBudget } from './budget.ts';
import { ScheduleGenerator } from './generator.ts';
import { run } from './genetic.ts';
import { projectOf } from './project.ts';

export interface ProjectSearchOptions {
  readonly seed: number;
  readonly budget: ProjectBudget;
  readonly nowMs?: () => number;
  readonly shouldStop?: () => boolean;
  readonly onIncumbent?: (incumbent: any) => void;
}
export function searchProject(
  problem: Problem,
  { seed, budget, nowMs = () => 0, shouldStop = () => false, onIncumbent }: ProjectSearchOptions,
) {
  const project = projectOf(problem);
  const chains = chainsOf(project);
  const bound = lowerBound(project, chains);
  const gen = new ScheduleGenerator(project);
  const stop = stopAfter({ budget, activityCount: project.count, nowMs, shouldStop });
  let best = Infinity;
  let start = new Int32Array(0);
  run({
    project,
    random: new RandomInts(createRandom(seed)),
    ...chains,
    bound,
    stop,
    gen,
    onBest: (x) => {
      best = x.makespan;
      start = x.start.slice();
      onIncumbent?.({ objective: best, iterations: gen.schedules });
    },
  });
  return {
    start: Float64Array.from(start, (t) => project.origin + t * project.unit),
    objective: best,
    bound,
    iterations: gen.schedules,
  };
}
void i32;
