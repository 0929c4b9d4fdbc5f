/** An attempt while the facts about it come in; `finishAttempt` makes the story's value of it. */

import { at } from '../../../base/index.ts';
import type {
  BenchRecord,
  Execution,
  Measurement,
  SampleId,
  StageId,
  TaskId,
  TaskPlacement,
} from '../../../model/index.ts';
import { earlier, isoOf, later } from './instants.ts';
import type {
  AttemptPart,
  AttemptStatus,
  AttemptStory,
  ExecutionStatus,
  ExecutionStory,
  MaterialStory,
  PolicyStory,
  StoryFailure,
} from './run-story.ts';

export interface AttemptDraft {
  readonly id: string;
  readonly task: TaskId;
  readonly attempt: number;
  readonly parts: readonly AttemptPart[];
  readonly placement: TaskPlacement;
  readonly start: string;
  readonly plan: number | undefined;
  readonly isCarriedOver: boolean;
  readonly follows: AttemptStory['follows'];
  readonly executions: { readonly execution: Execution; readonly producers: readonly (string | undefined)[] }[];
  readonly measurements: Measurement[];
  readonly failedSamples: Map<SampleId, StoryFailure>;
  readonly policies: PolicyStory[];
  readonly made: MaterialStory[];
  bench: BenchRecord | undefined;
  end: string | undefined;
  status: AttemptStatus;
  failure: StoryFailure | undefined;
}

export const attemptId = (task: TaskId, attempt: number): string => `${task}/${attempt}`;

export const executionId = (attempt: string, index: number): string => `${attempt}/${index + 1}`;

/** The part that works on a sample; an execution names its stage where a task has several for one sample. */
export function partOf(parts: readonly AttemptPart[], sample: SampleId, stage?: StageId): AttemptPart | undefined {
  const with_ = parts.filter((part) => part.samples.includes(sample));
  return with_.find((part) => part.stage === stage) ?? with_[0];
}

/** `findReused`: the execution that stands behind one whose outputs are used again. */
export function finishAttempt(
  draft: AttemptDraft,
  storyEnd: string,
  findReused: (execution: Execution) => string | undefined,
): AttemptStory {
  const { bench, failure, plan, policies, ...rest } = draft;
  let { start } = draft;
  let end = draft.end ?? later(start, storyEnd);
  const executions = draft.executions.map(({ execution, producers }, index): ExecutionStory => {
    start = earlier(start, isoOf(execution.startedAt));
    end = later(end, isoOf(execution.endedAt));
    const part = partOf(draft.parts, execution.sample, execution.stage) ?? at(draft.parts, 0);
    const reusedFrom = execution.reused === undefined ? undefined : findReused(execution);
    return {
      id: executionId(draft.id, index),
      part,
      execution,
      producers,
      ...judge(draft, execution),
      ...(reusedFrom !== undefined && { reusedFrom }),
    };
  });
  return {
    ...rest,
    start,
    end,
    executions,
    policies,
    measurements: draft.measurements.map((one) => ({ ...one, stage: partOf(draft.parts, one.sample)?.stage })),
    ...(bench !== undefined && { bench }),
    ...(failure !== undefined && { failure }),
    ...(plan !== undefined && { plan }),
  };
}

/** An execution that failed has no outputs; one that did its work keeps them, published or not. */
function judge(draft: AttemptDraft, execution: Execution): { status: ExecutionStatus; error?: string } {
  const { sample, exitCode, signal, reused, outputs } = execution;
  const own = draft.failedSamples.get(sample);
  const status = draft.status;
  if (status === 'cancelled') return { status: 'aborted', error: because(draft, 'cancelled') };
  if (exitCode !== null && exitCode !== 0) {
    return { status: 'failed', error: own?.detail ?? because(draft, `exit code ${exitCode}`) };
  }
  if (signal !== null) return { status: 'failed', error: own?.detail ?? because(draft, `signal ${signal}`) };
  if (own !== undefined) return { status: 'failed', error: own.detail };
  if (status === 'failed' && outputs.length === 0) return { status: 'failed', error: because(draft, 'no outputs') };
  if (status !== 'completed')
    return {
      status: 'aborted',
      error: `nothing was published: ${because(draft, 'the record ends before the attempt')}`,
    };
  return { status: reused === undefined ? 'completed' : 'cached' };
}

const because = ({ failure }: AttemptDraft, otherwise: string): string => failure?.detail ?? otherwise;
