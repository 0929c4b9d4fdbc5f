/** One colour per workflow of a scenario, by the order of their ids. */

import { compareText } from '../../base/index.ts';
import type { Scenario, WorkflowId } from '../../model/index.ts';
import { MUTED, workflowColour } from './palette.ts';

export interface WorkflowColours {
  readonly of: (workflow: WorkflowId | undefined) => string;
  readonly legend: readonly { readonly name: string; readonly colour: string }[];
}

export function workflowColours(scenario: Scenario): WorkflowColours {
  const ids = [...scenario.workflows.keys()].toSorted(compareText);
  const colours = new Map(ids.map((workflow, place) => [workflow, workflowColour(place)]));
  return {
    of: (workflow) => (workflow === undefined ? MUTED : (colours.get(workflow) ?? MUTED)),
    legend: ids.map((workflow, place) => ({
      name: scenario.workflows.get(workflow)?.name ?? workflow,
      colour: workflowColour(place),
    })),
  };
}
