/** The laboratory as a virtual world: it carries out the engine's commands in virtual time, with seeded chance. */

import { after, assert, createRandom, mustGet, seconds, unreachable, type Seconds } from '../base/index.ts';
import type { World } from '../engine/index.ts';
import type {
  Command,
  Event,
  MachineId,
  Plan,
  Reliability,
  Scenario,
  Situation,
  Stage,
  StageId,
  TaskId,
  TaskWork,
  Timed,
  WorkflowId,
} from '../model/index.ts';
import { createDraws, createTries, type Draw } from './draws.ts';
import { createEventCalendar } from './event-calendar.ts';
import { lognormal } from './lognormal.ts';
import { courseOf } from './task-course.ts';
import { createMachineWear, type MachineWear } from './wear.ts';

/** Answers with a plan from `situation.now` on; a rejection is a failed request. */
export type Planner = (request: { readonly situation: Situation }) => Promise<Plan>;

export interface SimulatedWorldOptions {
  readonly scenario: Scenario;
  readonly planner: Planner;
  readonly seed: number;
  /** Virtual seconds that planning takes; default 0. */
  readonly planningDelay?: number;
}

/** Among happenings of one instant: what ends before what breaks, answers before questions, timers last. */
const PRIORITY = { end: 0, up: 1, down: 2, failure: 3, arrival: 4, plan: 5, timer: 6 } as const;

/** Something that will happen; where it turns out to be void (its task was cancelled), it is no event. */
type Happening = () => Event | undefined | Promise<Event>;

export const createSimulatedWorld = (options: SimulatedWorldOptions): World => new VirtualWorld(options);

interface UnderWay {
  readonly attempt: number;
  readonly workStart: Seconds;
  readonly work: TaskWork;
}

class VirtualWorld implements World {
  readonly #options: SimulatedWorldOptions;
  readonly #draw: Draw;
  readonly #tries = createTries();
  readonly #wear: MachineWear;
  readonly #stages: ReadonlyMap<WorkflowId, ReadonlyMap<StageId, Stage>>;
  readonly #calendar = createEventCalendar<Happening>();
  readonly #underWay = new Map<TaskId, UnderWay>();
  readonly #breakdowns = new Map<MachineId, number>();
  #now = seconds(0);

  constructor(options: SimulatedWorldOptions) {
    const { scenario, seed } = options;
    this.#options = options;
    this.#draw = createDraws(createRandom(seed));
    this.#wear = createMachineWear(scenario);
    this.#stages = stagesByRoute(scenario);
    for (const { id, release, announced = 0 } of scenario.orders) {
      if (announced > 0) this.#schedule(announced, 'arrival', () => ({ type: 'order-announced', order: id }));
      this.#schedule(release, 'arrival', () => ({ type: 'order-received', order: id }));
    }
  }

  async next(): Promise<Timed<Event>> {
    for (;;) {
      const entry = this.#calendar.pop();
      if (entry === undefined) return { type: 'closed', at: this.#now };
      assert(entry.at >= this.#now, `time runs backwards from ${this.#now} to ${entry.at}`);
      this.#now = entry.at;
      const event = await entry.item();
      if (event !== undefined) return { at: this.#now, ...event };
    }
  }

  perform(command: Command): void {
    switch (command.type) {
      case 'start-task':
        return this.#startTask(command);
      case 'cancel-task':
        return this.#cancelTask(command);
      case 'start-maintenance': {
        const { task, machines, duration } = command;
        return this.#schedule(this.#now + duration, 'end', () => {
          for (const machine of machines) this.#wear.maintain(machine);
          return { type: 'maintenance-finished', task };
        });
      }
      case 'set-timer': {
        const { timer, due } = command;
        return this.#schedule(due, 'timer', () => ({ type: 'timer', timer }));
      }
      case 'request-plan': {
        const { planner, planningDelay = 0 } = this.#options;
        const answer = ask(planner, command.request, command.situation);
        return this.#schedule(this.#now + planningDelay, 'plan', () => answer);
      }
      case 'move-to-storage':
      case 'close':
        return;
      default:
        unreachable(command);
    }
  }

  #schedule(at: number, kind: keyof typeof PRIORITY, item: Happening): void {
    this.#calendar.push({ at: seconds(Math.max(this.#now, at)), priority: PRIORITY[kind], item });
  }

  #startTask({ task, attempt, work }: CommandOf<'start-task'>): void {
    const workStart = after(this.#now, work.setup);
    this.#underWay.set(task, { attempt, workStart, work });
    const machine = work.placement.kind === 'pool' ? undefined : work.placement.machine;
    const wear = machine === undefined ? undefined : this.#wear.of(machine);
    const stages = work.members.map((m) => mustGet(mustGet(this.#stages, m.route), m.stage));
    const course = courseOf({ work, stages, wear, draw: this.#draw, tries: this.#tries });
    const end = workStart + course.length;
    if (course.kind === 'finishes') {
      const { result } = course;
      this.#schedule(end, 'end', () =>
        this.#takeOff(task, attempt) ? { type: 'task-finished', task, attempt, result } : undefined,
      );
      return;
    }
    const { failure } = course;
    const broken = failure.class === 'equipment-failure' ? wear?.reliability : undefined;
    if (broken !== undefined && machine !== undefined) {
      this.#schedule(end, 'down', () =>
        this.#underWay.get(task)?.attempt === attempt ? this.#breakDown(machine, broken) : undefined,
      );
    }
    this.#schedule(end, 'failure', () => {
      if (!this.#takeOff(task, attempt)) return undefined;
      // After the use that led to it was counted.
      if (broken !== undefined && machine !== undefined) this.#wear.repair(machine);
      return { type: 'task-failed', task, attempt, failure };
    });
  }

  #cancelTask({ task, attempt, reason }: CommandOf<'cancel-task'>): void {
    const failure = { class: 'cancelled', detail: reason, executions: [] } as const;
    this.#schedule(this.#now, 'failure', () =>
      this.#takeOff(task, attempt) ? { type: 'task-failed', task, attempt, failure } : undefined,
    );
  }

  /** The use of the machine up to now counts; false: the task had been taken off before. */
  #takeOff(task: TaskId, attempt: number): boolean {
    const known = this.#underWay.get(task);
    if (known?.attempt !== attempt) return false;
    this.#underWay.delete(task);
    const { placement } = known.work;
    if (placement.kind !== 'pool') this.#wear.use(placement.machine, Math.max(0, this.#now - known.workStart));
    return true;
  }

  #breakDown(machine: MachineId, { repair }: Reliability): Event {
    const number = (this.#breakdowns.get(machine) ?? 0) + 1;
    this.#breakdowns.set(machine, number);
    const length = Math.max(1, Math.round(lognormal(this.#draw('repair', `${machine}#${number}`), repair)));
    this.#schedule(this.#now + length, 'up', () => ({ type: 'machine-up', machine }));
    // Whoever announces the breakdown knows how long a repair takes on average, not how long this one will.
    const expectedUp = after(this.#now, repair.mean);
    return { type: 'machine-down', machine, reason: 'simulated breakdown', expectedUp };
  }
}

type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>;

/** Never rejects: what goes wrong in the planner is an event like others. */
async function ask(planner: Planner, request: number, situation: Situation): Promise<Event> {
  try {
    return { type: 'plan-arrived', request, plan: await planner({ situation }) };
  } catch (error) {
    return { type: 'plan-failed', request, message: error instanceof Error ? error.message : String(error) };
  }
}

const stagesByRoute = ({ workflows }: Scenario): ReadonlyMap<WorkflowId, ReadonlyMap<StageId, Stage>> =>
  new Map([...workflows].map(([id, { stages }]) => [id, new Map(stages.map((s) => [s.id, s]))]));
