/** A plan with the best bounds that can be proved for it: for results that are read, not for decisions that are waited for. */

import type { Plan, Scenario, Situation } from '../model/index.ts';
import { provedBounds } from './bounds/index.ts';
import { formulate } from './formulation/formulate.ts';
import type { MipBackend } from './mip/index.ts';

/** The same plan, its levels with bounds that also count competition for machines, staff and pools; takes seconds. */
export async function proveBounds(
  { scenario, situation, plan }: { readonly scenario: Scenario; readonly situation: Situation; readonly plan: Plan },
  mip: MipBackend,
): Promise<Plan> {
  const { problem } = formulate(scenario, situation);
  const bounds = await provedBounds(problem, scenario.objective.levels, plan.objective, { mip });
  const objective = plan.objective.map((level, k) => {
    const bound = bounds[k];
    return bound === undefined ? level : { ...level, bound };
  });
  return { ...plan, objective };
}
