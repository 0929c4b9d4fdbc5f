/** How worn each machine is: use ages it, maintenance takes part of the age away, repair all of it. */

import { mustGet } from '../base/index.ts';
import type { MachineId, Reliability, Scenario } from '../model/index.ts';
import type { Wear } from './weibull.ts';

export interface MachineWear {
  /** undefined: the machine never fails by itself. */
  of(machine: MachineId): (Wear & { readonly reliability: Reliability }) | undefined;
  use(machine: MachineId, length: number): void;
  /** Kijima type II: the share `renewal` of all age goes. */
  maintain(machine: MachineId): void;
  repair(machine: MachineId): void;
}

export function createMachineWear(scenario: Scenario): MachineWear {
  const ages = new Map<MachineId, number>();
  const reliabilities = new Map<MachineId, Reliability>();
  for (const { id, reliability } of scenario.machines) {
    if (reliability === undefined) continue;
    reliabilities.set(id, reliability);
    ages.set(id, reliability.age);
  }
  const change = (machine: MachineId, age: (before: number) => number): void => {
    if (ages.has(machine)) ages.set(machine, age(mustGet(ages, machine)));
  };
  return {
    of: (machine) => {
      const reliability = reliabilities.get(machine);
      if (reliability === undefined) return undefined;
      const { shape, scale, hazardMultiplier } = reliability;
      return { shape, scale, hazardMultiplier, age: mustGet(ages, machine), reliability };
    },
    use: (machine, length) => change(machine, (age) => age + length),
    maintain: (machine) => change(machine, (age) => age * (1 - (reliabilities.get(machine)?.renewal ?? 0))),
    repair: (machine) => change(machine, () => 0),
  };
}
