/**
 * The objective of a schedule under change: after a step only what it touched is counted again.
 *
 * Every term is a sum over orders or over machines, but for idle time, of which the sum must not fall below zero. `evaluate` in
 * `objective.ts` is the slow oracle: same terms, counted from a finished solution.
 */

import { hours, NEVER } from '../../../base/index.ts';
import { OBJECTIVE_TERMS, type ObjectiveLevel, type ObjectiveTerm } from '../../../model/index.ts';
import { qualityOf, type Times } from '../../ageing.ts';
import { f64, i32 } from '../../columns.ts';
import { forEachOperation } from '../../orders.ts';
import { NONE } from '../../problem.ts';
import type { Schedule } from '../../schedule/schedule.ts';
import { MachineUse } from './machine-use.ts';

const TERM_COUNT = OBJECTIVE_TERMS.length;
const termNumber = (term: ObjectiveTerm): number => OBJECTIVE_TERMS.indexOf(term);
const LOST = termNumber('samples-lost');
const QUALITY = termNumber('quality-lost');
const TARDINESS = termNumber('weighted-tardiness');
const CHANGE = termNumber('plan-change');
const IDLE = termNumber('sequencer-idle');
const EMPTY = termNumber('empty-lanes');
const FAILURE = termNumber('failure-cost');
const MACHINE_TERMS = [IDLE, EMPTY, FAILURE];

/** Relative difference under which two values count as equal, so that rounding decides nothing. */
const SAME = 1e-9;

export class Score {
  readonly #schedule: Schedule;
  readonly #use: MachineUse;
  /** [levels x terms]. */
  readonly #weights: Float64Array;
  readonly #levels: number;
  readonly #counts: Uint8Array;
  /** [orders x terms] and [machines x terms]. */
  readonly #ofOrder: Float64Array;
  readonly #ofMachine: Float64Array;
  readonly #totals: Float64Array;
  readonly #times: Times;
  /** Rows before the last update, to go back to. */
  readonly #before: SavedRow[] = [];
  readonly #row = new Float64Array(TERM_COUNT);
  /** How many levels, from the first, are sums over orders alone, none of which is negative: what is set out can only make them grow. */
  readonly orderLevels: number;

  constructor(schedule: Schedule, levels: readonly ObjectiveLevel[]) {
    const { problem } = schedule;
    this.#schedule = schedule;
    this.#use = new MachineUse(schedule);
    this.#levels = levels.length;
    this.#weights = new Float64Array(levels.length * TERM_COUNT);
    this.#counts = new Uint8Array(TERM_COUNT);
    levels.forEach((level, k) => {
      for (const { term, weight } of level.terms) {
        const at = k * TERM_COUNT + termNumber(term);
        this.#weights[at] = f64(this.#weights, at) + weight;
        this.#counts[termNumber(term)] = 1;
      }
    });
    const isGrowing = ({ terms }: ObjectiveLevel): boolean =>
      terms.every(({ term, weight }) => weight >= 0 && !MACHINE_TERMS.includes(termNumber(term)));
    const other = levels.findIndex((level) => !isGrowing(level));
    this.orderLevels = other === -1 ? levels.length : other;
    this.#ofOrder = new Float64Array(problem.orders.count * TERM_COUNT);
    this.#ofMachine = new Float64Array(problem.machines.count * TERM_COUNT);
    this.#totals = new Float64Array(TERM_COUNT);
    this.#times = {
      startOf: (operation) => schedule.taskOf[operation]?.start,
      endOf: (operation) => schedule.taskOf[operation]?.end,
    };
  }

  /** Counts everything again. An order of which nothing is planned and not all was done before is lost. */
  refresh(isLost: (order: number) => boolean): void {
    this.#before.length = 0;
    this.#schedule.takeTouched();
    this.#totals.fill(0);
    this.#ofOrder.fill(0);
    this.#ofMachine.fill(0);
    const { orders, machines } = this.#schedule.problem;
    for (let order = 0; order < orders.count; order++) this.countOrder(order, isLost(order));
    for (let machine = 0; machine < machines.count; machine++) this.#countMachine(machine);
    this.#before.length = 0;
  }

  /** These orders are out of the schedule, and count for nothing until `countOrder` says what they count. */
  setOut(orders: Iterable<number>): void {
    const row = this.#row.fill(0);
    for (const order of orders) this.#replace(this.#ofOrder, order, row);
  }

  /** Counts all touched machines again. */
  countMachines(): void {
    for (const machine of this.#schedule.takeTouched()) this.#countMachine(machine);
  }

  /** What was counted since the last time stays. */
  settle(): void {
    this.#before.length = 0;
  }

  /** Back to what was settled last; the schedule has been rolled back. */
  revert(): void {
    for (let k = this.#before.length - 1; k >= 0; k--) {
      const { column, row, values } = this.#before[k] as SavedRow;
      this.#write(column, row, values);
    }
    this.#before.length = 0;
    this.#schedule.takeTouched();
  }

  /** The value of each level. */
  values(into: Float64Array = new Float64Array(this.#levels)): Float64Array {
    const idle = this.#use.availableHours + f64(this.#totals, IDLE);
    for (let level = 0; level < this.#levels; level++) {
      let value = 0;
      for (let term = 0; term < TERM_COUNT; term++) {
        const weight = f64(this.#weights, level * TERM_COUNT + term);
        if (weight !== 0) value += weight * (term === IDLE ? Math.max(0, idle) : f64(this.#totals, term));
      }
      into[level] = value;
    }
    return into;
  }

  /** What the order adds to the first two sums that it can add to: its loss, then lateness and quality, as weighted in `level`. */
  costOfOrder(order: number, level: number): number {
    let cost = 0;
    for (const term of [LOST, QUALITY, TARDINESS]) {
      cost += f64(this.#weights, level * TERM_COUNT + term) * f64(this.#ofOrder, order * TERM_COUNT + term);
    }
    return cost;
  }

  /** Counts the order again. */
  countOrder(order: number, isLost: boolean): void {
    const row = this.#row.fill(0);
    const { problem } = this.#schedule;
    const { orders, jobs } = problem;
    const weight = f64(orders.weight, order);
    let size = 0;
    let decay = 0;
    for (let job = i32(orders.firstJob, order); job < i32(orders.firstJob, order + 1); job++) {
      size += f64(jobs.size, job);
      if (!isLost && this.#counts[QUALITY] === 1) {
        decay += f64(jobs.size, job) * (1 - qualityOf(problem, job, this.#times));
      }
    }
    if (isLost) row[LOST] = weight * size;
    else {
      const late = Math.max(0, this.#endOf(order) - f64(orders.due, order));
      row[TARDINESS] = weight * size * hours(late);
      row[QUALITY] = weight * decay;
      if (this.#counts[CHANGE] === 1) row[CHANGE] = this.#changeOf(order);
    }
    this.#replace(this.#ofOrder, order, row);
  }

  #endOf(order: number): number {
    let end = f64(this.#schedule.problem.orders.doneUntil, order);
    forEachOperation(this.#schedule.problem, order, (operation) => {
      end = Math.max(end, this.#schedule.taskOf[operation]?.end ?? end);
    });
    return end;
  }

  #changeOf(order: number): number {
    const { problem, taskOf } = this.#schedule;
    const { previousStart, previousMachine } = problem.operations;
    let change = 0;
    forEachOperation(problem, order, (operation) => {
      const task = taskOf[operation];
      const before = f64(previousStart, operation);
      if (task === undefined || before >= NEVER) return;
      change += hours(Math.abs(task.start - before));
      if (task.machine !== i32(previousMachine, operation)) change += 1;
    });
    return change;
  }

  #countMachine(machine: number): void {
    const row = this.#row.fill(0);
    if (!MACHINE_TERMS.some((term) => this.#counts[term] === 1) || machine === NONE) return;
    const { busy, empty, failure } = this.#use.of(machine, this.#counts[FAILURE] === 1);
    row[IDLE] = -hours(busy);
    row[EMPTY] = empty;
    row[FAILURE] = failure;
    this.#replace(this.#ofMachine, machine, row);
  }

  #replace(column: Float64Array, row: number, values: Float64Array): void {
    const first = row * TERM_COUNT;
    this.#before.push({ column, row, values: column.slice(first, first + TERM_COUNT) });
    this.#write(column, row, values);
  }

  #write(column: Float64Array, row: number, values: Float64Array): void {
    for (let term = 0; term < TERM_COUNT; term++) {
      const at = row * TERM_COUNT + term;
      this.#totals[term] = f64(this.#totals, term) + f64(values, term) - f64(column, at);
      column[at] = f64(values, term);
    }
  }
}

interface SavedRow {
  readonly column: Float64Array;
  readonly row: number;
  readonly values: Float64Array;
}

/** Lexicographic: negative where `a` is better. What is under the limit of a level counts as equal to it. */
export function compareLevels(a: Float64Array, b: Float64Array, limits: readonly number[]): number {
  for (let level = 0; level < a.length; level++) {
    const limit = limits[level] ?? -Infinity;
    const apart = difference(Math.max(limit, f64(a, level)), Math.max(limit, f64(b, level)));
    if (apart !== 0) return apart;
  }
  return 0;
}

/** x - y, or 0 where only rounding tells them apart: totals are kept by adding and taking away. */
export const difference = (x: number, y: number): number =>
  Math.abs(x - y) > SAME * Math.max(1, Math.abs(x), Math.abs(y)) ? x - y : 0;
