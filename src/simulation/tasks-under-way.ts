/** The tasks that the virtual laboratory works on, and where. */

import type { Seconds } from '../base/index.ts';
import type { MachineId, PoolId, TaskId, TaskWork } from '../model/index.ts';

export interface UnderWay {
  readonly task: TaskId;
  readonly attempt: number;
  /** Names this try at the work, whatever task it is in. */
  readonly key: string;
  /** The set-up is over then. */
  readonly workStart: Seconds;
  readonly work: TaskWork;
}

export class TasksUnderWay {
  readonly #tasks = new Map<TaskId, UnderWay>();

  add(task: UnderWay): void {
    this.#tasks.set(task.task, task);
  }

  /** Whether it is still this one, not one that took its place. */
  has(task: UnderWay): boolean {
    return this.#tasks.get(task.task) === task;
  }

  /** undefined: that attempt is over. */
  find(task: TaskId, attempt: number): UnderWay | undefined {
    const found = this.#tasks.get(task);
    return found?.attempt === attempt ? found : undefined;
  }

  remove(task: UnderWay): void {
    this.#tasks.delete(task.task);
  }

  onMachine(machine: MachineId): UnderWay | undefined {
    for (const task of this.#tasks.values()) {
      const { placement } = task.work;
      if (placement.kind !== 'pool' && placement.machine === machine) return task;
    }
    return undefined;
  }

  /** In the order in which they started. */
  onPool(pool: PoolId): readonly UnderWay[] {
    return [...this.#tasks.values()].filter(({ work: { placement } }) => {
      return placement.kind === 'pool' && placement.pool === pool;
    });
  }
}
