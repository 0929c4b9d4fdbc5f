/** The first instant at which bench work or a run could start: a machine is there, the window is open, staff is on shift. */

import {
  ALWAYS,
  at,
  containing,
  firstEndingAfter,
  NEVER,
  whereAtLeast,
  type IntervalSet,
  type Seconds,
} from '../../../base/index.ts';
import type { Machine, Scenario, Stage } from '../../../model/index.ts';

/** A necessary condition only: how long the work is, and who else wants the machine, is not asked. NEVER: there is none. */
export function earliestStart(scenario: Scenario, stage: Stage, from: Seconds): Seconds {
  const { windows, operators } = needsOf(stage);
  const staffed = operators === 0 ? ALWAYS : whereAtLeast(scenario.staff, operators);
  const starts = machinesFor(scenario, stage).map((available) => firstIn([available, windows, staffed], from));
  return starts.reduce((first, start) => (start < first ? start : first), NEVER);
}

function needsOf(stage: Stage): { readonly windows: IntervalSet; readonly operators: number } {
  if (stage.kind !== 'bench') return { windows: ALWAYS, operators: 0 };
  const { operators, handsOn } = stage.attendance;
  return { windows: stage.startWindows ?? ALWAYS, operators: handsOn === 0 ? 0 : operators };
}

function machinesFor({ machines }: Scenario, stage: Stage): readonly IntervalSet[] {
  if (stage.kind === 'compute') return [ALWAYS];
  const canDo = (machine: Machine): boolean =>
    stage.kind === 'bench'
      ? machine.kind === 'equipment' && machine.class === stage.equipment
      : machine.kind === 'position' && machine.recipes.some((recipe) => stage.recipes.includes(recipe));
  return machines.filter(canDo).map(({ available }) => available);
}

/** The first instant from `from` on that lies in all sets. */
function firstIn(sets: readonly IntervalSet[], from: Seconds): Seconds {
  let instant = from;
  for (let agreed = 0; agreed < sets.length;) {
    agreed = 0;
    for (const set of sets) {
      if (containing(set, instant) !== undefined) {
        agreed++;
        continue;
      }
      const next = firstEndingAfter(set, instant);
      if (next === set.length) return NEVER;
      instant = at(set, next).start;
    }
  }
  return instant;
}
