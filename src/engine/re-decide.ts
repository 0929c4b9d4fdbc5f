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
import { createPendingTimers, type PendingTimers } from './pending-timers.ts';
import { causeOf, type Cause, type Rest } from './re-decide-cause.ts';
import { sameFact } from './same-fact.ts';
import type { RunState } from './state.ts';
import { step } from './step.ts';
import { takeUp } from './take-up.ts';
import type { Decision } from './turn.ts';

export type Redecision =
  | {
      readonly kind: 'same';
      /** Events and timers that came to something. */
      readonly decisions: number;
      /** After the last fact, `unfinished` ones included. */
      readonly state: RunState;
      /** What the last decision came to beyond what is recorded: of a run that was cut off in the middle of it. */
      readonly unfinished: readonly Timed<Fact>[];
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
  const state = initialState(scenario);
  const timers = createPendingTimers();
  const ahead = [...resumptions];
  let decisions = 0;
  let place = 0;
  for (let recorded = facts[0]; recorded !== undefined; recorded = facts[place]) {
    for (let next = ahead[0]; next !== undefined && next.place <= place; next = ahead[0]) {
      timers.clear();
      timers.set(takeUp(state, next.at));
      ahead.shift();
    }
    const cut = planCutOff(facts, place, ahead);
    if (cut > place) {
      for (const fact of facts.slice(place, cut)) apply(state, fact);
      place = cut;
      continue;
    }
    const found = decideNext({ state, timers, lateness, rest: (places) => facts[place + places] });
    if (found.kind === 'none') return { kind: 'differs', decisions, place, recorded, ...found.why };
    const differing = found.facts.findIndex((decided, k) => {
      const other = facts[place + k];
      return other !== undefined && !sameFact(other, decided);
    });
    if (differing >= 0) {
      place += differing;
      return {
        kind: 'differs',
        decisions,
        place,
        recorded: facts[place],
        decided: found.facts[differing],
        cause: found.cause,
      };
    }
    decisions++;
    place += found.facts.length;
    if (place > facts.length) {
      return { kind: 'same', decisions, state, unfinished: found.facts.slice(facts.length - place) };
    }
  }
  return { kind: 'same', decisions, state, unfinished: [] };
}

interface Scene {
  readonly state: RunState;
  readonly timers: PendingTimers;
  readonly lateness: number;
  readonly rest: Rest;
}

type Found =
  | { readonly kind: 'facts'; readonly facts: readonly Timed<Fact>[]; readonly cause: string }
  | { readonly kind: 'none'; readonly why: Pick<Difference, 'decided' | 'cause'> };

/** What the engine comes to where the rest of the facts begins. */
function decideNext({ state, timers, lateness, rest }: Scene): Found {
  const first = rest(0);
  assert(first !== undefined, 'there is no fact');
  for (
    let due = timers.takeBefore(first.at - lateness);
    due !== undefined;
    due = timers.takeBefore(first.at - lateness)
  ) {
    const heard = attempt(state, { type: 'timer', timer: due.timer, at: seconds(Math.max(due.due, state.now)) });
    if (heard.kind === 'none') return heard;
    const [decided] = heard.facts;
    if (decided !== undefined) return { kind: 'none', why: { decided, cause: heard.cause } };
    timers.set(heard.commands);
  }
  const cause = causeOf(state, rest);
  if (cause.kind === 'none') return nothing(`nothing leads to ${first.type} by itself`);
  const event = cause.kind === 'event' ? cause.event : timerBehind(cause, timers, first.at);
  if (event === undefined) return nothing(`no ${cause.kind === 'timer' ? cause.name : ''} is due`);
  const tried = attempt(state, event);
  if (tried.kind === 'none') return tried;
  if (tried.facts.length === 0) return nothing(tried.cause);
  timers.set(tried.commands);
  return tried;
}

const nothing = (cause: string): Found & { kind: 'none' } => ({ kind: 'none', why: { decided: undefined, cause } });

function timerBehind(
  { fits }: Extract<Cause, { kind: 'timer' }>,
  timers: PendingTimers,
  at: Seconds,
): Timed<Event> | undefined {
  const heard = timers.take(at, fits);
  return heard === undefined ? undefined : { type: 'timer', timer: heard.timer, at };
}

/** Facts may be of any hand: what the engine's own assertions reject is an answer here, not a bug. */
function attempt(
  state: RunState,
  event: Timed<Event>,
): (Decision & Found & { kind: 'facts' }) | (Found & { kind: 'none' }) {
  const cause = onEvent(event);
  try {
    return { kind: 'facts', cause, ...step(state, event) };
  } catch (error) {
    return nothing(`${cause}, which cannot be: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function onEvent(event: Timed<Event>): string {
  if (event.type === 'timer') return `on timer ${event.timer}`;
  return 'task' in event ? `on ${event.type} of ${event.task}` : `on ${event.type}`;
}

/** Behind the refusal of a plan whose record a crash cut off; `place` where there is none here. */
function planCutOff(facts: readonly Timed<Fact>[], place: number, ahead: readonly Resumption[]): number {
  const [next] = ahead;
  if (next === undefined) return place;
  const isPart = facts
    .slice(place, next.place)
    .every((f) => f.type === 'task-planned' || f.type === 'maintenance-planned');
  return isPart && facts[next.place]?.type === 'plan-refused' ? next.place + 1 : place;
}
