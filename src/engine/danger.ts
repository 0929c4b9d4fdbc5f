/**
 * Is a lot about to be lost, or spoilt, by the plan in force? Its material keeps only until a hold runs out, and the task that would
 * carry it on stands behind others for longer than that. Then a new plan is worth asking for.
 */

import { NEVER, after, mustGet, seconds, type Seconds } from '../base/index.ts';
import type { MachineId } from '../model/index.ts';
import { qualityAt } from './lot-quality.ts';
import { latestStart, readyAt } from './lots.ts';
import { startAfter } from './start-time.ts';
import type { LotState, RunState, WaitingTask } from './state.ts';
import { workOf } from './work.ts';

export interface Fate {
  readonly isEndangered: boolean;
  /** Quality that it loses beyond what the plan lets it lose, >= 0. */
  readonly fades: number;
}

/** By the planned lengths of what is before it on its machine, the shifts, and the operators bound now. */
export function fateOf(state: RunState, lot: LotState, now: Seconds): Fate {
  let fades = 0;
  for (const [stage, progress] of lot.stages) {
    if (progress.status !== 'open' || progress.task === undefined) continue;
    const waiting = state.plan?.tasks.get(progress.task);
    if (waiting === undefined || waiting.task.placement.kind === 'pool') continue;
    const { start: planned, placement } = waiting.task;
    const member = { lot: lot.id, stage };
    const ready = readyAt(state, member);
    if (ready === undefined) continue;
    const work = workOf(state, waiting.task, [member]);
    const free = freeAfterQueue(state, placement.machine, waiting, now);
    const from = seconds(Math.max(free, ready - work.setup));
    const start = after(
      startAfter(state, { machine: placement.machine, members: [member], work, now }, from),
      work.setup,
    );
    if (start > latestStart(state, lot, stage)) return { isEndangered: true, fades };
    if (start < NEVER) fades = Math.max(fades, qualityAt(state, lot, planned) - qualityAt(state, lot, start));
  }
  return { isEndangered: false, fades };
}

/** When a machine has done what is before a task in its queue, everything taking as long as planned. */
export function freeAfterQueue(state: RunState, id: MachineId, waiting: WaitingTask, now: Seconds): Seconds {
  const machine = mustGet(state.machines, id);
  let free: number = Math.max(now, machine.down?.expectedUp ?? now);
  if (machine.occupiedBy !== undefined) {
    const occupant = state.running.get(machine.occupiedBy) ?? state.maintenance.get(machine.occupiedBy);
    free = Math.max(free, occupant?.expectedEnd ?? now);
  }
  for (const name of machine.queue.slice(machine.head)) {
    if (name === waiting.task.id) break;
    const task = state.plan?.tasks.get(name)?.task;
    if (task === undefined || state.running.has(name)) continue;
    // What is planned for later does not stand in the way of what is due now.
    if (task.start - task.setup > free) break;
    free += task.end - task.start + task.setup;
  }
  return seconds(free);
}
