/**
 * One step of a run: an event comes in, facts and commands come out.
 *
 * What an event means directly is recorded at once (`react`). What has become possible is started by a wake-up timer at the
 * same instant, after all events of that instant are heard: who comes first in the plan is served first, not who is first
 * reported. The same wake-up gets a plan for lots without one, and ends a run that could never go on: the engine never hangs.
 */

import { MINUTE, NEVER, after, assert, seconds, type Seconds } from '../base/index.ts';
import type { Event, Timed } from '../model/index.ts';
import { closeOrderSamples, endRun } from './closing.ts';
import { dispatch } from './dispatch.ts';
import { hasDeviated } from './deviation.ts';
import { MOST_REFUSALS, requestPlan } from './planning.ts';
import { react } from './react.ts';
import type { LotState, RunState } from './state.ts';
import { dueAt } from './triggers.ts';
import { openTurn, type Decision, type Turn } from './turn.ts';

/**
 * What `event` comes to. Pure: `state` stays as it was.
 * Law: `step(state, event)` gives the same decision and leaves the state that applying these facts to `state` gives.
 */
export const decide = (state: RunState, event: Timed<Event>): Decision => step(copyState(state), event);

/** As `decide`, and applies the facts on the way: consumes `state`, which is then the next state. What drivers use. */
export function step(state: RunState, event: Timed<Event>): Decision {
  const turn = openTurn(state, event.at);
  const { facts, commands } = turn;
  if (state.phase === 'closed') return { facts, commands };
  assert((state.phase === 'new') === (event.type === 'opened'), `${event.type} comes in a run that is ${state.phase}`);
  react(turn, event);
  if (event.type === 'timer' && isWakeUp(event.timer)) settle(turn);
  else if (facts.length > 0) wakeAt(turn, event.at);
  return { facts, commands };
}

const WAKE = 'wake:';

export const isWakeUp = (timer: string): boolean => timer.startsWith(WAKE);

/** Named by its instant: however often it is asked for, it is one timer. */
export function wakeAt(turn: Turn, due: Seconds): void {
  if (turn.state.phase === 'open') turn.command({ type: 'set-timer', timer: `${WAKE}${due}`, due });
}

function settle(turn: Turn): void {
  const { state, now } = turn;
  while (state.phase === 'open') {
    if (state.openOrders === 0) {
      // Work that was called off still ends, and what it did belongs on record.
      if (state.running.size === 0) endRun(turn, 'complete');
      return;
    }
    // A plan that comes at once is better followed than the one that it replaces: what can start now is started after it.
    if (askForPlan(turn)) return wakeAt(turn, now);
    const wake = dispatch(turn);
    const asking = coverLots(turn);
    if (isStuck(state, wake) && asking === NEVER) giveUp(turn);
    else {
      const next = seconds(Math.min(wake, asking, pauseEnd(state)));
      if (next > now && next < NEVER) wakeAt(turn, next);
      return;
    }
  }
}

/** For what has happened since the last request; while an answer is awaited, what is wanted waits along. */
function askForPlan(turn: Turn): boolean {
  const { state, now } = turn;
  const { outstanding, wanted } = state.planning;
  if (outstanding !== undefined) return false;
  const reason = pauseEnd(state) <= now ? wanted : hasDeviated(state, now) ? 'deviation' : undefined;
  if (reason !== undefined) requestPlan(turn, reason);
  return reason !== undefined;
}

/** When what is wanted may be asked for; NEVER: nothing is, or an answer is awaited, which wakes the engine by itself. */
function pauseEnd({ planning }: RunState): Seconds {
  const { outstanding, wanted } = planning;
  return wanted === undefined || outstanding !== undefined ? NEVER : dueAt(planning, wanted);
}

const SECOND_TRY = 10 * MINUTE;

/** Asks for a plan for lots that have none; when it was refused, a few more times. Returns when the next time is, or NEVER. */
function coverLots(turn: Turn): Seconds {
  const { uncovered, outstanding, refusals, requestedAt } = turn.state.planning;
  if (uncovered.size === 0 || outstanding !== undefined || refusals >= MOST_REFUSALS) return NEVER;
  const due = refusals === 0 ? turn.now : after(requestedAt, SECOND_TRY);
  if (due > turn.now) return due;
  requestPlan(turn, 'recovery');
  return NEVER;
}

/** Nothing is under way or to be waited for, but there are lots that want work. */
function isStuck(state: RunState, wake: number): boolean {
  if (state.running.size > 0 || state.maintenance.size > 0 || state.planning.outstanding !== undefined) return false;
  if (state.shortages.size > 0 || pauseEnd(state) < NEVER) return false;
  for (const { down } of state.machines.values()) if (down !== undefined) return false;
  for (const { isReceived, isClosed } of state.orders.values()) if (!isReceived && !isClosed) return false;
  // A wake-up helps only if it is for a task: planned maintenance alone brings no lot on.
  const lots = [...state.lots.values()].filter((lot) => !lot.isHeld);
  return lots.length > 0 && (wake >= NEVER || !lots.some(hasPlannedStage));
}

const hasPlannedStage = (lot: LotState): boolean =>
  [...lot.stages.values()].some((s) => s.status === 'open' && s.task !== undefined);

/** One more plan is asked for; when it brings nothing either, what is left is cancelled. */
function giveUp(turn: Turn): void {
  const { state } = turn;
  if (!state.planning.hasTriedRecovery) return requestPlan(turn, 'recovery');
  const orders = new Set([...state.lots.values()].filter((lot) => !lot.isHeld).map((lot) => lot.order));
  for (const order of orders) {
    const isLost = state.plan?.lost.includes(order) === true;
    const reason = isLost ? 'no plan finds a way to deliver the order' : 'nothing of the order can ever start';
    closeOrderSamples(turn, order, { outcome: 'cancelled', reason });
  }
}

/** A deep copy of everything that `apply` changes. */
function copyState({ scenario, lookups, ...rest }: RunState): RunState {
  return { scenario, lookups, ...structuredClone(rest) };
}
