/** Who did what when: the run, what the engine controlled, and an action per execution and per attempt at the bench. */

import { mustGet } from '../../../base/index.ts';
import { executionsOf, stageKey, type RunStory } from '../story/run-story.ts';
import type { CrateOptions } from './crate-options.ts';
import { crateTime, reference, type CrateGraph, type Reference } from './graph.ts';
import { writeBenchAction } from './bench-action.ts';
import { writeExecutionAction } from './execution-action.ts';
import * as ids from './ids.ts';
import { actionsByAttempt } from './making-good.ts';
import { completed, failed } from './status.ts';

export function writeActions(graph: CrateGraph, story: RunStory, options: CrateOptions): void {
  for (const { id } of story.samples) {
    graph.add(ids.sampleId(id), 'PropertyValue', {
      name: 'sample',
      value: id,
      exampleOfWork: reference(ids.slotId('', 'in', 'sample')),
    });
  }
  for (const pseudonym of story.people) {
    graph.add(ids.personId(pseudonym), 'Person', {
      name: pseudonym,
      description: 'Pseudonym',
      affiliation: reference(ids.LABORATORY),
    });
  }
  const byStep = new Map<
    string,
    { readonly workflow: string; readonly stage: string; readonly actions: Reference[] }
  >();
  const note = (workflow: string, stage: string, action: Reference): void => {
    const key = stageKey(workflow, stage);
    const step = byStep.get(key) ?? { workflow, stage, actions: [] };
    byStep.set(key, step);
    step.actions.push(action);
    graph.extend(ids.ROOT, 'mentions', [action]);
  };
  const fileIds = new Map(story.files.map((file) => [file.sha256, ids.fileId(file, options)]));
  const filesOf = new Map<string, Reference[]>();
  for (const { madeBy, sha256 } of story.files) {
    if (madeBy === undefined) continue;
    filesOf.set(madeBy, [...(filesOf.get(madeBy) ?? []), reference(mustGet(fileIds, sha256))]);
  }
  const actionsOf = actionsByAttempt(story);
  for (const attempt of story.attempts) {
    if (attempt.executions.length === 0) {
      const action = writeBenchAction(graph, { attempt, actionsOf, files: filesOf.get(attempt.id) ?? [] });
      for (const { workflow, stage } of attempt.parts) note(workflow, stage, action);
    }
    for (const execution of attempt.executions) {
      const action = writeExecutionAction(graph, { attempt, execution, fileIds, actionsOf });
      note(execution.part.workflow, execution.part.stage, action);
    }
  }
  writeRunAction(graph, story, fileIds);
  const controls = [...byStep.values()].map(({ workflow, stage, actions }) =>
    graph.add(ids.controlId(workflow, stage), 'ControlAction', {
      name: `control of ${stage}`,
      instrument: reference(ids.stepId(workflow, stage)),
      object: actions,
    }),
  );
  graph.add('#organize', 'OrganizeAction', {
    name: `seqplan ${story.run.version}`,
    agent: reference(ids.LABORATORY),
    instrument: reference(ids.ENGINE),
    object: controls,
    result: reference(ids.RUN),
    startTime: crateTime(story.start),
    endTime: crateTime(story.end),
  });
}

function writeRunAction(graph: CrateGraph, story: RunStory, fileIds: ReadonlyMap<string, string>): void {
  const { run, start, end, ending, files, samples } = story;
  const refer = ({ sha256 }: { readonly sha256: string }): Reference => reference(mustGet(fileIds, sha256));
  const executions = [...executionsOf(story)].length;
  const action = graph.add(ids.RUN, 'CreateAction', {
    name: `${run.world} run of ${story.laboratory}`,
    description: `${story.attempts.length} attempts, ${executions} executions, ${samples.length} samples`,
    instrument: reference(ids.WORKFLOW),
    agent: reference(ids.LABORATORY),
    startTime: crateTime(start),
    endTime: crateTime(end),
    object: [...samples.map(({ id }) => reference(ids.sampleId(id))), ...files.filter((f) => f.isInput).map(refer)],
    result: files.filter((file) => file.isFinal).map(refer),
    ...(ending === 'complete'
      ? completed
      : failed(ending === 'stopped' ? 'stopped' : 'the record ends before the run')),
  });
  graph.extend(ids.ROOT, 'mentions', [action]);
}
