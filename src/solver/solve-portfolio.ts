/**
 * A classic instance on several threads: the same search with different seeds, one incumbent shared, all over as soon as one
 * meets the bound.
 *
 * Which thread tells the others when depends on the machine, so answers are not reproducible; one worker's are (`solveInstance`).
 */

import { Piscina } from 'piscina';
import { assert } from '../base/index.ts';
import type { InstanceTask } from './instance-worker.ts';
import { readInstance, type ClassicInstance } from './read-instance.ts';
import { createSharedMemory, shareIncumbent } from './search/index.ts';
import { seedsOf, workerFile } from './worker-threads.ts';
import type { InstanceAnswer, SearchedAnswer, SolveInstanceOptions } from './solve-instance.ts';

export interface SolvePortfolioOptions extends Omit<SolveInstanceOptions, 'exchange'> {
  /** Threads, >= 2. Each has the whole budget. */
  readonly workers: number;
  /** Ends the search early: the best so far is the answer. */
  readonly signal?: AbortSignal;
}

/** The document states all workers' iterations together, and the caller's seconds. */
export async function solvePortfolio(options: SolvePortfolioOptions): Promise<InstanceAnswer> {
  const { name, format, text, seed, budget, nowMs, workers, signal } = options;
  assert(workers >= 2, 'one worker is `solveInstance`');
  const from = nowMs();
  const reading = readInstance(format, text);
  if (reading.kind === 'rejected') return reading;
  const { instance } = reading;
  const memory = createSharedMemory(wordsOf(instance));
  const end = (): void => shareIncumbent(memory, workers).end();
  const threads = new Piscina<InstanceTask, SearchedAnswer>({
    filename: workerFile('instance-worker'),
    name: 'searchTask',
    minThreads: workers,
    maxThreads: workers,
  });
  try {
    if (signal?.aborted === true) end();
    signal?.addEventListener('abort', end);
    const answers = await Promise.all(
      seedsOf(seed, workers).map((own, self) => threads.run({ instance, name, seed: own, budget, memory, self })),
    );
    return together(answers, { seed, workers, seconds: Math.round(nowMs() - from) / 1000 });
  } finally {
    signal?.removeEventListener('abort', end);
    await threads.destroy();
  }
}

/** Room for what a shop search offers: a mode for each of its slots, at most two for an operation and one, and their order. */
const wordsOf = (instance: ClassicInstance): number =>
  instance.format === 'osp' ? 0 : 3 * instance.problem.operations.count + 1;

interface Frame {
  readonly seed: number;
  readonly workers: number;
  readonly seconds: number;
}

/** The best answer, of equals that of the first worker. */
function together(answers: readonly SearchedAnswer[], frame: Frame): SearchedAnswer {
  const documents = answers.flatMap((answer) => (answer.kind === 'solved' ? [answer.document] : []));
  const [best] = documents.toSorted((a, b) => a.objective - b.objective);
  if (best === undefined) return { kind: 'unsolved' };
  const iterations = documents.reduce((sum, document) => sum + document.iterations, 0);
  return { kind: 'solved', document: { ...best, ...frame, iterations } };
}
