/** Which computations go down with a part of their pool: those that lie, wholly or in part, on what is lost. */

import { by, compareNumbers, compareText, firstOf } from '../base/index.ts';

export interface Load {
  /** Unique. */
  readonly key: string;
  readonly cores: number;
  readonly memoryBytes: number;
}

export interface NodeLossOptions<T extends Load> {
  readonly running: readonly T[];
  /** Of the pool before the loss. */
  readonly pool: { readonly cores: number; readonly memoryBytes: number };
  readonly lost: { readonly cores: number; readonly memoryBytes: number };
  /** In (0, 1), by key; `undefined` for the idle cores. */
  readonly draw: (key: string | undefined) => number;
}

/**
 * Lays the running tasks and the idle cores one after the other in an order in which every core is as likely as any other to
 * come first, and takes `lost` cores from its beginning. What is left fits the rest of the pool, in memory too: while it does not,
 * the next task of the order is taken as well. In that order.
 */
export function struckBy<T extends Load>({ running, pool, lost, draw }: NodeLossOptions<T>): readonly T[] {
  const used = running.reduce((sum, { cores }) => sum + cores, 0);
  const idle = Math.max(0, pool.cores - used);
  // The least of exponential clocks, one per core, rings for its owner first.
  const turn = (key: string | undefined, cores: number): number =>
    cores === 0 ? Infinity : -Math.log(draw(key)) / cores;
  const laid = [
    ...running.map((task) => ({ key: task.key, cores: task.cores, turn: turn(task.key, task.cores), task })),
    { key: '', cores: idle, turn: turn(undefined, idle), task: undefined },
  ].toSorted(
    firstOf(
      by((a) => a.turn, compareNumbers),
      by((a) => a.key, compareText),
    ),
  );
  let offset = 0;
  let memory = running.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
  const struck: T[] = [];
  for (const { task, cores } of laid) {
    const isOnLost = offset < lost.cores;
    offset += cores;
    if (task === undefined || (!isOnLost && memory <= pool.memoryBytes - lost.memoryBytes)) continue;
    memory -= task.memoryBytes;
    struck.push(task);
  }
  return struck;
}
