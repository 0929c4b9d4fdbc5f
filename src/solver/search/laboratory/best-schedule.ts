/** The best schedule so far, kept up by what changed since, so that a better one in a large laboratory costs little to keep. */

import { maintenanceOf, noteOperation, type Arrangement } from '../../construct/arrangement.ts';
import { forEachOperation } from '../../orders.ts';
import type { Laboratory, Snapshot } from './laboratory.ts';

export class BestSchedule {
  readonly #laboratory: Laboratory;
  /** Its columns are written over. */
  #best: Snapshot;
  /** Orders in which the present schedule may differ from the best. */
  readonly #changed = new Set<number>();
  #maintenanceChanges: number;

  /** `present`: a snapshot of the schedule as it stands, taken since it was last emptied: it names tasks by their numbers. */
  constructor(laboratory: Laboratory, present: Snapshot) {
    this.#laboratory = laboratory;
    this.#best = present;
    this.#maintenanceChanges = laboratory.builder.schedule.maintenanceChanges;
  }

  get best(): Snapshot {
    return this.#best;
  }

  /** Whether the present schedule is the best, as far as it is known. */
  get isPresent(): boolean {
    return this.#changed.size === 0;
  }

  /** These orders were changed, and the change was kept. */
  note(orders: Iterable<number>): void {
    for (const order of orders) this.#changed.add(order);
  }

  /** The present schedule is the best. */
  keep(): void {
    const { schedule } = this.#laboratory.builder;
    const { arrangement } = this.#best;
    for (const order of this.#changed) {
      forEachOperation(schedule.problem, order, (operation) => noteOperation(schedule, operation, arrangement));
    }
    const isMaintenanceSame = this.#maintenanceChanges === schedule.maintenanceChanges;
    this.#become(isMaintenanceSame ? arrangement : { ...arrangement, ...maintenanceOf(schedule) });
  }

  /** The present schedule is the best, and came from elsewhere. */
  replace(): void {
    this.#become(this.#laboratory.snapshot().arrangement);
  }

  #become(arrangement: Arrangement): void {
    this.#best = { ...this.#laboratory.standing(), arrangement };
    this.#changed.clear();
    this.#maintenanceChanges = this.#laboratory.builder.schedule.maintenanceChanges;
  }
}
