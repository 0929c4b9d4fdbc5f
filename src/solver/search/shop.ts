/**
 * A shop as the searches of this folder see it: chains of operations on unary machines, each operation in one of its modes.
 *
 * Operations are renumbered into slots with an empty slot before and after each job, so that the job predecessor of slot s
 * is s - 1 and its successor s + 1, without a look-up; empty slots have duration 0 and are never scheduled, and slot 0 also
 * stands for "no neighbour on the machine". All lengths are exact in 32 bits.
 */

import { NEVER } from '../../base/index.ts';
import { f64, i32, ints } from '../columns.ts';
import { NONE, type Problem } from '../problem.ts';

export interface Shop {
  readonly operationCount: number;
  readonly machineCount: number;
  /** Operations and empty ones. */
  readonly slotCount: number;
  /** [operations] */
  readonly slotOf: Int32Array;
  /** [slots] NONE for empty ones. */
  readonly operationOf: Int32Array;
  /** [jobs] slots of the first and the last operation; jobs without operations are left out. */
  readonly firstSlot: Int32Array;
  readonly lastSlot: Int32Array;
  /** [slots + 1] rows of modes, numbered as in the problem. */
  readonly firstMode: Int32Array;
  readonly modeMachine: Int32Array;
  readonly modeDuration: Int32Array;
  /** [machines + 1] where each machine's part of the sequence array begins: room for all operations that may go there. */
  readonly firstPlace: Int32Array;
}

/** Above it, sums of two path lengths would leave 32 bits. */
const MAX_TOTAL = 2 ** 29;

/** Whether the problem is nothing but a shop with the makespan (lateness of one order) as what can be improved. */
export function isShop(problem: Problem): boolean {
  const { operations, modes, arcs, orders, machines, resources, clashes, maintenance } = problem;
  let total = 0;
  for (let o = 0; o < operations.count; o++) {
    if (i32(operations.firstMode, o) === i32(operations.firstMode, o + 1)) return false;
    let longest = 0;
    for (let m = i32(operations.firstMode, o); m < i32(operations.firstMode, o + 1); m++) {
      longest = Math.max(longest, f64(modes.duration, m));
    }
    total += longest;
  }
  return (
    problem.now === 0 &&
    operations.count > 0 &&
    total < MAX_TOTAL &&
    orders.count === 1 &&
    f64(orders.release, 0) <= 0 &&
    f64(orders.due, 0) <= 0 &&
    f64(orders.deadline, 0) >= NEVER &&
    resources.count === 0 &&
    clashes.count === 0 &&
    maintenance.count === 0 &&
    operations.windowStart.length === 0 &&
    operations.release.every((instant) => instant <= 0) &&
    operations.latestStart.every((instant) => instant >= NEVER) &&
    operations.frozenTask.every((task) => task === NONE) &&
    modes.machine.every((machine) => machine !== NONE) &&
    modes.batchKey.every((key) => key === NONE) &&
    machines.setupTime.every((time) => time === 0) &&
    machines.intervalStart.length === machines.count &&
    machines.intervalStart.every((start) => start <= 0) &&
    machines.intervalEnd.every((end) => end >= NEVER) &&
    arcs.min.every((lag) => lag === 0) &&
    arcs.max.every((lag) => lag >= NEVER) &&
    areChains(problem)
  );
}

function areChains({ operations, arcs }: Problem): boolean {
  let expected = 0;
  for (let o = 1; o < operations.count; o++) {
    if (i32(operations.job, o) !== i32(operations.job, o - 1)) continue;
    const row = i32(arcs.firstIn, o);
    if (i32(arcs.firstIn, o + 1) !== row + 1 || i32(arcs.from, row) !== o - 1) return false;
    expected++;
  }
  return arcs.count === expected;
}

/** `isShop(problem)` holds. */
export function shopOf({ operations, modes, machines }: Problem): Shop {
  const operationOf: number[] = [];
  const slotOf = new Int32Array(operations.count);
  const firstSlot: number[] = [];
  const lastSlot: number[] = [];
  for (let o = 0; o < operations.count; o++) {
    if (o === 0 || i32(operations.job, o) !== i32(operations.job, o - 1)) {
      operationOf.push(NONE);
      firstSlot.push(operationOf.length);
      lastSlot.push(NONE);
    }
    lastSlot[lastSlot.length - 1] = operationOf.length;
    slotOf[o] = operationOf.length;
    operationOf.push(o);
  }
  operationOf.push(NONE);
  return {
    operationCount: operations.count,
    machineCount: machines.count,
    slotCount: operationOf.length,
    slotOf,
    operationOf: ints(operationOf),
    firstSlot: ints(firstSlot),
    lastSlot: ints(lastSlot),
    firstMode: firstModes(operations, operationOf),
    modeMachine: modes.machine,
    modeDuration: Int32Array.from(modes.duration),
    firstPlace: firstPlaces(operations, modes, machines.count),
  };
}

function firstModes(operations: Problem['operations'], operationOf: readonly number[]): Int32Array {
  const first = new Int32Array(operationOf.length + 1);
  let reached = 0;
  operationOf.forEach((operation, slot) => {
    first[slot] = reached;
    if (operation !== NONE) reached = i32(operations.firstMode, operation + 1);
  });
  first[operationOf.length] = reached;
  return first;
}

function firstPlaces(operations: Problem['operations'], modes: Problem['modes'], machineCount: number): Int32Array {
  const room = new Int32Array(machineCount);
  for (let o = 0; o < operations.count; o++) {
    const eligible = new Set(modes.machine.subarray(i32(operations.firstMode, o), i32(operations.firstMode, o + 1)));
    for (const machine of eligible) room[machine] = i32(room, machine) + 1;
  }
  const first = new Int32Array(machineCount + 1);
  for (let m = 0; m < machineCount; m++) first[m + 1] = i32(first, m) + i32(room, m);
  return first;
}
