/**
 * One attempt at one stage for one sample: link the inputs, run the tool, look at what it made. Publishes nothing.
 *
 * Whatever goes wrong is a value with a failure class; only bugs are thrown.
 */

import path from 'node:path';

import {
  executionKey,
  prepareInvocation,
  type Artifact,
  type Execution,
  type Invocation,
  type Measurement,
  type QualityGate,
} from '../model/index.ts';
import type { AttemptContext, SampleJob } from './attempt-context.ts';
import { classifyFailure, type AttemptEvidence, type Classification } from './classify-failure.ts';
import { executeTool, type Executed } from './execute-tool.ts';
import { inspectOutputs, NOTHING_MADE, type Made } from './inspect-outputs.ts';
import { linkInputs } from './link-inputs.ts';
import { missedGate } from './output-check.ts';
import type { ProcessEnd } from './ports.ts';
import type { ProbedTool } from './probe-tools.ts';
import { systemErrorCode } from './system-error.ts';

export interface SampleOutcome {
  /** undefined where no process was started. */
  readonly execution?: Execution;
  readonly failure?: Classification;
  readonly measurements: readonly Measurement[];
}

export async function runSample(context: AttemptContext, job: SampleJob, signal: AbortSignal): Promise<SampleOutcome> {
  try {
    return await attempt(context, job, signal);
  } catch (error) {
    const systemError = systemErrorCode(error);
    if (systemError === undefined) throw error;
    return failed({ ...NOTHING_KNOWN, isCancelled: signal.aborted, systemError });
  }
}

async function attempt(context: AttemptContext, job: SampleJob, signal: AbortSignal): Promise<SampleOutcome> {
  const { stage, folder } = job;
  const tool = stage.tool;
  if (tool === undefined) return toolError(`stage ${stage.id} has no tool`);
  const probed = context.tools.get(tool.name);
  if (probed === undefined) return toolError(`the command ${tool.name} was not found`);
  const { invocation, problems } = prepareInvocation({ ...job, tool });
  const [problem] = problems;
  if (problem !== undefined) return toolError(problem.message);

  await context.files.makeFolder(folder);
  const { inputs, badInputs } = await linkInputs(context, invocation.inputs, folder);
  const isCancelled = signal.aborted;
  if (isCancelled || badInputs.length > 0) return failed({ ...NOTHING_KNOWN, isCancelled, badInputs });

  const work: Work = { job, probed, invocation, inputs };
  const taken = tool.reuse === false ? undefined : await takeOver(context, work);
  if (taken !== undefined) return taken;
  const run = await executeTool(context, { invocation, executable: probed.path, folder, signal });
  const { end } = run;
  if (end.kind === 'not-started') return failed({ ...NOTHING_KNOWN, isCancelled, systemError: end.code });
  const made = end.exitCode === 0 && !signal.aborted ? await inspect(context, work) : NOTHING_MADE;
  const ended = { ...run, end };
  const failure =
    classifyFailure(evidenceOf(ended, made, signal.aborted)) ?? gateFailure(stage.gates, made.measurements);
  return {
    // What is not published has no place in the record of outputs.
    execution: {
      ...whatRan(context, work),
      ...(end.used && { used: end.used }),
      exitCode: end.exitCode,
      signal: end.signal,
      startedAt: new Date(run.startedMs).toISOString(),
      endedAt: new Date(run.endedMs).toISOString(),
      outputs: failure ? [] : made.artifacts,
    },
    ...(failure === undefined ? {} : { failure }),
    measurements: made.measurements.map((one) => ({ sample: job.sample.id, ...one })),
  };
}

type Ran = Executed<Extract<ProcessEnd, { kind: 'ended' }>>;

const evidenceOf = ({ end, oomKills, logError }: Ran, made: Made, isCancelled: boolean): AttemptEvidence => ({
  isCancelled,
  exitCode: end.exitCode,
  signal: end.signal,
  text: `${end.stderr}\n${end.stdout}`,
  ...(oomKills === undefined ? {} : { oomKills }),
  ...(logError === undefined ? {} : { systemError: logError }),
  badInputs: [],
  badOutputs: made.damage,
});

/** Everything that is known before a process starts. */
interface Work {
  readonly job: SampleJob;
  readonly probed: ProbedTool;
  readonly invocation: Invocation;
  readonly inputs: readonly Artifact[];
}

type WhatRan = Omit<Execution, 'used' | 'exitCode' | 'signal' | 'startedAt' | 'endedAt' | 'outputs' | 'reused'>;

function whatRan({ environment, host }: AttemptContext, { job, probed, invocation, inputs }: Work): WhatRan {
  const { sample, stage, memoryFactor } = job;
  const parameters = Object.fromEntries(stage.tool?.parameters ?? []);
  const { argv } = invocation;
  const { name: tool, version: toolVersion, sha256: toolDigest } = probed;
  const { cores, gpus } = stage;
  return {
    sample: sample.id,
    stage: stage.id,
    tool,
    toolVersion,
    toolDigest,
    argv,
    parameters,
    environment,
    host,
    asked: { cores, memoryBytes: Math.round(stage.memoryBytes * memoryFactor), gpus },
    inputs,
    key: executionKey({ toolDigest, argv, parameters, environment, inputs }),
  };
}

/**
 * The outputs of an earlier execution with the same key, put into the attempt's folder and looked at anew; undefined: there are none,
 * and the tool has to run.
 */
async function takeOver(context: AttemptContext, work: Work): Promise<SampleOutcome | undefined> {
  const { job, invocation } = work;
  const what = whatRan(context, work);
  const found = await context.reuse.find(what);
  const sources = invocation.outputs.map(({ name }) => found?.outputs.find((one) => one.name === name));
  if (found === undefined || sources.includes(undefined)) return undefined;
  const now = new Date(context.nowMs()).toISOString();
  for (const [index, { file }] of invocation.outputs.entries()) {
    const source = sources[index];
    if (source !== undefined) {
      await context.files.share(path.join(context.directory, source.path), path.join(job.folder, file));
    }
  }
  const made = await inspectOutputs(context, job, invocation);
  const evidence = { ...NOTHING_KNOWN, exitCode: 0, badOutputs: made.damage };
  const failure = classifyFailure(evidence) ?? gateFailure(job.stage.gates, made.measurements);
  return {
    execution: {
      ...what,
      exitCode: 0,
      signal: null,
      startedAt: now,
      endedAt: now,
      outputs: failure ? [] : made.artifacts,
      reused: found.by,
    },
    ...(failure === undefined ? {} : { failure }),
    measurements: made.measurements.map((one) => ({ sample: job.sample.id, ...one })),
  };
}

/** A file that cannot be read is damage: the process has ended all the same, and its record must stay. */
async function inspect(context: AttemptContext, { job, invocation }: Work): Promise<Made> {
  try {
    return await inspectOutputs(context, job, invocation);
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    return { ...NOTHING_MADE, damage: [`the outputs cannot be read: ${code}`] };
  }
}

function gateFailure(gates: readonly QualityGate[], measurements: Made['measurements']): Classification | undefined {
  const detail = missedGate(gates, measurements);
  return detail === undefined ? undefined : { class: 'quality-gate', detail };
}

const NOTHING_KNOWN: AttemptEvidence = {
  isCancelled: false,
  exitCode: null,
  signal: null,
  text: '',
  badInputs: [],
  badOutputs: [],
};

const failed = (evidence: AttemptEvidence): SampleOutcome => {
  const failure = classifyFailure(evidence);
  return { measurements: [], ...(failure === undefined ? {} : { failure }) };
};

const toolError = (detail: string): SampleOutcome => ({ measurements: [], failure: { class: 'tool-error', detail } });
