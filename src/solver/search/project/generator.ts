/**
 * Serial schedule generation (Kolisch 1996) in both directions, and the justification made of it (Valls, Ballestin,
 * Quintanilla 2005): a schedule pushed as late as possible and back as early as possible is never longer than before.
 *
 * Backward generation is forward generation of the mirrored project: time runs from the end, successors come first.
 */

import { i32 } from '../../columns.ts';
import { TimeOrder } from './time-order.ts';
import type { Project } from './project.ts';
import { createTimeline, type Timeline } from './timeline.ts';

export class ScheduleGenerator {
  readonly #project: Project;
  readonly #timeline: Timeline;
  readonly #order: TimeOrder;
  readonly #mirrored: Int32Array;
  readonly #list: Int32Array;

  constructor(project: Project, timeline: Timeline = createTimeline(project)) {
    this.#project = project;
    this.#timeline = timeline;
    this.#order = new TimeOrder(project.count);
    this.#mirrored = new Int32Array(project.count);
    this.#list = new Int32Array(project.count);
  }

  /** Starts, each as early as it fits, in the order of `list` (each activity after its predecessors); returns the makespan. */
  forward(list: Int32Array, start: Int32Array): number {
    const { firstPredecessor, predecessor } = this.#project.precedence;
    return this.#generate(list, start, firstPredecessor, predecessor);
  }

  /** The same from the end: `list` has each activity after its successors; `start` counts from the end of the schedule. */
  backward(list: Int32Array, start: Int32Array): number {
    const { firstSuccessor, successor } = this.#project.precedence;
    return this.#generate(list, start, firstSuccessor, successor);
  }

  /** Pushes a forward schedule to the right and back; `start` and `list` (its new order) are overwritten. */
  justify(start: Int32Array, makespan: number, list: Int32Array): number {
    const mirrored = this.#mirrored;
    this.#mirror(start, makespan, mirrored);
    this.#order.descendingIndex(mirrored, makespan, this.#list);
    const shorter = this.backward(this.#list, mirrored);
    this.#mirror(mirrored, shorter, start);
    this.#order.ascendingIndex(start, shorter, list);
    return this.forward(list, start);
  }

  /** Writes the activities in the order of their starts. */
  listOf(start: Int32Array, makespan: number, list: Int32Array): void {
    this.#order.ascendingIndex(start, makespan, list);
  }

  #generate(list: Int32Array, start: Int32Array, first: Int32Array, before: Int32Array): number {
    const { duration } = this.#project;
    const timeline = this.#timeline;
    timeline.clear();
    let makespan = 0;
    for (let k = 0; k < list.length; k++) {
      const activity = i32(list, k);
      let from = 0;
      for (let p = i32(first, activity), end = i32(first, activity + 1); p < end; p++) {
        const other = i32(before, p);
        const ready = i32(start, other) + i32(duration, other);
        if (ready > from) from = ready;
      }
      const at = timeline.place(from, activity);
      start[activity] = at;
      const finish = at + i32(duration, activity);
      if (finish > makespan) makespan = finish;
    }
    return makespan;
  }

  #mirror(from: Int32Array, makespan: number, to: Int32Array): void {
    const { duration } = this.#project;
    for (let i = 0; i < from.length; i++) to[i] = makespan - i32(from, i) - i32(duration, i);
  }
}
