/** Sequencing runs that were under way when the scenario began: they count from instant 0, though no fact starts them. */

import { seconds } from '../base/index.ts';
import { id, type LotId, type MachineId, type Scenario } from '../model/index.ts';
import type { Attempt } from './timeline.ts';

/** Orders whose running stage names one position and one start share the run. Runs in `told` are left out. */
export function carriedOver(scenario: Scenario, told: readonly Attempt[]): readonly Attempt[] {
  const positions = new Set<string>(scenario.machines.flatMap((m) => (m.kind === 'position' ? [m.id] : [])));
  const known = new Set(told.map((a) => (a.placement.kind === 'run' ? keyOf(a.placement.machine, a.start) : '')));
  const runs = new Map<string, Attempt>();
  for (const order of scenario.orders) {
    for (const { stage, start, end, on, recipe } of order.progress) {
      const key = keyOf(on, start);
      if (end <= 0 || recipe === undefined || !positions.has(on) || known.has(key)) continue;
      const run = runs.get(key) ?? {
        task: id(`before/${on}`),
        attempt: 0,
        members: [],
        // What was loaded on which lane is not told.
        placement: { kind: 'run', machine: id<MachineId>(on), recipe, lanes: [] },
        setupStart: seconds(start),
        start,
        end,
        outcome: 'unfinished',
      };
      runs.set(key, { ...run, members: [...run.members, { lot: id<LotId>(order.id), stage }] });
    }
  }
  return [...runs.values()];
}

const keyOf = (machine: string, start: number): string => `${machine}\n${start}`;
