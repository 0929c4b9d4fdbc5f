/** The workflow file, its language, its steps with the tools and instruments that did them, and how steps are connected. */

import type { Stage, StageId, WorkflowId } from '../../../model/index.ts';
import { mediaTypeOf } from '../media-types.ts';
import { executionsOf, stageKey, type RunStory, type WorkflowStory } from '../story/run-story.ts';
import type { CrateOptions } from './crate-options.ts';
import { fragment, reference, type CrateGraph, type Reference } from './graph.ts';
import * as ids from './ids.ts';

export function writeWorkflow(graph: CrateGraph, story: RunStory, { workflow }: CrateOptions): void {
  const { run, laboratory } = story;
  graph.add(ids.LANGUAGE, 'ComputerLanguage', {
    name: 'seqplan workflow',
    alternateName: 'seqplan',
    description:
      'Stages of bench work, sequencing and computation with their order, tools, gates and error policies, as JSON',
    version: '1',
    identifier: 'urn:seqplan:schema:scenario:1',
  });
  graph.add(ids.ENGINE, 'SoftwareApplication', {
    name: 'seqplan',
    description: 'Planned, carried out and recorded the run',
    softwareVersion: run.version,
  });
  graph.add(ids.WORKFLOW, ['File', 'SoftwareSourceCode', 'ComputationalWorkflow', 'HowTo'], {
    name: `workflows of ${laboratory}`,
    description: story.workflows.map(({ id, name }) => `${id}: ${name}`).join('; '),
    encodingFormat: mediaTypeOf(workflow.format),
    contentSize: String(workflow.bytes),
    sha256: workflow.sha256,
    programmingLanguage: reference(ids.LANGUAGE),
    version: run.scenarioDigest.slice(0, 16),
  });
  graph.extend(ids.ROOT, 'hasPart', [reference(ids.WORKFLOW)]);
  graph.add(ids.slotId('', 'in', 'sample'), 'FormalParameter', {
    name: 'sample',
    description: 'A sample, by the name that the laboratory gave it',
    additionalType: 'Text',
  });
  graph.extend(ids.WORKFLOW, 'input', [reference(ids.slotId('', 'in', 'sample'))]);
  const done = toolsByStage(graph, story);
  for (const one of story.workflows) writeSteps(graph, one, done);
}

type ToolsByStage = ReadonlyMap<string, ReadonlySet<string>>;

/** What did each stage: tools of executions, instruments of attempts without any. */
function toolsByStage(graph: CrateGraph, story: RunStory): ToolsByStage {
  const found = new Map<string, Set<string>>();
  const note = (workflow: WorkflowId, stage: StageId, tool: Reference): void => {
    const key = stageKey(workflow, stage);
    found.set(key, (found.get(key) ?? new Set<string>()).add(tool['@id']));
    graph.extend(ids.WORKFLOW, 'hasPart', [tool]);
  };
  const packages = packagesOf(story);
  for (const [{ execution, part }] of executionsOf(story)) {
    const key = stageKey(part.workflow, part.stage);
    const debian = packages.get(key);
    const tool = graph.add(ids.toolId(key, execution), 'SoftwareApplication', {
      name: execution.tool,
      softwareVersion: execution.toolVersion,
      sha256: execution.toolDigest,
      ...(debian !== undefined && { url: `https://packages.debian.org/${debian}` }),
    });
    note(part.workflow, part.stage, tool);
  }
  for (const { placement, parts, bench, executions } of story.attempts) {
    if (executions.length > 0) continue;
    const id = placement.kind === 'pool' ? ids.ENGINE : ids.instrumentId(placement.machine);
    if (placement.kind !== 'pool') {
      // The profile knows only software as what an action is done with.
      graph.add(id, ['SoftwareApplication', 'IndividualProduct'], {
        name: placement.machine,
        description: 'Laboratory instrument, with the software that drives it',
        softwareVersion: 'not recorded',
        serialNumber: bench?.instrument.serial,
      });
    }
    for (const { workflow, stage } of parts) note(workflow, stage, reference(id));
  }
  return found;
}

const packagesOf = ({ workflows }: RunStory): ReadonlyMap<string, string> =>
  new Map(
    workflows.flatMap(({ id, stages }) =>
      stages.flatMap((stage): readonly [string, string][] =>
        stage.kind === 'compute' && stage.tool !== undefined && /^[a-z0-9][a-z0-9.+-]*$/.test(stage.tool.package)
          ? [[stageKey(id, stage.id), stage.tool.package]]
          : [],
      ),
    ),
  );

/** A stage that nobody ever did has no tool, and so no step: the profile leaves skipped ones out. */
function writeSteps(graph: CrateGraph, { id: workflow, stages }: WorkflowStory, done: ToolsByStage): void {
  stages.forEach((stage, index) => {
    const tools = done.get(stageKey(workflow, stage.id));
    if (tools === undefined) return;
    const step = graph.add(ids.stepId(workflow, stage.id), 'HowToStep', {
      name: stage.name,
      description: `${stage.kind} stage ${stage.id} of ${workflow}`,
      position: String(index + 1),
      workExample: [...tools].map(reference),
    });
    graph.extend(ids.WORKFLOW, 'step', [step]);
    writeConnections(graph, workflow, { stage, done });
  });
}

interface Connected {
  readonly stage: Stage;
  readonly done: ToolsByStage;
}

/** From the output that another stage's tool names to the input that takes it. */
function writeConnections(graph: CrateGraph, workflow: WorkflowId, { stage, done }: Connected): void {
  if (stage.kind !== 'compute' || stage.tool === undefined) return;
  const key = stageKey(workflow, stage.id);
  for (const [name, from] of stage.tool.inputs) {
    const colon = from.indexOf(':');
    const source = from.slice(0, Math.max(0, colon));
    // Without a colon it is a path beside the scenario, whatever stage has its name.
    if (!done.has(stageKey(workflow, source))) continue;
    const output = from.slice(colon + 1);
    const sourceParameter = ids.slotId(stageKey(workflow, source), 'out', output);
    const targetParameter = ids.slotId(key, 'in', name);
    const connection = graph.add(fragment('connection', `${key}/${name}`), 'ParameterConnection', {
      sourceParameter: writeSlot(graph, sourceParameter, { name: output, additionalType: 'File' }),
      targetParameter: writeSlot(graph, targetParameter, { name, additionalType: 'File' }),
    });
    graph.extend(ids.stepId(workflow, stage.id), 'connection', [connection]);
  }
}

export const writeSlot = (
  graph: CrateGraph,
  id: string,
  { name, additionalType }: { readonly name: string; readonly additionalType: 'File' | 'Text' },
): Reference => graph.add(id, 'FormalParameter', { name, additionalType });
