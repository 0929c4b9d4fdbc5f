/** One execution as an activity of its attempt: files read and made, by which tool; or files used again. */

import { isoOf } from '../story/instants.ts';
import type { AttemptStory, ExecutionStory } from '../story/run-story.ts';
import * as names from './names.ts';
import { nameValue, type ProvBuilder } from './prov-document.ts';

interface ToWrite {
  readonly attempt: AttemptStory;
  readonly execution: ExecutionStory;
}

export function writeExecution(prov: ProvBuilder, { attempt, execution: story }: ToWrite): void {
  const { id, execution, part, status, error } = story;
  const tool = names.toolName(execution.tool, execution.toolVersion, execution.toolDigest);
  const start = isoOf(execution.startedAt);
  const activity = prov.node('activity', names.executionName(id), {
    'prov:startTime': start,
    'prov:endTime': isoOf(execution.endedAt),
    'prov:type': nameValue(execution.reused !== undefined ? 'seqplan:Reuse' : 'seqplan:Execution'),
    'prov:label': execution.tool,
    'seqplan:sample': execution.sample,
    'seqplan:stage': part.stage,
    // A list of values is a set in PROV: the words keep their order as one text.
    'seqplan:command': JSON.stringify(execution.argv),
    'seqplan:status': status,
    'seqplan:error': error,
    'seqplan:exitCode': execution.exitCode ?? undefined,
    'seqplan:signal': execution.signal ?? undefined,
    'seqplan:key': execution.key,
    'seqplan:host': execution.host,
    'seqplan:containerImage': execution.container?.image,
    'seqplan:containerDigest': execution.container?.digest,
    'seqplan:cpuSeconds': execution.used?.cpuSeconds,
    'seqplan:peakMemoryBytes': execution.used?.peakMemoryBytes,
  });
  prov.relate('wasStartedBy', {
    'prov:activity': activity,
    'prov:starter': names.attemptName(attempt.id),
    'prov:time': start,
  });
  prov.relate('wasAssociatedWith', {
    'prov:activity': activity,
    'prov:agent': tool,
    'prov:plan': names.stageName(part.workflow, part.stage),
  });
  const read = writeInputs(prov, activity, story);
  writeOutputs(prov, activity, { story, read });
}

/** Names of what was read: the file that an execution made, else its content. */
function writeInputs(prov: ProvBuilder, activity: string, story: ExecutionStory): readonly string[] {
  const { execution, producers, part } = story;
  const time = isoOf(execution.startedAt);
  const use = (entity: string, role: string): string => {
    prov.relate('used', { 'prov:activity': activity, 'prov:entity': entity, 'prov:time': time, 'prov:role': role });
    return entity;
  };
  const files = execution.inputs.map(({ name, sha256 }, index) => {
    const producer = producers[index];
    return use(producer === undefined ? names.content(sha256) : producedFile(producer, sha256), name);
  });
  const materials = part.uses.get(execution.sample) ?? [];
  return [...files, ...materials.map((material) => use(names.materialName(material), 'sample'))];
}

/** By content: the name under which the producer made it need not be the one under which it is read. */
const producedFile = (producer: string, sha256: string): string => names.outputName(producer, sha256);

function writeOutputs(
  prov: ProvBuilder,
  activity: string,
  { story, read }: { readonly story: ExecutionStory; readonly read: readonly string[] },
): void {
  const { id, execution, reusedFrom } = story;
  const time = isoOf(execution.endedAt);
  const written = new Set<string>();
  for (const { name, sha256, path, format } of execution.outputs) {
    const file = names.outputName(id, sha256);
    if (written.has(file)) continue;
    written.add(file);
    prov.node('entity', file, {
      'prov:type': nameValue('seqplan:File'),
      'prov:label': name,
      'prov:location': path,
      'seqplan:format': format,
    });
    prov.relate('specializationOf', { 'prov:specificEntity': file, 'prov:generalEntity': names.content(sha256) });
    prov.relate('wasGeneratedBy', {
      'prov:entity': file,
      'prov:activity': activity,
      'prov:time': time,
      'prov:role': name,
    });
    const derive = (from: string): void =>
      prov.relate('wasDerivedFrom', {
        'prov:generatedEntity': file,
        'prov:usedEntity': from,
        'prov:activity': activity,
      });
    if (reusedFrom !== undefined) {
      const original = names.outputName(reusedFrom, sha256);
      prov.relate('used', {
        'prov:activity': activity,
        'prov:entity': original,
        'prov:time': isoOf(execution.startedAt),
        'prov:role': name,
      });
      derive(original);
    } else for (const source of new Set(read)) derive(source);
  }
}
