/** Rule 12: the set-up before a task is the changeover from what the machine did before. */

import type { Finding } from '../../base/index.ts';
import type { Changeover, Machine } from '../../model/index.ts';
import { breach, long } from './breach.ts';
import type { PlanView, TaskView } from './plan-view.ts';

export function* checkSetups(view: PlanView): Iterable<Finding> {
  for (const machine of view.machines.values()) {
    let state = view.machineSituations.get(machine.id)?.state ?? machine.initialState;
    for (const taskView of view.tasksOn.get(machine.id) ?? []) {
      const next = stateOf(machine, taskView);
      // A task of unknown names has no state to set up for; rules 1 and 11 report it.
      if (!taskView.task.isFrozen && next !== undefined) yield* setup(taskView, { machine, from: state, to: next });
      state = next;
    }
  }
  for (const { task, path } of view.tasks) {
    if (task.placement.kind !== 'pool' || task.isFrozen || task.setup === 0) continue;
    const message = `task ${task.id} runs in a pool with a set-up of ${long(task.setup)}; pools need none`;
    yield breach({ code: 'SETUP', path, message, hint: 'Set it to 0.' });
  }
}

interface Change {
  readonly machine: Machine;
  /** undefined: unknown. */
  readonly from: string | undefined;
  readonly to: string;
}

function* setup({ task, path }: TaskView, { machine, from, to }: Change): Iterable<Finding> {
  const needed = changeoverTime(machine.changeover, from, to);
  if (task.setup === needed) return;
  yield breach({
    code: 'SETUP',
    path,
    message: `task ${task.id} has a set-up of ${long(task.setup)}; ${machine.id} needs ${long(needed)} from ${from ?? 'an unknown state'} to ${to}`,
    hint: 'Use the changeover time of the machine for what ran before.',
  });
}

/** Recipe on a position; on equipment the batch family, or the stage where it has no batch rule. */
function stateOf(machine: Machine, { recipe, members }: TaskView): string | undefined {
  if (machine.kind === 'position') return recipe?.id;
  const stage = members[0]?.stage;
  return stage?.kind === 'bench' ? (stage.batch?.family ?? stage.id) : undefined;
}

function changeoverTime(changeover: Changeover, from: string | undefined, to: string): number {
  if (from === undefined) return changeover.default;
  const matches = (pattern: string, state: string): boolean => pattern === '*' || pattern === state;
  return changeover.rules.find((rule) => matches(rule.from, from) && matches(rule.to, to))?.time ?? changeover.default;
}
