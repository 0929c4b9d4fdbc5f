/**
 * What simulated computations leave on record: processes as the real world would have run them, with files whose bytes anyone can
 * write again (`simulatedContent`). Nothing here changes the course of a run, and nothing is drawn.
 */

import { mustGet, sha256Hex, type Seconds } from '../base/index.ts';
import {
  attemptFolder,
  attemptKey,
  BEFORE_THE_RUN,
  executionKey,
  prepareInvocation,
  resultFolder,
  sampleFolder,
  simulatedContent,
  simulatedSource,
  simulatedTool,
  type Artifact,
  type ComputeStage,
  type Execution,
  type FailureClass,
  type Order,
  type Sample,
  type SampleId,
  type Scenario,
  type Stage,
  type StageId,
  type TaskId,
  type Workflow,
} from '../model/index.ts';
import { exitOf, usedBy } from './process-ends.ts';
import type { UnderWay } from './tasks-under-way.ts';

export interface AttemptEnd {
  readonly at: Seconds;
  /** Absent: it finished. */
  readonly failure?: FailureClass;
  /** Of an attempt that finished. */
  readonly failedSamples: ReadonlyMap<SampleId, FailureClass>;
}

interface Job {
  readonly workflow: Workflow;
  readonly stage: ComputeStage;
  readonly order: Order;
  readonly sample: Sample;
}

interface Success {
  readonly task: TaskId;
  readonly attempt: number;
  readonly outputs: readonly Artifact[];
}

export class VirtualExecutions {
  readonly #epochMs: number;
  readonly #workflows: Scenario['workflows'];
  readonly #orders: ReadonlyMap<string, Order>;
  readonly #samples = new Map<SampleId, Sample>();
  /** Stages that are not compute and whose output a compute stage reads. */
  readonly #read: ReadonlySet<Stage>;
  /** By `SAMPLE/STAGE`: the files that a later stage finds there, or the key of the bench work that made them. */
  readonly #published = new Map<string, readonly Artifact[] | string>();
  /** By `SAMPLE/STAGE/KEY`: work that need not be done again. */
  readonly #succeeded = new Map<string, Success>();
  /** By name: there are few tools and many executions. */
  readonly #toolDigests = new Map<string, string>();
  readonly #sources = new Map<string, Pick<Artifact, 'sha256' | 'bytes'>>();

  constructor(scenario: Scenario) {
    this.#epochMs = scenario.epoch.ms;
    this.#workflows = scenario.workflows;
    this.#orders = new Map(scenario.orders.map((order) => [order.id, order]));
    for (const order of scenario.orders) for (const sample of order.samples) this.#samples.set(sample.id, sample);
    this.#read = readByCompute(scenario);
  }

  /** Of an attempt that is over. In the order in which they began: of members, then of their samples, as many at a time as run side by side. */
  end({ task, attempt, work, workStart }: UnderWay, end: AttemptEnd): readonly Execution[] {
    const jobs = this.#jobsOf(work);
    if (work.placement.kind !== 'pool') {
      if (end.failure === undefined) this.#keepBenchWork(jobs, attemptKey(task, attempt));
      return [];
    }
    const { parallel } = work.placement;
    const waves = Math.ceil(jobs.length / parallel);
    // What failed had been going to take as long as planned.
    const length = end.failure === undefined ? end.at - workStart : Math.max(work.planned, end.at - workStart);
    const executions: Execution[] = [];
    let isFirstVictim = true;
    jobs.forEach((job, index) => {
      const wave = Math.floor(index / parallel);
      const from = workStart + (length * wave) / waves;
      const until = workStart + (length * (wave + 1)) / waves;
      if (job.stage.kind !== 'compute' || from > end.at) return;
      const compute = { ...job, stage: job.stage };
      const isStopped = end.failure !== undefined && until >= end.at;
      const failure = isStopped ? end.failure : end.failedSamples.get(job.sample.id);
      executions.push(
        this.#execute(compute, {
          task,
          attempt,
          from,
          until: isStopped ? end.at : until,
          memoryFactor: work.memoryFactor,
          isPublished: end.failure === undefined,
          ...(failure && { failure, isVictim: !isStopped || isFirstVictim }),
        }),
      );
      if (isStopped) isFirstVictim = false;
    });
    return executions;
  }

  #jobsOf({ members }: UnderWay['work']): readonly (Omit<Job, 'stage'> & { readonly stage: Stage })[] {
    return members.flatMap(({ order, route, stage: name, samples }) => {
      const workflow = mustGet(this.#workflows, route);
      const stage = workflow.stages.find((one) => one.id === name);
      const of = this.#orders.get(order);
      if (stage === undefined || of === undefined) return [];
      return samples.map((sample) => ({ workflow, stage, order: of, sample: mustGet(this.#samples, sample) }));
    });
  }

  #keepBenchWork(jobs: readonly { readonly stage: Stage; readonly sample: Sample }[], key: string): void {
    for (const { stage, sample } of jobs) {
      if (this.#read.has(stage)) this.#published.set(`${sample.id}/${stage.id}`, key);
    }
  }

  #execute(job: Job, run: Run): Execution {
    const { stage, order, sample } = job;
    const { task, attempt, failure } = run;
    const what = this.#whatOf(job);
    const key = executionKey(what);
    const done = stage.tool?.reuse === false ? undefined : this.#succeeded.get(`${sample.id}/${stage.id}/${key}`);
    const isReused = done !== undefined && failure === undefined;
    const folder = run.isPublished
      ? resultFolder(order.id, sample.name, stage.id)
      : `${attemptFolder(task, attempt, 0)}/${sampleFolder(order.id, sample.name)}`;
    const made = failure === undefined ? outputsOf(job, what.files, { key, folder }) : [];
    if (failure === undefined) {
      if (!isReused) this.#succeeded.set(`${sample.id}/${stage.id}/${key}`, { task, attempt, outputs: made });
      if (run.isPublished) this.#published.set(`${sample.id}/${stage.id}`, made);
    }
    const asked = {
      cores: stage.cores,
      memoryBytes: Math.round(stage.memoryBytes * run.memoryFactor),
      gpus: stage.gpus,
    };
    const until = isReused ? run.from : run.until;
    return {
      sample: sample.id,
      stage: stage.id,
      tool: what.tool,
      toolVersion: 'simulated',
      toolDigest: what.toolDigest,
      argv: what.argv,
      parameters: what.parameters,
      environment: what.environment,
      host: 'virtual',
      asked,
      ...(isReused ? {} : { used: usedBy({ key, asked, seconds: until - run.from, failure }) }),
      ...exitOf(failure, run.isVictim ?? true),
      startedAt: this.#wallClock(run.from),
      endedAt: this.#wallClock(until),
      inputs: what.inputs,
      outputs: made,
      key,
      ...(isReused ? { reused: { task: done.task, attempt: done.attempt } } : {}),
    };
  }

  /** Milliseconds, rounded. */
  #wallClock(instant: number): string {
    return new Date(Math.round(this.#epochMs + instant * 1000)).toISOString();
  }

  /** What decides the outputs, beside the files that are to be made. */
  #whatOf(job: Job): What {
    const { stage, workflow, order, sample } = job;
    const { tool } = stage;
    if (tool === undefined) {
      return {
        tool: stage.id,
        toolDigest: this.#digestOfTool(stage.id),
        argv: [stage.id],
        parameters: {},
        environment: {},
        inputs: sourcesOf(workflow, stage).flatMap((from) => this.#named(this.#filesOf(job, from), from.id)),
        files: [GENERIC],
      };
    }
    const { invocation } = prepareInvocation({ workflow, stage, tool, order, sample });
    const inputs = invocation.inputs.flatMap(({ name, source, format }): readonly Artifact[] => {
      if (source.kind === 'file') return [{ name, path: source.path, ...this.#sourceFile(source.path) }];
      const found = this.#filesOf(job, source.stage).find((one) => one.path === source.path);
      return found === undefined ? [] : [{ ...found, name, ...(format && { format }) }];
    });
    const parameters = Object.fromEntries(tool.parameters);
    const files = invocation.outputs;
    const toolDigest = this.#digestOfTool(tool.name);
    return { tool: tool.name, toolDigest, argv: invocation.argv, parameters, environment: {}, inputs, files };
  }

  #named(files: readonly Artifact[], stage: StageId): readonly Artifact[] {
    return files.map((file) => ({ ...file, name: `${stage}.${file.name}` }));
  }

  /** Files that a stage left for a sample: by an execution, by bench work, or before the run began. Nothing where it was left out. */
  #filesOf({ workflow, order, sample }: Omit<Job, 'stage'>, stage: Stage): readonly Artifact[] {
    const place = `${sample.id}/${stage.id}`;
    const known = this.#published.get(place);
    if (typeof known === 'object') return known;
    const wasDone = order.progress.some((one) => one.stage === stage.id);
    const key = known ?? (wasDone ? BEFORE_THE_RUN : undefined);
    if (key === undefined) {
      return stage.isOptional
        ? sourcesOf(workflow, stage).flatMap((from) => this.#filesOf({ workflow, order, sample }, from))
        : [];
    }
    const tool = stage.kind === 'compute' ? stage.tool : undefined;
    const files =
      tool === undefined || stage.kind !== 'compute'
        ? [GENERIC]
        : prepareInvocation({ workflow, stage, tool, order, sample }).invocation.outputs;
    const made = outputsOf({ stage, sample }, files, { key, folder: resultFolder(order.id, sample.name, stage.id) });
    this.#published.set(place, made);
    return made;
  }

  #digestOfTool(name: string): string {
    const known = this.#toolDigests.get(name) ?? sha256Hex(simulatedTool(name));
    this.#toolDigests.set(name, known);
    return known;
  }

  #sourceFile(path: string): Pick<Artifact, 'sha256' | 'bytes'> {
    const known = this.#sources.get(path);
    if (known !== undefined) return known;
    const made = bytesOf(simulatedSource(path));
    this.#sources.set(path, made);
    return made;
  }
}

interface Run {
  readonly task: TaskId;
  readonly attempt: number;
  /** Instants, perhaps between seconds. */
  readonly from: number;
  readonly until: number;
  readonly memoryFactor: number;
  readonly isPublished: boolean;
  readonly failure?: FailureClass;
  /** It failed itself; else it was stopped because another one had. */
  readonly isVictim?: boolean;
}

interface File {
  readonly name: string;
  readonly file: string;
  readonly format: string;
}

interface What {
  readonly tool: string;
  readonly toolDigest: string;
  readonly argv: readonly string[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  readonly inputs: readonly Artifact[];
  readonly files: readonly File[];
}

/** What a stage without a tool leaves. */
const GENERIC: File = { name: 'data', file: 'data.json', format: 'json' };

function outputsOf(
  { stage, sample }: { readonly stage: Stage; readonly sample: Sample },
  files: readonly File[],
  { key, folder }: { readonly key: string; readonly folder: string },
): readonly Artifact[] {
  return files.map(({ name, file, format }) => {
    const content = simulatedContent({ sample: sample.id, stage: stage.id, output: name, key });
    return { name, path: `${folder}/${file}`, format, ...bytesOf(content) };
  });
}

const bytesOf = (content: string): Pick<Artifact, 'sha256' | 'bytes'> => ({
  sha256: sha256Hex(content),
  bytes: Buffer.byteLength(content),
});

/** Stages directly before, in their order. */
const sourcesOf = ({ stages }: Workflow, stage: Stage): readonly Stage[] =>
  stage.after.flatMap((name) => stages.filter((one) => one.id === name));

function readByCompute({ workflows }: Scenario): ReadonlySet<Stage> {
  const read = new Set<Stage>();
  for (const workflow of workflows.values()) {
    const mark = (stage: Stage): void => {
      for (const before of sourcesOf(workflow, stage)) {
        if (before.kind !== 'compute') read.add(before);
        if (before.isOptional) mark(before);
      }
    };
    for (const stage of workflow.stages) if (stage.kind === 'compute') mark(stage);
  }
  return read;
}
