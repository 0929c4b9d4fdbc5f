/**
 * How worn each machine is. Use ages it; maintenance takes part of the age away (Kijima type II), repair all of it. What is
 * wrong with it beyond its age (a raised hazard at the outset, hidden wear-out later) goes with a repair, and with a
 * maintenance by chance: with the probability `renewal`, for what takes a share of the age away finds a fault as often.
 */

import { mustGet } from '../base/index.ts';
import type { MachineId, Reliability, Scenario } from '../model/index.ts';
import type { Draw } from './draws.ts';
import type { Wear } from './weibull.ts';

export interface MachineWear {
  /** undefined: the machine never fails by itself. */
  of(machine: MachineId): (Wear & { readonly reliability: Reliability }) | undefined;
  /** Standard deviations by which its readings are off, towards the bad side; `side` is that of signals that may be off either way. */
  shiftOf(machine: MachineId): { readonly shift: number; readonly side: 1 | -1 };
  use(machine: MachineId, length: number): void;
  maintain(machine: MachineId): void;
  repair(machine: MachineId): void;
}

interface State {
  readonly reliability: Reliability;
  age: number;
  hazardMultiplier: number;
  /** Since nothing was wrong. */
  use: number;
  /** Use after which something is wrong. */
  onset: number;
  /** Times that nothing was wrong: the beginning, repairs, maintenance that renewed. */
  lives: number;
  maintenances: number;
}

export function createMachineWear(scenario: Scenario, draw: Draw): MachineWear {
  const states = new Map<MachineId, State>();

  const onsetOf = (machine: MachineId, { wearOut }: Reliability, life: number): number =>
    wearOut === undefined ? Infinity : -wearOut.onset * Math.log(draw('wear-onset', `${machine}#${life}`));

  for (const { id, reliability } of scenario.machines) {
    if (reliability === undefined) continue;
    const { age, hazardMultiplier } = reliability;
    const onset = onsetOf(id, reliability, 1);
    states.set(id, { reliability, age, hazardMultiplier, use: 0, onset, lives: 1, maintenances: 0 });
  }

  const renew = (machine: MachineId, state: State): void => {
    state.lives++;
    state.use = 0;
    state.hazardMultiplier = 1;
    state.onset = onsetOf(machine, state.reliability, state.lives);
  };

  return {
    of: (machine) => {
      const state = states.get(machine);
      if (state === undefined) return undefined;
      const { reliability, age, hazardMultiplier, use, onset } = state;
      const { shape, scale, wearOut } = reliability;
      const hidden = wearOut && { wearOut: { in: Math.max(0, onset - use), hazard: wearOut.hazard } };
      return { shape, scale, age, hazardMultiplier, ...hidden, reliability };
    },
    shiftOf: (machine) => {
      const state = states.get(machine);
      if (state === undefined || state.use < state.onset) return { shift: 0, side: 1 };
      const side = draw('wear-side', `${machine}#${state.lives}`) < 0.5 ? -1 : 1;
      return { shift: state.reliability.wearOut?.shift ?? 0, side };
    },
    use: (machine, length) => {
      const state = states.get(machine);
      if (state === undefined) return;
      state.age += length;
      state.use += length;
    },
    maintain: (machine) => {
      if (!states.has(machine)) return;
      const state = mustGet(states, machine);
      const { renewal } = state.reliability;
      state.age *= 1 - renewal;
      if (draw('renewal', `${machine}#${++state.maintenances}`) < renewal) renew(machine, state);
    },
    repair: (machine) => {
      if (!states.has(machine)) return;
      const state = mustGet(states, machine);
      state.age = 0;
      renew(machine, state);
    },
  };
}
