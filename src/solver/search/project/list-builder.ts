/** Activity lists: any wish for an order, made feasible by calling missing predecessors first. */

import { i32 } from '../../columns.ts';
import type { Project } from './project.ts';

export class ListBuilder {
  readonly #project: Project;
  /** [activities] number of the list in which the activity was written last. */
  readonly #writtenIn: Int32Array;
  readonly #stack: Int32Array;
  #current = 0;

  constructor(project: Project) {
    this.#project = project;
    this.#writtenIn = new Int32Array(project.count);
    this.#stack = new Int32Array(project.count);
  }

  /**
   * Fills `list` with the activities in the order of `wish` (a permutation), each preceded by those of its predecessors,
   * direct or not, that the wish has later. A wish that is feasible comes out unchanged.
   */
  write(wish: Int32Array, list: Int32Array): void {
    const stack = this.#stack;
    const current = ++this.#current;
    let length = 0;
    for (let k = 0; k < wish.length; k++) {
      if (i32(this.#writtenIn, i32(wish, k)) === current) continue;
      stack[0] = i32(wish, k);
      for (let depth = 0; depth >= 0;) {
        const top = i32(stack, depth);
        const missing = this.#missingPredecessor(top, current);
        if (missing >= 0) {
          stack[++depth] = missing;
          continue;
        }
        this.#writtenIn[top] = current;
        list[length++] = top;
        depth--;
      }
    }
  }

  #missingPredecessor(activity: number, current: number): number {
    const { firstPredecessor, predecessor } = this.#project.precedence;
    for (let p = i32(firstPredecessor, activity), end = i32(firstPredecessor, activity + 1); p < end; p++) {
      const other = i32(predecessor, p);
      if (i32(this.#writtenIn, other) !== current) return other;
    }
    return -1;
  }
}
