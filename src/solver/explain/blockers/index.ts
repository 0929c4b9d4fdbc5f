/** Everything that keeps a task from starting at other instants, on the machine that the plan chose and on others. */

import { complement, interval, intersect, mustGet, normalise, type Seconds } from '../../../base/index.ts';
import type { Machine, MachineId } from '../../../model/index.ts';
import { cutTo, type Blocker, type Question } from './blocker.ts';
import { holdBlockers } from './hold.ts';
import { longestChangeover, machineBlockers } from './machine.ts';
import { poolBlockers, poolOf } from './pool.ts';
import { staffBlockers } from './staff.ts';

export { compareBlockers, questionAbout, type Blocker, type Question } from './blocker.ts';
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
  if (placement.kind === 'pool') {
    return cutTo(question.within, poolBlockers(question, poolOf(question, placement), placement));
  }
  const machine = mustGet(question.atlas.machines, placement.machine);
  return cutTo(question.within, [
    ...machineBlockers(question, machine, false),
    ...staffBlockers(question, machine),
    ...windowBlockers(question),
  ]);
}

/** The earliest start on another machine that does the same work in the same time; ties: the machine's id. */
export function soonerElsewhere(question: Question): { readonly on: MachineId; readonly start: Seconds } | undefined {
  let best: { on: MachineId; start: Seconds } | undefined;
  for (const machine of alternativesOf(question)) {
    const setup = longestChangeover(machine);
    // Before the plan's instant no set-up begins.
    const from = Math.max(question.within.start, question.atlas.plan.now + setup);
    if (from >= question.within.end) continue;
    const there: Question = { ...question, setup, within: interval(from, question.within.end) };
    const blocked = [
      ...machineBlockers(there, machine, true),
      ...staffBlockers(there, machine),
      ...windowBlockers(there),
      ...holdBlockers(there, hardBlockers),
    ];
    const [free] = intersect(complement(normalise(blocked.map((b) => b.starts))), [there.within]);
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
