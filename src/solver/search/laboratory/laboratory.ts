/**
 * The schedule of a laboratory under search: something is taken out and planned again, what changed is counted, and the change
 * is kept or undone.
 */

import type { ObjectiveLevel } from '../../../model/index.ts';
import { i32 } from '../../columns.ts';
import { arrangementOf, restore, type Arrangement } from '../../construct/arrangement.ts';
import { Constructor } from '../../construct/construct.ts';
import type { Failure, LostRecord } from '../../construct/failure.ts';
import type { Group } from '../../construct/groups.ts';
import { exceededRow, placeRow } from '../../construct/maintenance.ts';
import type { Policy } from '../../construct/policy.ts';
import { forEachOperation } from '../../orders.ts';
import { NONE, type Problem } from '../../problem.ts';
import { ruin } from '../../schedule/ruin.ts';
import type { Task } from '../../schedule/task.ts';
import type { MaintenanceMove, Ruin } from './ruin-move.ts';
import { Score } from './score.ts';

/** A schedule to come back to. */
export interface Snapshot {
  readonly arrangement: Arrangement;
  readonly lost: readonly LostRecord[];
  readonly misplacedMaintenance: number;
  readonly values: Float64Array;
}

/** How what is taken out comes back. */
export interface Recreation {
  readonly policy: Policy;
  /** Sorts the orders taken out: first to be placed first. */
  readonly arrange: (orders: number[]) => readonly number[];
  /** Whether those that were lost before go first, whatever `arrange` says. */
  readonly rescuesLost?: boolean;
}

export class Laboratory {
  readonly builder: Constructor;
  readonly score: Score;
  /** Orders that can be moved: with open work, and not hopeless. */
  readonly orders: readonly number[];
  #lost = new Map<number, Failure>();
  #misplaced = 0;
  /** What was lost before the change under trial: per order it concerns, the reason, or undefined. */
  readonly #lostBefore = new Map<number, Failure | undefined>();
  #changed: ReadonlySet<number> = new Set();
  readonly #least: Float64Array;
  readonly #isLost = (order: number): boolean => this.#lost.has(order);

  constructor(problem: Problem, levels: readonly ObjectiveLevel[]) {
    this.builder = new Constructor(problem);
    this.score = new Score(this.builder.schedule, levels);
    this.#least = new Float64Array(levels.length);
    const all = Array.from({ length: problem.orders.count }, (_, order) => order);
    this.orders = all.filter((order) => hasOpenWork(problem, order) && !this.builder.isHopeless(order));
  }

  get lost(): ReadonlyMap<number, Failure> {
    return this.#lost;
  }

  get misplacedMaintenance(): number {
    return this.#misplaced;
  }

  /** A schedule from nothing. `sequence`: every order once. */
  construct(sequence: readonly number[], policy: Policy): void {
    const { lost, misplacedMaintenance } = this.builder.construct(sequence, policy);
    this.#begin(lost, misplacedMaintenance);
  }

  /** A schedule from nothing in which these groups share their runs. */
  constructGroups(groups: readonly Group[], sequence: readonly number[], policy: Policy): void {
    const { lost, misplacedMaintenance } = this.builder.constructGroups(groups, sequence, policy);
    this.#begin(lost, misplacedMaintenance);
  }

  /** The schedule of an arrangement; what does not fit any more is planned anew. */
  restore(arrangement: Arrangement, { policy, arrange }: Recreation): void {
    const { left, misplacedMaintenance } = restore(this.builder, arrangement);
    this.#begin(this.builder.place(arrange([...left]), policy), misplacedMaintenance);
  }

  /** A schedule met before. What does not find its place again, since maintenance went first this time, is planned anew. */
  recall({ arrangement, lost }: Snapshot, policy: Policy): void {
    const { left, misplacedMaintenance } = restore(this.builder, arrangement);
    const known = new Set(lost.map((record) => record.order));
    const dropped = left.filter((order) => !known.has(order));
    this.#begin([...lost, ...this.builder.place(dropped, policy)], misplacedMaintenance);
  }

  snapshot(): Snapshot {
    return { ...this.standing(), arrangement: arrangementOf(this.builder.schedule) };
  }

  /** What a snapshot holds beside the arrangement. */
  standing(): Omit<Snapshot, 'arrangement'> {
    return {
      lost: [...this.#lost].map(([order, failure]) => ({ order, failure })).toSorted((a, b) => a.order - b.order),
      misplacedMaintenance: this.#misplaced,
      values: this.score.values(),
    };
  }

  /**
   * Makes a change, to be followed by `keep` or `undo`; false: it is impossible or given up, and only `undo` may follow. `isFutile` is
   * asked on the way with values of which the first `score.orderLevels` can only grow: true gives the change up.
   */
  attempt(
    { orders, maintenance, rescuesLost: rescues }: Ruin,
    { policy, arrange, rescuesLost = false }: Recreation,
    isFutile?: (least: Float64Array) => boolean,
  ): boolean {
    const { schedule } = this.builder;
    this.#lostBefore.clear();
    const { removed, shortened } = ruin(schedule, orders);
    if (maintenance !== undefined && !this.#moveMaintenance(maintenance)) return false;
    const changed = new Set(removed);
    for (const order of orders) if (this.#lost.has(order)) changed.add(order);
    for (const order of changed) {
      this.#lostBefore.set(order, this.#lost.get(order));
      this.#lost.delete(order);
    }
    const wasPlanned = (order: number): number => (this.#lostBefore.get(order) === undefined ? 1 : 0);
    const arranged = arrange([...changed]);
    const sequence = (rescues ?? rescuesLost) ? arranged.toSorted((a, b) => wasPlanned(a) - wasPlanned(b)) : arranged;
    this.score.setOut(changed);
    // Who shared a task with an order that went may end earlier now.
    for (const order of shortened) this.score.countOrder(order, false);
    let isGivenUp = false;
    const goesOn = (placed: Iterable<number>, isPlaced: boolean): boolean => {
      for (const order of placed) this.score.countOrder(order, !isPlaced);
      isGivenUp = isFutile?.(this.score.values(this.#least)) === true;
      return !isGivenUp;
    };
    for (const { order, failure } of this.builder.place(sequence, policy, goesOn)) this.#lost.set(order, failure);
    if (isGivenUp) return false;
    this.score.countMachines();
    for (const order of shortened) changed.add(order);
    this.#changed = changed;
    return true;
  }

  /** The orders concerned. */
  keep(): ReadonlySet<number> {
    this.builder.schedule.commit();
    this.score.settle();
    this.#lostBefore.clear();
    return this.#changed;
  }

  undo(): void {
    this.builder.schedule.rollback(0);
    for (const [order, failure] of this.#lostBefore) {
      if (failure === undefined) this.#lost.delete(order);
      else this.#lost.set(order, failure);
    }
    this.#lostBefore.clear();
    this.score.revert();
  }

  #begin(lost: readonly LostRecord[], misplaced: number): void {
    this.#lost = new Map(lost.map(({ order, failure }) => [order, failure]));
    this.#misplaced = misplaced;
    this.builder.schedule.commit();
    this.score.refresh(this.#isLost);
  }

  #moveMaintenance({ row, after, targets }: MaintenanceMove): boolean {
    const { schedule } = this.builder;
    const { machine, firstMachine } = schedule.problem.maintenance;
    const first = i32(firstMachine, row);
    const timeline = schedule.timelines[i32(machine, first)] as Task[];
    const moved = timeline.filter((task) => task.maintenance === row && task.start >= after);
    for (const { start } of moved) schedule.removeMaintenance(row, start);
    if (placeRow(schedule, row, { after, targets }) > 0) return false;
    for (let k = first; k < i32(firstMachine, row + 1); k++) {
      if (exceededRow(schedule, i32(machine, k)) !== NONE) return false;
    }
    return true;
  }
}

function hasOpenWork(problem: Problem, order: number): boolean {
  let isOpen = false;
  forEachOperation(problem, order, (operation) => {
    isOpen ||= i32(problem.operations.frozenTask, operation) === NONE;
  });
  return isOpen;
}
