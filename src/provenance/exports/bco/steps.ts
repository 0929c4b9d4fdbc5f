/** The pipeline: a step per stage and tool (with its version), or, where no tool ran, per stage and machine. */

import { executionsOf, stageKey, type RunStory } from '../story/run-story.ts';
import type { BcoOptions } from './to-bco.ts';
import { fileUri, materialUri, type UriObject } from './uris.ts';

export interface PipelineStep {
  readonly key: string;
  readonly number: number;
  readonly name: string;
  readonly version: string | undefined;
  readonly description: string;
  readonly inputs: readonly UriObject[];
  readonly outputs: readonly UriObject[];
  /** Of the tool, over all its executions: name -> values. */
  readonly parameters: ReadonlyMap<string, ReadonlySet<string>>;
}

interface Draft {
  readonly workflow: string;
  readonly stage: string;
  readonly name: string;
  readonly version: string | undefined;
  readonly inputs: Map<string, UriObject>;
  readonly outputs: Map<string, UriObject>;
  readonly parameters: Map<string, Set<string>>;
}

/** In the workflows' order, numbered from 1. */
export function pipelineSteps(story: RunStory, options: Pick<BcoOptions, 'sha1'>): readonly PipelineStep[] {
  const drafts = new Map<string, Draft>();
  const draftOf = (of: { workflow: string; stage: string; name: string; version: string | undefined }): Draft => {
    const key = `${stageKey(of.workflow, of.stage)} ${of.name} ${of.version ?? ''}`;
    const draft = drafts.get(key) ?? { ...of, inputs: new Map(), outputs: new Map(), parameters: new Map() };
    drafts.set(key, draft);
    return draft;
  };
  for (const [{ execution, part }] of executionsOf(story)) {
    const { tool: name, toolVersion: version } = execution;
    const draft = draftOf({ workflow: part.workflow, stage: part.stage, name, version });
    for (const file of execution.inputs) draft.inputs.set(file.sha256, fileUri(file, options));
    for (const file of execution.outputs) draft.outputs.set(file.sha256, fileUri(file, options));
    for (const [parameter, value] of Object.entries(execution.parameters)) {
      const values = draft.parameters.get(parameter) ?? new Set();
      draft.parameters.set(parameter, values.add(String(value)));
    }
  }
  for (const { placement, parts, made, executions } of story.attempts) {
    if (executions.length > 0) continue;
    const name = placement.kind === 'pool' ? placement.pool : placement.machine;
    for (const { workflow, stage, uses, samples } of parts) {
      const draft = draftOf({ workflow, stage, name, version: undefined });
      for (const id of [...uses.values()].flat()) draft.inputs.set(id, materialUri(story, id));
      for (const { id, stage: of, sample } of made) {
        if (of === stage && samples.includes(sample)) draft.outputs.set(id, materialUri(story, id));
      }
    }
  }
  return numbered(story, [...drafts]);
}

function numbered({ workflows }: RunStory, drafts: readonly (readonly [string, Draft])[]): readonly PipelineStep[] {
  const places = workflows.flatMap(({ id, stages }) => stages.map((stage) => ({ stage, key: stageKey(id, stage.id) })));
  const steps: PipelineStep[] = [];
  for (const { stage, key: place } of places) {
    for (const [key, draft] of drafts) {
      if (stageKey(draft.workflow, draft.stage) !== place) continue;
      steps.push({
        key,
        number: steps.length + 1,
        name: draft.name,
        version: draft.version,
        description: `${stage.name} (${stage.kind} stage ${place})`,
        inputs: [...draft.inputs.values()],
        outputs: [...draft.outputs.values()],
        parameters: draft.parameters,
      });
    }
  }
  return steps;
}

export const parametricDomain = (steps: readonly PipelineStep[]): unknown =>
  steps.flatMap(({ number, parameters }) =>
    [...parameters].flatMap(([param, values]) => [...values].map((value) => ({ param, value, step: String(number) }))),
  );
