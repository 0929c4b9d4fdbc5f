/** What is going to happen in the virtual world, soonest first. */

import { Heap } from 'heap-js';

import type { Seconds } from '../base/index.ts';

export interface CalendarEntry<T> {
  readonly at: Seconds;
  /** Lower goes first among entries of one instant. */
  readonly priority: number;
  readonly item: T;
}

/** Ordered by (time, priority, sequence of pushing): a total order, so that a run has one course only. */
export interface EventCalendar<T> {
  push(entry: CalendarEntry<T>): void;
  /** The next entry, taken out; undefined when there is none. */
  pop(): CalendarEntry<T> | undefined;
}

export function createEventCalendar<T>(): EventCalendar<T> {
  type Numbered = CalendarEntry<T> & { readonly sequence: number };
  const heap = new Heap<Numbered>((a, b) => a.at - b.at || a.priority - b.priority || a.sequence - b.sequence);
  let sequence = 0;
  return {
    push: (entry) => void heap.push({ ...entry, sequence: sequence++ }),
    pop: () => heap.pop(),
  };
}
