/** Why each machine is down. It comes up again when the last reason is gone. */

import type { Seconds } from '../base/index.ts';
import type { Event, MachineId } from '../model/index.ts';

export interface Outage {
  /** Unique among what may be wrong with one machine at one time. */
  readonly cause: string;
  readonly reason: string;
  readonly expectedUp: Seconds;
}

/** Both return what is to be told of it; undefined: nothing that is not known. */
export interface MachineOutages {
  begin(machine: MachineId, outage: Outage): Event | undefined;
  end(machine: MachineId, cause: string): Event | undefined;
}

/** What is told is always the outage that is expected to end last, of those that are left; ties: the first to begin. */
export function createMachineOutages(): MachineOutages {
  const outages = new Map<MachineId, Outage[]>();
  const told = new Map<MachineId, Outage>();

  const tell = (machine: MachineId): Event | undefined => {
    const left = outages.get(machine) ?? [];
    const longest = left.reduce<Outage | undefined>(
      (a, b) => (a === undefined || b.expectedUp > a.expectedUp ? b : a),
      undefined,
    );
    if (longest === told.get(machine)) return undefined;
    if (longest === undefined) {
      told.delete(machine);
      return { type: 'machine-up', machine };
    }
    told.set(machine, longest);
    return { type: 'machine-down', machine, reason: longest.reason, expectedUp: longest.expectedUp };
  };

  return {
    begin: (machine, outage) => {
      outages.set(machine, [...(outages.get(machine) ?? []), outage]);
      return tell(machine);
    },
    end: (machine, cause) => {
      outages.set(
        machine,
        (outages.get(machine) ?? []).filter((outage) => outage.cause !== cause),
      );
      return tell(machine);
    },
  };
}
