/**
 * The real world: carries the engine's commands out on this machine, in real time, and tells what came of them.
 *
 * Time is whole seconds since the run's epoch and never goes back. Bench and sequencing work has no process: the probe
 * refuses scenarios that still need it.
 */

import {
  AssertionError,
  after,
  by,
  compareNumbers,
  compareText,
  firstOf,
  seconds,
  type Clock,
  type Seconds,
} from '../base/index.ts';
import type { World } from '../engine/index.ts';
import type { Command, Event, Order, Plan, Scenario, Situation } from '../model/index.ts';
import type { AttemptContext } from './attempt-context.ts';
import { createEventSource } from './event-source.ts';
import type { OutputCheck } from './output-check.ts';
import type { Processes, RunFiles, Timers } from './ports.ts';
import type { ProbedTool } from './probe-tools.ts';
import { createPublisher } from './publish-results.ts';
import { createReuseIndex, type EarlierExecution } from './reuse-index.ts';
import { runTask, type TaskEnd } from './run-task.ts';
import { toolEnvironment } from './tool-environment.ts';

export interface RealWorldOptions {
  readonly scenario: Scenario;
  /** Rejects where it has no answer: then the plan in force stays. */
  readonly planner: (situation: Situation) => Promise<Plan>;
  /** Absolute path of the run's directory, which exists: `work/` and `results/` appear in it. One run at a time. */
  readonly directory: string;
  /** Absolute path where the scenario's relative paths start. */
  readonly scenarioDirectory: string;
  /** As probed. */
  readonly tools: ReadonlyMap<string, ProbedTool>;
  readonly processes: Processes;
  readonly files: RunFiles;
  readonly timers: Timers;
  readonly clock: Clock;
  /** Instant 0 of the run, in milliseconds since 1970; at or before the clock's present. */
  readonly epochMs: number;
  /** Of a run that is taken up again: its last instant. */
  readonly notBefore?: Seconds;
  /** Digests of what it had published, by path. */
  readonly published?: ReadonlyMap<string, string>;
  /** Name of this machine in the record. */
  readonly host: string;
  /** Of the host; tools see the allow-listed part. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly checks?: readonly OutputCheck[];
  /** Executions that this run has on record already, where it is taken up again: what they made need not be made again. */
  readonly earlier?: readonly EarlierExecution[];
}

export interface RealWorld extends World {
  /** Resolves when, after the `close` command, no process that this world started is left. */
  readonly closed: Promise<void>;
}

export function createRealWorld(options: RealWorldOptions): RealWorld {
  const { scenario, planner, timers, clock, epochMs } = options;
  const publisher = createPublisher(options.directory, options.files, options.published);
  const reuse = createReuseIndex(options.directory, options.files);
  for (const earlier of options.earlier ?? []) reuse.add(earlier);
  const context: AttemptContext = {
    directory: options.directory,
    scenarioDirectory: options.scenarioDirectory,
    processes: options.processes,
    files: options.files,
    timers,
    nowMs: () => clock.nowMs(),
    host: options.host,
    environment: toolEnvironment(options.environment),
    tools: options.tools,
    checks: options.checks ?? [],
    published: publisher.published,
    reuse,
  };

  const events = createEventSource({ clock, timers, epochMs, notBefore: options.notBefore ?? seconds(0) });
  const attempts = new Map<string, AbortController>();
  let isClosed = false;
  let tellClosed = (): void => {};
  const closed = new Promise<void>((resolve) => {
    tellClosed = resolve;
  });

  const startTask = async (command: StartTask): Promise<Event> => {
    const { task, attempt, work } = command;
    const key = attemptKey(command);
    const controller = new AbortController();
    attempts.set(key, controller);
    const end = await runTask(context, { task, attempt, work, scenario, publisher }, controller.signal);
    attempts.delete(key);
    return toEvent(command, end);
  };

  const perform = (command: Command): void => {
    switch (command.type) {
      case 'start-task':
        return events.promise(startTask(command));
      case 'cancel-task':
        // Gone where the task ended first.
        return attempts.get(attemptKey(command))?.abort();
      case 'start-maintenance': {
        const { task } = command;
        return events.schedule(after(events.now(), command.duration), { type: 'maintenance-finished', task });
      }
      case 'set-timer':
        return events.schedule(command.due, { type: 'timer', timer: command.timer });
      case 'request-plan':
        return events.promise(askPlanner(planner, command));
      case 'move-to-storage':
        // Data keeps: there is nothing to carry anywhere.
        return undefined;
      case 'close':
        isClosed = true;
        for (const controller of attempts.values()) controller.abort();
        void events.close().then(tellClosed);
        return undefined;
    }
  };

  for (const { release, id } of scenario.orders.toSorted(byRelease)) {
    events.schedule(release, { type: 'order-received', order: id });
  }
  return {
    next: () => events.next(),
    perform(command) {
      if (!isClosed) perform(command);
    },
    closed,
  };
}

type StartTask = Extract<Command, { type: 'start-task' }>;

const byRelease = firstOf<Order>(
  by((order) => order.release, compareNumbers),
  by((order) => order.id, compareText),
);

const attemptKey = ({ task, attempt }: { readonly task: string; readonly attempt: number }): string =>
  `${task}\n${attempt}`;

function toEvent({ task, attempt }: StartTask, end: TaskEnd): Event {
  if (end.kind === 'finished') return { type: 'task-finished', task, attempt, result: end.result };
  return { type: 'task-failed', task, attempt, failure: end.failure };
}

async function askPlanner(
  planner: RealWorldOptions['planner'],
  { request, situation }: Extract<Command, { type: 'request-plan' }>,
): Promise<Event> {
  try {
    return { type: 'plan-arrived', request, plan: await planner(situation) };
  } catch (error) {
    if (error instanceof AssertionError) throw error;
    return { type: 'plan-failed', request, message: error instanceof Error ? error.message : String(error) };
  }
}
