/**
 * One step of a run: an event comes in, facts and commands come out.
 *
 * What an event means directly is recorded at once (`react`). What has become possible is started by a wake-up timer at the
 * same instant, after all events of that instant are heard: who comes first in the plan is served first, not who is first
 * reported. The same wake-up gets a plan for lots without one, and ends a run that could never go on: the engine never hangs.
 */

import { NEVER, assert, type Seconds } from '../base/index.ts';
import type { Event, Timed } from '../model/index.ts';
import { closeOrderSamples, endRun } from './closing.ts';
import { dispatch } from './dispatch.ts';
import { requestPlan } from './planning.ts';
import { react } from './react.ts';
import type { LotState, RunState } from './state.ts';
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
  if (event.type === 'timer' && event.timer.startsWith(WAKE)) settle(turn);
  else if (facts.length > 0) wakeAt(turn, event.at);
  return { facts, commands };
}

const WAKE = 'wake:';

/** Named by its instant: however often it is asked for, it is one timer. */
function wakeAt(turn: Turn, due: Seconds): void {
  if (turn.state.phase === 'open') turn.command({ type: 'set-timer', timer: `${WAKE}${due}`, due });
}

function settle(turn: Turn): void {
  const { state, now } = turn;
  while (state.phase === 'open') {
    if (state.openOrders === 0) return endRun(turn, 'complete');
    const wake = dispatch(turn);
    const { uncovered, outstanding } = state.planning;
    if (uncovered.size > 0 && outstanding === undefined) requestPlan(turn, 'recovery');
    if (isStuck(state, wake)) giveUp(turn);
    else {
      if (wake > now && wake < NEVER) wakeAt(turn, wake);
      return;
    }
  }
}

/** Nothing is under way or to be waited for, but there are lots that want work. */
function isStuck(state: RunState, wake: number): boolean {
  if (state.running.size > 0 || state.maintenance.size > 0 || state.planning.outstanding !== undefined) return false;
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
