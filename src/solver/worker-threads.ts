/** What every group of worker threads needs: the file that a thread runs, a clock that all read, and a seed for each of several searches. */

import { createRandom, type Clock } from '../base/index.ts';

/** The same in all threads of the process, so that one can tell another until when; `performance.now` starts anew in each. */
export const THREADS_CLOCK: Clock = { nowMs: () => Number(process.hrtime.bigint()) / 1e6 };

/**
 * Address of a worker's compiled code. `name`: its path below this room, without ending. Threads cannot run the sources, so where
 * those run as they are, the code in `dist` is taken.
 */
export function workerFile(name: string): string {
  const isSource = import.meta.url.endsWith('.ts');
  return new URL(isSource ? `../../dist/solver/${name}.js` : `./${name}.js`, import.meta.url).href;
}

/** The first is the caller's own, so that several searches find at least what one does. */
export function seedsOf(seed: number, count: number): number[] {
  const others = createRandom(seed).split('portfolio');
  return Array.from({ length: count }, (_, k) => (k === 0 ? seed : others.uint32()));
}
