/** What was done to a schedule, in order, with what is needed to take it back. Entries are used again, so that noting costs no memory. */

import type { Task } from './task.ts';

/** What changes about a task when operations join or leave it. */
export type Membership = Pick<Task, 'operations' | 'modes' | 'load' | 'end' | 'demands'>;

export interface Entry {
  kind: 'put' | 'dropped' | 'set up' | 'membership';
  task: Task;
  /** `put`, `dropped`: its position. `set up`: its set-up before. `membership`: of no meaning. */
  value: number;
  /** `membership`: as it was. */
  before: Membership | undefined;
}

export class Journal {
  readonly #entries: Entry[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  note(kind: Entry['kind'], task: Task, value: number, before?: Membership): void {
    const entry = this.#entries[this.#length];
    if (entry === undefined) this.#entries.push({ kind, task, value, before });
    else {
      entry.kind = kind;
      entry.task = task;
      entry.value = value;
      entry.before = before;
    }
    this.#length++;
  }

  /** The last entry, which is then no longer in the journal; it holds until the next `note`. */
  pop(): Entry {
    return this.#entries[--this.#length] as Entry;
  }

  clear(): void {
    this.#length = 0;
  }
}
