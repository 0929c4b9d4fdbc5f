/** A machine open outside its calendar, as long as the work in the chain needs it. */

import { hours, intersect, interval, normalise, type Interval } from '../../../base/index.ts';
import type { MachineId, Scenario } from '../../../model/index.ts';
import { sayLength, timeSpeaker } from '../clock-text.ts';
import type { Change, Proposer } from './change.ts';
import { needsOf } from './need.ts';
import { withMachines } from './with-machines.ts';

export const longerOpening: Proposer = ({ atlas, chain }) =>
  needsOf(atlas, chain).flatMap(({ charted, from, cause }) => {
    if (cause.kind !== 'closed') return [];
    const { setup, start, end } = charted.task;
    const closed = [interval(cause.start, cause.end)];
    const work = interval(from - setup, from + end - start);
    return intersect(closed, [work]).map((span) => opened(atlas.scenario, cause.machine, span));
  });

function opened(scenario: Scenario, machine: MachineId, span: Interval): Change {
  const length = span.end - span.start;
  return {
    kind: 'opening',
    cost: { amount: hours(length), unit: 'machine hours' },
    description: `${machine} available from ${timeSpeaker(scenario)(span.start)} for ${sayLength(length)}`,
    applyTo: (lab) =>
      withMachines(lab, [machine], (own) => ({ ...own, available: normalise([...own.available, span]) })),
  };
}
