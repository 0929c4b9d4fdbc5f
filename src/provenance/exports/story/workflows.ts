/** The workflows that a run's orders name, each with the stages of its detours folded in: one stage, one step, whatever the route. */

import { compareText, mustGet } from '../../../base/index.ts';
import type { Scenario, Stage, StageId, Workflow, WorkflowId } from '../../../model/index.ts';
import type { WorkflowStory } from './run-story.ts';

export function workflowsOf(scenario: Scenario): readonly WorkflowStory[] {
  const used = new Set(scenario.orders.map((order) => order.workflow));
  return [...used]
    .toSorted(compareText)
    .map((name) => mustGet(scenario.workflows, name))
    .map((workflow) => ({ id: workflow.id, name: workflow.name, stages: allStages(scenario, workflow) }));
}

/** Alternatives directly after the stage whose place they take. */
function allStages(scenario: Scenario, workflow: Workflow): readonly Stage[] {
  const alternatives = new Map<StageId, Stage>();
  for (const detour of routesFrom(scenario, workflow)) {
    for (const stage of detour.stages) {
      if (!workflow.stages.some((own) => own.id === stage.id)) alternatives.set(stage.id, stage);
    }
  }
  const standIns = (id: StageId): readonly Stage[] =>
    [...alternatives.values()].filter((one) => one.insteadOf === id).flatMap((one) => [one, ...standIns(one.id)]);
  const placed = workflow.stages.flatMap((stage) => [stage, ...standIns(stage.id)]);
  return [...placed, ...[...alternatives.values()].filter((one) => !placed.includes(one))];
}

/** Every route that detours lead to, however many times round. */
export function routesFrom(scenario: Scenario, workflow: Workflow): readonly Workflow[] {
  const found = new Map<WorkflowId, Workflow>();
  const open = [workflow];
  for (let route = open.pop(); route !== undefined; route = open.pop()) {
    for (const name of route.detours?.values() ?? []) {
      if (found.has(name) || name === workflow.id) continue;
      const next = mustGet(scenario.workflows, name);
      found.set(name, next);
      open.push(next);
    }
  }
  return [...found.values()];
}
