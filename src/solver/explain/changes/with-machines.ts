/** A scenario with some of its machines edited. */

import type { Machine, MachineId, Scenario } from '../../../model/index.ts';

export const withMachines = (
  scenario: Scenario,
  ids: readonly MachineId[],
  edit: (machine: Machine) => Machine,
): Scenario => ({
  ...scenario,
  machines: scenario.machines.map((machine) => (ids.includes(machine.id) ? edit(machine) : machine)),
});
