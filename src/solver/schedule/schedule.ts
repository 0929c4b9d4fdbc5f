/**
 * A partial schedule under construction: tasks on machine timelines, what is left of the resources, and a journal by
 * which everything since a mark can be taken back exactly.
 */

import { assert } from '../../base/index.ts';
import { f64, i32 } from '../columns.ts';
import { NONE, THROUGHOUT, type Problem } from '../problem.ts';
import { Catalogue } from './catalogue.ts';
import { Profile } from './profile.ts';
import { ClashMatrix } from './units.ts';

export interface Demand {
  readonly resource: number;
  readonly amount: number;
  /** Seconds from the start, or THROUGHOUT. */
  readonly span: number;
}

/** Work on a machine or on resources alone, frozen or planned; or one occurrence of a maintenance on one machine. */
export interface Task {
  readonly kind: 'work' | 'frozen' | 'maintenance';
  /** NONE: resources only. */
  readonly machine: number;
  readonly state: number;
  /** NONE: shared with nobody. */
  readonly batchKey: number;
  readonly start: number;
  readonly end: number;
  /** Changes when something is put in before the task. */
  setup: number;
  readonly demands: readonly Demand[];
  /** Parallel lists; grow when operations join. Empty for maintenance. */
  readonly operations: number[];
  readonly modes: number[];
  /** Sum of the members' sizes. */
  load: number;
  /** Row of the maintenance table, NONE for work. */
  readonly maintenance: number;
}

/** Where a new task goes. */
export interface Slot {
  readonly start: number;
  readonly setup: number;
  /** Index in the machine's timeline; 0 where there is no machine. */
  readonly position: number;
}

/** What a new task is, before it has a place. */
export interface TaskSpec {
  readonly machine: number;
  readonly state: number;
  readonly batchKey: number;
  readonly duration: number;
  readonly demands: readonly Demand[];
  readonly operations: readonly number[];
  readonly modes: readonly number[];
  /** Sum of the members' sizes. */
  readonly load: number;
  /** Whether any member has start windows. */
  readonly hasWindows: boolean;
}

export class Schedule {
  readonly problem: Problem;
  readonly clashes: ClashMatrix;
  readonly catalogue: Catalogue;
  /** What is left of each resource. */
  readonly left: readonly Profile[];
  /** Per machine, sorted by start. */
  readonly timelines: readonly Task[][];
  /** Per operation. */
  readonly taskOf: (Task | undefined)[];
  /** Shared tasks by batch key, in the order of their making. */
  readonly #batches = new Map<number, Task[]>();
  /** Tasks without a machine, in the order of their making. */
  readonly #unplaced: Task[] = [];
  readonly #full: readonly Profile[];
  readonly #journal: (() => void)[] = [];

  constructor(problem: Problem) {
    this.problem = problem;
    this.clashes = new ClashMatrix(problem);
    this.catalogue = new Catalogue(problem);
    const { resources, machines, operations } = problem;
    this.#full = Array.from({ length: resources.count }, (_, r) => {
      const row = [i32(resources.firstStep, r), i32(resources.firstStep, r + 1)] as const;
      return new Profile(resources.stepTime.subarray(...row), resources.stepLevel.subarray(...row));
    });
    this.left = this.#full.map(() => new Profile([], []));
    this.timelines = Array.from({ length: machines.count }, () => []);
    this.taskOf = Array.from({ length: operations.count }, () => undefined);
    this.reset();
  }

  /** Back to what is frozen. */
  reset(): void {
    this.#journal.length = 0;
    this.#unplaced.length = 0;
    this.#batches.clear();
    this.left.forEach((profile, r) => profile.copyFrom(this.#full[r] as Profile));
    for (const timeline of this.timelines) timeline.length = 0;
    this.taskOf.fill(undefined);
    for (const task of frozenTasks(this.problem, this.catalogue)) this.#insert(task, this.#positionOf(task));
    this.#journal.length = 0;
  }

  /** Everything done after a mark can be undone with `rollback`. */
  mark(): number {
    return this.#journal.length;
  }

  rollback(mark: number): void {
    while (this.#journal.length > mark) this.#journal.pop()?.();
  }

  /** Adds a task where `earliestSlot` said; the set-up of the task after it is adapted. */
  add(spec: TaskSpec, slot: Slot): Task {
    const task: Task = {
      kind: 'work',
      machine: spec.machine,
      state: spec.state,
      batchKey: spec.batchKey,
      start: slot.start,
      end: slot.start + spec.duration,
      setup: slot.setup,
      demands: spec.demands,
      operations: [...spec.operations],
      modes: [...spec.modes],
      load: spec.load,
      maintenance: NONE,
    };
    this.#insert(task, slot.position);
    if (task.machine !== NONE) this.#adaptSetupAfter(task, slot.position);
    return task;
  }

  /** Adds an occurrence of a maintenance: one task per machine, of which the first holds the resources. */
  addMaintenance(row: number, start: number): void {
    const table = this.problem.maintenance;
    const first = i32(table.firstMachine, row);
    for (let k = first; k < i32(table.firstMachine, row + 1); k++) {
      const resource = i32(table.resource, row);
      const task: Task = {
        kind: 'maintenance',
        machine: i32(table.machine, k),
        state: 0,
        batchKey: NONE,
        start,
        end: start + f64(table.duration, row),
        setup: 0,
        demands:
          k === first && resource !== NONE ? [{ resource, amount: f64(table.amount, row), span: THROUGHOUT }] : [],
        operations: [],
        modes: [],
        load: 0,
        maintenance: row,
      };
      this.#insert(task, this.#positionOf(task));
    }
  }

  /** Puts operations into an existing task; the caller has checked that they fit and that nothing of it changes. */
  join(task: Task, operations: readonly number[], modes: readonly number[]): void {
    assert(task.kind === 'work', 'only planned work can be joined');
    const size = task.operations.length;
    const load = task.load;
    task.operations.push(...operations);
    task.modes.push(...modes);
    for (const mode of modes) task.load += f64(this.problem.modes.size, mode);
    for (const operation of operations) this.taskOf[operation] = task;
    this.#journal.push(() => {
      task.operations.length = size;
      task.modes.length = size;
      task.load = load;
      for (const operation of operations) this.taskOf[operation] = undefined;
    });
  }

  /** Tasks that operations with this batch key may join. */
  batchesOf(key: number): readonly Task[] {
    return this.#batches.get(key) ?? [];
  }

  /** Every task: machine by machine in time, then those without a machine. */
  tasks(): readonly Task[] {
    return [...this.timelines.flat(), ...this.#unplaced];
  }

  /** Set-up time of `machine` from one state to another; `from` may be the unknown state. */
  setupTime(machine: number, from: number, to: number): number {
    const { firstSetup, states, setupTime } = this.problem.machines;
    return f64(setupTime, i32(firstSetup, machine) + from * i32(states, machine) + to);
  }

  /** State of the machine before position `position` of its timeline; maintenance keeps the state. */
  stateBefore(machine: number, position: number): number {
    const timeline = this.timelines[machine] as Task[];
    for (let k = position - 1; k >= 0; k--) {
      const task = timeline[k] as Task;
      if (task.kind !== 'maintenance') return task.state;
    }
    return i32(this.problem.machines.initialState, machine);
  }

  #positionOf(task: Task): number {
    if (task.machine === NONE) return 0;
    const timeline = this.timelines[task.machine] as Task[];
    const position = timeline.findIndex((other) => other.start > task.start);
    return position === -1 ? timeline.length : position;
  }

  #insert(task: Task, position: number): void {
    const list = task.machine === NONE ? this.#unplaced : (this.timelines[task.machine] as Task[]);
    const place = task.machine === NONE ? list.length : position;
    list.splice(place, 0, task);
    for (const operation of task.operations) this.taskOf[operation] = task;
    if (task.batchKey !== NONE && task.kind === 'work') this.#batch(task.batchKey).push(task);
    this.#use(task, 1);
    this.#journal.push(() => {
      // What came after this insertion is already undone, so the task is where it was put.
      list.splice(place, 1);
      for (const operation of task.operations) this.taskOf[operation] = undefined;
      if (task.batchKey !== NONE && task.kind === 'work') this.#batch(task.batchKey).pop();
      this.#use(task, -1);
    });
  }

  #batch(key: number): Task[] {
    const list = this.#batches.get(key) ?? [];
    this.#batches.set(key, list);
    return list;
  }

  #use(task: Task, sign: 1 | -1): void {
    for (const { resource, amount, span } of task.demands) {
      const end = span === THROUGHOUT ? task.end : task.start + span;
      (this.left[resource] as Profile).take(task.start, end, sign * amount);
    }
    this.#useSetup(task.machine, task.start - task.setup, task.start, sign);
  }

  /** Takes (1) or gives back (-1) what a set-up on `machine` during [from, to) needs. */
  #useSetup(machine: number, from: number, to: number, sign: 1 | -1): void {
    if (machine === NONE || from >= to) return;
    const resource = i32(this.problem.machines.setupResource, machine);
    if (resource === NONE) return;
    (this.left[resource] as Profile).take(from, to, sign * f64(this.problem.machines.setupAmount, machine));
  }

  #adaptSetupAfter(task: Task, position: number): void {
    const timeline = this.timelines[task.machine] as Task[];
    const next = timeline.find((other, k) => k > position && other.kind !== 'maintenance');
    if (next === undefined || next.kind === 'frozen') return;
    const before = next.setup;
    const setup = this.setupTime(task.machine, task.state, next.state);
    if (setup === before) return;
    const change = (from: number, to: number): void => {
      if (to > from) this.#useSetup(task.machine, next.start - to, next.start - from, 1);
      else this.#useSetup(task.machine, next.start - from, next.start - to, -1);
      next.setup = to;
    };
    change(before, setup);
    this.#journal.push(() => change(setup, before));
  }
}

/** The running tasks of a problem: members with one task number together. */
function frozenTasks(problem: Problem, catalogue: Catalogue): Task[] {
  const { operations, modes } = problem;
  const tasks = new Map<number, Task>();
  for (let operation = 0; operation < operations.count; operation++) {
    const number = i32(operations.frozenTask, operation);
    if (number === NONE) continue;
    const mode = i32(operations.firstMode, operation);
    const known = tasks.get(number);
    const start = f64(operations.frozenStart, operation);
    tasks.set(number, {
      kind: 'frozen',
      machine: i32(modes.machine, mode),
      state: i32(modes.state, mode),
      batchKey: NONE,
      start,
      end: Math.max(known?.end ?? start, start + f64(modes.duration, mode)),
      // Frozen but not begun: its set-up is under way.
      setup: i32(modes.machine, mode) === NONE ? 0 : Math.max(0, start - problem.now),
      demands: mergeDemands([...(known?.demands ?? []), ...catalogue.demandsOf(mode)]),
      operations: [...(known?.operations ?? []), operation],
      modes: [...(known?.modes ?? []), mode],
      load: 0,
      maintenance: NONE,
    });
  }
  return [...tasks.values()];
}

/** Of each resource the most of any, for the longest of any. */
export function mergeDemands(demands: readonly Demand[]): Demand[] {
  const merged: Demand[] = [];
  for (const demand of demands) {
    const index = merged.findIndex((other) => other.resource === demand.resource);
    const other = merged[index];
    if (other === undefined) merged.push(demand);
    else {
      const isThroughout = other.span === THROUGHOUT || demand.span === THROUGHOUT;
      merged[index] = {
        resource: demand.resource,
        amount: Math.max(other.amount, demand.amount),
        span: isThroughout ? THROUGHOUT : Math.max(other.span, demand.span),
      };
    }
  }
  return merged;
}
