/**
 * The real world: carries the engine's commands out on this machine, in real time, and tells what came of them.
 *
 * Time is whole seconds since the run's epoch and never goes back. Bench and sequencing work has no process: the probe
 * refuses scenarios that still need it.
 */

import {
  AssertionError,
  compareNumbers,
  compareText,
  by,
  firstOf,
  seconds,
  type Clock,
  type Seconds,
} from '../base/index.ts';
import type { World } from '../engine/index.ts';
import type { Command, Event, Plan, Scenario, Situation } from '../model/index.ts';
import { createEventQueue } from './event-queue.ts';
import type { OutputCheck } from './output-check.ts';
import type { Processes, RunFiles, Timers } from './ports.ts';
import type { ProbedTool } from './probe-tools.ts';
import { createPublisher } from './publish-results.ts';
import type { AttemptContext } from './run-sample.ts';
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
  /** Name of this machine in the record. */
  readonly host: string;
  /** Of the host; tools see the allow-listed part. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly checks?: readonly OutputCheck[];
}

export interface RealWorld extends World {
  /** Resolves when, after the `close` command, no process that this world started is left. */
  readonly closed: Promise<void>;
}

export function createRealWorld(options: RealWorldOptions): RealWorld {
  const { scenario, planner, timers, clock, epochMs } = options;
  const publisher = createPublisher(options.directory, options.files);
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
  };

  let latest = 0;
  /** Whole seconds, not before `earliest` nor the last answer: wall clocks step back, and timers fire early. */
  const now = (earliest: number): Seconds => {
    latest = Math.max(latest, earliest, Math.floor((clock.nowMs() - epochMs) / 1000));
    return seconds(latest);
  };
  const queue = createEventQueue(() => now(0));
  const attempts = new Map<string, AbortController>();
  const running = new Set<Promise<unknown>>();
  const pendingTimers = new Set<() => void>();
  let isClosed = false;
  let tellClosed = (): void => {};
  const closed = new Promise<void>((resolve) => {
    tellClosed = resolve;
  });

  /** Something that will be followed by exactly one event. */
  const expect = (work: Promise<Event>): void => {
    queue.expect();
    const told = work
      .then((event) => queue.tell({ ...event, at: now(0) }))
      .catch((error: unknown) => queue.fail(error))
      .finally(() => running.delete(told));
    running.add(told);
  };

  const fireAt = (due: Seconds, event: Event): void => {
    queue.expect();
    const cancel = timers.start(Math.max(0, epochMs + due * 1000 - clock.nowMs()), () => {
      pendingTimers.delete(cancel);
      queue.tell({ ...event, at: now(due) });
    });
    pendingTimers.add(cancel);
  };

  const startTask = (command: Extract<Command, { type: 'start-task' }>): void => {
    const { task, attempt, work } = command;
    const key = attemptKey(command);
    const controller = new AbortController();
    attempts.set(key, controller);
    const end = runTask(context, { task, attempt, work, scenario, publisher }, controller.signal);
    expect(
      end.then((ended) => {
        attempts.delete(key);
        return toEvent(command, ended);
      }),
    );
  };

  const close = (): void => {
    isClosed = true;
    for (const controller of attempts.values()) controller.abort();
    for (const cancel of pendingTimers) cancel();
    void Promise.allSettled(running).then(() => tellClosed());
  };

  const perform = (command: Command): void => {
    switch (command.type) {
      case 'start-task':
        return startTask(command);
      case 'cancel-task':
        // Gone where the task ended first.
        return attempts.get(attemptKey(command))?.abort();
      case 'start-maintenance':
        return fireAt(seconds(now(0) + command.duration), { type: 'maintenance-finished', task: command.task });
      case 'set-timer':
        return fireAt(command.due, { type: 'timer', timer: command.timer });
      case 'request-plan':
        return expect(askPlanner(planner, command));
      case 'move-to-storage':
        // Data keeps: there is nothing to carry anywhere.
        return undefined;
      case 'close':
        return close();
    }
  };

  for (const order of scenario.orders.toSorted(
    firstOf(
      by((o) => o.release, compareNumbers),
      by((o) => o.id, compareText),
    ),
  )) {
    const event: Event = { type: 'order-received', order: order.id };
    if (order.release > 0) fireAt(order.release, event);
    else {
      queue.expect();
      queue.tell({ ...event, at: seconds(0) });
    }
  }
  return {
    next: () => queue.next(),
    perform(command) {
      if (!isClosed) perform(command);
    },
    closed,
  };
}

const attemptKey = ({ task, attempt }: { readonly task: string; readonly attempt: number }): string =>
  `${task}\n${attempt}`;

function toEvent({ task, attempt }: Extract<Command, { type: 'start-task' }>, end: TaskEnd): Event {
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
