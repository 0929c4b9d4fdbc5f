/** Jackson's preemptive schedule of one machine (Carlier 1982): the largest head + work + tail of any set of its tasks. */

import { item } from '../../columns.ts';

export interface MachineTask {
  readonly head: number;
  readonly duration: number;
  readonly tail: number;
}

/** One machine with preemption: the released task with the longest tail always runs; the latest end plus tail is least. */
export function preemptiveBound(tasks: readonly MachineTask[]): number {
  const byHead = tasks.filter((task) => task.duration > 0).toSorted((a, b) => a.head - b.head);
  const left = byHead.map((task) => task.duration);
  const ready: number[] = [];
  let next = 0;
  let time = 0;
  let bound = 0;
  while (next < byHead.length || ready.length > 0) {
    if (ready.length === 0) time = Math.max(time, byHead[next]?.head ?? time);
    while (next < byHead.length && (byHead[next]?.head ?? 0) <= time) ready.push(next++);
    ready.sort((a, b) => (byHead[b]?.tail ?? 0) - (byHead[a]?.tail ?? 0) || a - b);
    const current = item(ready, 0);
    const release = byHead[next]?.head ?? Number.POSITIVE_INFINITY;
    const length = Math.min(item(left, current), release - time);
    time += length;
    left[current] = item(left, current) - length;
    if (left[current] !== 0) continue;
    ready.shift();
    bound = Math.max(bound, time + (byHead[current]?.tail ?? 0));
  }
  return bound;
}
