/**
 * When the laboratory, apart from what is frozen, could take a single task: the free time of each machine, and when each
 * resource has enough left. No plan can do better, so whatever is computed from it is a bound.
 */

import { NEVER } from '../../base/index.ts';
import { f64, i32, item } from '../columns.ts';
import { NONE, THROUGHOUT, type Problem } from '../problem.ts';
import { frozenUse, type FrozenTask } from './frozen.ts';

/** Sorted, disjoint half-open intervals. */
export interface Spans {
  readonly start: Float64Array;
  readonly end: Float64Array;
}

export class Openings {
  readonly #problem: Problem;
  readonly #machines: (Spans | undefined)[];
  readonly #frozen: readonly FrozenTask[];
  /** Per resource, by amount: when at least that much is left. */
  readonly #enough: readonly Map<number, Spans>[];
  /** Parallel to the set-up tables' columns: per machine and state the shortest set-up into it. */
  readonly #shortestSetup: readonly Float64Array[];

  constructor(problem: Problem) {
    this.#problem = problem;
    this.#frozen = frozenUse(problem);
    this.#machines = Array.from({ length: problem.machines.count });
    this.#enough = Array.from({ length: problem.resources.count }, () => new Map<number, Spans>());
    this.#shortestSetup = shortestSetups(problem);
  }

  get frozen(): readonly FrozenTask[] {
    return this.#frozen;
  }

  /** The calendar of a machine less its frozen tasks. */
  machine(machine: number): Spans {
    const known = this.#machines[machine];
    if (known !== undefined) return known;
    const { firstInterval, intervalStart, intervalEnd } = this.#problem.machines;
    const row = [i32(firstInterval, machine), i32(firstInterval, machine + 1)] as const;
    const calendar = { start: intervalStart.subarray(...row), end: intervalEnd.subarray(...row) };
    const taken = this.#frozen.filter((task) => task.machine === machine && task.end > task.start);
    const spans = taken.length === 0 ? calendar : less(calendar, taken);
    this.#machines[machine] = spans;
    return spans;
  }

  /** The shortest set-up into the state of a mode, whatever was before; 0 without a machine. */
  shortestSetup(mode: number): number {
    const { machine, state } = this.#problem.modes;
    const m = i32(machine, mode);
    return m === NONE ? 0 : f64(this.#shortestSetup[m] as Float64Array, i32(state, mode));
  }

  /** When at least `amount` of a resource is left over by frozen tasks. */
  enough(resource: number, amount: number): Spans {
    const byAmount = this.#enough[resource] as Map<number, Spans>;
    const known = byAmount.get(amount);
    if (known !== undefined) return known;
    const spans = enoughOf(this.#problem, this.#frozen, { resource, amount });
    byAmount.set(amount, spans);
    return spans;
  }

  /** The earliest start >= `from` of `operation` in `mode` if nothing else were planned; NEVER where there is none. */
  earliestStart(operation: number, mode: number, from: number): number {
    const { modes, machines, demands } = this.#problem;
    const machine = i32(modes.machine, mode);
    const length = f64(modes.duration, mode);
    const setup = this.shortestSetup(mode);
    const setupResource = machine === NONE || setup === 0 ? NONE : i32(machines.setupResource, machine);
    const lastDemand = i32(modes.firstDemand, mode + 1);
    for (let start = Math.max(from, this.#problem.now + setup); ;) {
      const before = start;
      if (machine !== NONE) start = firstFit(this.machine(machine), start - setup, setup + length) + setup;
      start = this.#inWindow(operation, start);
      if (setupResource !== NONE) {
        const staffed = this.enough(setupResource, f64(machines.setupAmount, machine));
        start = firstFit(staffed, start - setup, setup) + setup;
      }
      for (let k = i32(modes.firstDemand, mode); k < lastDemand; k++) {
        const span = f64(demands.span, k);
        const left = this.enough(i32(demands.resource, k), f64(demands.amount, k));
        start = firstFit(left, start, span === THROUGHOUT ? length : span);
      }
      if (start >= NEVER) return NEVER;
      if (start === before) return start;
    }
  }

  #inWindow(operation: number, from: number): number {
    const { firstWindow, windowStart, windowEnd } = this.#problem.operations;
    const first = i32(firstWindow, operation);
    const end = i32(firstWindow, operation + 1);
    if (first === end) return from;
    const k = firstEndingAfter(windowEnd, first, end, from);
    return k === end ? NEVER : Math.max(from, f64(windowStart, k));
  }
}

/** The earliest t >= from with [t, t + length) inside one span; NEVER where there is none. An empty length fits anywhere. */
function firstFit({ start, end }: Spans, from: number, length: number): number {
  if (length === 0) return from;
  for (let k = firstEndingAfter(end, 0, end.length, from); k < end.length; k++) {
    const at = Math.max(from, f64(start, k));
    if (at + length <= f64(end, k)) return at;
  }
  return NEVER;
}

/** The first index in [low, high) with an end after `instant`; `high` where there is none. */
function firstEndingAfter(ends: Float64Array, low: number, high: number, instant: number): number {
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (f64(ends, middle) > instant) high = middle;
    else low = middle + 1;
  }
  return low;
}

function less(spans: Spans, taken: readonly { readonly start: number; readonly end: number }[]): Spans {
  const sorted = taken.toSorted((a, b) => a.start - b.start || a.end - b.end);
  const start: number[] = [];
  const end: number[] = [];
  for (let k = 0; k < spans.start.length; k++) {
    let from = f64(spans.start, k);
    const to = f64(spans.end, k);
    for (const task of sorted) {
      if (task.end <= from || task.start >= to) continue;
      if (task.start > from) {
        start.push(from);
        end.push(task.start);
      }
      from = task.end;
    }
    if (from >= to) continue;
    start.push(from);
    end.push(to);
  }
  return { start: Float64Array.from(start), end: Float64Array.from(end) };
}

function enoughOf(
  { resources }: Problem,
  frozen: readonly FrozenTask[],
  { resource, amount }: { readonly resource: number; readonly amount: number },
): Spans {
  const start: number[] = [];
  const end: number[] = [];
  const last = i32(resources.firstStep, resource + 1);
  for (let k = i32(resources.firstStep, resource); k < last; k++) {
    if (f64(resources.stepLevel, k) < amount) continue;
    const from = f64(resources.stepTime, k);
    const to = k + 1 < last ? f64(resources.stepTime, k + 1) : 2 * NEVER;
    if (end.at(-1) === from) end[end.length - 1] = to;
    else {
      start.push(from);
      end.push(to);
    }
  }
  const open = { start: Float64Array.from(start), end: Float64Array.from(end) };
  const uses = frozen.flatMap((task) => task.uses.filter((use) => use.resource === resource));
  return uses.length === 0 ? open : less(open, shortages({ resources, resource, amount, uses }));
}

/** Where the frozen uses together leave less than `amount`. */
function shortages(question: {
  readonly resources: Problem['resources'];
  readonly resource: number;
  readonly amount: number;
  readonly uses: FrozenTask['uses'];
}): { start: number; end: number }[] {
  const { resources, resource, amount, uses } = question;
  const steps = resources.stepTime.subarray(i32(resources.firstStep, resource), i32(resources.firstStep, resource + 1));
  const levels = resources.stepLevel.subarray(i32(resources.firstStep, resource));
  const instants = [...new Set([...uses.flatMap(({ start, end }) => [start, end]), ...steps])].toSorted(
    (a, b) => a - b,
  );
  return instants.slice(0, -1).flatMap((start, k) => {
    let level = 0;
    for (let s = 0; s < steps.length && f64(steps, s) <= start; s++) level = f64(levels, s);
    for (const use of uses) if (use.start <= start && start < use.end) level -= use.amount;
    return level < amount ? [{ start, end: item(instants, k + 1) }] : [];
  });
}

function shortestSetups({ machines }: Problem): Float64Array[] {
  const known = new Map<string, Float64Array>();
  return Array.from({ length: machines.count }, (_, machine) => {
    const states = i32(machines.states, machine);
    const table = i32(machines.firstSetup, machine);
    const key = `${table} ${states}`;
    const shortest = known.get(key) ?? new Float64Array(states).fill(NEVER);
    if (known.has(key)) return shortest;
    known.set(key, shortest);
    for (let k = 0; k < (states + 1) * states; k++) {
      shortest[k % states] = Math.min(f64(shortest, k % states), f64(machines.setupTime, table + k));
    }
    return shortest;
  });
}
