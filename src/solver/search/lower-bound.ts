/**
 * What no schedule of a shop can be shorter than: the longest job, the work on every machine in Jackson's preemptive schedule
 * (Carlier 1982), and the work on all machines together.
 */

import { f64, i32, item } from '../columns.ts';
import type { Shop } from './shop.ts';

export function lowerBound(shop: Shop): number {
  const { firstSlot, lastSlot, firstMode, modeMachine, modeDuration } = shop;
  const least = new Float64Array(shop.slotCount);
  const bound: Task[][] = Array.from({ length: shop.machineCount }, () => []);
  const all: Task[] = [];
  let longestJob = 0;
  for (let job = 0; job < firstSlot.length; job++) {
    let length = 0;
    for (let slot = i32(firstSlot, job); slot <= i32(lastSlot, job); slot++) {
      least[slot] = Math.min(...modeDuration.subarray(i32(firstMode, slot), i32(firstMode, slot + 1)));
      length += f64(least, slot);
    }
    longestJob = Math.max(longestJob, length);
    let head = 0;
    for (let slot = i32(firstSlot, job); slot <= i32(lastSlot, job); slot++) {
      const duration = f64(least, slot);
      const task = { head, duration, tail: length - head - duration };
      all.push(task);
      const machines = modeMachine.subarray(i32(firstMode, slot), i32(firstMode, slot + 1));
      const machine = i32(machines, 0);
      if (machines.every((other) => other === machine)) bound[machine]?.push(task);
      head += duration;
    }
  }
  return Math.max(longestJob, sharedLoad(all, shop.machineCount), ...bound.map(preemptiveBound));
}

interface Task {
  readonly head: number;
  readonly duration: number;
  readonly tail: number;
}

/** All work spread evenly over all machines, between the least head and the least tail. */
function sharedLoad(tasks: readonly Task[], machineCount: number): number {
  const work = tasks.reduce((sum, task) => sum + task.duration, 0);
  const head = tasks.reduce((least, task) => Math.min(least, task.head), Number.POSITIVE_INFINITY);
  const tail = tasks.reduce((least, task) => Math.min(least, task.tail), Number.POSITIVE_INFINITY);
  return head + Math.ceil(work / machineCount) + tail;
}

/** One machine with preemption: the released task with the longest tail always runs; the latest end plus tail is least. */
export function preemptiveBound(tasks: readonly Task[]): number {
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
