/** One attempt at a task: its stages and samples side by side, then everything published together, or nothing. */

import path from 'node:path';

import { at, mustGet } from '../base/index.ts';
import {
  attemptFolder,
  PER_SAMPLE_FAILURES,
  resultFolder,
  sampleFolder,
  type Artifact,
  type Execution,
  type FailedAttempt,
  type Scenario,
  type TaskId,
  type TaskResult,
  type TaskWork,
} from '../model/index.ts';
import type { AttemptContext, SampleJob } from './attempt-context.ts';
import { classifyFailure, type Classification } from './classify-failure.ts';
import type { RunFiles } from './ports.ts';
import type { Publication, Publisher } from './publish-results.ts';
import { runLimited } from './run-limited.ts';
import { runSample, type SampleOutcome } from './run-sample.ts';
import { systemErrorCode } from './system-error.ts';

export interface TaskAttempt {
  readonly task: TaskId;
  readonly attempt: number;
  readonly work: TaskWork;
  readonly scenario: Scenario;
  readonly publisher: Publisher;
}

export type TaskEnd =
  | { readonly kind: 'finished'; readonly result: TaskResult }
  | { readonly kind: 'failed'; readonly failure: FailedAttempt };

/**
 * Aborting `signal` stops its processes; the end is then a failure of class `cancelled`. A failure that strikes the task as
 * a whole stops the other samples and is the one reported. Rejects only with bugs.
 */
export async function runTask(context: AttemptContext, task: TaskAttempt, signal: AbortSignal): Promise<TaskEnd> {
  const jobs = jobsOf(task);
  if ('stage' in jobs) return toFailure({ class: 'tool-error', detail: `${jobs.stage} is not computed by a tool` }, []);
  // Before the first asynchronous step: claims follow the order of the commands.
  const claim = task.publisher.claim(jobs.map(placeOf));
  const executions: (Execution | undefined)[] = jobs.map(() => undefined);
  try {
    const folder = await claimAttempt(context, task);
    const outcomes = await runJobs(context, { jobs, folder, parallel: parallelOf(task.work), executions }, signal);
    // Files of what ended well stay in the attempt, for later ones to take over.
    const kept = keptIn(path.posix.relative(context.directory, folder), jobs, executions);
    if ('failure' in outcomes) return toFailure(outcomes.failure, keep(context, task, kept));
    if (signal.aborted) {
      return toFailure({ class: 'cancelled', detail: 'stopped on request' }, keep(context, task, kept));
    }
    const publications = jobs.flatMap((job, index) => publicationOf(job, folder, at(outcomes.all, index)));
    if (!(await task.publisher.publish(claim, publications))) {
      const detail = 'a newer attempt has taken over';
      return toFailure({ class: 'cancelled', detail }, keep(context, task, kept));
    }
    keep(context, task, executions);
    return { kind: 'finished', result: resultOf(jobs, outcomes.all, executions) };
  } catch (error) {
    const systemError = systemErrorCode(error);
    if (systemError === undefined) throw error;
    // Nobody knows which files have been moved: none of them is told.
    const executed = executions.map((one) => one && { ...one, outputs: [] });
    return toFailure(systemFailure(systemError, signal.aborted), executed);
  }
}

/** As long as nothing is published, outputs lie where the tools wrote them. */
const keptIn = (
  folder: string,
  jobs: readonly Job[],
  executions: readonly (Execution | undefined)[],
): readonly (Execution | undefined)[] =>
  executions.map((execution, index) => {
    const { order, sample } = at(jobs, index);
    const own = path.posix.join(folder, sampleFolder(order.id, sample.name));
    const moved = (one: Artifact): Artifact => ({ ...one, path: path.posix.join(own, path.posix.basename(one.path)) });
    return execution && { ...execution, outputs: execution.outputs.map(moved) };
  });

/** For later attempts. Returns what it was given. */
function keep(
  { reuse }: AttemptContext,
  { task, attempt }: TaskAttempt,
  executions: readonly (Execution | undefined)[],
): readonly (Execution | undefined)[] {
  for (const execution of executions) if (execution !== undefined) reuse.add({ task, attempt, execution });
  return executions;
}

type Job = Omit<SampleJob, 'folder'>;

const placeOf = ({ order, sample, stage }: Job): string => resultFolder(order.id, sample.name, stage.id);

/** Or the first stage that is not computed. */
function jobsOf({ work, scenario }: TaskAttempt): readonly Job[] | { readonly stage: string } {
  const jobs: Job[] = [];
  for (const member of work.members) {
    const order = scenario.orders.find((one) => one.id === member.order);
    const workflow = mustGet(scenario.workflows, member.route);
    const stage = workflow.stages.find((one) => one.id === member.stage);
    if (order === undefined || stage?.kind !== 'compute') return { stage: member.stage };
    for (const sample of order.samples) {
      if (member.samples.includes(sample.id))
        jobs.push({ workflow, stage, order, sample, memoryFactor: work.memoryFactor });
    }
  }
  return jobs;
}

const parallelOf = ({ placement }: TaskWork): number => (placement.kind === 'pool' ? placement.parallel : 1);

/** A folder that nobody has used: processes of an attempt begun before a crash may still write into theirs. */
async function claimAttempt({ directory, files }: AttemptContext, { task, attempt }: TaskAttempt): Promise<string> {
  await files.makeFolder(path.join(directory, 'work'));
  for (let claim = 0; ; claim++) {
    const folder = path.join(directory, attemptFolder(task, attempt, claim));
    if (await isClaimed(files, folder)) return folder;
  }
}

async function isClaimed(files: RunFiles, folder: string): Promise<boolean> {
  try {
    await files.claimFolder(folder);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

interface JobsToRun {
  readonly jobs: readonly Job[];
  /** Absolute. */
  readonly folder: string;
  readonly parallel: number;
  /** Filled in, by job. */
  readonly executions: (Execution | undefined)[];
}

async function runJobs(
  context: AttemptContext,
  { jobs, folder, parallel, executions }: JobsToRun,
  signal: AbortSignal,
): Promise<{ readonly all: readonly SampleOutcome[] } | { readonly failure: Classification }> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  let first: Classification | undefined;
  const all = await runLimited(jobs, parallel, async (job, index): Promise<SampleOutcome> => {
    // After a failure of the whole task nothing more begins.
    if (either.aborted) return { measurements: [] };
    const own = path.join(folder, sampleFolder(job.order.id, job.sample.name));
    const outcome = await runSample(context, { ...job, folder: own }, either);
    executions[index] = outcome.execution;
    if (outcome.failure !== undefined && !PER_SAMPLE_FAILURES.has(outcome.failure.class)) {
      first ??= outcome.failure;
      stop.abort();
    }
    return outcome;
  });
  if (first !== undefined) return { failure: first };
  return signal.aborted ? { failure: { class: 'cancelled', detail: 'stopped on request' } } : { all };
}

/** Nothing for a sample that failed. */
function publicationOf(job: Job, folder: string, { failure, execution }: SampleOutcome): readonly Publication[] {
  if (failure !== undefined || execution === undefined) return [];
  const from = path.join(folder, sampleFolder(job.order.id, job.sample.name));
  return [{ from, to: placeOf(job), artifacts: execution.outputs }];
}

function resultOf(
  jobs: readonly Job[],
  outcomes: readonly SampleOutcome[],
  executions: readonly (Execution | undefined)[],
): TaskResult {
  return {
    executions: executions.filter((one) => one !== undefined),
    measurements: outcomes.flatMap((outcome) => outcome.measurements),
    failedSamples: outcomes.flatMap(({ failure }, index) =>
      failure === undefined ? [] : [{ sample: at(jobs, index).sample.id, failure }],
    ),
  };
}

function systemFailure(systemError: string, isCancelled: boolean): Classification {
  const evidence = { isCancelled, systemError, exitCode: null, signal: null, text: '', badInputs: [], badOutputs: [] };
  return classifyFailure(evidence) ?? { class: 'tool-error', detail: `the system answered ${systemError}` };
}

const toFailure = (
  { class: failureClass, detail }: Classification,
  executions: readonly (Execution | undefined)[],
): Extract<TaskEnd, { kind: 'failed' }> => ({
  kind: 'failed',
  failure: { class: failureClass, detail, executions: executions.filter((one) => one !== undefined) },
});
