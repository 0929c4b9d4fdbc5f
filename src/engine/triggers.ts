/**
 * After which facts a new plan is worth asking for, and how soon: once for all that happens at an instant, never while an
 * answer is awaited, and not at once for what can wait.
 */

import { HOUR, MINUTE, after, between, duration, mustGet, type Duration, type Seconds } from '../base/index.ts';
import type { Fact, PlannedTask, PlanReason, Shortage, Timed } from '../model/index.ts';
import { ratio } from './hazard.ts';
import { isToDo } from './agenda.ts';
import type { MachineState, Planning, RunState } from './state.ts';

/** How far from what was expected a return, an arrival or an end is worth a new plan. */
const EARLY_OR_LATE = 15 * MINUTE;
const LATE = HOUR;
/** A hazard this many times as high, or as low, may move maintenance. */
const HAZARD = 1.5;

/** Why `fact` makes a new plan worth asking for; undefined: it does not. `state`: as it was before. */
export function triggerOf(state: RunState, fact: Timed<Fact>): PlanReason | undefined {
  switch (fact.type) {
    case 'order-announced':
      return 'arrival';
    case 'order-received': {
      const { release } = mustGet(state.lookups.orders, fact.order);
      return fact.at - Math.max(0, release) >= LATE ? 'arrival' : undefined;
    }
    case 'machine-down':
      return hasWork(state, mustGet(state.machines, fact.machine)) ? 'machine-lost' : undefined;
    case 'machine-up': {
      // Without a plan since, the one in force counts on the machine already.
      const { down } = mustGet(state.machines, fact.machine);
      if (down === undefined || state.planning.requestedAt < down.since) return undefined;
      return isOff(down.expectedUp, fact.at) ? 'machine-back' : undefined;
    }
    case 'shortage-began':
      return concernsPlan(state, fact.shortage) ? 'shortage' : undefined;
    case 'shortage-ended': {
      // As with machines: without a plan since, nothing was planned around it.
      const shortage = state.shortages.get(fact.shortage);
      if (shortage === undefined || state.planning.requestedAt < shortage.since) return undefined;
      return isOff(shortage.until, fact.at) ? 'shortage' : undefined;
    }
    case 'maintenance-finished': {
      const { expectedEnd } = mustGet(state.maintenance, fact.task);
      return between(expectedEnd, fact.at) >= LATE ? 'maintenance' : undefined;
    }
    case 'hazard-assessed': {
      const wear = state.machines.get(fact.machine)?.wear;
      // What a maintenance or repair brings was planned with it.
      if (wear === undefined || (wear.foretold.by === 'renewal' && wear.charts.size === 0)) return undefined;
      return ratio(fact.multiplier, wear.planned) >= HAZARD ? 'hazard' : undefined;
    }
    case 'operator-decided':
      return fact.decision.action.do === 'set-priority' ? 'priority' : undefined;
    default:
      return undefined;
  }
}

const isOff = (expected: Seconds, at: Seconds): boolean => Math.abs(at - expected) >= EARLY_OR_LATE;

const hasWork = (state: RunState, { occupiedBy, queue, head }: MachineState): boolean =>
  occupiedBy !== undefined || queue.slice(head).some((id) => isToDo(state, id));

/** Work that runs, or is planned to begin while it lasts, is of the kind that it takes from. */
function concernsPlan({ running, plan }: RunState, { of, until }: Shortage): boolean {
  const isHit = ({ placement }: Pick<PlannedTask, 'placement'>): boolean =>
    of.kind === 'staff' ? placement.kind !== 'pool' : placement.kind === 'pool' && placement.pool === of.pool;
  for (const task of running.values()) if (isHit(task)) return true;
  for (const { task } of plan?.tasks.values() ?? []) if (task.start - task.setup < until && isHit(task)) return true;
  return false;
}

/** What is lost, or urgent, does not wait; what is gained, or may happen, waits until the last request is five minutes old. */
const PAUSES: Partial<Record<PlanReason, Duration>> = {
  arrival: duration(5 * MINUTE),
  'machine-back': duration(5 * MINUTE),
  shortage: duration(5 * MINUTE),
  maintenance: duration(5 * MINUTE),
  hazard: duration(5 * MINUTE),
};

const pauseOf = (reason: PlanReason): number => PAUSES[reason] ?? 0;

/** Of two reasons the one that can wait less; the first where both wait as long. */
export const moreUrgent = (known: PlanReason | undefined, next: PlanReason): PlanReason =>
  known === undefined || pauseOf(next) < pauseOf(known) ? next : known;

/** When what is wanted may be asked for. */
export const dueAt = ({ requestedAt }: Planning, reason: PlanReason): Seconds => after(requestedAt, pauseOf(reason));
