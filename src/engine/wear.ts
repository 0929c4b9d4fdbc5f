/**
 * What facts change of a machine's wear: use ages it, a maintenance takes a share of the age away, a repair all of it (Kijima
 * type II virtual age). Both begin the charts anew and end what was foretold: it was said of the machine as it was.
 */

import { mustGet, type Seconds } from '../base/index.ts';
import type { Machine, MachineId, Prognosis } from '../model/index.ts';
import { NEW_CHART, standardised, withReading } from './condition-monitor.ts';
import { multiplierOfPrognosis } from './hazard.ts';
import type { Foretold, MachineState, MachineWear, RunningTask, RunState } from './state.ts';

/** As the scenario begins; undefined: the machine never fails by itself. */
export function newWear({ reliability }: Machine): MachineWear | undefined {
  if (reliability === undefined) return undefined;
  const { age, hazardMultiplier: multiplier } = reliability;
  const foretold: Foretold = { by: 'scenario', multiplier, basis: 'as the scenario says' };
  return { age, multiplier, planned: multiplier, foretold, charts: new Map() };
}

/** Use before instant 0 is in the age that the scenario gives. */
export function ageBy(state: RunState, { placement, workStart }: RunningTask, until: Seconds): void {
  if (placement.kind === 'pool') return;
  const { wear } = mustGet(state.machines, placement.machine);
  if (wear !== undefined) wear.age += Math.max(0, until - Math.max(0, workStart));
}

export function maintained(state: RunState, machine: MachineId): void {
  const { wear } = mustGet(state.machines, machine);
  if (wear === undefined) return;
  wear.age *= 1 - (mustGet(state.lookups.machines, machine).reliability?.renewal ?? 0);
  beginAnew(wear, 'maintained');
}

/** What comes back after it broke down was repaired; a power cut leaves it as worn as it was. */
export function cameBack({ down, wear }: MachineState): void {
  if (wear === undefined || down === undefined || isPowerCut(down.reason)) return;
  wear.age = 0;
  beginAnew(wear, 'repaired');
}

export const isPowerCut = (reason: string): boolean => reason.toLowerCase().startsWith('power');

function beginAnew(wear: MachineWear, basis: string): void {
  wear.charts.clear();
  wear.foretold = { by: 'renewal', multiplier: 1, basis };
}

export function readSignal(state: RunState, machine: MachineId, name: string, value: number): void {
  const wear = state.machines.get(machine)?.wear;
  const signal = state.lookups.machines.get(machine)?.signals?.find((s) => s.name === name);
  if (wear === undefined || signal === undefined) return;
  wear.charts.set(name, withReading(wear.charts.get(name) ?? NEW_CHART, standardised(signal, value)));
}

export function foretell(state: RunState, { machine, horizon, probability, source }: Prognosis): void {
  const wear = state.machines.get(machine)?.wear;
  const reliability = state.lookups.machines.get(machine)?.reliability;
  if (wear === undefined || reliability === undefined) return;
  const multiplier = multiplierOfPrognosis({ horizon, probability }, { ...reliability, age: wear.age });
  const chance = `${Math.round(probability * 1000) / 10} %`;
  const basis = `${source} expects failure within ${horizon} s of use with ${chance}: hazard x ${multiplier.toFixed(2)}`;
  wear.foretold = { by: 'prognosis', multiplier, basis };
}
