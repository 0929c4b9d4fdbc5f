/** The laws of a flat problem as assertions: for tests and for readers of foreign formats, not for the hot path. */

import { assert, NEVER } from '../base/index.ts';
import { f64, i32 } from './columns.ts';
import { NONE, THROUGHOUT, type Problem } from './problem.ts';

/** Throws `AssertionError` where a table is not what `problem.ts` says; returns the problem for chaining. */
export function validateProblem(problem: Problem): Problem {
  for (const [name, table] of Object.entries(problem)) if (typeof table === 'object') checkNumbers(name, table);
  checkRows(problem);
  checkOperations(problem);
  checkModes(problem);
  checkArcs(problem);
  checkMachines(problem);
  checkResources(problem);
  checkPrevious(problem);
  return problem;
}

/** No column holds NaN, and times are whole. */
function checkNumbers(name: string, table: object): void {
  const fractional = new Set(['weight', 'quality', 'tau', 'beta', 'failureShape', 'failureHazard', 'failureRenewal']);
  for (const [column, values] of Object.entries(table)) {
    if (!(values instanceof Float64Array)) continue;
    const isWhole = (value: number): boolean => Number.isSafeInteger(value) || fractional.has(column);
    assert(values.every(isWhole), `${name}.${column} holds a number that is not whole`);
  }
}

function checkRows({
  operations,
  modes,
  demands,
  arcs,
  jobs,
  orders,
  machines,
  resources,
  maintenance,
}: Problem): void {
  rising('operations.firstMode', operations.firstMode, operations.count, modes.count);
  rising('operations.firstWindow', operations.firstWindow, operations.count, operations.windowStart.length);
  rising('modes.firstDemand', modes.firstDemand, modes.count, demands.count);
  rising('arcs.firstIn', arcs.firstIn, operations.count, arcs.count);
  rising('arcs.firstOut', arcs.firstOut, operations.count, arcs.count);
  rising('jobs.firstOperation', jobs.firstOperation, jobs.count, operations.count);
  rising('jobs.firstPhase', jobs.firstPhase, jobs.count, jobs.phaseFrom.length);
  rising('orders.firstJob', orders.firstJob, orders.count, jobs.count);
  rising('machines.firstInterval', machines.firstInterval, machines.count, machines.intervalStart.length);
  rising('resources.firstStep', resources.firstStep, resources.count, resources.stepTime.length);
  rising('maintenance.firstMachine', maintenance.firstMachine, maintenance.count, maintenance.machine.length);
}

function rising(name: string, first: Int32Array, rows: number, items: number): void {
  assert(first.length === rows + 1, `${name} has ${first.length} entries for ${rows} rows`);
  assert(first[0] === 0 && first[rows] === items, `${name} does not run from 0 to ${items}`);
  for (let row = 0; row < rows; row++) assert(i32(first, row) <= i32(first, row + 1), `${name} falls at row ${row}`);
}

function checkOperations({ operations, jobs, modes }: Problem): void {
  for (let o = 0; o < operations.count; o++) {
    const job = i32(operations.job, o);
    const isInRow = i32(jobs.firstOperation, job) <= o && o < i32(jobs.firstOperation, job + 1);
    assert(isInRow, `operation ${o} is not in the row of its job ${job}`);
    const isFrozen = i32(operations.frozenTask, o) !== NONE;
    const count = i32(operations.firstMode, o + 1) - i32(operations.firstMode, o);
    assert(!isFrozen || count === 1, `frozen operation ${o} has ${count} modes`);
    for (let w = i32(operations.firstWindow, o); w < i32(operations.firstWindow, o + 1); w++) {
      assert(f64(operations.windowStart, w) < f64(operations.windowEnd, w), `window ${w} of operation ${o} is empty`);
    }
  }
  for (let m = 0; m < modes.count; m++) assert(f64(modes.duration, m) >= 0, `mode ${m} has a negative duration`);
}

function checkModes({ modes, demands, machines, resources }: Problem): void {
  const capacities = new Map<string, number>();
  for (let m = 0; m < modes.count; m++) {
    const machine = i32(modes.machine, m);
    assert(machine >= NONE && machine < machines.count, `mode ${m} names machine ${machine}`);
    const states = machine === NONE ? 1 : i32(machines.states, machine);
    assert(i32(modes.state, m) >= 0 && i32(modes.state, m) < states, `mode ${m} has state ${i32(modes.state, m)}`);
    const seen = new Set<number>();
    for (let k = i32(modes.firstDemand, m); k < i32(modes.firstDemand, m + 1); k++) {
      const resource = i32(demands.resource, k);
      assert(resource >= 0 && resource < resources.count, `demand ${k} names resource ${resource}`);
      assert(!seen.has(resource), `mode ${m} demands resource ${resource} twice`);
      seen.add(resource);
      assert(f64(demands.amount, k) > 0, `demand ${k} is not positive`);
      assert(f64(demands.span, k) > 0 || f64(demands.span, k) === THROUGHOUT, `demand ${k} has no span`);
    }
    if (i32(modes.batchKey, m) === NONE) continue;
    const key = `${machine} ${i32(modes.batchKey, m)}`;
    const capacity = f64(modes.capacity, m);
    assert((capacities.get(key) ?? capacity) === capacity, `mode ${m} changes the capacity of its machine and key`);
    capacities.set(key, capacity);
    assert(f64(modes.size, m) <= capacity, `mode ${m} holds more than its capacity`);
  }
}

function checkArcs({ arcs, operations }: Problem): void {
  for (let a = 0; a < arcs.count; a++) {
    const from = i32(arcs.from, a);
    const to = i32(arcs.to, a);
    assert(from < to, `arc ${a} goes from ${from} back to ${to}`);
    assert(i32(operations.job, from) === i32(operations.job, to), `arc ${a} leaves its job`);
    assert(0 <= f64(arcs.min, a) && f64(arcs.min, a) <= f64(arcs.max, a), `arc ${a} has no possible lag`);
    assert(a >= i32(arcs.firstIn, to) && a < i32(arcs.firstIn, to + 1), `arc ${a} is not in the row of ${to}`);
  }
  for (let o = 0; o < operations.count; o++) {
    for (let k = i32(arcs.firstOut, o); k < i32(arcs.firstOut, o + 1); k++) {
      assert(i32(arcs.from, i32(arcs.out, k)) === o, `arc ${i32(arcs.out, k)} is not in the row of ${o}`);
    }
  }
}

function checkMachines({ machines, modes, now }: Problem): void {
  for (let m = 0; m < machines.count; m++) {
    let end = -NEVER;
    for (let k = i32(machines.firstInterval, m); k < i32(machines.firstInterval, m + 1); k++) {
      assert(f64(machines.intervalStart, k) >= Math.max(now, end), `interval ${k} of machine ${m} begins too early`);
      end = f64(machines.intervalEnd, k);
      assert(f64(machines.intervalStart, k) < end, `interval ${k} of machine ${m} is empty`);
    }
    const states = i32(machines.states, m);
    const table = i32(machines.firstSetup, m);
    assert(table + (states + 1) * states <= machines.setupTime.length, `set-up table of machine ${m} is cut off`);
    assert(i32(machines.initialState, m) <= states, `machine ${m} starts in state ${i32(machines.initialState, m)}`);
  }
  assert(
    modes.machine.every((machine) => machine < machines.count),
    'a mode names a machine that is not there',
  );
}

function checkResources({ resources }: Problem): void {
  for (let r = 0; r < resources.count; r++) {
    for (let k = i32(resources.firstStep, r) + 1; k < i32(resources.firstStep, r + 1); k++) {
      assert(f64(resources.stepTime, k - 1) < f64(resources.stepTime, k), `steps of resource ${r} do not rise`);
    }
  }
}

function checkPrevious({ previous, operations, maintenance, now }: Problem): void {
  for (let o = 0; o < operations.count; o++) {
    const mode = i32(previous.mode, o);
    const isOffered = i32(operations.firstMode, o) <= mode && mode < i32(operations.firstMode, o + 1);
    assert(mode === NONE || isOffered, `operation ${o} was planned in mode ${mode}, which it is not offered`);
    assert(mode === NONE || i32(previous.task, o) !== NONE, `operation ${o} was planned in a mode, but in no task`);
    const isFrozen = i32(operations.frozenTask, o) !== NONE;
    assert(!isFrozen || i32(previous.task, o) === NONE, `frozen operation ${o} is in a task of the plan in force`);
  }
  for (let k = 0; k < previous.count; k++) {
    const row = i32(previous.maintenanceRow, k);
    const start = f64(previous.maintenanceStart, k);
    assert(row >= 0 && row < maintenance.count, `occurrence ${k} in force is of maintenance ${row}`);
    assert(start >= now, `occurrence ${k} in force starts before now`);
    if (k === 0) continue;
    const before = i32(previous.maintenanceRow, k - 1);
    const isSorted = before < row || (before === row && f64(previous.maintenanceStart, k - 1) < start);
    assert(isSorted, `occurrence ${k} in force is out of order`);
  }
}
