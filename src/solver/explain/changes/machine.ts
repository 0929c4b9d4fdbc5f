/** One more of a machine that the chain waits for: rented, or a place at another site. Open at all times, never maintained. */

import { by, compareText, interval } from '../../../base/index.ts';
import { id, type Instrument, type Machine, type MachineId, type Scenario } from '../../../model/index.ts';
import type { WaitCause } from '../explanation.ts';
import type { Change, Proposer } from './change.ts';
import { needsOf } from './need.ts';

/** Waits that another machine of the kind would end. */
const MACHINE_CAUSES: readonly WaitCause['kind'][] = [
  'machine',
  'maintenance',
  'fixed-maintenance',
  'run-limit',
  'closed',
  'down',
];

export const oneMore: Proposer = ({ atlas, chain }) =>
  needsOf(atlas, chain)
    .flatMap(({ cause }) => (MACHINE_CAUSES.includes(cause.kind) && 'machine' in cause ? [cause.machine] : []))
    .flatMap((machine) => atlas.machines.get(machine) ?? [])
    .map(another);

function another(machine: Machine): Change {
  const kind = machine.kind === 'position' ? `position like ${machine.id}` : machine.class;
  return {
    kind: 'machine',
    cost: { amount: 1, unit: 'machines' },
    description: `one more ${kind}, rented or at another site`,
    applyTo: (scenario) => withCopy(scenario, machine),
  };
}

/** A position comes with a sequencer of its own, so that maintenance of the whole sequencer does not stop it. */
function withCopy(scenario: Scenario, machine: Machine): Scenario {
  const name = freeName(scenario, machine.id);
  const copy = copyOf(scenario, machine, name);
  const machines = [...scenario.machines, copy].toSorted(by((m) => m.id, compareText));
  if (machine.kind === 'equipment') return { ...scenario, machines };
  const like = scenario.instruments.find((i) => i.id === machine.instrument);
  const own: Instrument = { id: id(name), type: like?.type ?? name, positions: [copy.id] };
  return { ...scenario, machines, instruments: [...scenario.instruments, own] };
}

function copyOf(scenario: Scenario, machine: Machine, name: string): Machine {
  const { initialState: _state, serial: _serial, ...rest } = machine;
  const available = [interval(0, scenario.calendarEnd)];
  const idle = { id: id<MachineId>(name), available, fixedMaintenance: [], flexibleMaintenance: [] };
  return rest.kind === 'position' ? { ...rest, ...idle, instrument: id(name) } : { ...rest, ...idle };
}

function freeName({ machines }: Scenario, like: string): string {
  let name = `${like}+1`;
  for (let k = 2; machines.some((m) => m.id === name); k++) name = `${like}+${k}`;
  return name;
}
