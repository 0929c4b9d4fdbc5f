/** The flat solution in which every operation is a task of its own: no batches, set-ups, maintenance or losses. */

import { bytes, ints, numbers } from './columns.ts';
import type { Solution } from './solution.ts';

/** What is known of each operation, by its number. */
export interface SingleTask {
  readonly mode: number;
  /** NONE: resources only. */
  readonly machine: number;
  readonly start: number;
  readonly end: number;
}

export function singleTasks(singles: readonly SingleTask[]): Solution {
  const sorted = singles
    .map((single, operation) => ({ ...single, operation }))
    .toSorted((a, b) => a.start - b.start || a.operation - b.operation);
  const count = sorted.length;
  const taskOf = new Int32Array(count);
  sorted.forEach(({ operation }, task) => (taskOf[operation] = task));
  return {
    modeOf: ints(singles.map((single) => single.mode)),
    taskOf,
    tasks: {
      count,
      machine: ints(sorted.map((task) => task.machine)),
      start: numbers(sorted.map((task) => task.start)),
      end: numbers(sorted.map((task) => task.end)),
      setup: new Float64Array(count),
      isFrozen: new Uint8Array(count),
      firstMember: Int32Array.from({ length: count + 1 }, (_, task) => task),
      member: ints(sorted.map((task) => task.operation)),
      firstLoad: new Int32Array(count + 1),
      load: numbers([]),
    },
    maintenance: { count: 0, row: ints([]), start: numbers([]), end: numbers([]) },
    lost: {
      count: 0,
      order: ints([]),
      kind: bytes([]),
      operation: ints([]),
      earliest: numbers([]),
      limit: numbers([]),
      after: ints([]),
      endAlone: numbers([]),
    },
  };
}
