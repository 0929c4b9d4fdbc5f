/** What of a problem is asked again and again in another shape than the tables have: made when first asked for, then only read. */

import { f64, i32, item } from '../columns.ts';
import { NONE, type Problem } from '../problem.ts';
import { DemandLists } from './demand-lists.ts';
import { mergeDemands, type Demand, type TaskSpec } from './task.ts';

/** At most `limit` tasks start on a machine between two occurrences of a row of `maintenance`; `since`: since the last one. */
export interface RunLimit {
  readonly row: number;
  readonly limit: number;
  readonly since: number;
}

export class Catalogue {
  readonly #problem: Problem;
  readonly #lists: DemandLists;
  /** By mode. */
  readonly #demands: (readonly Demand[] | undefined)[];
  readonly #spec: (TaskSpec | undefined)[];
  /** By operation. */
  readonly #specs: (readonly TaskSpec[] | undefined)[];
  readonly #keys: (readonly number[] | undefined)[];
  /** By machine. */
  readonly #runLimits: readonly RunLimit[][];

  constructor(problem: Problem) {
    this.#problem = problem;
    const { operations, modes } = problem;
    this.#lists = new DemandLists(problem.demands);
    this.#demands = holes(modes.count);
    this.#spec = holes(modes.count);
    this.#specs = Array.from({ length: operations.count });
    this.#keys = Array.from({ length: operations.count });
    this.#runLimits = runLimits(problem);
  }

  /** The same list for all modes that demand the same. */
  demandsOf(mode: number): readonly Demand[] {
    return (this.#demands[mode] ??= this.#listOf(mode));
  }

  #listOf(mode: number): readonly Demand[] {
    const { firstDemand } = this.#problem.modes;
    return this.#lists.of(i32(firstDemand, mode), i32(firstDemand, mode + 1));
  }

  /** What a task demands whose members run in these modes. */
  commonDemands(modes: readonly number[]): readonly Demand[] {
    const first = this.demandsOf(item(modes, 0));
    return modes.every((mode) => this.demandsOf(mode) === first)
      ? first
      : mergeDemands(modes.flatMap((mode) => this.demandsOf(mode)));
  }

  /** How long it lasts: as long as the longest. */
  durationOf(modes: readonly number[]): number {
    let longest = 0;
    for (const mode of modes) longest = Math.max(longest, f64(this.#problem.modes.duration, mode));
    return longest;
  }

  /** What they take of its capacity together. */
  loadOf(modes: readonly number[]): number {
    let load = 0;
    for (const mode of modes) load += f64(this.#problem.modes.size, mode);
    return load;
  }

  /** The way to run an operation by itself in one of its modes. */
  specOf(operation: number, mode: number): TaskSpec {
    return (this.#spec[mode] ??= specOf(this.#problem, operation, mode, this.demandsOf(mode)));
  }

  /** The ways to run an operation by itself, one per mode. */
  specsOf(operation: number): readonly TaskSpec[] {
    return (this.#specs[operation] ??= modesOf(this.#problem, operation).map((mode) => this.specOf(operation, mode)));
  }

  /** The batch keys that an operation offers. */
  keysOf(operation: number): readonly number[] {
    return (this.#keys[operation] ??= keysOf(this.#problem, operation));
  }

  /** The maintenance of a machine that comes due by the number of its runs. */
  runLimitsOf(machine: number): readonly RunLimit[] {
    return this.#runLimits[machine] as readonly RunLimit[];
  }

  hasWindows(operation: number): boolean {
    const { firstWindow } = this.#problem.operations;
    return i32(firstWindow, operation) < i32(firstWindow, operation + 1);
  }

  /** The mode of `operation` on `machine` with batch key `key`, or NONE. */
  modeOn(operation: number, machine: number, key: number): number {
    const { operations, modes } = this.#problem;
    for (let m = i32(operations.firstMode, operation); m < i32(operations.firstMode, operation + 1); m++) {
      if (i32(modes.machine, m) === machine && i32(modes.batchKey, m) === key) return m;
    }
    return NONE;
  }

  /** The first mode of `operation` with batch key `key`, or NONE. */
  modeWith(operation: number, key: number): number {
    const { operations, modes } = this.#problem;
    for (let m = i32(operations.firstMode, operation); m < i32(operations.firstMode, operation + 1); m++) {
      if (i32(modes.batchKey, m) === key) return m;
    }
    return NONE;
  }
}

/** As long as it will ever be: `Array.from` would write every place, growing on the way, and most modes are never asked for. */
function holes<T>(count: number): (T | undefined)[] {
  const list: (T | undefined)[] = [];
  list.length = count;
  return list;
}

function runLimits({ machines, maintenance }: Problem): RunLimit[][] {
  const limits: RunLimit[][] = Array.from({ length: machines.count }, () => []);
  for (let row = 0; row < maintenance.count; row++) {
    const limit = i32(maintenance.everyRuns, row);
    if (limit === 0) continue;
    for (let k = i32(maintenance.firstMachine, row); k < i32(maintenance.firstMachine, row + 1); k++) {
      limits[i32(maintenance.machine, k)]?.push({ row, limit, since: i32(maintenance.runsSince, k) });
    }
  }
  return limits;
}

function modesOf({ operations }: Problem, operation: number): number[] {
  const first = i32(operations.firstMode, operation);
  return Array.from({ length: i32(operations.firstMode, operation + 1) - first }, (_, k) => first + k);
}

function keysOf(problem: Problem, operation: number): number[] {
  const keys = new Set(modesOf(problem, operation).map((mode) => i32(problem.modes.batchKey, mode)));
  keys.delete(NONE);
  return [...keys];
}

const specOf = (
  { modes, operations }: Problem,
  operation: number,
  mode: number,
  demands: readonly Demand[],
): TaskSpec => ({
  machine: i32(modes.machine, mode),
  state: i32(modes.state, mode),
  batchKey: i32(modes.batchKey, mode),
  duration: f64(modes.duration, mode),
  demands,
  operations: [operation],
  modes: [mode],
  load: f64(modes.size, mode),
  hasWindows: i32(operations.firstWindow, operation) < i32(operations.firstWindow, operation + 1),
});
