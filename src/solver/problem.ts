/**
 * The flat scheduling problem: what every search, bound and exchange format of this room works on.
 *
 * A plain object of typed arrays and numbers without laboratory words, so that it moves between threads by transfer and
 * can equally be read from a benchmark file (job shop, flexible job shop, resource-constrained project, oven batching).
 *
 * Conventions. Times and lengths are whole seconds held in Float64Array (exact to 2^53); "none" is `NONE` (-1) for
 * indices and `NEVER` for upper limits. `firstX` arrays are compressed rows: row r is `[firstX[r], firstX[r + 1])`.
 * Operations are numbered job by job, jobs order by order, and every arc goes from a lower to a higher operation, so
 * index order is a topological order.
 */

export const NONE = -1;

/** `Modes.clashScope`: what clashing operations may not share. */
export const CLASH_NOTHING = 0;
export const CLASH_UNIT = 1;
export const CLASH_BATCH = 2;

/** `Demands.span`: the demand lasts as long as the task. */
export const THROUGHOUT = -1;

export interface Problem {
  /** Nothing that is not frozen, set-ups included, starts before. */
  readonly now: number;
  /** Idle time and required maintenance are counted up to here. */
  readonly horizon: number;
  readonly operations: Operations;
  readonly modes: Modes;
  readonly demands: Demands;
  readonly arcs: Arcs;
  readonly jobs: Jobs;
  readonly orders: Orders;
  readonly machines: Machines;
  readonly resources: Resources;
  readonly clashes: Clashes;
  readonly maintenance: Maintenance;
  readonly curves: Curves;
  readonly previous: Previous;
}

/** One step of one job: it runs once, without interruption, in one of its modes. */
export interface Operations {
  readonly count: number;
  /** [count], 0..jobs.count - 1, not falling. */
  readonly job: Int32Array;
  /** [count + 1] rows of `modes`. An open operation without a mode cannot be planned. */
  readonly firstMode: Int32Array;
  /** [count] earliest start. */
  readonly release: Float64Array;
  /** [count] latest start; NEVER where there is none. */
  readonly latestStart: Float64Array;
  /** [count + 1] rows of `windowStart`, `windowEnd`; an empty row allows every start. */
  readonly firstWindow: Int32Array;
  /** Starts lie in [windowStart, windowEnd); sorted and disjoint within a row. */
  readonly windowStart: Float64Array;
  readonly windowEnd: Float64Array;
  /** [count] class for the clash matrix, NONE: clashes with nobody. */
  readonly clashClass: Int32Array;
  /** [count] frozen operations with the same number >= 0 are one running task; NONE: open. */
  readonly frozenTask: Int32Array;
  /** [count] start of a frozen operation, which has exactly one mode; 0 for open ones. */
  readonly frozenStart: Float64Array;
  /** [count] start in the plan that changes are measured against; NEVER where it has none. */
  readonly previousStart: Float64Array;
  /** [count] machine in that plan, NONE for none. */
  readonly previousMachine: Int32Array;
  /** [count] 1 where the operation works on material that ages while it waits, 0 where on data. */
  readonly takesMaterial: Uint8Array;
  /** [count] curve by which what leaves the operation ages, NONE: as before. */
  readonly outputCurve: Int32Array;
}

/** A way to run an operation. */
export interface Modes {
  readonly count: number;
  /** [count] machine, or NONE: cumulative resources only. */
  readonly machine: Int32Array;
  /** [count] seconds, > 0 unless the work is empty. A task lasts as long as the longest of its members. */
  readonly duration: Float64Array;
  /** [count] state in which the machine runs it and is left: index local to the machine; 0 where machine is NONE. */
  readonly state: Int32Array;
  /** [count] tasks on one machine with one batch key >= 0 may be shared by operations; NONE: never shared. */
  readonly batchKey: Int32Array;
  /** [count] what the operation takes of a task's capacity; 0 where not batched. */
  readonly size: Float64Array;
  /** [count] capacity of a task in this mode, in units of `size`. The same for all modes of one machine and key. */
  readonly capacity: Float64Array;
  /** [count] the capacity consists of `capacity / unit` equal units over which a size may be split; 0: undivided. */
  readonly unit: Float64Array;
  /** [count] CLASH_NOTHING, CLASH_UNIT or CLASH_BATCH. */
  readonly clashScope: Uint8Array;
  /** [count + 1] rows of `demands`; at most one per resource in a row. */
  readonly firstDemand: Int32Array;
}

/** What a mode takes of cumulative resources. A shared task demands of each the most of any member, for the longest of any. */
export interface Demands {
  readonly count: number;
  readonly resource: Int32Array;
  /** > 0. */
  readonly amount: Float64Array;
  /** Seconds from the start of the task, or THROUGHOUT. */
  readonly span: Float64Array;
}

/** End-to-start time lags: `min <= start(to) - end(from) <= max`. */
export interface Arcs {
  readonly count: number;
  /** [operations.count + 1] rows by successor: the arcs themselves are sorted by (to, from). */
  readonly firstIn: Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly min: Float64Array;
  /** NEVER where there is no limit. */
  readonly max: Float64Array;
  /** [operations.count + 1] rows of `out`, by predecessor. */
  readonly firstOut: Int32Array;
  /** Arc numbers. */
  readonly out: Int32Array;
}

/** A chain (or graph) of operations on the same things. */
export interface Jobs {
  readonly count: number;
  readonly order: Int32Array;
  /** [count + 1] rows of operations. */
  readonly firstOperation: Int32Array;
  /** [count] number of things in it: the objective counts them. */
  readonly size: Float64Array;
  /** [count] quality at `phaseFrom` of the first phase, 0..1. */
  readonly quality: Float64Array;
  /** [count + 1] rows of phases: how the material waits before the first operation that takes it. */
  readonly firstPhase: Int32Array;
  /** From this instant, until the next phase's, ... */
  readonly phaseFrom: Float64Array;
  /** ... by this curve, or NONE: without ageing. */
  readonly phaseCurve: Int32Array;
}

/** Jobs that are delivered together: finished when the last one is, planned as a whole or lost as a whole. */
export interface Orders {
  readonly count: number;
  /** [count + 1] rows of jobs. */
  readonly firstJob: Int32Array;
  readonly release: Float64Array;
  readonly due: Float64Array;
  /** Latest end; NEVER where there is none. */
  readonly deadline: Float64Array;
  /** [count] objective weight of one thing, > 0. */
  readonly weight: Float64Array;
  /** [count] latest end of what is already done; -NEVER where nothing is. */
  readonly doneUntil: Float64Array;
}

/** Unary: one task at a time. */
export interface Machines {
  readonly count: number;
  /** [count + 1] rows of calendar intervals: a task with its set-up lies inside one. Sorted, disjoint. */
  readonly firstInterval: Int32Array;
  readonly intervalStart: Float64Array;
  readonly intervalEnd: Float64Array;
  /** [count] number of states S of the machine; the set-up table has S + 1 rows, the last for "unknown". */
  readonly states: Int32Array;
  /** [count] state before the first task, 0..S (S: unknown). */
  readonly initialState: Int32Array;
  /** [count] where the machine's table starts: time(from, to) = setupTime[firstSetup + from * S + to]. Tables may be shared. */
  readonly firstSetup: Int32Array;
  /** Seconds, >= 0; occupies [start - set-up, start). */
  readonly setupTime: Float64Array;
  /** [count] what a set-up takes of which resource throughout; NONE: of nothing. */
  readonly setupResource: Int32Array;
  readonly setupAmount: Float64Array;
  /** [count] 1 where idle time counts in the objective. */
  readonly isScarce: Uint8Array;
  /** [count] Weibull shape of unplanned failure; 0: never fails. */
  readonly failureShape: Float64Array;
  /** [count] Weibull scale, seconds of use. */
  readonly failureScale: Float64Array;
  /** [count] seconds of use since new, at `now`. */
  readonly failureAge: Float64Array;
  /** [count] factor on the hazard. */
  readonly failureHazard: Float64Array;
  /** [count] share of the age that a maintenance takes away, 0..1. */
  readonly failureRenewal: Float64Array;
  /** [count] mean repair, seconds. */
  readonly repairMean: Float64Array;
}

/** Cumulative: step functions of capacity over time. */
export interface Resources {
  readonly count: number;
  /** [count + 1] rows of steps; 0 before the first. */
  readonly firstStep: Int32Array;
  readonly stepTime: Float64Array;
  readonly stepLevel: Float64Array;
}

/** Which classes clash; symmetric. */
export interface Clashes {
  /** Number of classes. */
  readonly count: number;
  /** [count + 1] rows of `other`. */
  readonly first: Int32Array;
  /** Sorted within a row; may hold the class itself. */
  readonly other: Int32Array;
}

/** Recurring work on machines that is placed inside windows. */
export interface Maintenance {
  readonly count: number;
  /** [count + 1] rows of `machine`: all of them stand still at once. */
  readonly firstMachine: Int32Array;
  readonly machine: Int32Array;
  /** Parallel to `machine`: tasks started on it since the last occurrence. */
  readonly runsSince: Int32Array;
  readonly duration: Float64Array;
  /** [count] occurrence k is due this long after the end of occurrence k - 1; 0: not by time. */
  readonly every: Float64Array;
  /** [count] at most this many tasks start on a machine between two occurrences; 0: no limit. */
  readonly everyRuns: Int32Array;
  /** An occurrence starts in [due - early, due + late]. */
  readonly early: Float64Array;
  readonly late: Float64Array;
  /** [count] end of the last occurrence. */
  readonly lastDone: Float64Array;
  /** [count] the machines cannot be maintained before. */
  readonly freeFrom: Float64Array;
  /** [count] what it takes of which resource throughout; NONE: of nothing. */
  readonly resource: Int32Array;
  readonly amount: Float64Array;
}

/** Ageing of waiting material: q(t) = q0 * exp(-(t / tau)^beta), carried across curves as equivalent age. */
export interface Curves {
  readonly count: number;
  /** Seconds; Infinity: does not age. */
  readonly tau: Float64Array;
  readonly beta: Float64Array;
}

/** The plan in force, so that a search can start from it. All NONE and empty where there is none. */
export interface Previous {
  /** Number of maintenance occurrences below. */
  readonly count: number;
  /** [operations.count] mode in which it plans the operation; NONE: frozen, not in it, or that mode is not offered any more. */
  readonly mode: Int32Array;
  /** [operations.count] open operations with the same number >= 0 are one task in it; NONE: frozen, or not in it. */
  readonly task: Int32Array;
  /** [count] row of `maintenance`, not falling. */
  readonly maintenanceRow: Int32Array;
  /** [count] start, not before `now`, rising within a row. */
  readonly maintenanceStart: Float64Array;
}

/** For problems that no plan is in force for. */
export const noPrevious = (operations: number): Previous => ({
  count: 0,
  mode: new Int32Array(operations).fill(NONE),
  task: new Int32Array(operations).fill(NONE),
  maintenanceRow: new Int32Array(0),
  maintenanceStart: new Float64Array(0),
});

/** The buffers of a problem, for the transfer list of a message. After the transfer the sender's arrays are empty. */
export function buffersOf(problem: Problem): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const table of Object.values(problem)) {
    if (typeof table !== 'object') continue;
    for (const column of Object.values(table as object)) {
      if (ArrayBuffer.isView(column) && column.buffer instanceof ArrayBuffer) buffers.add(column.buffer);
    }
  }
  return [...buffers];
}
