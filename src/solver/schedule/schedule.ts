/**
 * A partial schedule under construction: tasks on machine timelines, what is left of the resources, and a journal by
 * which everything since a mark can be taken back exactly.
 */

import { assert } from '../../base/index.ts';
import { f64, i32 } from '../columns.ts';
import { NONE, THROUGHOUT, type Problem } from '../problem.ts';
import { Calendar } from './calendar.ts';
import { Catalogue } from './catalogue.ts';
import { insertAt, removeAt, without } from './edit-list.ts';
import { Journal, type Entry, type Membership } from './journal.ts';
import { Profile } from './profile.ts';
import { firstStartingFrom, frozenTasks, nextWork, type Demand, type Slot, type Task, type TaskSpec } from './task.ts';
import { ClashMatrix } from './units.ts';

const FEWEST_BUCKETS = 32;
const MOST_BUCKETS = 4096;

export class Schedule {
  readonly problem: Problem;
  readonly clashes: ClashMatrix;
  readonly catalogue: Catalogue;
  /** What is left of each resource. */
  readonly left: readonly Profile[];
  /** Per machine. */
  readonly calendars: readonly Calendar[];
  /** Per machine, sorted by start. */
  readonly timelines: readonly Task[][];
  /** Per operation. */
  readonly taskOf: (Task | undefined)[];
  /** Shared tasks by batch key, by start, then machine. */
  readonly #batches: Task[][];
  #nextNumber = 0;
  #maintenanceChanges = 0;
  /** Machines whose timeline or batches changed since `takeTouched`, some of them perhaps back again. */
  #touched: number[] = [];
  readonly #isTouched: Uint8Array;
  readonly #full: readonly Profile[];
  readonly #journal = new Journal();

  constructor(problem: Problem) {
    this.problem = problem;
    this.clashes = new ClashMatrix(problem);
    this.catalogue = new Catalogue(problem);
    const { resources, machines, operations } = problem;
    const profiles = (): Profile[] =>
      Array.from({ length: resources.count }, (_, r) => {
        const row = [i32(resources.firstStep, r), i32(resources.firstStep, r + 1)] as const;
        const [times, levels] = [resources.stepTime.subarray(...row), resources.stepLevel.subarray(...row)];
        return new Profile(times, levels, {
          from: problem.now,
          until: problem.horizon,
          buckets: bucketsFor(problem, r),
        });
      });
    this.#full = profiles();
    this.left = profiles();
    this.calendars = Array.from({ length: machines.count }, (_, machine) => new Calendar(machines, machine));
    this.timelines = Array.from({ length: machines.count }, () => []);
    this.taskOf = Array.from({ length: operations.count }, () => undefined);
    this.#isTouched = new Uint8Array(machines.count);
    const keys = problem.modes.batchKey.reduce((most, key) => Math.max(most, key + 1), 0);
    this.#batches = Array.from({ length: keys }, () => []);
    this.reset();
  }

  /** Back to what is frozen. */
  reset(): void {
    for (const batch of this.#batches) batch.length = 0;
    this.#nextNumber = this.problem.operations.count;
    this.left.forEach((profile, r) => profile.copyFrom(this.#full[r] as Profile));
    for (const timeline of this.timelines) timeline.length = 0;
    this.taskOf.fill(undefined);
    for (const task of frozenTasks(this.problem, this.catalogue)) this.#insert(task, this.#positionOf(task));
    this.#journal.clear();
    this.timelines.forEach((_, machine) => this.#touch(machine));
  }

  /** What was done so far stays: it can no longer be undone, and its memory is given back. */
  commit(): void {
    this.#journal.clear();
  }

  /** Everything done after a mark can be undone with `rollback`. */
  mark(): number {
    return this.#journal.length;
  }

  rollback(mark: number): void {
    while (this.#journal.length > mark) this.#undo(this.#journal.pop());
  }

  /** Adds a task where `earliestSlot` said; the set-up of the task after it is adapted. */
  add(spec: TaskSpec, slot: Slot): Task {
    const task: Task = {
      kind: 'work',
      number: this.#nextNumber++,
      machine: spec.machine,
      state: spec.state,
      batchKey: spec.batchKey,
      start: slot.start,
      end: slot.start + spec.duration,
      setup: slot.setup,
      demands: spec.demands,
      operations: spec.operations,
      modes: spec.modes,
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
        number: this.#nextNumber++,
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
    this.#journal.note('membership', task, NONE, membershipOf(task));
    task.operations = [...task.operations, ...operations];
    task.modes = [...task.modes, ...modes];
    for (const mode of modes) task.load += f64(this.problem.modes.size, mode);
    for (const operation of operations) this.taskOf[operation] = task;
    this.#touch(task.machine);
  }

  /**
   * Takes an operation out of its planned task, which becomes shorter where the others need less, and goes where nobody is
   * left. Returns the task after it on the machine where the set-up that it needs then does not fit: that one has to go too.
   */
  withdraw(operation: number): Task | undefined {
    const task = this.taskOf[operation] as Task;
    assert(task.kind === 'work', 'only planned work can be taken out');
    if (task.operations.length === 1) return this.#delete(task);
    const index = task.operations.indexOf(operation);
    this.#journal.note('membership', task, NONE, membershipOf(task));
    const modes = without(task.modes, index);
    this.#change(task, {
      operations: without(task.operations, index),
      modes,
      load: this.catalogue.loadOf(modes),
      end: task.start + this.catalogue.durationOf(modes),
      demands: this.catalogue.commonDemands(modes),
    });
    this.taskOf[operation] = undefined;
    return undefined;
  }

  /** Takes out the occurrence of a maintenance that starts at `start`, on all its machines. */
  removeMaintenance(row: number, start: number): void {
    const table = this.problem.maintenance;
    for (let k = i32(table.firstMachine, row); k < i32(table.firstMachine, row + 1); k++) {
      const timeline = this.timelines[i32(table.machine, k)] as Task[];
      const position = timeline.findIndex((task) => task.maintenance === row && task.start === start);
      if (position !== -1) this.#remove(timeline[position] as Task, position);
    }
  }

  /** Machines that changed since the last call, by number of their first change. */
  takeTouched(): readonly number[] {
    const touched = this.#touched;
    for (const machine of touched) this.#isTouched[machine] = 0;
    this.#touched = [];
    return touched;
  }

  /** Grows with every change of maintenance, undone ones included. */
  get maintenanceChanges(): number {
    return this.#maintenanceChanges;
  }

  /** Tasks that operations with this batch key may join, by start. */
  batchesOf(key: number): readonly Task[] {
    return this.#batches[key] as readonly Task[];
  }

  /** Every task: machine by machine in time, then those without a machine by their first operation. */
  tasks(): readonly Task[] {
    const elsewhere = new Set<Task>();
    for (const task of this.taskOf) if (task !== undefined && task.machine === NONE) elsewhere.add(task);
    return [...this.timelines.flat(), ...elsewhere];
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

  /** Whether calendar and staff have room for a longer set-up before a task; who runs before it is for the caller to ask. */
  canGrowSetup(task: Task, setup: number): boolean {
    const { machines, now } = this.problem;
    const from = task.start - setup;
    if (from < now || !(this.calendars[task.machine] as Calendar).holds(from, task.end)) return false;
    const resource = i32(machines.setupResource, task.machine);
    if (resource === NONE) return true;
    const amount = f64(machines.setupAmount, task.machine);
    return (this.left[resource] as Profile).least(from, task.start - task.setup) >= amount;
  }

  #positionOf(task: Task): number {
    if (task.machine === NONE) return 0;
    const timeline = this.timelines[task.machine] as Task[];
    const position = timeline.findIndex((other) => other.start > task.start);
    return position === -1 ? timeline.length : position;
  }

  #insert(task: Task, position: number): void {
    this.#put(task, position);
    this.#journal.note('put', task, position);
  }

  #remove(task: Task, position: number): void {
    this.#drop(task, position);
    this.#journal.note('dropped', task, position);
  }

  /** What came after it is undone already, so everything is where the entry left it. */
  #undo({ kind, task, value, before }: Entry): void {
    switch (kind) {
      case 'put':
        this.#drop(task, value);
        break;
      case 'dropped':
        this.#put(task, value);
        break;
      case 'set up':
        this.#setUp(task, value);
        break;
      case 'membership':
        for (const operation of task.operations) this.taskOf[operation] = undefined;
        this.#change(task, before as Membership);
        for (const operation of task.operations) this.taskOf[operation] = task;
        break;
    }
  }

  #put(task: Task, position: number): void {
    if (task.machine !== NONE) insertAt(this.timelines[task.machine] as Task[], position, task);
    for (const operation of task.operations) this.taskOf[operation] = task;
    if (isOpenBatch(task)) {
      const batch = this.#batches[task.batchKey] as Task[];
      insertAt(batch, rankIn(batch, task), task);
    }
    if (task.kind === 'maintenance') this.#maintenanceChanges++;
    this.#use(task, 1);
    this.#touch(task.machine);
  }

  #drop(task: Task, position: number): void {
    if (task.machine !== NONE) removeAt(this.timelines[task.machine] as Task[], position);
    for (const operation of task.operations) this.taskOf[operation] = undefined;
    if (isOpenBatch(task)) {
      const batch = this.#batches[task.batchKey] as Task[];
      removeAt(batch, rankIn(batch, task));
    }
    if (task.kind === 'maintenance') this.#maintenanceChanges++;
    this.#use(task, -1);
    this.#touch(task.machine);
  }

  /** Gives a task that stays where it is other members. */
  #change(task: Task, to: Membership): void {
    const isSameUse = task.end === to.end && task.demands === to.demands;
    if (!isSameUse) this.#use(task, -1);
    task.operations = to.operations;
    task.modes = to.modes;
    task.load = to.load;
    task.end = to.end;
    task.demands = to.demands;
    if (!isSameUse) this.#use(task, 1);
    this.#touch(task.machine);
  }

  /** The task after it where its set-up does not fit any more. */
  #delete(task: Task): Task | undefined {
    if (task.machine === NONE) {
      this.#remove(task, 0);
      return undefined;
    }
    const timeline = this.timelines[task.machine] as Task[];
    const position = timeline.indexOf(task, firstStartingFrom(timeline, task.start));
    this.#remove(task, position);
    const k = nextWork(timeline, position);
    const next = timeline[k];
    if (next === undefined || next.kind === 'frozen') return undefined;
    const setup = this.setupTime(task.machine, this.stateBefore(task.machine, k), next.state);
    if (setup === next.setup) return undefined;
    const room = next.start - ((timeline[k - 1] as Task | undefined)?.end ?? -Infinity);
    if (setup > next.setup && (setup > room || !this.canGrowSetup(next, setup))) return next;
    this.#changeSetup(next, setup);
    return undefined;
  }

  #touch(machine: number): void {
    if (machine === NONE || this.#isTouched[machine] === 1) return;
    this.#isTouched[machine] = 1;
    this.#touched.push(machine);
  }

  #use(task: Task, sign: 1 | -1): void {
    const { demands, start, end } = task;
    for (let d = 0; d < demands.length; d++) {
      const { resource, amount, span } = demands[d] as Demand;
      (this.left[resource] as Profile).take(start, span === THROUGHOUT ? end : start + span, sign * amount);
    }
    if (task.setup > 0) this.#useSetup(task.machine, start - task.setup, start, sign);
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
    const next = timeline[nextWork(timeline, position + 1)];
    if (next === undefined || next.kind === 'frozen') return;
    const setup = this.setupTime(task.machine, task.state, next.state);
    if (setup !== next.setup) this.#changeSetup(next, setup);
  }

  #changeSetup(task: Task, setup: number): void {
    this.#journal.note('set up', task, task.setup);
    this.#setUp(task, setup);
  }

  #setUp(task: Task, setup: number): void {
    if (setup > task.setup) this.#useSetup(task.machine, task.start - setup, task.start - task.setup, 1);
    else this.#useSetup(task.machine, task.start - task.setup, task.start - setup, -1);
    task.setup = setup;
  }
}

/**
 * So many that one is about as long as what is mostly taken of the resource: shorter, and there are many to pass over; longer, and
 * there are many steps in each. No more than twice the operations, or most would stay empty.
 */
function bucketsFor({ demands, modes, operations, now, horizon }: Problem, resource: number): number {
  let [length, count] = [0, 0];
  for (let mode = 0; mode < modes.count; mode++) {
    for (let k = i32(modes.firstDemand, mode); k < i32(modes.firstDemand, mode + 1); k++) {
      if (i32(demands.resource, k) !== resource) continue;
      length += f64(demands.span, k) === THROUGHOUT ? f64(modes.duration, mode) : f64(demands.span, k);
      count++;
    }
  }
  const mean = count === 0 ? horizon - now : Math.max(60, length / count);
  return Math.max(FEWEST_BUCKETS, Math.min(MOST_BUCKETS, 2 * operations.count, Math.ceil((horizon - now) / mean)));
}

const membershipOf = ({ operations, modes, load, end, demands }: Task): Membership => ({
  operations,
  modes,
  load,
  end,
  demands,
});

const isOpenBatch = (task: Task): boolean => task.batchKey !== NONE && task.kind === 'work';

/** How many batches come before `task`. */
function rankIn(batch: readonly Task[], task: Task): number {
  let low = 0;
  let high = batch.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = batch[middle] as Task;
    const isBefore =
      other.start < task.start ||
      (other.start === task.start &&
        (other.machine < task.machine || (other.machine === task.machine && other.number < task.number)));
    if (isBefore) low = middle + 1;
    else high = middle;
  }
  return low;
}
