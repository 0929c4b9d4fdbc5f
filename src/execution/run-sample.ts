/**
 * One attempt at one stage for one sample: link the inputs, run the tool, look at what it made. Publishes nothing.
 *
 * Whatever goes wrong is a value with a failure class; only bugs are thrown.
 */

import path from 'node:path';

import type { Artifact, ComputeStage, Execution, Measurement, Order, Sample, Workflow } from '../model/index.ts';
import { classifyFailure, type AttemptEvidence, type Classification } from './classify-failure.ts';
import { resultFolder, STDERR_FILE, STDOUT_FILE, TEMPORARY_FOLDER } from './layout.ts';
import { missedGate, type OutputCheck } from './output-check.ts';
import type { ProcessEnd, Processes, RunFiles, Timers } from './ports.ts';
import { prepareInvocation, type Invocation, type InvocationInput } from './prepare-invocation.ts';
import type { ProbedTool } from './probe-tools.ts';
import { endOf } from './stop-process.ts';
import { systemErrorCode } from './system-error.ts';

/** What every attempt of a run shares. */
export interface AttemptContext {
  /** Absolute: the run's directory. */
  readonly directory: string;
  /** Absolute: where paths of the scenario start. */
  readonly scenarioDirectory: string;
  readonly processes: Processes;
  readonly files: RunFiles;
  readonly timers: Timers;
  readonly nowMs: () => number;
  readonly host: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly tools: ReadonlyMap<string, ProbedTool>;
  readonly checks: readonly OutputCheck[];
  /** Digests of what was published in this run, by path relative to its directory. */
  readonly published: ReadonlyMap<string, string>;
}

export interface SampleJob {
  readonly workflow: Workflow;
  readonly stage: ComputeStage;
  readonly order: Order;
  readonly sample: Sample;
  /** Absolute; made by the attempt. */
  readonly folder: string;
}

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
  const { stage } = job;
  const tool = stage.tool;
  if (tool === undefined) return toolError(`stage ${stage.id} has no tool`);
  const probed = context.tools.get(tool.name);
  if (probed === undefined) return toolError(`the command ${tool.name} was not found`);
  const { invocation, problems } = prepareInvocation({ ...job, tool });
  const [problem] = problems;
  if (problem !== undefined) return toolError(problem.message);

  await context.files.makeFolder(job.folder);
  const { inputs, badInputs } = await linkInputs(context, invocation.inputs, job.folder);
  const isCancelled = signal.aborted;
  if (isCancelled || badInputs.length > 0) return failed({ ...NOTHING_KNOWN, isCancelled, badInputs });

  const startedMs = context.nowMs();
  const run = await execute(context, { invocation, executable: probed.path, folder: job.folder, signal });
  const { end } = run;
  if (end.kind === 'not-started') return failed({ ...NOTHING_KNOWN, isCancelled, systemError: end.code });

  const made = end.exitCode === 0 && !signal.aborted ? await inspectOutputs(context, job, invocation) : NOTHING_MADE;
  const execution: Execution = {
    sample: job.sample.id,
    tool: tool.name,
    toolVersion: probed.version,
    toolDigest: probed.sha256,
    argv: invocation.argv,
    environment: context.environment,
    host: context.host,
    exitCode: end.exitCode,
    signal: end.signal,
    startedAt: new Date(startedMs).toISOString(),
    endedAt: new Date(context.nowMs()).toISOString(),
    inputs,
    outputs: made.artifacts,
  };
  const failure =
    classifyFailure({
      isCancelled: signal.aborted,
      exitCode: end.exitCode,
      signal: end.signal,
      text: `${end.stderr}\n${end.stdout}`,
      ...(run.oomKills === undefined ? {} : { oomKills: run.oomKills }),
      ...(run.logError === undefined ? {} : { systemError: run.logError }),
      badInputs: [],
      badOutputs: made.damage,
    }) ?? gateFailure(stage, made.measurements);
  const measurements = made.measurements.map((one) => ({ sample: job.sample.id, ...one }));
  if (failure === undefined) return { execution, measurements };
  // What is not published has no place in the record of outputs.
  return { execution: { ...execution, outputs: [] }, failure, measurements };
}

async function linkInputs(
  context: AttemptContext,
  inputs: readonly InvocationInput[],
  folder: string,
): Promise<{ readonly inputs: readonly Artifact[]; readonly badInputs: readonly string[] }> {
  const artifacts: Artifact[] = [];
  const badInputs: string[] = [];
  for (const { name, source, linkedAs, format } of inputs) {
    const base = source.kind === 'file' ? context.scenarioDirectory : context.directory;
    const target = path.resolve(base, source.path);
    try {
      const { sha256, bytes } = await context.files.digest(target);
      const expected = source.kind === 'result' ? context.published.get(source.path) : undefined;
      if (expected !== undefined && expected !== sha256) {
        badInputs.push(`input ${name} (${source.path}) is not what was published: ${sha256}, not ${expected}`);
      }
      artifacts.push({ name, path: source.path, ...(format === undefined ? {} : { format }), sha256, bytes });
    } catch (error) {
      const code = systemErrorCode(error);
      if (code === undefined) throw error;
      badInputs.push(`input ${name} (${source.path}) cannot be read: ${code}`);
      continue;
    }
    await context.files.link(target, path.join(folder, linkedAs));
  }
  return { inputs: artifacts, badInputs };
}

interface Executed {
  readonly end: ProcessEnd;
  /** Counted by the kernel meanwhile. */
  readonly oomKills: number | undefined;
  readonly logError: string | undefined;
}

interface ToExecute {
  readonly invocation: Invocation;
  readonly executable: string;
  readonly folder: string;
  readonly signal: AbortSignal;
}

async function execute(
  { processes, files, timers, environment }: AttemptContext,
  { invocation, executable, folder, signal }: ToExecute,
): Promise<Executed> {
  await files.makeFolder(path.join(folder, TEMPORARY_FOLDER));
  const before = await processes.oomKills();
  const { argv, stdoutFile } = invocation;
  const running = processes.start({
    executable,
    argv,
    cwd: folder,
    environment,
    ...(stdoutFile === undefined ? {} : { stdoutFile: path.join(folder, stdoutFile) }),
  });
  const end = await endOf(running, signal, timers);
  const after = await processes.oomKills();
  return {
    end,
    oomKills: before === undefined || after === undefined ? undefined : after - before,
    logError: end.kind === 'ended' ? await keepLogs(files, folder, end, stdoutFile === undefined) : undefined,
  };
}

/** The system error that kept the logs from being written: the process has ended all the same, and its record must stay. */
async function keepLogs(
  files: RunFiles,
  folder: string,
  { stdout, stderr }: { readonly stdout: string; readonly stderr: string },
  withStdout: boolean,
): Promise<string | undefined> {
  try {
    await files.writeText(path.join(folder, STDERR_FILE), stderr);
    if (withStdout) await files.writeText(path.join(folder, STDOUT_FILE), stdout);
    return undefined;
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    return code;
  }
}

interface Made {
  readonly artifacts: readonly Artifact[];
  readonly damage: readonly string[];
  readonly measurements: readonly Omit<Measurement, 'sample'>[];
}

const NOTHING_MADE: Made = { artifacts: [], damage: [], measurements: [] };

async function inspectOutputs(context: AttemptContext, job: SampleJob, invocation: Invocation): Promise<Made> {
  const target = resultFolder(job.order.id, job.sample.name, job.stage.id);
  const artifacts: Artifact[] = [];
  const damage: string[] = [];
  const measurements: Omit<Measurement, 'sample'>[] = [];
  for (const { name, file, format } of invocation.outputs) {
    const at = path.join(job.folder, file);
    const kind = await context.files.kind(at);
    // A link could lead to a file that the tool never wrote, or outside the run.
    if (kind !== 'file') {
      damage.push(`output ${name} (${file}) is ${kind === 'absent' ? 'missing' : 'not a regular file'}`);
      continue;
    }
    const { sha256, bytes } = await context.files.digest(at);
    artifacts.push({ name, path: path.posix.join(target, file), format, sha256, bytes });
    if (bytes === 0) {
      damage.push(`output ${name} (${file}) is empty`);
      continue;
    }
    for (const check of context.checks.filter((one) => one.formats.includes(format))) {
      const verdict = await check.inspect(at, format);
      damage.push(...verdict.damage.map((what) => `output ${name} (${file}): ${what}`));
      measurements.push(...verdict.measurements);
    }
  }
  return { artifacts, damage, measurements };
}

function gateFailure(stage: ComputeStage, measurements: Made['measurements']): Classification | undefined {
  const detail = missedGate(stage.gates, measurements);
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
