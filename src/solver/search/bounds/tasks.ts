/** The operations of a shop with the least time that their jobs need before and behind them. */

import { f64, i32 } from '../../columns.ts';
import type { Shop } from '../shop.ts';

export interface Task {
  readonly slot: number;
  /** Least length of the job before, of the operation, and of the job behind it. */
  readonly head: number;
  readonly duration: number;
  readonly tail: number;
}

/** In the order of the slots. */
export function tasksOf({ slotCount, firstSlot, lastSlot, firstMode, modeDuration }: Shop): Task[] {
  const least = new Float64Array(slotCount);
  const tasks: Task[] = [];
  for (let job = 0; job < firstSlot.length; job++) {
    let length = 0;
    for (let slot = i32(firstSlot, job); slot <= i32(lastSlot, job); slot++) {
      least[slot] = Math.min(...modeDuration.subarray(i32(firstMode, slot), i32(firstMode, slot + 1)));
      length += f64(least, slot);
    }
    let head = 0;
    for (let slot = i32(firstSlot, job); slot <= i32(lastSlot, job); slot++) {
      const duration = f64(least, slot);
      tasks.push({ slot, head, duration, tail: length - head - duration });
      head += duration;
    }
  }
  return tasks;
}
