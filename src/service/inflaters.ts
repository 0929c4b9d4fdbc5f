/**
 * Threads that inflate BGZF beside the judge. Plain worker threads, not a pool of tasks: batches come in order and are never
 * cancelled one by one, and a thread that loads nothing but the inflating is the smaller one.
 */

import { Worker } from 'node:worker_threads';
import type { Batch, BlockInflater, Inflated } from '../validation/files/container/index.ts';

/** Content of a batch is 2 MiB at most, and so is what is stored of it. */
const BLOCKS = 32;
/** What a thread keeps besides what is inflated, which is not in its heap. */
const THREAD_LIMITS = { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 2 };

export interface InflaterOptions {
  /** At least 1. */
  readonly threads: number;
  /** In a batch; default 32. */
  readonly blocks?: number;
  /** What a thread runs. */
  readonly file?: URL;
}

export interface Inflaters extends BlockInflater {
  /** Ends the threads, whatever they are at. */
  close(): Promise<void>;
}

/** Threads start with the first batch. */
export function createInflaters({ threads, blocks = BLOCKS, file = WORKER }: InflaterOptions): Inflaters {
  let started: readonly InflateThread[] | undefined;
  return {
    blocks,
    // One more than there are threads waits for its turn, and one is with the judge.
    batches: threads + 2,
    inflate(batch) {
      started ??= Array.from({ length: threads }, () => startThread(file));
      return started.reduce((least, one) => (one.waiting < least.waiting ? one : least)).inflate(batch);
    },
    async close() {
      for (const thread of started ?? []) await thread.close();
    },
  };
}

interface InflateThread {
  /** Batches that it has not answered. */
  readonly waiting: number;
  inflate(batch: Batch): Promise<readonly Inflated[]>;
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (inflated: readonly Inflated[]) => void;
  readonly reject: (error: Error) => void;
}

/** Answers come in the order of the batches. Whatever ends the thread refuses those that wait, and all that follow. */
function startThread(file: URL): InflateThread {
  const worker = new Worker(file, { resourceLimits: THREAD_LIMITS });
  const waiting: Waiting[] = [];
  let ended: Error | undefined;
  const end = (why: string, cause?: unknown): void => {
    ended ??= new Error(`a thread that inflates ended: ${why}`, { cause });
    for (const { reject } of waiting.splice(0)) reject(ended);
  };
  worker.on('message', (inflated: readonly Inflated[]) => waiting.shift()?.resolve(inflated));
  worker.on('messageerror', (error) => end(error.message, error));
  worker.on('error', (error: unknown) => end(error instanceof Error ? error.message : String(error), error));
  worker.on('exit', (code) => end(`exit code ${code}`));
  return {
    get waiting() {
      return waiting.length;
    },
    inflate(batch) {
      if (ended !== undefined) return Promise.reject(ended);
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        worker.postMessage(batch, [batch.stored.buffer as ArrayBuffer]);
      });
    },
    async close() {
      await worker.terminate();
    },
  };
}

/** Threads cannot run the sources: where those run as they are, the code in `dist` is taken. */
const WORKER = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/service/inflate-worker.js' : './inflate-worker.js',
  import.meta.url,
);
