/**
 * What occupied which machine and pool when: the one shape in which a plan and a run are measured and drawn, so that
 * both stand side by side.
 */

import { NEVER, after, by, compareNumbers, compareText, firstOf, seconds, type Seconds } from '../base/index.ts';
import type {
  Fact,
  FailureClass,
  MachineId,
  MaintenanceId,
  Plan,
  PlannedTask,
  Scenario,
  TaskId,
  TaskPlacement,
  Timed,
} from '../model/index.ts';
import { carriedOver } from './carried-over.ts';

export interface Timeline {
  /** Sorted by start, then task, then attempt. */
  readonly attempts: readonly Attempt[];
  /** Sorted by start, then task. Flexible maintenance only: the fixed one is in the scenario. */
  readonly maintenance: readonly MaintenanceSpell[];
  /** Sorted by start, then machine. */
  readonly downtime: readonly Downtime[];
  /** Nothing is known after this. */
  readonly until: Seconds;
}

/** One try at a task: set-up in [setupStart, start), work in [start, end). */
export interface Attempt {
  readonly task: TaskId;
  readonly attempt: number;
  readonly members: PlannedTask['members'];
  readonly placement: TaskPlacement;
  readonly setupStart: Seconds;
  readonly start: Seconds;
  /** Of an unfinished one: `until`. */
  readonly end: Seconds;
  readonly outcome: 'planned' | 'succeeded' | 'failed' | 'unfinished';
  /** Where it failed. */
  readonly failure?: FailureClass;
}

export interface MaintenanceSpell {
  readonly task: TaskId;
  readonly maintenance: MaintenanceId;
  readonly machines: readonly MachineId[];
  readonly start: Seconds;
  readonly end: Seconds;
}

export interface Downtime {
  readonly machine: MachineId;
  readonly start: Seconds;
  readonly end: Seconds;
  readonly reason: string;
}

export function timelineOfPlan(plan: Plan): Timeline {
  const attempts = plan.tasks.map((task): Attempt => ({
    task: task.id,
    attempt: 1,
    members: task.members,
    placement: task.placement,
    setupStart: after(task.start, -task.setup),
    start: task.start,
    end: task.end,
    outcome: 'planned',
  }));
  const maintenance = plan.maintenance.map(({ id, ...spell }) => ({ task: id, ...spell }));
  const until = [...attempts, ...maintenance].reduce<Seconds>((last, x) => (x.end > last ? x.end : last), plan.now);
  return sorted({ attempts, maintenance, downtime: [], until });
}

/** `facts` in the order of the ledger. Work under way at instant 0 is added from the scenario; facts tell its real end. */
export function timelineOfFacts(scenario: Scenario, facts: Iterable<Timed<Fact>>): Timeline {
  const log: Log = { attempts: new Map(), maintenance: new Map(), downtime: [] };
  for (const attempt of carriedOver(scenario)) log.attempts.set(keyOf(attempt), attempt);
  let until = seconds(0);
  for (const fact of facts) {
    if (fact.at > until) until = fact.at;
    note(log, fact);
  }
  return sorted({
    attempts: [...log.attempts.values()].map((attempt) => endedBy(until, attempt)),
    maintenance: [...log.maintenance.values()].map((spell) => endedBy(until, spell)),
    downtime: log.downtime.map((spell) => endedBy(until, spell)),
    until,
  });
}

/** Spells whose end is not known yet end at NEVER. */
interface Log {
  readonly attempts: Map<string, Attempt>;
  readonly maintenance: Map<TaskId, MaintenanceSpell>;
  readonly downtime: Downtime[];
}

function note(log: Log, fact: Timed<Fact>): void {
  switch (fact.type) {
    case 'task-started': {
      const { task, attempt, members, placement } = fact;
      const start = after(fact.at, fact.setup);
      const open = { setupStart: fact.at, start, end: NEVER, outcome: 'unfinished' } as const;
      log.attempts.set(keyOf(fact), { task, attempt, members, placement, ...open });
      break;
    }
    case 'task-finished':
      change(log.attempts, keyOf(fact), (a): Attempt => ({ ...a, end: fact.at, outcome: 'succeeded' }));
      break;
    case 'task-failed':
      change(log.attempts, keyOf(fact), (a) => ({ ...a, ...failedAt(a, fact.at), failure: fact.failure.class }));
      break;
    case 'maintenance-started': {
      const { task, maintenance, machines } = fact;
      log.maintenance.set(task, { task, maintenance, machines, start: fact.at, end: NEVER });
      break;
    }
    case 'maintenance-finished':
      change(log.maintenance, fact.task, (m) => ({ ...m, end: fact.at }));
      break;
    case 'machine-down':
      log.downtime.push({ machine: fact.machine, start: fact.at, end: NEVER, reason: fact.reason });
      break;
    case 'machine-up': {
      const last = log.downtime.findLastIndex((d) => d.machine === fact.machine && d.end === NEVER);
      const spell = log.downtime[last];
      if (spell !== undefined) log.downtime[last] = { ...spell, end: fact.at };
      break;
    }
    default:
  }
}

const keyOf = (fact: { readonly task: TaskId; readonly attempt: number }): string => `${fact.task}\n${fact.attempt}`;

function change<K, V>(map: Map<K, V>, key: K, update: (value: V) => V): void {
  const value = map.get(key);
  if (value !== undefined) map.set(key, update(value));
}

/** One that fails during its set-up never began its work. */
const failedAt = (attempt: Attempt, end: Seconds): Pick<Attempt, 'start' | 'end' | 'outcome'> => ({
  start: attempt.start < end ? attempt.start : end,
  end,
  outcome: 'failed',
});

function endedBy<T extends { readonly start: Seconds; readonly end: Seconds }>(until: Seconds, spell: T): T {
  if (spell.end !== NEVER) return spell;
  return { ...spell, end: until > spell.start ? until : spell.start };
}

const sorted = (timeline: Timeline): Timeline => ({
  ...timeline,
  attempts: timeline.attempts.toSorted(
    firstOf(
      by((a) => a.start, compareNumbers),
      by((a) => a.task, compareText),
      by((a) => a.attempt, compareNumbers),
    ),
  ),
  maintenance: timeline.maintenance.toSorted(
    firstOf(
      by((m) => m.start, compareNumbers),
      by((m) => m.task, compareText),
    ),
  ),
  downtime: timeline.downtime.toSorted(
    firstOf(
      by((d) => d.start, compareNumbers),
      by((d) => d.machine, compareText),
    ),
  ),
});
