/**
 * A pool of warm planner threads, so that the caller's thread stays free.
 *
 * The caller's thread formulates and translates back; what crosses is the flat problem and the flat solution, typed arrays
 * that are copied as blocks of memory (ADR 0003 has the measurements). All threads search one plan together, each from its own
 * seed; with a time limit they share the best schedule found so far.
 */

import { Piscina } from 'piscina';
import { assert } from '../base/index.ts';
import type { Plan, Scenario, Situation } from '../model/index.ts';
import { bestOf } from './best-of.ts';
import { arrangementWords } from './construct/arrangement-words.ts';
import { createFormulator, type Formulator } from './formulation/formulate.ts';
import type { PlannerOptions } from './options.ts';
import { planFrom, requestOf, type SearchAnswer, type SearchCourse, type SearchRequest } from './planner.ts';
import { createReserve } from './reserve.ts';
import type { SearchBudget } from './search/laboratory/pace.ts';
import { unpackProblem, type PackedProblem } from './packed-problem.ts';
import { createSharedMemory, shareIncumbent } from './search/index.ts';
import { offerGroups } from './search/laboratory/offer-groups.ts';
import { warmUpTask } from './warm-up.ts';
import type { WorkerTask } from './worker.ts';
import { seedsOf, THREADS_CLOCK, workerFile } from './worker-threads.ts';

export interface PlannerPool {
  /**
   * The best plan within the budget: `ms` counts the search alone, `withinMs` all from this call to the answer, plans that wait for
   * a free thread included. Rejects after `close`.
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
  /** Hears of each plan how long its parts took. */
  readonly observe?: (times: PlanTimes) => void;
}

/** Milliseconds. */
export interface PlanTimes {
  /** From the call until a thread had the problem. */
  readonly formulating: number;
  /** Until there was a first schedule: made from nothing, or the plan in force where it still fits. */
  readonly restoring: number;
  readonly searching: number;
  /** Until the plan was there. */
  readonly translating: number;
}

/** Memory of each thread for what it has just made; its size is a compromise, not a need. */
const YOUNG_MB = 128;

/** Steps of the search on the example in each warm-up task. */
const WARM_UP_ITERATIONS = 300;

export function createPlannerPool({ workers, observe }: PlannerPoolOptions): PlannerPool {
  const threads = new Piscina<WorkerTask, SearchAnswer>({
    filename: workerFile('worker'),
    name: 'solveTask',
    minThreads: workers,
    maxThreads: workers,
    idleTimeout: Infinity,
    // What a decision makes lives until its answer: with room for all of it nothing is copied from place to place meanwhile.
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
  let isClosed = false;
  let known: { readonly scenario: Scenario; readonly formulator: Formulator } | undefined;
  const pack = (scenario: Scenario, situation: Situation) => {
    if (known?.scenario !== scenario) known = { scenario, formulator: createFormulator(scenario) };
    return known.formulator.pack(situation);
  };
  const reserve = createReserve();
  const plan: PlannerPool['plan'] = async (scenario, situation, options) => {
    assert(!isClosed, 'the planner pool is closed');
    const calledMs = THREADS_CLOCK.nowMs();
    const formulation = pack(scenario, situation);
    const { count } = formulation.problem.operations;
    const untilMs = (withinMs: number): number => calledMs + withinMs - reserve.msFor(count);
    const request = requestOf(scenario, situation, options, untilMs);
    const answer = await searchTogether(threads, formulation.problem, { request, workers, options });
    const made = planFrom(formulation, request, answer);
    const { course } = answer;
    if (course !== undefined) {
      const doneMs = THREADS_CLOCK.nowMs();
      reserve.learn(count, doneMs - dueEnd(course, request));
      observe?.({
        formulating: course.madeMs - calledMs,
        restoring: course.begunMs - course.madeMs,
        searching: course.endedMs - course.begunMs,
        translating: doneMs - course.endedMs,
      });
    }
    return made;
  };
  return {
    plan,
    async warm(example) {
      // Twice as many tasks as threads, so that none of them stays cold.
      const onEachThread = (work: () => Promise<unknown>) => Promise.all(Array.from({ length: 2 * workers }, work));
      await onEachThread(() => threads.run(warmUpTask()));
      if (example === undefined) return;
      const options = { seed: 1, budget: { iterations: WARM_UP_ITERATIONS } };
      for (let k = 0; k < 2; k++) await plan(example.scenario, example.situation, options);
    },
    close() {
      isClosed = true;
      return threads.destroy();
    },
  };
}

/** When a search ended, or was to end: the step that it was in then makes the answer late as well. */
const dueEnd = ({ begunMs, endedMs }: SearchCourse, { budget }: SearchRequest): number =>
  'untilMs' in budget && budget.untilMs > begunMs ? Math.min(endedMs, budget.untilMs) : endedMs;

interface Together {
  readonly request: SearchRequest;
  readonly workers: number;
  readonly options: PlannerOptions;
}

async function searchTogether(
  threads: Piscina<WorkerTask, SearchAnswer>,
  problem: PackedProblem,
  { request, workers, options: { signal, mip } }: Together,
): Promise<SearchAnswer> {
  // One construction needs one thread.
  const count = request.rule === 'portfolio' ? workers : 1;
  const timeMs = request.rule === 'portfolio' ? timeOf(request.budget) : 0;
  const hasProposal = mip !== undefined && timeMs > 0;
  if (count === 1 && signal === undefined && !hasProposal) return threads.run({ problem, request });
  const memory = createSharedMemory(arrangementWords(problem), request.levels.length);
  const exchange = shareIncumbent(memory, count);
  const { end } = exchange;
  if (signal?.aborted === true) end();
  signal?.addEventListener('abort', end);
  if (hasProposal) {
    // Nobody waits for it, and that it comes to nothing is no fault of the plan.
    void offerGroups({
      problem: unpackProblem(problem),
      levels: request.levels,
      backend: mip,
      timeMs: timeMs / 2,
      exchange,
    }).catch(() => false);
  }
  try {
    const answers = await Promise.all(
      seedsOf(request.seed, count).map((seed, self) =>
        threads.run({ problem, request: { ...request, seed }, shared: { memory, self } }),
      ),
    );
    return together(answers, request);
  } finally {
    signal?.removeEventListener('abort', end);
    end();
  }
}

function timeOf(budget: SearchBudget): number {
  if ('iterations' in budget) return 0;
  return 'ms' in budget ? budget.ms : Math.max(0, budget.untilMs - THREADS_CLOCK.nowMs());
}

function together(answers: readonly SearchAnswer[], { levels }: SearchRequest): SearchAnswer {
  const values = answers.map(({ objective }) => objective.map((level) => level.value));
  const best = answers[bestOf(values, levels)] as SearchAnswer;
  return { ...best, iterations: answers.reduce((sum, answer) => sum + answer.iterations, 0) };
}
