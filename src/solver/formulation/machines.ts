/** Machines: calendars from now on, set-up tables by state, reliability. */

import { NEVER } from '../../base/index.ts';
import type { MachineId, MachineSituation, Situation } from '../../model/index.ts';
import type { Mentions } from '../columns.ts';
import { NONE, type Machines } from '../problem.ts';
import type { Laboratory } from './laboratory.ts';
import { STAFF } from './resources.ts';

export type MachineSituations = ReadonlyMap<MachineId, MachineSituation>;

/** `states`: what the modes of the problem mention; the states that machines are in now are added. */
export function formulateMachines(
  lab: Laboratory,
  { now }: Situation,
  { situations, states }: { readonly situations: MachineSituations; readonly states: readonly Mentions[] },
): Machines {
  const { machines } = lab.scenario;
  const column = (value: (machine: (typeof machines)[number]) => number): Float64Array =>
    Float64Array.from(machines, value);
  const initial = machines.map((machine, number) => {
    const state = situations.get(machine.id)?.state ?? machine.initialState;
    return state === undefined ? undefined : states[number]?.of(lab.modes.states.of(state));
  });
  return {
    count: machines.length,
    ...calendarColumns(lab, now, situations),
    states: Int32Array.from(states, ({ count }) => count),
    initialState: Int32Array.from(initial, (state, number) => state ?? states[number]?.count ?? 0),
    ...lab.setups.columns(states),
    setupResource: Int32Array.from(machines, ({ changeover }) => (changeover.operators > 0 ? STAFF : NONE)),
    setupAmount: column(({ changeover }) => changeover.operators),
    isScarce: Uint8Array.from(machines, ({ kind }) => (kind === 'position' ? 1 : 0)),
    failureShape: column(({ reliability }) => reliability?.shape ?? 0),
    failureScale: column(({ reliability }) => reliability?.scale ?? 1),
    failureAge: column(({ id, reliability }) => situations.get(id)?.wear?.age ?? reliability?.age ?? 0),
    failureHazard: column(
      ({ id, reliability }) => situations.get(id)?.wear?.hazardMultiplier ?? reliability?.hazardMultiplier ?? 1,
    ),
    failureRenewal: column(({ reliability }) => reliability?.renewal ?? 0),
    repairMean: column(({ reliability }) => reliability?.repair.mean ?? 0),
  };
}

function calendarColumns({ scenario, calendars }: Laboratory, now: number, situations: MachineSituations) {
  const firstInterval = new Int32Array(calendars.length + 1);
  const starts: number[] = [];
  const ends: number[] = [];
  calendars.forEach((calendar, number) => {
    const machine = scenario.machines[number]?.id;
    const freeFrom = machine === undefined ? undefined : situations.get(machine)?.freeFrom;
    const from = Math.max(now, freeFrom ?? -NEVER);
    for (const { start, end } of calendar) {
      if (end <= from) continue;
      starts.push(Math.max(start, from));
      ends.push(end);
    }
    firstInterval[number + 1] = starts.length;
  });
  return { firstInterval, intervalStart: Float64Array.from(starts), intervalEnd: Float64Array.from(ends) };
}
