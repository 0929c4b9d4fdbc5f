/**
 * One thread that can be stopped: the answer comes within the time, or none does and the thread is replaced.
 *
 * Tasks run one after the other; the time counts from the call, so waiting for others is part of it.
 */

import { Piscina } from 'piscina';
import { assert } from '../../base/index.ts';
import { workerFile } from '../worker-threads.ts';

export interface StoppableThread<Task, Answer> {
  /** Undefined where the time was over first. Rejects with what the task threw, and after `close`. */
  run(task: Task, timeMs: number): Promise<Answer | undefined>;
  close(): Promise<void>;
}

/** Longer limits overflow the timer. */
const LONGEST_MS = 2 ** 31 - 1;

/** `worker`: the name of a file beside this one, without its suffix, that exports `solveTask`. */
export function createThread<Task, Answer>(worker: string): StoppableThread<Task, Answer> {
  const threads = new Piscina<Task, Answer>({
    filename: workerFile(`mip/${worker}`),
    name: 'solveTask',
    minThreads: 1,
    maxThreads: 1,
    idleTimeout: Infinity,
  });
  let isClosed = false;
  return {
    async run(task, timeMs) {
      assert(!isClosed, 'the thread is closed');
      assert(timeMs > 0, `a time limit of ${timeMs} ms`);
      const signal = AbortSignal.timeout(Math.min(LONGEST_MS, Math.ceil(timeMs)));
      try {
        return await threads.run(task, { signal });
      } catch (error) {
        if (signal.aborted && !isClosed) return undefined;
        throw error;
      }
    },
    close() {
      isClosed = true;
      return threads.destroy();
    },
  };
}
