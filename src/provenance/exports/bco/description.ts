/** The description domain: keywords, and the pipeline's steps. */

import type { RunStory } from '../story/run-story.ts';
import type { PipelineStep } from './steps.ts';

export const descriptionDomain = ({ run, workflows }: RunStory, steps: readonly PipelineStep[]): unknown => ({
  keywords: ['sequencing laboratory', 'workflow run', run.world, ...workflows.map(({ name }) => name)],
  platform: ['seqplan'],
  pipeline_steps: steps.map(({ number, name, version, description, inputs, outputs }) => ({
    step_number: number,
    name,
    description,
    ...(version !== undefined && { version }),
    input_list: inputs,
    output_list: outputs,
  })),
});
