/**
 * The laboratory behind the virtual world: what runs where, what is broken, and how work ends. Everything that happens
 * in it is an action of the kernel; what the engine hears of it is told in order.
 */

import { after, at, by, compareText, createRandom, mustGet, seconds, type Seconds } from '../base/index.ts';
import type {
  Command,
  ConditionId,
  Event,
  Failure,
  FailureClass,
  LotId,
  Machine,
  MachineId,
  Order,
  OrderId,
  PoolId,
  Reliability,
  Scenario,
  Stage,
  StageId,
  TaskResult,
  TaskWork,
  Timed,
  WorkflowId,
} from '../model/index.ts';
import { benchRecordOf } from './bench-work.ts';
import { createDraws, createTries, type Draw } from './draws.ts';
import { createKernel, type Action } from './kernel.ts';
import { lognormal } from './lognormal.ts';
import { createMachineOutages, type Outage } from './machine-outages.ts';
import { courseOf, type Course, type CourseResult } from './task-course.ts';
import { TasksUnderWay, type UnderWay } from './tasks-under-way.ts';
import { readingOf } from './telemetry.ts';
import { VirtualExecutions, type AttemptEnd } from './virtual-executions.ts';
import { createMachineWear, type MachineWear } from './wear.ts';

/**
 * Among happenings of one instant: storage first, so that incidents last from their first instant to before their last; what
 * ends before what breaks, answers before questions, timers last.
 */
const PRIORITY = { storage: 0, end: 1, up: 2, down: 3, failure: 4, arrival: 5, plan: 6, timer: 7 } as const;

type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>;

export class VirtualLab {
  readonly scenario: Scenario;
  readonly draw: Draw;
  readonly tasks = new TasksUnderWay();
  readonly wear: MachineWear;
  /** Storage that cannot be written to; twice where two incidents overlap. */
  readonly fullStorage: PoolId[] = [];
  readonly #kernel = createKernel();
  readonly #told: (Timed<Event> | Promise<Timed<Event>>)[] = [];
  readonly #tries = createTries();
  readonly #outages = createMachineOutages();
  readonly #breakdowns = new Map<MachineId, number>();
  readonly #executions: VirtualExecutions;
  /** Where lots were last put. */
  readonly #storage = new Map<LotId, ConditionId>();
  readonly #machines: ReadonlyMap<MachineId, Machine>;
  readonly #orders: ReadonlyMap<OrderId, Order>;
  readonly #stages: ReadonlyMap<WorkflowId, ReadonlyMap<StageId, Stage>>;

  #lastTold = seconds(0);

  constructor(scenario: Scenario, seed: number) {
    this.scenario = scenario;
    this.draw = createDraws(createRandom(seed));
    this.wear = createMachineWear(scenario, this.draw);
    this.#executions = new VirtualExecutions(scenario);
    this.#orders = new Map(scenario.orders.map((order) => [order.id, order]));
    this.#machines = new Map(scenario.machines.map((machine) => [machine.id, machine]));
    this.#stages = stagesByRoute(scenario);
  }

  get now(): Seconds {
    return seconds(this.#kernel.now);
  }

  /** What is past happens now. */
  schedule(instant: number, kind: keyof typeof PRIORITY, action: Action): void {
    this.#kernel.schedule(Math.max(this.#kernel.now, instant), PRIORITY[kind], action);
  }

  tell(event: Event | undefined): void {
    if (event !== undefined) this.#told.push({ at: this.now, ...event });
  }

  /** The same of an event that is still being worked out. `event` must not reject. */
  tellLater(event: Promise<Event>): void {
    const { now } = this;
    this.#told.push(event.then((known) => ({ at: now, ...known })));
  }

  /** What is told next, once time has come to it. */
  next(): Timed<Event> | Promise<Timed<Event>> {
    for (;;) {
      const event = this.#told.shift();
      if (event !== undefined) {
        this.#lastTold = this.now;
        return event;
      }
      // What was to happen to work that is over does not make the run longer.
      if (!this.#kernel.step()) return { type: 'closed', at: this.#lastTold };
    }
  }

  startTask({ task, attempt, work }: CommandOf<'start-task'>): void {
    const key = this.#tries.next(...leaderOf(work));
    const started: UnderWay = { task, attempt, key, workStart: after(this.now, work.setup), work };
    this.tasks.add(started);
    const machine = machineOf(work);
    const course = courseOf({
      key,
      work,
      stages: this.#stagesOf(work),
      wear: machine === undefined ? undefined : this.wear.of(machine),
      sequencing: this.scenario.simulation.sequencing,
      draw: this.draw,
      tries: this.#tries,
    });
    const kind = course.kind === 'finishes' ? 'end' : breaksMachine(course) ? 'down' : 'failure';
    this.schedule(started.workStart + course.length, kind, () => {
      if (this.tasks.has(started)) this.#end(started, course);
    });
  }

  cancelTask({ task, attempt, reason }: CommandOf<'cancel-task'>): void {
    this.schedule(this.now, 'failure', () => {
      const cancelled = this.tasks.find(task, attempt);
      if (cancelled !== undefined) this.fail(cancelled, 'cancelled', reason);
    });
  }

  /** Ends a task that is under way, and whose machine, if it has one, has no more to say of itself. */
  fail(task: UnderWay, failure: FailureClass, detail: string): void {
    this.#takeOff(task);
    this.#tellFailure(task, { class: failure, detail }, []);
  }

  storeLot({ lot, condition }: CommandOf<'move-to-storage'>): void {
    this.#storage.set(lot, condition);
  }

  /** The machine goes down, and what it works on fails. Another outage may have it down already. */
  stopMachine(machine: MachineId, outage: Outage): void {
    this.tell(this.#outages.begin(machine, outage));
    const stopped = this.tasks.onMachine(machine);
    if (stopped !== undefined) this.fail(stopped, 'equipment-failure', `${machine}: ${outage.reason}`);
  }

  resumeMachine(machine: MachineId, cause: string): void {
    this.tell(this.#outages.end(machine, cause));
  }

  #end(task: UnderWay, course: Course): void {
    const machine = machineOf(task.work);
    if (course.kind === 'fails') {
      const reliability = machine === undefined ? undefined : this.wear.of(machine)?.reliability;
      if (machine !== undefined && reliability !== undefined && breaksMachine(course)) {
        return this.#breakDown(machine, reliability);
      }
    } else if (task.work.placement.kind === 'pool' && this.fullStorage.includes(task.work.placement.pool)) {
      return this.fail(task, 'disk-full', `simulated: the storage of ${task.work.placement.pool} is full`);
    }
    this.#takeOff(task);
    const readings = machine === undefined ? [] : this.#read(machine, task.key);
    if (course.kind === 'fails') this.#tellFailure(task, course.failure, readings);
    else this.#tellResult(task, course.result, readings);
    for (const reading of readings) this.tell({ type: 'telemetry', ...reading });
  }

  #tellFailure(task: UnderWay, failure: Failure, readings: readonly Reading[]): void {
    const done = this.#doneBy(task, { at: this.now, failure: failure.class, failedSamples: new Map() }, readings);
    const { task: name, attempt } = task;
    this.tell({ type: 'task-failed', task: name, attempt, failure: { ...failure, ...done } });
  }

  #tellResult(task: UnderWay, result: CourseResult, readings: readonly Reading[]): void {
    const failedSamples = new Map(result.failedSamples.map(({ sample, failure }) => [sample, failure.class]));
    const done = this.#doneBy(task, { at: this.now, failedSamples }, readings);
    this.tell({ type: 'task-finished', task: task.task, attempt: task.attempt, result: { ...result, ...done } });
  }

  #doneBy(task: UnderWay, end: AttemptEnd, readings: readonly Reading[]): Pick<TaskResult, 'executions' | 'bench'> {
    const executions = this.#executions.end(task, end);
    const name = machineOf(task.work);
    if (name === undefined) return { executions };
    const { scenario, draw } = this;
    const orders = this.#orders;
    const machine = mustGet(this.#machines, name);
    const stages = this.#stagesOf(task.work);
    const bench = benchRecordOf({ scenario, orders, machine, task, stages, readings, storage: this.#storage, draw });
    return { executions, bench };
  }

  #stagesOf({ members }: TaskWork): readonly Stage[] {
    return members.map(({ route, stage }) => mustGet(mustGet(this.#stages, route), stage));
  }

  #breakDown(machine: MachineId, { repair }: Reliability): void {
    const number = (this.#breakdowns.get(machine) ?? 0) + 1;
    this.#breakdowns.set(machine, number);
    const length = Math.max(1, Math.round(lognormal(this.draw('repair', `${machine}#${number}`), repair)));
    const cause = `breakdown#${number}`;
    // Whoever announces the breakdown knows how long a repair takes on average, not how long this one will.
    this.stopMachine(machine, { cause, reason: 'simulated breakdown', expectedUp: after(this.now, repair.mean) });
    // After the use that led to it was counted.
    this.wear.repair(machine);
    this.schedule(this.now + length, 'up', () => this.resumeMachine(machine, cause));
  }

  /** The use of the machine up to now counts. */
  #takeOff(task: UnderWay): void {
    this.tasks.remove(task);
    const machine = machineOf(task.work);
    if (machine !== undefined) this.wear.use(machine, Math.max(0, this.now - task.workStart));
  }

  /** A machine that broke down says nothing; all others say how they are after each piece of work. */
  #read(machine: MachineId, key: string): readonly Reading[] {
    const { signals = [] } = mustGet(this.#machines, machine);
    if (signals.length === 0) return [];
    const shift = this.wear.shiftOf(machine);
    return signals.map((signal) => {
      const value = readingOf({ signal, key, ...shift, draw: this.draw });
      return { machine, signal: signal.name, value };
    });
  }
}

interface Reading {
  readonly machine: MachineId;
  readonly signal: string;
  readonly value: number;
}

const machineOf = ({ placement }: TaskWork): MachineId | undefined =>
  placement.kind === 'pool' ? undefined : placement.machine;

/** Who the task draws for: the first of its lots by name, in whatever order a plan lists them. */
function leaderOf({ members }: TaskWork): [LotId, StageId] {
  const { lot, stage } = at(members.toSorted(by((member) => member.lot, compareText)), 0);
  return [lot, stage];
}

const breaksMachine = (course: Course): boolean =>
  course.kind === 'fails' && course.failure.class === 'equipment-failure';

const stagesByRoute = ({ workflows }: Scenario): ReadonlyMap<WorkflowId, ReadonlyMap<StageId, Stage>> =>
  new Map([...workflows].map(([id, { stages }]) => [id, new Map(stages.map((s) => [s.id, s]))]));
