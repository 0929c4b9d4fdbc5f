/**
 * Who may go before the task that the plan has next on a machine, without waiting for a new plan.
 *
 * A more urgent one (`urgency.ts`) that is ready, and only where it gains what its urgency is about and the next one does not
 * lose its own material by it: either behind the next one it would come too late, or it presses, or fades, ten times as much.
 */

import { NEVER, after, at, type Seconds } from '../base/index.ts';
import { liveMembers } from './lots.ts';
import type { MachineState, Member, RunState, WaitingTask } from './state.ts';
import { byNeed, byUrgency, urgencyOf, weightOf, whyFirst, type Urgency } from './urgency.ts';
import { workOf } from './work.ts';

export interface Candidate {
  readonly waiting: WaitingTask;
  /** Its live members; not empty. */
  readonly members: readonly Member[];
  readonly urgency: Urgency;
}

export const candidateOf = (state: RunState, waiting: WaitingTask, now: Seconds): Candidate => {
  const members = liveMembers(state, waiting.task.id, waiting.task.members);
  return { waiting, members, urgency: urgencyOf(state, waiting.task, members, now) };
};

export interface Overtaker extends Candidate {
  readonly reason: string;
  /** Behind the next one it would be too late: the machine is better kept for it. */
  readonly isRescue: boolean;
}

/** The most urgent task that may go before `next`, the head of the machine's queue; undefined: none may. */
export function overtakerOf(
  state: RunState,
  machine: MachineState,
  next: Candidate,
  now: Seconds,
): Overtaker | undefined {
  let best: Overtaker | undefined;
  const end = placeOfMaintenance(state, machine);
  for (const id of machine.ready) {
    const waiting = state.plan?.tasks.get(id);
    if (waiting === undefined || waiting === next.waiting || waiting.position >= end) continue;
    const candidate = candidateOf(state, waiting, now);
    if (byNeed(candidate.urgency, next.urgency) >= 0) continue;
    if (best !== undefined && byUrgency(best.urgency, candidate.urgency) <= 0) continue;
    const gain = gainBy(state, candidate, next, now);
    if (gain !== undefined) best = { ...candidate, ...gain };
  }
  return best;
}

/** Place of the next maintenance in the queue: nothing overtakes that. */
export function placeOfMaintenance({ plan }: RunState, { queue, head }: MachineState): number {
  if (plan === undefined || plan.maintenance.size === 0) return queue.length;
  for (let place = head; place < queue.length; place++) if (plan.maintenance.has(at(queue, place))) return place;
  return queue.length;
}

function gainBy(
  state: RunState,
  first: Candidate,
  next: Candidate,
  now: Seconds,
): Pick<Overtaker, 'reason' | 'isRescue'> | undefined {
  const spoilsFirst = isTooLateAfter(state, next, first, now);
  const spoilsNext = isTooLateAfter(state, first, next, now);
  const why = whyFirst(first.urgency, next.urgency);
  if (spoilsFirst && (!spoilsNext || worth(state, first) > worth(state, next))) {
    return { isRescue: true, reason: `${why}; behind ${next.urgency.id} it would be too late` };
  }
  const pressure = first.urgency.pressure.grade - next.urgency.pressure.grade;
  const presses = pressure > 0 || (pressure === 0 && first.urgency.fading.grade > next.urgency.fading.grade);
  if (spoilsNext || !presses || first.urgency.limit > next.urgency.limit) return undefined;
  return { isRescue: false, reason: why };
}

/** Whether `second` could not begin in time if `first` had the machine from now on. */
function isTooLateAfter(state: RunState, first: Candidate, second: Candidate, now: Seconds): boolean {
  if (second.urgency.latest >= NEVER) return false;
  const before = workOf(state, first.waiting.task, first.members);
  const { setup } = workOf(state, second.waiting.task, second.members);
  return after(now, before.setup + before.length + setup) > second.urgency.latest;
}

/** Weight of all its samples. */
const worth = (state: RunState, { members }: Candidate): number =>
  members.reduce((sum, { lot: name }) => {
    const lot = state.lots.get(name);
    return lot === undefined ? sum : sum + weightOf(state, lot) * lot.samples.length;
  }, 0);
