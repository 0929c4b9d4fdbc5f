/** One construction by one policy: what a simple rule would do. */

import type { Problem } from '../problem.ts';
import { extractSolution, withEndsAlone, withLoads, type Solution } from '../solution.ts';
import { Constructor } from './construct.ts';
import type { Policy } from './policy.ts';
import { sequenceBy } from './rules.ts';

export function constructBaseline(problem: Problem, policy: Policy): Solution {
  const constructor = new Constructor(problem);
  const { lost } = constructor.construct(sequenceBy(problem, constructor.outlook, policy.rule), policy);
  const solution = withLoads(problem, extractSolution(constructor.schedule, lost));
  return withEndsAlone(solution, (order) => constructor.endAlone(order, policy));
}
