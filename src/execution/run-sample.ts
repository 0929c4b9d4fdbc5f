/**
 * One attempt at one stage for one sample: link the inputs, run the tool, look at what it made. Publishes nothing.
 *
 * Whatever goes wrong is a value with a failure class; only bugs are thrown.
 */

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

  const run = await executeTool(context, { invocation, executable: probed.path, folder, signal });
  const { end } = run;
  if (end.kind === 'not-started') return failed({ ...NOTHING_KNOWN, isCancelled, systemError: end.code });
  const made = end.exitCode === 0 && !signal.aborted ? await inspectOutputs(context, job, invocation) : NOTHING_MADE;
  const ended = { ...run, end };
  const failure =
    classifyFailure(evidenceOf(ended, made, signal.aborted)) ?? gateFailure(stage.gates, made.measurements);
  return {
    // What is not published has no place in the record of outputs.
    execution: recordOf(context, {
      job,
      probed,
      invocation,
      inputs,
      ran: ended,
      outputs: failure ? [] : made.artifacts,
    }),
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

interface ToRecord {
  readonly job: SampleJob;
  readonly probed: ProbedTool;
  readonly invocation: Invocation;
  readonly ran: Ran;
  readonly inputs: readonly Artifact[];
  readonly outputs: readonly Artifact[];
}

function recordOf(
  { environment, host }: AttemptContext,
  { job, probed, invocation, ran, inputs, outputs }: ToRecord,
): Execution {
  const { sample, stage, memoryFactor } = job;
  const parameters = Object.fromEntries(stage.tool?.parameters ?? []);
  const { argv } = invocation;
  return {
    sample: sample.id,
    stage: stage.id,
    tool: probed.name,
    toolVersion: probed.version,
    toolDigest: probed.sha256,
    argv,
    parameters,
    environment,
    host,
    asked: {
      cores: stage.cores,
      memoryBytes: Math.round(stage.memoryBytes * memoryFactor),
      gpus: stage.gpus,
    },
    exitCode: ran.end.exitCode,
    signal: ran.end.signal,
    startedAt: new Date(ran.startedMs).toISOString(),
    endedAt: new Date(ran.endedMs).toISOString(),
    inputs,
    outputs,
    key: executionKey({ toolDigest: probed.sha256, argv, parameters, environment, inputs }),
  };
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
