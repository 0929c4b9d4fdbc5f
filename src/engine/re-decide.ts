/**
 * Decides a run again, from its facts alone: what the world told is read off them, the engine is asked what it comes to, and that
 * is held against what was recorded. An audit of the decisions by the engine itself; `validation/` judges them without it.
 *
 * Timers leave no fact, and need none: they follow from the commands of the decisions before. So a decision that is missing is
 * found as well as one that is wrong: what a timer would have brought about must stand in the record at its instant. In a real
 * laboratory timers are heard a little late; how late at most is `LATEST`.
 */

import { assert, seconds, type Seconds } from '../base/index.ts';
import type { Event, Fact, Scenario, Timed } from '../model/index.ts';
import { apply } from './apply.ts';
import { initialState } from './initial-state.ts';
import { dropCutOff } from './planning.ts';
import { createPendingTimers, type PendingTimers } from './pending-timers.ts';
import { causeOf, type Cause } from './re-decide-cause.ts';
import { sameFact } from './same-fact.ts';
import type { RunState } from './state.ts';
import { step, wakeAt } from './step.ts';
import { takeUp } from './take-up.ts';
import { openTurn, type Decision } from './turn.ts';

export type Redecision =
  | {
      readonly kind: 'same';
      /** Events and timers that came to something. */
      readonly decisions: number;
      /** After the last fact, `unfinished` ones included. */
      readonly state: RunState;
      /** What the last decision came to beyond what is recorded, of a run that was cut off in the middle of it; else nothing. */
      readonly unfinished: Decision;
    }
  | Difference;

export interface Difference {
  readonly kind: 'differs';
  /** As recorded, before it. */
  readonly decisions: number;
  /** The first fact that is not what the engine decides; all before it are. */
  readonly place: number;
  /** undefined: the facts end here. */
  readonly recorded: Timed<Fact> | undefined;
  /** undefined: nothing. */
  readonly decided: Timed<Fact> | undefined;
  /** On what, as a clause: "on task-finished of p1-t3". */
  readonly cause: string;
}

/** Seconds by which a timer of a real laboratory may be heard late: a machine under load, and one that catches up. */
const LATEST = 60;

export interface RedecideOptions {
  readonly scenario: Scenario;
  readonly facts: readonly Timed<Fact>[];
  /** Where a driver took the run up again after another had died, in order. */
  readonly resumptions?: readonly Resumption[];
}

export interface Resumption {
  /** Number of the first fact after it. */
  readonly place: number;
  readonly at: Seconds;
}

/** Never throws for what the facts say: facts that the engine cannot take are a difference. */
export function redecide({ scenario, facts, resumptions = [] }: RedecideOptions): Redecision {
  const [opened] = facts;
  const lateness = opened?.type === 'run-opened' && opened.run.world === 'real' ? LATEST : 0;
  const scene: Scene = { state: initialState(scenario), timers: createPendingTimers(), facts, lateness };
  const ahead = [...resumptions];
  let decisions = 0;
  let place = 0;
  let last: Decision = NOTHING;
  while (place < facts.length) {
    for (let next = ahead[0]; next !== undefined && next.place <= place; next = ahead[0]) {
      scene.timers.clear();
      scene.timers.set(takeUp(scene.state, next.at));
      ahead.shift();
    }
    const end = ahead[0]?.place ?? facts.length;
    if (isAttemptCutOff(facts.slice(place, end))) {
      for (const fact of facts.slice(place, end)) apply(scene.state, fact);
      place = end;
      continue;
    }
    const found = dropPlanCutOff(scene, place, end) ?? decideNext(scene, place);
    if (found.kind === 'none') return { kind: 'differs', decisions, place, recorded: facts[place], ...found.why };
    place = found.place;
    const differing = found.facts.findIndex((decided, k) => {
      const other = facts[place + k];
      return other !== undefined && !sameFact(other, decided);
    });
    if (differing >= 0) {
      place += differing;
      const [recorded, decided] = [facts[place], found.facts[differing]];
      return { kind: 'differs', decisions, place, recorded, decided, cause: found.cause };
    }
    decisions++;
    last = { facts: found.facts.slice(facts.length - place), commands: found.commands };
    place += found.facts.length;
  }
  return { kind: 'same', decisions, state: scene.state, unfinished: place > facts.length ? last : NOTHING };
}

const NOTHING: Decision = { facts: [], commands: [] };

interface Scene {
  readonly state: RunState;
  readonly timers: PendingTimers;
  readonly facts: readonly Timed<Fact>[];
  readonly lateness: number;
}

/** A decision, and the place of its first fact. */
interface Decided extends Decision {
  readonly kind: 'decided';
  readonly place: number;
  readonly cause: string;
}

interface None {
  readonly kind: 'none';
  readonly why: Pick<Difference, 'decided' | 'cause'>;
}

/** What the engine comes to at a place in the facts. */
function decideNext({ state, timers, facts, lateness }: Scene, place: number): Decided | None {
  const first = facts[place];
  assert(first !== undefined, `there is no fact ${place}`);
  for (;;) {
    const heard = timers.takeBefore(first.at - lateness);
    if (heard === undefined) break;
    const { timer, due } = heard;
    const missed = attempt(state, { type: 'timer', timer, at: seconds(Math.max(due, state.now)) }, place);
    if (missed.kind === 'none') return missed;
    const [decided] = missed.facts;
    if (decided !== undefined) return { kind: 'none', why: { decided, cause: missed.cause } };
    timers.set(missed.commands);
  }
  const cause = causeOf(state, (places) => facts[place + places]);
  if (cause.kind === 'none') return none(`nothing leads to ${first.type} by itself`);
  const event = cause.kind === 'event' ? cause.event : timerBehind(cause, timers, first.at);
  if (event === undefined) return none(`no ${cause.kind === 'timer' ? cause.name : ''} is due`);
  const decided = attempt(state, event, place);
  if (decided.kind === 'none') return decided;
  if (decided.facts.length === 0) return none(decided.cause);
  timers.set(decided.commands);
  return decided;
}

const none = (cause: string): None => ({ kind: 'none', why: { decided: undefined, cause } });

function timerBehind(
  { fits }: Extract<Cause, { kind: 'timer' }>,
  timers: PendingTimers,
  at: Seconds,
): Timed<Event> | undefined {
  const heard = timers.take(at, fits);
  return heard === undefined ? undefined : { type: 'timer', timer: heard.timer, at };
}

/** Facts may be of any hand: what the engine's own assertions reject is an answer here, not a bug. */
function attempt(state: RunState, event: Timed<Event>, place: number): Decided | None {
  const cause = onEvent(event);
  try {
    return { kind: 'decided', place, cause, ...step(state, event) };
  } catch (error) {
    return none(`${cause}, which cannot be: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function onEvent(event: Timed<Event>): string {
  if (event.type === 'timer') return `on timer ${event.timer}`;
  return 'task' in event ? `on ${event.type} of ${event.task}` : `on ${event.type}`;
}

/**
 * A plan of which a crash has cut off the end: what is there of it stays on record, and the engine does without. undefined: there is
 * none at this place. `end`: where the run was taken up again, or the facts end.
 */
function dropPlanCutOff({ state, timers, facts }: Scene, place: number, end: number): Decided | undefined {
  const parts = facts.slice(place, end).filter(isPartOfPlan);
  const last = parts.at(-1);
  if (last === undefined || parts.length < end - place) return undefined;
  for (const part of parts) apply(state, part);
  const turn = openTurn(state, last.at);
  dropCutOff(turn, last.request);
  wakeAt(turn, last.at);
  timers.set(turn.commands);
  return { kind: 'decided', place: end, cause: `on the end of plan ${last.request}`, ...turn };
}

type PartOfPlan = Timed<Extract<Fact, { type: 'task-planned' | 'maintenance-planned' }>>;

const isPartOfPlan = (fact: Timed<Fact>): fact is PartOfPlan =>
  fact.type === 'task-planned' || fact.type === 'maintenance-planned';

/** What an attempt did, without its end, which a crash has cut off: it stays on record, and the attempt ends as one that nobody saw. */
const isAttemptCutOff = (facts: readonly Timed<Fact>[]): boolean =>
  facts.length > 0 && facts.every(({ type }) => ATTEMPT.has(type));

const ATTEMPT: ReadonlySet<Fact['type']> = new Set([
  'execution-recorded',
  'bench-recorded',
  'sample-measured',
  'sample-failed',
]);
