/** Runs the engine in a world that does exactly as planned, except where a test says otherwise. */

import { HOUR, after, duration, seconds, type Seconds } from '../../src/base/index.ts';
import { drive, type RunState, type World } from '../../src/engine/index.ts';
import {
  id,
  type Command,
  type Event,
  type Fact,
  type FailedAttempt,
  type FailureClass,
  type LotId,
  type Plan,
  type PlannedMaintenance,
  type PlannedTask,
  type RunIdentity,
  type SampleId,
  type Scenario,
  type Situation,
  type Stage,
  type StageId,
  type TaskPlacement,
  type TaskResult,
  type Timed,
} from '../../src/model/index.ts';
import { WORKFLOW, order, tinyLab } from '../support/tiny-lab.ts';

export const RUN: RunIdentity = {
  world: 'simulated',
  scenario: 'tiny',
  scenarioDigest: '0'.repeat(64),
  seed: 1,
  version: '0',
  epoch: '2026-11-30T00:00:00+00:00',
};

/** `clock(9, 4)`: 9:04 on the first day. */
export const clock = (hour: number, minute = 0): Seconds => seconds(hour * HOUR + minute * 60);

export const onMachine = (machine: string): TaskPlacement => ({ kind: 'machine', machine: id(machine) });

export const onPosition = (machine: string, recipe: string, lots: readonly string[]): TaskPlacement => ({
  kind: 'run',
  machine: id(machine),
  recipe: id(recipe),
  lanes: [lots.map((lot) => ({ lot: id<LotId>(lot), reads: 400_000_000 })), []],
});

/** What `align` of the tiny laboratory takes for four samples at once. */
export const onCluster = (parallel = 4): TaskPlacement => ({
  kind: 'pool',
  pool: id('cluster'),
  parallel,
  cores: 8 * parallel,
  memoryBytes: 32e9 * parallel,
  gpus: 0,
});

/** `of`: `LOT/STAGE`, one or several. `setup` in seconds. */
export function planned(
  name: string,
  of: readonly string[],
  placement: TaskPlacement,
  times: { readonly start: number; readonly end: number; readonly setup?: number },
): PlannedTask {
  const members = of.map((entry) => {
    const [lot = '', stage = ''] = entry.split('/');
    return { lot: id<LotId>(lot), stage: id<StageId>(stage) };
  });
  const { start, end, setup = 0 } = times;
  const span = { setup: duration(setup), start: seconds(start), end: seconds(end) };
  return { id: id(name), members, placement, ...span, isFrozen: false };
}

export const planOf = (
  tasks: readonly PlannedTask[],
  maintenance: readonly PlannedMaintenance[] = [],
  now: Seconds = seconds(0),
): Plan => ({
  now,
  tasks,
  maintenance,
  lost: [],
  objective: [],
  method: { name: 'by hand', seed: 0, iterations: 0, isReproducible: true },
});

/** The whole of one order of four samples on Monday, as tight as the rules allow; see the trace test for the sums. */
export const mondayPlan = (lot = 'o1'): readonly PlannedTask[] => [
  planned('extract', [`${lot}/extract`], onMachine('handler-1'), { start: clock(8), end: clock(9, 4) }),
  planned('prep', [`${lot}/prep`], onMachine('tc-1'), { start: clock(9, 24), end: clock(11, 24), setup: 1200 }),
  planned('run', [`${lot}/sequence`], onPosition('seq/A', 'short', [lot]), {
    start: clock(12, 9),
    end: clock(25, 9),
    setup: 2700,
  }),
  planned('align', [`${lot}/align`], onCluster(), { start: clock(25, 9), end: clock(26, 9) }),
];

export type Outcome =
  | { readonly failAfter: number; readonly class: FailureClass; readonly downFor?: number }
  | { readonly failed: readonly string[]; readonly class: FailureClass }
  | { readonly measured: TaskResult['measurements'] };

/** Answers the first request only: whatever happens, the first plan stays in force. */
export const once =
  (plan: () => Plan): Script['plan'] =>
  (_, request) =>
    request === 1 ? plan() : undefined;

type StartTask = Extract<Command, { type: 'start-task' }>;

export interface Script {
  readonly scenario: Scenario;
  /** Answers the nth request (1, 2, ...); undefined: the planner fails. */
  readonly plan: (situation: Situation, request: number) => Plan | undefined;
  /** undefined: the task ends as planned. */
  readonly outcome?: (start: StartTask) => Outcome | undefined;
  readonly also?: readonly Timed<Event>[];
  /** Orders that come at another time than they should. */
  readonly arrivals?: Readonly<{ [order: string]: Seconds }>;
}

export interface Record {
  readonly facts: readonly Timed<Fact>[];
  readonly state: RunState;
  readonly commands: readonly Timed<Command>[];
  readonly events: readonly Timed<Event>[];
  /** What became of it in the sink: `fact TYPE`, `flush`, `do TYPE`. */
  readonly log: readonly string[];
}

export async function runScript(script: Script): Promise<Record> {
  const facts: Timed<Fact>[] = [];
  const commands: Timed<Command>[] = [];
  const log: string[] = [];
  const events: Timed<Event>[] = [];
  const world = obedientWorld(script, { commands, events, log });
  const sink = {
    append: (fact: Timed<Fact>) => {
      facts.push(structuredClone(fact));
      log.push(`fact ${fact.type}`);
    },
    flush: async () => void log.push('flush'),
  };
  const state = await drive({ scenario: script.scenario, world, sink, run: RUN });
  return { facts, state, commands, events, log };
}

/** Ends before arrivals before answers before timers, as pushed otherwise. */
const RANK: readonly Event['type'][] = [
  'task-finished',
  'maintenance-finished',
  'machine-up',
  'machine-down',
  'task-failed',
  'order-received',
  'plan-arrived',
  'plan-failed',
];

function obedientWorld(
  { scenario, plan, outcome, also = [], arrivals = {} }: Script,
  seen: { commands: Timed<Command>[]; events: Timed<Event>[]; log: string[] },
): World {
  let now = seconds(0);
  const coming: Timed<Event>[] = [...also];
  const rank = (event: Event): number => (RANK.indexOf(event.type) + RANK.length + 1) % (RANK.length + 1);
  const push = (at: number, event: Event): void => {
    coming.push({ ...event, at: seconds(Math.max(now, at)) });
  };
  for (const { id: order, release } of scenario.orders) {
    push(arrivals[order] ?? release, { type: 'order-received', order });
  }
  const start = (command: StartTask): void => {
    const { task, attempt, work } = command;
    const from = after(now, work.setup);
    const result = outcome?.(command);
    if (result !== undefined && 'failAfter' in result) {
      const at = after(from, result.failAfter);
      if (result.downFor !== undefined && work.placement.kind !== 'pool') {
        const { machine } = work.placement;
        push(at, { type: 'machine-down', machine, reason: 'scripted', expectedUp: after(at, result.downFor) });
        push(at + result.downFor, { type: 'machine-up', machine });
      }
      push(at, { type: 'task-failed', task, attempt, failure: failureOf(result.class) });
      return;
    }
    const failedSamples = (result !== undefined && 'failed' in result ? result.failed : []).map((sample) => ({
      sample: id<SampleId>(sample),
      failure: failureOf(result !== undefined && 'class' in result ? result.class : 'transient'),
    }));
    const measurements = result !== undefined && 'measured' in result ? result.measured : [];
    push(from + work.planned, {
      type: 'task-finished',
      task,
      attempt,
      result: { executions: [], measurements, failedSamples },
    });
  };
  return {
    next: () => {
      coming.sort((a, b) => a.at - b.at || rank(a) - rank(b));
      const event = coming.shift() ?? { type: 'closed', at: now };
      now = event.at;
      seen.events.push(event);
      return event;
    },
    perform: (command) => {
      seen.commands.push({ ...structuredClone(command), at: now });
      seen.log.push(`do ${command.type}`);
      if (command.type === 'start-task') start(command);
      else if (command.type === 'start-maintenance') {
        push(now + command.duration, { type: 'maintenance-finished', task: command.task });
      } else if (command.type === 'set-timer') push(command.due, { type: 'timer', timer: command.timer });
      else if (command.type === 'cancel-task') {
        const { task, attempt } = command;
        push(now, { type: 'task-failed', task, attempt, failure: failureOf('cancelled') });
      } else if (command.type === 'request-plan') {
        const { request, situation } = command;
        const answer = plan(situation, request);
        push(
          now,
          answer === undefined
            ? { type: 'plan-failed', request, message: 'scripted' }
            : { type: 'plan-arrived', request, plan: answer },
        );
      }
    },
  };
}

/** The tiny laboratory with one workflow of these stages, and orders of these names. */
export const labWith = (
  stages: readonly Stage[],
  names: readonly string[],
  changes: Partial<Scenario> = {},
): Scenario =>
  tinyLab({
    orders: names.map((name) => order(name)),
    workflows: new Map([[WORKFLOW.id, { ...WORKFLOW, stages }]]),
    ...changes,
  });

export const failureOf = (failure: FailureClass): FailedAttempt => ({
  class: failure,
  detail: 'scripted',
  executions: [],
});

export const only = <T extends Fact['type']>(
  facts: readonly Timed<Fact>[],
  type: T,
): readonly Timed<Extract<Fact, { type: T }>>[] =>
  facts.filter((f): f is Timed<Extract<Fact, { type: T }>> => f.type === type);

/** `TASK@HH:MM` of every start, in order. */
export const starts = (facts: readonly Timed<Fact>[]): readonly string[] =>
  only(facts, 'task-started').map((f) => `${f.task}@${wall(f.at)}`);

/** Hours and minutes since instant 0, and seconds where there are any. */
export function wall(at: Seconds): string {
  const parts = [Math.floor(at / 3600), Math.floor(at / 60) % 60, ...(at % 60 === 0 ? [] : [at % 60])];
  return parts.map((n) => String(n).padStart(2, '0')).join(':');
}
