/** A thread that searches a classic instance beside others. The portfolio loads it as `instance-worker.js`. */

import type { Budget } from './options.ts';
import type { ClassicInstance } from './read-instance.ts';
import { shareIncumbent, type SharedMemory } from './search/index.ts';
import { searchInstance, type SearchedAnswer } from './solve-instance.ts';

export interface InstanceTask {
  readonly instance: ClassicInstance;
  readonly name: string;
  readonly seed: number;
  /** Milliseconds count from the arrival of the task. */
  readonly budget: Budget;
  readonly memory: SharedMemory;
  /** Number of this search among those that share the memory. */
  readonly self: number;
}

export function searchTask({ instance, name, seed, budget, memory, self }: InstanceTask): SearchedAnswer {
  const exchange = shareIncumbent(memory, self);
  return searchInstance(instance, { name, seed, budget, nowMs: () => performance.now(), exchange });
}
