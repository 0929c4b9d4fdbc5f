/** What every group of worker threads needs: the file that a thread runs, and a seed for each of several searches. */

import { createRandom } from '../base/index.ts';

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
