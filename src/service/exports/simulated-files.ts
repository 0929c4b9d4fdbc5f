/** What the files of a simulated run hold, by digest: written again from the record alone. */

import { createHash } from 'node:crypto';
import { BEFORE_THE_RUN, simulatedContent, simulatedSource } from '../../model/index.ts';
import { benchContent, executionsOf, type RunStory } from '../../provenance/index.ts';

export function simulatedFiles(story: RunStory): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const note = (text: string): void => void texts.set(createHash('sha256').update(text).digest('hex'), text);
  for (const [{ execution }] of executionsOf(story)) {
    const { sample, stage, key } = execution;
    for (const { name } of execution.outputs) note(simulatedContent({ sample, stage, output: name, key }));
    for (const { path } of execution.inputs) note(simulatedSource(path));
  }
  for (const { id, made } of story.attempts) for (const material of made) note(benchContent(material, id));
  for (const { sample, stage } of story.earlier) {
    for (const output of outputsOf(story, stage))
      note(simulatedContent({ sample, stage, output, key: BEFORE_THE_RUN }));
  }
  return texts;
}

/** Names of the outputs of every stage of this name; without a tool there is the one. */
const outputsOf = ({ workflows }: RunStory, name: string): readonly string[] => [
  'data',
  ...workflows.flatMap(({ stages }) =>
    stages.flatMap((stage) =>
      stage.id === name && stage.kind === 'compute' && stage.tool !== undefined ? [...stage.tool.outputs.keys()] : [],
    ),
  ),
];
