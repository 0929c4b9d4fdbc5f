/** Everything that keeps a task from starting at other instants, on the machine that the plan chose and on others. */

import { complement, intersect, interval, mustGet, normalise, type Seconds } from '../../../base/index.ts';
import type { Machine, MachineId } from '../../../model/index.ts';
import { cutTo, type Blocker, type Question } from './blocker.ts';
import { holdBlockers, tiesOf } from './hold.ts';
import { machineBlockers } from './machine.ts';
import { poolBlockers, poolOf } from './pool.ts';
import { slotsOf } from './slot.ts';
import { staffBlockers } from './staff.ts';

export { compareBlockers, questionAbout, type Blocker, type Question } from './blocker.ts';
export { tiesOf, type Tie } from './hold.ts';
export { attendanceOf, staffShortages } from './staff.ts';

/** On the machine or pool that the plan chose. Holds are apart: they count only where nothing else is in the way. */
export function blockersOf(question: Question): {
  readonly hard: readonly Blocker[];
  readonly holds: readonly Blocker[];
} {
  return { hard: hardBlockers(question), holds: cutTo(question.within, holdBlockers(question, hardBlockers)) };
}

function hardBlockers(question: Question): readonly Blocker[] {
  const { placement } = question.charted.task;
  return placement.kind === 'pool'
    ? cutTo(question.within, poolBlockers(question, poolOf(question, placement), placement))
    : blockersOn(question, mustGet(question.atlas.machines, placement.machine));
}

function blockersOn(question: Question, machine: Machine): readonly Blocker[] {
  const inSlots = slotsOf(question, machine).flatMap((slot) => {
    const [within] = intersect([slot.starts], [question.within]);
    if (within === undefined) return [];
    const there: Question = { ...question, setup: slot.setup, within };
    return cutTo(within, [...machineBlockers(there, machine, slot), ...staffBlockers(there, machine)]);
  });
  return [...inSlots, ...cutTo(question.within, windowBlockers(question))];
}

/**
 * The earliest start on another machine that does the same work in the same time, everything else staying where it is;
 * ties: the machine's id.
 */
export function soonerElsewhere(question: Question): { readonly on: MachineId; readonly start: Seconds } | undefined {
  let best: { on: MachineId; start: Seconds } | undefined;
  const from = Math.max(question.within.start, ...tiesOf(question).map((tie) => tie.start));
  if (from >= question.within.end) return undefined;
  for (const machine of alternativesOf(question)) {
    const blocked = blockersOn(question, machine).map((b) => b.starts);
    const [free] = intersect(complement(normalise(blocked)), [interval(from, question.within.end)]);
    if (free !== undefined && (best === undefined || free.start < best.start)) {
      best = { on: machine.id, start: free.start };
    }
  }
  return best;
}

function alternativesOf({ atlas, charted }: Question): readonly Machine[] {
  const { placement } = charted.task;
  if (placement.kind === 'pool') return [];
  const chosen = mustGet(atlas.machines, placement.machine);
  return atlas.scenario.machines.filter((machine) => {
    if (machine.id === chosen.id) return false;
    if (machine.kind === 'equipment') {
      return chosen.kind === 'equipment' && machine.class === chosen.class && machine.capacity === chosen.capacity;
    }
    return placement.kind === 'run' && machine.recipes.includes(placement.recipe);
  });
}

const windowBlockers = ({ charted }: Question): readonly Blocker[] =>
  charted.members.flatMap(({ stage }): readonly Blocker[] =>
    stage.kind !== 'bench' || stage.startWindows === undefined
      ? []
      : complement(stage.startWindows).map((closed) => ({
          starts: closed,
          cause: { kind: 'start-window', opens: closed.end },
        })),
  );
