/** What of a problem is asked again and again in another shape than the tables have: made when first asked for, then only read. */

import { f64, i32 } from '../columns.ts';
import { NONE, type Problem } from '../problem.ts';
import type { Demand, TaskSpec } from './task.ts';

export class Catalogue {
  readonly #problem: Problem;
  /** By mode. */
  readonly #demands: (readonly Demand[] | undefined)[];
  readonly #spec: (TaskSpec | undefined)[];
  /** By operation. */
  readonly #specs: (readonly TaskSpec[] | undefined)[];
  readonly #keys: (readonly number[] | undefined)[];

  constructor(problem: Problem) {
    this.#problem = problem;
    const { operations, modes } = problem;
    this.#demands = holes(modes.count);
    this.#spec = holes(modes.count);
    this.#specs = Array.from({ length: operations.count });
    this.#keys = Array.from({ length: operations.count });
  }

  demandsOf(mode: number): readonly Demand[] {
    return (this.#demands[mode] ??= demandsOf(this.#problem, mode));
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

function modesOf({ operations }: Problem, operation: number): number[] {
  const first = i32(operations.firstMode, operation);
  return Array.from({ length: i32(operations.firstMode, operation + 1) - first }, (_, k) => first + k);
}

function keysOf(problem: Problem, operation: number): number[] {
  const keys = new Set(modesOf(problem, operation).map((mode) => i32(problem.modes.batchKey, mode)));
  keys.delete(NONE);
  return [...keys];
}

function demandsOf({ modes, demands }: Problem, mode: number): Demand[] {
  const list: Demand[] = [];
  for (let k = i32(modes.firstDemand, mode); k < i32(modes.firstDemand, mode + 1); k++) {
    list.push({ resource: i32(demands.resource, k), amount: f64(demands.amount, k), span: f64(demands.span, k) });
  }
  return list;
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
