/** How machines are named: one rule for builders, rules and references. */

import type { ParsedEquipment, ParsedInstrument } from './document.ts';
import { id, type MachineId } from './ids.ts';

/** A sequencer's machines with the position each stands for; a sequencer of one position is one machine of its name. */
export function positionsOf(
  instrument: ParsedInstrument,
): { readonly position: string; readonly machine: MachineId }[] {
  const positions = instrument.positions ?? [instrument.id];
  return positions.map((position) => ({
    position,
    machine: id(positions.length === 1 ? instrument.id : `${instrument.id}/${position}`),
  }));
}

/** `ID-1` to `ID-n` where a count is written, else `ID`. */
export const equipmentIds = (equipment: ParsedEquipment): MachineId[] =>
  equipment.count === undefined
    ? [id(equipment.id)]
    : Array.from({ length: equipment.count }, (_, k) => id(`${equipment.id}-${k + 1}`));
