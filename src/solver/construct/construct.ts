/**
 * The constructive scheduler: places orders one group after the other, each as early as what is planned already allows.
 *
 * A serial schedule generation scheme over orders. A group (an order and the companions of its run) is placed as a whole
 * or not at all, an order that fails even by itself is lost and leaves nothing behind. Tasks go into gaps, so the place
 * in the sequence is a priority, not a time.
 */

import { NEVER } from '../../base/index.ts';
import { f64, i32 } from '../columns.ts';
import { forEachOperation, orderOf } from '../orders.ts';
import { NONE, type Problem } from '../problem.ts';
import { Schedule } from '../schedule/schedule.ts';
import type { Failure, LostRecord } from './failure.ts';
import { Grouping, type Group } from './groups.ts';
import { placeMaintenance } from './maintenance.ts';
import { groupNodes, singleNodes } from './merge.ts';
import { Outlook } from './outlook.ts';
import { placeNodes } from './place.ts';
import type { Policy } from './policy.ts';

/** Members that may be left out of a group one by one, before it is halved. */
const EXCUSES = 4;

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
  /** Per order: why it cannot be planned whatever else is. */
  readonly #hopeless: readonly (Failure | undefined)[];

  constructor(problem: Problem) {
    this.schedule = new Schedule(problem);
    this.outlook = new Outlook(problem);
    this.#grouping = new Grouping(this.schedule, this.outlook);
    this.#hopeless = Array.from({ length: problem.orders.count }, (_, order) => hopelessness(problem, order));
  }

  /** No schedule can hold it: an open operation of it has no mode. */
  isHopeless(order: number): boolean {
    return this.#hopeless[order] !== undefined;
  }

  /** A schedule of its own. `sequence`: every order once, most important first. */
  construct(sequence: readonly number[], policy: Policy): Construction {
    const { schedule } = this;
    schedule.reset();
    const before = Math.min(policy.ordersBeforeMaintenance, sequence.length);
    const first = this.place(sequence.slice(0, before), policy);
    const misplacedMaintenance = placeMaintenance(schedule, policy.maintenance);
    const rest = this.place(sequence.slice(before), policy);
    return { lost: [...first, ...rest].toSorted((a, b) => a.order - b.order), misplacedMaintenance };
  }

  /** A schedule of its own in which these groups go first, each as a whole where that is possible. */
  constructGroups(groups: readonly Group[], sequence: readonly number[], policy: Policy): Construction {
    this.schedule.reset();
    const misplacedMaintenance = placeMaintenance(this.schedule, policy.maintenance);
    const placed = new Set<number>();
    for (const group of groups) for (const order of this.#placeGroup(group, policy)) placed.add(order);
    const lost = this.place(
      sequence.filter((order) => !placed.has(order)),
      policy,
    );
    return { lost: lost.toSorted((a, b) => a.order - b.order), misplacedMaintenance };
  }

  /**
   * Places orders into the schedule as it stands, group by group; those that found no place, and why. `goesOn` is asked after each
   * group, with its orders and whether they found a place; false: the rest is left as it is, in neither list.
   */
  place(
    sequence: readonly number[],
    policy: Policy,
    goesOn: (orders: Iterable<number>, isPlaced: boolean) => boolean = () => true,
  ): LostRecord[] {
    const lost: LostRecord[] = [];
    for (const order of sequence) {
      const failure = this.#hopeless[order];
      if (failure !== undefined) lost.push({ order, failure });
    }
    let waiting = sequence.filter((order) => this.#hopeless[order] === undefined);
    while (waiting.length > 0) {
      const seed = waiting[0] as number;
      const group = this.#grouping.groupFor(seed, waiting, policy);
      const placed = new Set(this.#placeGroup(group, policy));
      if (placed.size === 0) {
        const failure = this.#placeAlone(seed, policy);
        if (failure !== undefined) lost.push({ order: seed, failure });
        placed.add(seed);
        if (!goesOn(placed, failure === undefined)) return lost;
      } else if (!goesOn(placed, true)) return lost;
      waiting = waiting.filter((order) => !placed.has(order));
    }
    return lost;
  }

  /**
   * Places the group as a whole, if need be without members that do not fit in; the orders placed. None where nobody is
   * left to share with.
   */
  #placeGroup(group: Group, policy: Policy): readonly number[] {
    const { schedule, outlook } = this;
    const { problem } = schedule;
    const context = { schedule, outlook, joinPatience: policy.joinPatience, keepsFresh: policy.keepsFresh };
    const mark = schedule.mark();
    let excuses = EXCUSES;
    for (let part = group; part.orders.length > 1;) {
      const failure = placeNodes(context, groupNodes(schedule, part, policy.sharesPreparation));
      const culprit =
        failure !== undefined
          ? orderOf(problem, failure.operation)
          : policy.respectsDue
            ? part.orders.find((order) => this.#isMadeLate(order))
            : undefined;
      if (culprit === undefined) return part.orders;
      schedule.rollback(mark);
      const others = part.orders.filter((order) => order !== culprit);
      const mayExcuse = culprit !== part.orders[0] && excuses-- > 0;
      part = withOrders(problem, part, mayExcuse ? others : part.orders.slice(0, part.orders.length >>> 1));
    }
    return [];
  }

  /** Whether a placed order ends after its due date although it could have been in time. */
  #isMadeLate(order: number): boolean {
    const { schedule, outlook } = this;
    const due = f64(schedule.problem.orders.due, order);
    let isLate = false;
    let couldBeTimely = true;
    forEachOperation(schedule.problem, order, (operation) => {
      if ((schedule.taskOf[operation]?.end ?? 0) > due) isLate = true;
      if (f64(outlook.head, operation) + f64(outlook.tail, operation) > due) couldBeTimely = false;
    });
    return isLate && couldBeTimely;
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
    const nodes = singleNodes(schedule, [order]);
    return placeNodes({ schedule, outlook, joinPatience: policy.joinPatience, keepsFresh: policy.keepsFresh }, nodes);
  }
}

/** The same group with these orders of it. */
function withOrders(problem: Problem, group: Group, orders: readonly number[]): Group {
  const kept = new Set(orders);
  return {
    orders,
    key: orders.length > 1 ? group.key : NONE,
    anchors: group.anchors.filter((anchor) => kept.has(orderOf(problem, anchor))),
  };
}

/** An open operation without a mode: no schedule can help. */
function hopelessness(problem: Problem, order: number): Failure | undefined {
  const { firstMode, frozenTask } = problem.operations;
  let failure: Failure | undefined;
  forEachOperation(problem, order, (operation) => {
    const hasMode = i32(firstMode, operation) < i32(firstMode, operation + 1);
    if (failure !== undefined || hasMode || i32(frozenTask, operation) !== NONE) return;
    failure = { kind: 'no-mode', operation, earliest: NEVER, limit: NEVER, after: NONE };
  });
  return failure;
}
