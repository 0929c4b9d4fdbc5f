/**
 * What a decision answers, from the facts that it came to.
 *
 * The first of them says it: every event but a timer leaves in a fact what it told. A plan is put together again from its
 * tasks; what facts do not keep of an event, the engine does not look at.
 */

import type {
  BenchRecord,
  Event,
  Execution,
  Fact,
  LotId,
  Plan,
  PlannedMaintenance,
  TaskId,
  TaskResult,
  Timed,
} from '../model/index.ts';
import { STOPPED } from './closing.ts';
import { lotWatchedBy } from './limits.ts';
import { lotOfSample } from './lots.ts';
import { hasBegunSince, NO_ANSWER, requestWatchedBy } from './planning.ts';
import type { RunState } from './state.ts';
import { isWakeUp } from './step.ts';

export type Cause =
  | { readonly kind: 'event'; readonly event: Timed<Event> }
  /** A timer of this kind, whose name no fact keeps. */
  | { readonly kind: 'timer'; readonly name: string; readonly fits: (timer: string) => boolean }
  /** Nothing that a world tells leads to such a fact first of all. */
  | { readonly kind: 'none' };

/** `rest`: facts from the one whose cause is asked for. `state`: as it was before it. */
export function causeOf(state: RunState, rest: Rest): Cause {
  const first = rest(0);
  if (first === undefined) return NONE;
  switch (first.type) {
    case 'run-opened':
      return event(first, { type: 'opened', run: first.run });
    case 'order-announced':
      return event(first, { type: 'order-announced', order: first.order });
    case 'order-received':
      return event(first, { type: 'order-received', order: first.order });
    case 'task-planned':
    case 'maintenance-planned':
    case 'plan-adopted':
      return event(first, { type: 'plan-arrived', request: first.request, plan: planIn(state, rest) });
    case 'plan-refused': {
      const { request, reason } = first;
      if (reason === NO_ANSWER) return timer(`wait for plan ${request}`, (name) => requestWatchedBy(name) === request);
      return event(first, { type: 'plan-failed', request, message: reason });
    }
    case 'execution-recorded':
    case 'bench-recorded':
    case 'sample-measured':
    case 'sample-failed':
    case 'task-finished':
    case 'task-failed':
      return causeOfEnd(rest);
    case 'stage-skipped':
    case 'sample-closed':
      return causeOfClosing(state, rest);
    case 'maintenance-finished':
    case 'machine-down':
    case 'machine-up':
    case 'shortage-began':
    case 'shortage-ended':
    case 'operator-decided':
      return event(first, first);
    case 'telemetry-read':
      return event(first, { ...first, type: 'telemetry' });
    case 'prognosis-received':
      return event(first, { type: 'prognosis', prognosis: first.prognosis });
    case 'run-closed':
      return first.reason === 'stopped' ? event(first, { type: 'closed' }) : WAKE_UP;
    case 'plan-requested':
    case 'task-overtook':
    case 'task-started':
    case 'maintenance-started':
      return WAKE_UP;
    default:
      return NONE;
  }
}

/** The fact that is so many places on; undefined behind the last one. */
export type Rest = (places: number) => Timed<Fact> | undefined;

const NONE: Cause = { kind: 'none' };
const timer = (name: string, fits: (timer: string) => boolean): Cause => ({ kind: 'timer', name, fits });
const WAKE_UP = timer('wake-up', isWakeUp);

const event = ({ at }: Timed<Fact>, told: Event): Cause => ({ kind: 'event', event: { ...told, at } });

/** What an attempt did is told before that it has ended. */
function causeOfEnd(rest: Rest): Cause {
  const executions: Execution[] = [];
  const measurements: TaskResult['measurements'][number][] = [];
  const failedSamples: TaskResult['failedSamples'][number][] = [];
  let bench: BenchRecord | undefined;
  for (let place = 0; ; place++) {
    const fact = rest(place);
    switch (fact?.type) {
      case 'execution-recorded':
        executions.push(fact.execution);
        break;
      case 'bench-recorded':
        bench = fact.bench;
        break;
      case 'sample-measured':
        for (const { metric, value, unit } of fact.measurements) {
          measurements.push({ sample: fact.sample, metric, value, unit });
        }
        break;
      case 'sample-failed':
        failedSamples.push({ sample: fact.sample, failure: fact.failure });
        break;
      case 'task-finished': {
        const result = { executions, measurements, failedSamples, ...(bench && { bench }) };
        return event(fact, { type: 'task-finished', task: fact.task, attempt: fact.attempt, result });
      }
      case 'task-failed': {
        const failure = { ...fact.failure, executions, ...(bench && { bench }) };
        return event(fact, { type: 'task-failed', task: fact.task, attempt: fact.attempt, failure });
      }
      default:
        return NONE;
    }
  }
}

/** A limit that passed, the end of the run, or that nothing can go on any more: the first fact of a closing says which. */
function causeOfClosing(state: RunState, rest: Rest): Cause {
  const fact = rest(0);
  if (fact?.type === 'sample-closed') {
    return causeOfEnding(fact, { ...fact, lot: lotOfSample(state, fact.sample)?.id });
  }
  if (fact?.type !== 'stage-skipped') return NONE;
  const [, outcome = '', reason = ''] = /^([a-z-]+): (.*)$/s.exec(fact.reason) ?? [];
  return causeOfEnding(fact, { outcome, reason, lot: fact.lot });
}

interface Closing {
  readonly outcome: string;
  readonly reason: string;
  readonly lot: LotId | undefined;
}

function causeOfEnding(fact: Timed<Fact>, { outcome, reason, lot }: Closing): Cause {
  if (reason === STOPPED) return event(fact, { type: 'closed' });
  if (outcome !== 'expired') return WAKE_UP;
  return timer(`limit of lot ${lot}`, (name) => lot !== undefined && lotWatchedBy(name) === lot);
}

/** As far as it was recorded: tasks, maintenance, then what the plan as a whole is. */
function planIn(state: RunState, rest: Rest): Plan {
  const tasks: Plan['tasks'][number][] = [];
  const maintenance: PlannedMaintenance[] = [];
  for (let place = 0; ; place++) {
    const fact = rest(place);
    if (fact?.type === 'task-planned') tasks.push({ ...fact.task, id: plainName(fact.request, fact.task.id) });
    else if (fact?.type === 'maintenance-planned') {
      maintenance.push({ ...fact.maintenance, id: plainName(fact.request, fact.maintenance.id) });
    } else {
      const { lost = [], objective = [], method = NO_METHOD } = fact?.type === 'plan-adopted' ? fact : {};
      return {
        now: state.now,
        tasks,
        maintenance: [...passedOver(state, maintenance), ...maintenance],
        lost: lost.map((order) => ({ order, causes: [] })),
        objective: objective.map((value) => ({ value, terms: [] })),
        method,
      };
    }
  }
}

const NO_METHOD = { name: '', seed: 0, iterations: 0, isReproducible: false } as const;

/** The planner's own name: the engine puts the request's number before it. */
const plainName = (request: number, task: TaskId): TaskId =>
  (task.startsWith(`p${request}-`) ? task.slice(`p${request}-`.length) : task) as TaskId;

/**
 * The first occurrence of a maintenance that has begun since the plan was asked for is not recorded; where the plan had one, it is
 * not known any more. Something stands in its place, so that it is passed over again, and not the one after it.
 */
function passedOver(state: RunState, recorded: readonly PlannedMaintenance[]): readonly PlannedMaintenance[] {
  const first = new Map<string, PlannedMaintenance>();
  for (const one of recorded) {
    const key = `${one.machines[0]}/${one.maintenance}`;
    if (!first.has(key)) first.set(key, one);
  }
  return [...first.values()]
    .filter(({ maintenance, machines: [machine] }) => {
      return machine !== undefined && state.machines.has(machine) && hasBegunSince(state, machine, maintenance);
    })
    .map((one, place) => ({ ...one, id: `passed-over-${place}` as TaskId }));
}
