/** A workflow for one order alone: a copy of its own with other stages, so that nobody else's rules change. */

import { id, type OrderId, type Scenario, type Stage, type Workflow } from '../../../model/index.ts';

/** The copy's id is `WORKFLOW for ORDER`; ids of stages stay, so that families, progress and plans name the same things. */
export function withOwnStages(scenario: Scenario, order: OrderId, edit: (stage: Stage) => Stage): Scenario {
  const owner = scenario.orders.find((candidate) => candidate.id === order);
  const shared = owner && scenario.workflows.get(owner.workflow);
  if (shared === undefined) return scenario;
  const own: Workflow = {
    ...shared,
    id: id(`${shared.id} for ${order}`),
    stages: shared.stages.map(edit),
  };
  return {
    ...scenario,
    workflows: new Map([...scenario.workflows, [own.id, own]]),
    orders: scenario.orders.map((candidate) =>
      candidate.id === order ? { ...candidate, workflow: own.id } : candidate,
    ),
  };
}
