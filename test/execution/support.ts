/** A laboratory that only computes, run with tools that are everywhere: node itself, `cat`, `true`, `false`. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { onTestFinished } from 'vitest';

import { constantLevel, duration, seconds, type Clock } from '../../src/base/index.ts';
import {
  createLocalFiles,
  createLocalProcesses,
  createLocalTimers,
  createRealWorld,
  type EarlierExecution,
  probe,
  type OutputCheck,
  type Processes,
  type RealWorld,
  type RunFiles,
  type Timers,
} from '../../src/execution/index.ts';
import {
  id,
  type Command,
  type ComputeStage,
  type Event,
  type Order,
  type Scenario,
  type Timed,
  type ToolInvocation,
  type Workflow,
} from '../../src/model/index.ts';
import { order as tinyOrder, tinyLab } from '../support/tiny-lab.ts';

/** An empty folder, removed when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'seqplan-execution-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Node is 100 MB: its digest is taken once per test file, not once per test. */
let nodeDigest: Promise<{ readonly sha256: string; readonly bytes: number }> | undefined;

function filesWithKnownNode(): RunFiles {
  const files = createLocalFiles();
  return {
    ...files,
    digest: (file) => (file === process.execPath ? (nodeDigest ??= files.digest(file)) : files.digest(file)),
  };
}

/** Node as a tool: `script` sees its arguments as `process.argv.slice(1)`. */
export const nodeTool = (
  script: string,
  changes: Partial<ToolInvocation> & { args?: string[] } = {},
): ToolInvocation => {
  const { args = [], ...rest } = changes;
  return {
    name: process.execPath,
    package: 'nodejs',
    versionArgs: ['--version'],
    argv: [process.execPath, '-e', script, ...args],
    inputs: new Map(),
    outputs: new Map(),
    parameters: new Map(),
    ...rest,
  };
};

export const plainTool = (
  name: string,
  changes: Partial<ToolInvocation> & { args?: string[] } = {},
): ToolInvocation => {
  const { args = [], ...rest } = changes;
  return {
    name,
    package: 'coreutils',
    versionArgs: ['--version'],
    argv: [name, ...args],
    inputs: new Map(),
    outputs: new Map(),
    parameters: new Map(),
    ...rest,
  };
};

/** Writes `text` to `out.txt`. */
export const writer = (text: string): ToolInvocation =>
  nodeTool(`require('fs').writeFileSync('out.txt', ${JSON.stringify(text)})`, {
    outputs: new Map([['out', { file: 'out.txt', format: 'text' }]]),
  });

export const computeStage = (name: string, changes: Partial<ComputeStage> = {}): ComputeStage => ({
  id: id(name),
  name,
  kind: 'compute',
  after: [],
  hold: { min: duration(0) },
  isOptional: false,
  gates: [],
  onError: [],
  failureRates: new Map(),
  durationCv: 0,
  pool: id('local'),
  time: { fixed: duration(1), perSample: duration(0) },
  cores: 1,
  memoryBytes: 1e9,
  gpus: 0,
  parallel: [1],
  ...changes,
});

export const computeOrder = (name: string, samples: readonly string[], changes: Partial<Order> = {}): Order =>
  tinyOrder(name, {
    workflow: id('compute'),
    samples: samples.map((sample) => ({ id: id(`${name}/${sample}`), name: sample })),
    release: seconds(0),
    ...changes,
  });

export function computeLab(stages: Workflow['stages'], orders = [computeOrder('o1', ['s1'])]): Scenario {
  const workflow: Workflow = { id: id('compute'), name: 'compute', stages };
  return tinyLab({
    orders,
    workflows: new Map([[workflow.id, workflow]]),
    pools: [{ id: id('local'), kind: 'local', cores: constantLevel(4), memoryBytes: 8e9, gpus: 0 }],
  });
}

export interface Bench {
  readonly world: RealWorld;
  /** The run's directory; the scenario's paths start in `scenario/` beside it. */
  readonly directory: string;
  readonly scenarioDirectory: string;
  /** Start a stage of `o1` for `samples` (names; all of the order's by default). */
  start(stage: string, changes?: { attempt?: number; samples?: readonly string[]; parallel?: number }): void;
  /** The next event that is not the receipt of an order. */
  next(): Promise<Timed<Event>>;
}

export interface BenchOptions {
  readonly processes?: Processes;
  readonly checks?: readonly OutputCheck[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly directory?: string;
  readonly clock?: Clock;
  readonly timers?: Timers;
  readonly earlier?: readonly EarlierExecution[];
}

/** A real world with real files and processes, its tools probed. Closed, and empty of processes, when the test is over. */
export async function openBench(scenario: Scenario, options: BenchOptions = {}): Promise<Bench> {
  const directory = options.directory ?? temporaryFolder();
  const scenarioDirectory = directory;
  const files = filesWithKnownNode();
  const environment = options.environment ?? { PATH: process.env['PATH'] ?? '' };
  const clock = options.clock ?? { nowMs: () => Date.now() };
  const common = { scenario, scenarioDirectory, files, environment };
  const { tools } = await probe({ ...common, processes: createLocalProcesses() });
  const world = createRealWorld({
    ...common,
    directory,
    tools,
    processes: options.processes ?? createLocalProcesses(),
    timers: options.timers ?? createLocalTimers(),
    clock,
    epochMs: clock.nowMs(),
    host: 'bench',
    planner: () => Promise.reject(new Error('no planner')),
    checks: options.checks ?? [],
    earlier: options.earlier ?? [],
  });
  onTestFinished(async () => {
    world.perform({ type: 'close' });
    await world.closed;
  });
  const [first] = scenario.orders;
  return {
    world,
    directory,
    scenarioDirectory,
    start(stage, { attempt = 1, samples, parallel = 1 } = {}) {
      if (first === undefined) throw new Error('no order');
      const chosen = first.samples
        .filter((sample) => samples?.includes(sample.name) ?? true)
        .map((sample) => sample.id);
      world.perform(startCommand(first, { stage, attempt, samples: chosen, parallel }));
    },
    async next() {
      for (;;) {
        const event = await world.next();
        if (event.type !== 'order-received') return event;
      }
    },
  };
}

function startCommand(
  { id: order }: Order,
  {
    stage,
    attempt,
    samples,
    parallel,
  }: { stage: string; attempt: number; samples: readonly Order['samples'][number]['id'][]; parallel: number },
): Command {
  return {
    type: 'start-task',
    task: id(`t:${order}/${stage}`),
    attempt,
    work: {
      members: [{ lot: id(order), order, route: id('compute'), stage: id(stage), samples }],
      placement: { kind: 'pool', pool: id('local'), parallel, cores: parallel, memoryBytes: 1e9, gpus: 0 },
      memoryFactor: 1,
      setup: duration(0),
      planned: duration(1),
    },
  };
}

/** The result of a task that must have finished. */
export function finished(event: Timed<Event>) {
  if (event.type !== 'task-finished') throw new Error(`not finished: ${JSON.stringify(event)}`);
  return event.result;
}

/** The failure of a task that must have failed. */
export function failure(event: Timed<Event>) {
  if (event.type !== 'task-failed') throw new Error(`not failed: ${JSON.stringify(event)}`);
  return event.failure;
}
