/** Which position of its instrument a machine is: the part of its id after the instrument's and `/`; none where it has only one. */

import type { Machine } from '../../model/index.ts';

export const positionOf = (machine: Machine | undefined): string | undefined =>
  machine?.kind === 'position' && machine.id.startsWith(`${machine.instrument}/`)
    ? machine.id.slice(machine.instrument.length + 1)
    : undefined;
