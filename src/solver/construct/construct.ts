/**
 * The constructive scheduler: places orders one group after the other, each as early as what is planned already allows.
 *
 * A serial schedule generation scheme over orders. A group (an order and the companions of its run) is placed as a whole
 * or not at all, an order that fails even by itself is lost and leaves nothing behind. Tasks go into gaps, so the place
 * in the sequence is a priority, not a time.
 */

import { NEVER } from '../../base/index.ts';
import { i32 } from '../columns.ts';
import { NONE, type Problem } from '../problem.ts';
import { Schedule } from '../schedule/schedule.ts';
import type { Failure, LostRecord } from './failure.ts';
import { Grouping, type Group } from './groups.ts';
import { placeMaintenance } from './maintenance.ts';
import { groupNodes, singleNodes } from './merge.ts';
import { Outlook } from './outlook.ts';
import { placeNodes } from './place.ts';
import type { Policy } from './policy.ts';
import { forEachOperation } from './rules.ts';

export interface Construction {
  /** Sorted by order. */
  readonly lost: readonly LostRecord[];
  /** Occurrences of maintenance outside their windows. */
  readonly misplacedMaintenance: number;
}

/** Holds the memory for one construction after the other; the last one is in `schedule`. */
export class Constructor {
  readonly schedule: Schedule;
  readonly outlook: Outlook;
  readonly #grouping: Grouping;

  constructor(problem: Problem) {
    this.schedule = new Schedule(problem);
    this.outlook = new Outlook(problem);
    this.#grouping = new Grouping(this.schedule, this.outlook);
  }

  /** `sequence`: every order once, most important first. */
  construct(sequence: readonly number[], policy: Policy): Construction {
    const { schedule } = this;
    schedule.reset();
    const lost: LostRecord[] = [];
    let misplacedMaintenance = -1;
    let waiting = [...sequence];
    const maintainAt = sequence.length - policy.ordersBeforeMaintenance;
    while (waiting.length > 0) {
      if (misplacedMaintenance < 0 && waiting.length <= maintainAt) {
        misplacedMaintenance = placeMaintenance(schedule, policy.maintenance);
      }
      const seed = waiting[0] as number;
      const group = this.#grouping.groupFor(seed, waiting, policy);
      const placed = new Set(this.#placeGroup(group, policy));
      if (placed.size === 0) {
        const failure = this.#placeAlone(seed, policy);
        if (failure !== undefined) lost.push({ order: seed, failure });
        placed.add(seed);
      }
      waiting = waiting.filter((order) => !placed.has(order));
    }
    if (misplacedMaintenance < 0) misplacedMaintenance = placeMaintenance(schedule, policy.maintenance);
    return { lost: lost.toSorted((a, b) => a.order - b.order), misplacedMaintenance };
  }

  /** Places the group, or its first half, or its first quarter ...; the orders placed, none where only one is left. */
  #placeGroup(group: Group, policy: Policy): readonly number[] {
    const { schedule, outlook } = this;
    const context = { schedule, outlook, joinPatience: policy.joinPatience };
    for (let part = group; part.orders.length > 1; part = firstHalf(schedule.problem, part)) {
      const nodes = groupNodes(schedule.problem, part, policy.sharesPreparation);
      if (placeNodes(context, nodes) === undefined) return part.orders;
    }
    return [];
  }

  /** The end of `order` if nothing else were to be done but what is frozen and maintained; NEVER: impossible even so. */
  endAlone(order: number, policy: Policy): number {
    this.schedule.reset();
    placeMaintenance(this.schedule, policy.maintenance);
    if (this.#placeAlone(order, policy) !== undefined) return NEVER;
    let end: number = -NEVER;
    forEachOperation(this.schedule.problem, order, (operation) => {
      end = Math.max(end, this.schedule.taskOf[operation]?.end ?? -NEVER);
    });
    return end;
  }

  #placeAlone(order: number, policy: Policy): Failure | undefined {
    const { schedule, outlook } = this;
    const nodes = singleNodes(schedule.problem, [order]);
    return placeNodes({ schedule, outlook, joinPatience: policy.joinPatience }, nodes);
  }
}

function firstHalf(problem: Problem, group: Group): Group {
  const orders = group.orders.slice(0, group.orders.length >>> 1);
  const kept = new Set(orders);
  const anchors = group.anchors.filter((a) => kept.has(i32(problem.jobs.order, i32(problem.operations.job, a))));
  return { orders, key: orders.length > 1 ? group.key : NONE, anchors };
}
