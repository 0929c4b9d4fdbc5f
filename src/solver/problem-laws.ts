/** What `problem.ts` says of a flat problem, law by law, as the list of what is broken: for tests and foreign problems, not for the hot path. */

import { NEVER } from '../base/index.ts';
import { columnFlaws, type Flaw } from './column-laws.ts';
import { f64, i32 } from './columns.ts';
import { NONE, THROUGHOUT, type Problem } from './problem.ts';

/** Every flaw; where a column breaks its own limits, only those, because the other laws follow its entries. */
export function flawsOf(problem: Problem): readonly Flaw[] {
  const ownLimits = columnFlaws(problem);
  if (ownLimits.length > 0) return ownLimits;
  return [
    ...operationFlaws(problem),
    ...modeFlaws(problem),
    ...arcFlaws(problem),
    ...rowFlaws(problem),
    ...machineFlaws(problem),
    ...stepFlaws(problem),
    ...clashFlaws(problem),
    ...previousFlaws(problem),
  ];
}

function* operationFlaws({ operations, jobs }: Problem): Iterable<Flaw> {
  for (let o = 0; o < operations.count; o++) {
    const job = i32(operations.job, o);
    const isInRow = i32(jobs.firstOperation, job) <= o && o < i32(jobs.firstOperation, job + 1);
    if (!isInRow) yield { path: `operations/job/${o}`, message: `operation ${o} is not in the row of its job ${job}` };
    const isFrozen = i32(operations.frozenTask, o) !== NONE;
    const modes = i32(operations.firstMode, o + 1) - i32(operations.firstMode, o);
    if (isFrozen && modes !== 1) {
      yield { path: `operations/firstMode/${o}`, message: `frozen operation ${o} has ${modes} modes` };
    }
    let end = -Infinity;
    for (let w = i32(operations.firstWindow, o); w < i32(operations.firstWindow, o + 1); w++) {
      const start = f64(operations.windowStart, w);
      const isEmpty = start >= f64(operations.windowEnd, w);
      const path = `operations/windowStart/${w}`;
      if (isEmpty) yield { path, message: `window ${w} of operation ${o} is empty` };
      if (start < end) yield { path, message: `window ${w} of operation ${o} begins before the one before it ends` };
      end = f64(operations.windowEnd, w);
    }
  }
}

function* modeFlaws({ modes, demands, machines }: Problem): Iterable<Flaw> {
  const capacities = new Map<string, number>();
  for (let m = 0; m < modes.count; m++) {
    const machine = i32(modes.machine, m);
    const states = machine === NONE ? 1 : i32(machines.states, machine);
    const state = i32(modes.state, m);
    if (state >= states) yield { path: `modes/state/${m}`, message: `mode ${m} has state ${state} of ${states}` };
    const seen = new Set<number>();
    for (let k = i32(modes.firstDemand, m); k < i32(modes.firstDemand, m + 1); k++) {
      const resource = i32(demands.resource, k);
      const path = `demands/resource/${k}`;
      if (seen.has(resource)) yield { path, message: `mode ${m} demands resource ${resource} twice` };
      seen.add(resource);
      const span = f64(demands.span, k);
      if (span !== THROUGHOUT && span <= 0) yield { path: `demands/span/${k}`, message: `demand ${k} has no span` };
    }
    if (i32(modes.batchKey, m) === NONE) continue;
    const key = `${machine} ${i32(modes.batchKey, m)}`;
    const capacity = f64(modes.capacity, m);
    if ((capacities.get(key) ?? capacity) !== capacity) {
      yield { path: `modes/capacity/${m}`, message: `mode ${m} changes the capacity of its machine and key` };
    }
    capacities.set(key, capacity);
    if (f64(modes.size, m) > capacity) {
      yield { path: `modes/size/${m}`, message: `mode ${m} holds more than its capacity` };
    }
    const unit = f64(modes.unit, m);
    if (unit > 0 && !Number.isInteger(capacity / unit)) {
      yield { path: `modes/unit/${m}`, message: `the capacity of mode ${m} is no multiple of its unit` };
    }
  }
}

function* arcFlaws({ arcs, operations }: Problem): Iterable<Flaw> {
  for (let a = 0; a < arcs.count; a++) {
    const from = i32(arcs.from, a);
    const to = i32(arcs.to, a);
    if (from >= to) yield { path: `arcs/from/${a}`, message: `arc ${a} goes from ${from} back to ${to}` };
    if (i32(operations.job, from) !== i32(operations.job, to)) {
      yield { path: `arcs/from/${a}`, message: `arc ${a} leaves its job` };
    }
    if (f64(arcs.min, a) > f64(arcs.max, a)) {
      yield { path: `arcs/max/${a}`, message: `arc ${a} has no possible lag` };
    }
    const isInRow = i32(arcs.firstIn, to) <= a && a < i32(arcs.firstIn, to + 1);
    if (!isInRow) yield { path: `arcs/firstIn/${to}`, message: `arc ${a} is not in the row of ${to}` };
  }
  for (let o = 0; o < operations.count; o++) {
    for (let k = i32(arcs.firstOut, o); k < i32(arcs.firstOut, o + 1); k++) {
      const arc = i32(arcs.out, k);
      if (i32(arcs.from, arc) !== o) {
        yield { path: `arcs/out/${k}`, message: `arc ${arc} is not in the row of ${o}` };
      }
    }
  }
}

function* rowFlaws({ jobs, orders }: Problem): Iterable<Flaw> {
  for (let job = 0; job < jobs.count; job++) {
    const order = i32(jobs.order, job);
    const isInRow = i32(orders.firstJob, order) <= job && job < i32(orders.firstJob, order + 1);
    if (!isInRow) yield { path: `jobs/order/${job}`, message: `job ${job} is not in the row of its order ${order}` };
    for (let k = i32(jobs.firstPhase, job) + 1; k < i32(jobs.firstPhase, job + 1); k++) {
      if (f64(jobs.phaseFrom, k - 1) > f64(jobs.phaseFrom, k)) {
        yield { path: `jobs/phaseFrom/${k}`, message: `phase ${k} of job ${job} begins before the one before it` };
      }
    }
  }
}

function* machineFlaws({ machines, now }: Problem): Iterable<Flaw> {
  for (let m = 0; m < machines.count; m++) {
    let end = -NEVER;
    for (let k = i32(machines.firstInterval, m); k < i32(machines.firstInterval, m + 1); k++) {
      const start = f64(machines.intervalStart, k);
      const path = `machines/intervalStart/${k}`;
      if (start < Math.max(now, end)) yield { path, message: `interval ${k} of machine ${m} begins too early` };
      end = f64(machines.intervalEnd, k);
      if (start >= end) yield { path, message: `interval ${k} of machine ${m} is empty` };
    }
    const states = i32(machines.states, m);
    if (i32(machines.firstSetup, m) + (states + 1) * states > machines.setupTime.length) {
      yield { path: `machines/firstSetup/${m}`, message: `set-up table of machine ${m} is cut off` };
    }
    const initial = i32(machines.initialState, m);
    if (initial > states) {
      yield { path: `machines/initialState/${m}`, message: `machine ${m} starts in state ${initial} of ${states}` };
    }
  }
}

function* stepFlaws({ resources }: Problem): Iterable<Flaw> {
  for (let r = 0; r < resources.count; r++) {
    for (let k = i32(resources.firstStep, r) + 1; k < i32(resources.firstStep, r + 1); k++) {
      if (f64(resources.stepTime, k - 1) >= f64(resources.stepTime, k)) {
        yield { path: `resources/stepTime/${k}`, message: `steps of resource ${r} do not rise` };
      }
    }
  }
}

function* clashFlaws({ clashes }: Problem): Iterable<Flaw> {
  const rowOf = (a: number): Int32Array => clashes.other.subarray(i32(clashes.first, a), i32(clashes.first, a + 1));
  for (let a = 0; a < clashes.count; a++) {
    for (let k = i32(clashes.first, a); k < i32(clashes.first, a + 1); k++) {
      const b = i32(clashes.other, k);
      const path = `clashes/other/${k}`;
      if (k > i32(clashes.first, a) && i32(clashes.other, k - 1) >= b) {
        yield { path, message: `the clashes of class ${a} do not rise` };
      }
      if (!rowOf(b).includes(a)) yield { path, message: `class ${a} clashes with ${b}, but not the other way round` };
    }
  }
}

function* previousFlaws({ previous, operations, now }: Problem): Iterable<Flaw> {
  for (let o = 0; o < operations.count; o++) {
    const mode = i32(previous.mode, o);
    const isOffered = i32(operations.firstMode, o) <= mode && mode < i32(operations.firstMode, o + 1);
    const path = `previous/mode/${o}`;
    if (mode !== NONE && !isOffered) {
      yield { path, message: `operation ${o} was planned in mode ${mode}, which it is not offered` };
    }
    if (mode !== NONE && i32(previous.task, o) === NONE) {
      yield { path, message: `operation ${o} was planned in a mode, but in no task` };
    }
    if (i32(operations.frozenTask, o) !== NONE && i32(previous.task, o) !== NONE) {
      yield { path: `previous/task/${o}`, message: `frozen operation ${o} is in a task of the plan in force` };
    }
  }
  for (let k = 0; k < previous.count; k++) {
    const row = i32(previous.maintenanceRow, k);
    const start = f64(previous.maintenanceStart, k);
    const path = `previous/maintenanceStart/${k}`;
    if (start < now) yield { path, message: `occurrence ${k} in force starts before now` };
    if (k === 0) continue;
    const before = i32(previous.maintenanceRow, k - 1);
    const isSorted = before < row || (before === row && f64(previous.maintenanceStart, k - 1) < start);
    if (!isSorted) yield { path, message: `occurrence ${k} in force is out of order` };
  }
}
