/**
 * A pool of warm planner threads, so that the caller's thread stays free.
 *
 * The caller's thread formulates and translates back; what crosses is the flat problem and the flat solution, typed arrays
 * that are copied as blocks of memory (ADR 0003 has the measurements).
 */

import { Piscina } from 'piscina';
import { assert } from '../base/index.ts';
import type { Plan, Scenario, Situation } from '../model/index.ts';
import { formulate } from './formulation/formulate.ts';
import type { PlannerOptions } from './options.ts';
import { planFrom, requestOf, type SearchAnswer } from './planner.ts';
import { warmUpTask } from './warm-up.ts';
import type { WorkerTask } from './worker.ts';

export interface PlannerPool {
  /**
   * The best plan within the budget. A budget in milliseconds counts the search alone; formulating and translating back
   * come on top. Rejects after `close`.
   */
  plan(scenario: Scenario, situation: Situation, options: PlannerOptions): Promise<Plan>;
  /**
   * Resolves when every thread has started and has compiled its code on a made-up problem, and on `example` where one is
   * given: then the caller's side is compiled too, and the first decision is as fast as later ones.
   */
  warm(example?: { readonly scenario: Scenario; readonly situation: Situation }): Promise<void>;
  /** Ends the threads; plans under way are abandoned and reject. */
  close(): Promise<void>;
}

export interface PlannerPoolOptions {
  /** Threads, >= 1. */
  readonly workers: number;
}

/** Constructions of the example in each warm-up task. */
const WARM_UP_ITERATIONS = 20;

export function createPlannerPool({ workers }: PlannerPoolOptions): PlannerPool {
  const threads = new Piscina<WorkerTask, SearchAnswer>({
    filename: workerFile(),
    name: 'solveTask',
    minThreads: workers,
    maxThreads: workers,
    idleTimeout: Infinity,
  });
  let isClosed = false;
  const plan: PlannerPool['plan'] = async (scenario, situation, options) => {
    assert(!isClosed, 'the planner pool is closed');
    const formulation = formulate(scenario, situation);
    const request = requestOf(scenario, options);
    return planFrom(formulation, request, await threads.run({ problem: formulation.problem, request }));
  };
  return {
    plan,
    async warm(example) {
      // Twice as many tasks as threads, so that none of them stays cold.
      const onEachThread = (work: () => Promise<unknown>) => Promise.all(Array.from({ length: 2 * workers }, work));
      await onEachThread(() => threads.run(warmUpTask()));
      if (example === undefined) return;
      const options = { seed: 1, budget: { iterations: WARM_UP_ITERATIONS } };
      await onEachThread(() => plan(example.scenario, example.situation, options));
    },
    close() {
      isClosed = true;
      return threads.destroy();
    },
  };
}

/** Workers run compiled code: beside this file, or, where the sources run as they are, in `dist`. */
function workerFile(): string {
  const isSource = import.meta.url.endsWith('.ts');
  return new URL(isSource ? '../../dist/solver/worker.js' : './worker.js', import.meta.url).href;
}
