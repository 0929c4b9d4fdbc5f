/**
 * Is a lot about to be lost by the plan in force? Its material keeps only until a hold runs out, and the task that would
 * carry it on stands behind others for longer than that. Then a new plan is worth asking for.
 */

import { NEVER, after, mustGet, seconds, type Seconds } from '../base/index.ts';
import type { MachineId } from '../model/index.ts';
import { latestStart, readyAt } from './lots.ts';
import { startAfter } from './start-time.ts';
import type { LotState, RunState, WaitingTask } from './state.ts';
import { workOf } from './work.ts';

/** By the planned lengths of what is before it on its machine, the shifts, and the operators bound now. */
export function isEndangered(state: RunState, lot: LotState, now: Seconds): boolean {
  for (const [stage, progress] of lot.stages) {
    if (progress.status !== 'open' || progress.task === undefined) continue;
    const member = { lot: lot.id, stage };
    const ready = readyAt(state, member);
    const latest = latestStart(state, lot, stage);
    const waiting = state.plan?.tasks.get(progress.task);
    if (ready === undefined || latest >= NEVER || waiting === undefined) continue;
    const { placement } = waiting.task;
    if (placement.kind === 'pool') continue;
    const work = workOf(state, waiting.task, [member]);
    const free = freeAfterQueue(state, placement.machine, waiting, now);
    const start = startAfter(state, placement.machine, [member], work, seconds(Math.max(free, ready - work.setup)));
    if (after(start, work.setup) > latest) return true;
  }
  return false;
}

/** When a machine has done what is before a task in its queue, everything taking as long as planned. */
function freeAfterQueue(state: RunState, id: MachineId, waiting: WaitingTask, now: Seconds): Seconds {
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
