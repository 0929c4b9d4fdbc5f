/**
 * The gaps between the tasks of a machine into which a task could move, each with the set-up that it would need there: the
 * changeover depends on what runs before (docs/PLAN-RULES.md, rule 12).
 */

import { at, interval, NEVER, type Duration, type Interval } from '../../../base/index.ts';
import type { Changeover, Machine } from '../../../model/index.ts';
import type { ChartedTask } from '../atlas.ts';
import type { Question } from './blocker.ts';

export interface Slot {
  /** Starts that put the task between the two neighbours, whether or not it fits. */
  readonly starts: Interval;
  /** Of the task itself. */
  readonly setup: Duration;
  readonly before?: ChartedTask;
  /** The next task, with the set-up that it would need then. */
  readonly after?: { readonly task: ChartedTask; readonly setup: Duration };
}

/** In time. On the machine that the plan chose, what follows the task there is never in the way of an earlier start. */
export function slotsOf({ atlas, charted, ignore }: Question, machine: Machine): readonly Slot[] {
  const { task } = charted;
  const isChosen = task.placement.kind !== 'pool' && task.placement.machine === machine.id;
  const others = (atlas.tasksOn.get(machine.id) ?? []).filter(
    (other) => !ignore.has(other.task.id) && (!isChosen || other.task.start < task.start),
  );
  const present = atlas.situation.machines.find((m) => m.machine === machine.id)?.state ?? machine.initialState;
  const own = stateOf(charted);
  return Array.from({ length: others.length + 1 }, (_, k): Slot => {
    const before = others[k - 1];
    const after = others[k];
    return {
      starts: interval(before?.task.start ?? -NEVER, after?.task.start ?? NEVER),
      setup: changeoverTime(machine.changeover, before === undefined ? present : stateOf(before), own),
      ...(before && { before }),
      ...(after && { after: { task: after, setup: changeoverTime(machine.changeover, own, stateOf(after)) } }),
    };
  });
}

/** Recipe of a run; on equipment the batch family, or the stage where it has no batch rule. */
function stateOf({ task, members }: ChartedTask): string {
  if (task.placement.kind === 'run') return task.placement.recipe;
  const { stage } = at(members, 0);
  return stage.kind === 'bench' ? (stage.batch?.family ?? stage.id) : stage.id;
}

function changeoverTime(changeover: Changeover, from: string | undefined, to: string): Duration {
  if (from === undefined) return changeover.default;
  const matches = (pattern: string, state: string): boolean => pattern === '*' || pattern === state;
  return changeover.rules.find((rule) => matches(rule.from, from) && matches(rule.to, to))?.time ?? changeover.default;
}
