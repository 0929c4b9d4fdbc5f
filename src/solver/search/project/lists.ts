/** Activity lists: any wish for an order, made feasible by calling missing predecessors first. */

import { i32 } from '../../columns.ts';
import type { Project } from './project.ts';

export class ListBuilder {
  readonly #project: Project;
  /** [activities] number of the list in which the activity was written last. */
  readonly #writtenIn: Int32Array;
  readonly #stack: Int32Array;
  #current = 0;
  #length = 0;
  #list: Int32Array = new Int32Array(0);

  constructor(project: Project) {
    this.#project = project;
    this.#writtenIn = new Int32Array(project.count);
    this.#stack = new Int32Array(project.count);
  }

  /** Begins to write into `list`. */
  begin(list: Int32Array): void {
    this.#list = list;
    this.#length = 0;
    this.#current++;
  }

  /** Appends the activity after those of its predecessors, direct or not, that are not in the list yet. Twice is once. */
  add(activity: number): void {
    if (i32(this.#writtenIn, activity) === this.#current) return;
    const stack = this.#stack;
    let depth = 0;
    stack[0] = activity;
    while (depth >= 0) {
      const top = i32(stack, depth);
      const missing = this.#missingPredecessor(top);
      if (missing >= 0) {
        stack[++depth] = missing;
        continue;
      }
      this.#writtenIn[top] = this.#current;
      this.#list[this.#length++] = top;
      depth--;
    }
  }

  #missingPredecessor(activity: number): number {
    const { firstPredecessor, predecessor } = this.#project.precedence;
    for (let p = i32(firstPredecessor, activity), end = i32(firstPredecessor, activity + 1); p < end; p++) {
      const other = i32(predecessor, p);
      if (i32(this.#writtenIn, other) !== this.#current) return other;
    }
    return -1;
  }
}
