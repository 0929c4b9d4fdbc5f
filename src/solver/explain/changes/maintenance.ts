/** Maintenance that stands in the way, moved behind the task or before it. */

import {
  after,
  duration,
  hours,
  intersect,
  interval,
  normalise,
  subtract,
  type Interval,
} from '../../../base/index.ts';
import type { FlexibleMaintenance, Machine, MachineId, MaintenanceId } from '../../../model/index.ts';
import type { PlanAtlas } from '../atlas.ts';
import { timeSpeaker } from '../clock-text.ts';
import type { WaitCause } from '../explanation.ts';
import type { Change, Proposer } from './change.ts';
import { needsOf } from './need.ts';
import { withMachines } from './with-machines.ts';

/** Where the work would be, set-up included. */
interface Gap extends Interval {
  readonly atlas: PlanAtlas;
}

export const movedMaintenance: Proposer = ({ atlas, chain }) =>
  needsOf(atlas, chain).flatMap(({ charted, from, cause }) => {
    const { setup, start, end } = charted.task;
    const gap = { atlas, ...interval(from - setup, from + end - start) };
    if (cause.kind === 'maintenance') return flexibleMoves(gap, cause);
    return cause.kind === 'fixed-maintenance' ? fixedMoves(gap, cause) : [];
  });

/** The planner is free inside the window: it is made wider, until the occurrence fits behind or before the work. */
function flexibleMoves(gap: Gap, cause: Extract<WaitCause, { kind: 'maintenance' }>): readonly Change[] {
  const { plan } = gap.atlas;
  const occurrence = plan.maintenance.find((m) => m.id === cause.task);
  if (occurrence === undefined) return [];
  const later = gap.end - occurrence.start;
  const earlier = occurrence.end - gap.start;
  const rules = { machines: occurrence.machines, maintenance: cause.maintenance };
  return [
    ...(later > 0 ? [widened(rules, { late: later })] : []),
    ...(earlier > 0 && occurrence.start - earlier >= plan.now ? [widened(rules, { early: earlier })] : []),
  ];
}

interface Rules {
  readonly machines: readonly MachineId[];
  readonly maintenance: MaintenanceId;
}

function widened({ machines, maintenance }: Rules, by: { readonly early?: number; readonly late?: number }): Change {
  const { early = 0, late = 0 } = by;
  const widen = (rule: FlexibleMaintenance): FlexibleMaintenance =>
    rule.id === maintenance ? { ...rule, early: duration(rule.early + early), late: duration(rule.late + late) } : rule;
  const amount = hours(early + late);
  return {
    kind: 'maintenance',
    cost: { amount, unit: 'hours of maintenance moved' },
    description: `maintenance ${maintenance} of ${machines.join(', ')} allowed ${round(amount)} h ${early > 0 ? 'earlier' : 'later'} than now`,
    applyTo: (scenario) =>
      withMachines(scenario, machines, (machine) => ({
        ...machine,
        flexibleMaintenance: machine.flexibleMaintenance.map(widen),
      })),
  };
}

/** An appointment, to the first free place behind or before the work. */
function fixedMoves(gap: Gap, cause: Extract<WaitCause, { kind: 'fixed-maintenance' }>): readonly Change[] {
  const machine = gap.atlas.machines.get(cause.machine);
  const appointment = machine?.fixedMaintenance.find(
    ({ id, at }) => id === cause.maintenance && at.end > gap.start && at.start < gap.end,
  );
  if (machine === undefined || appointment === undefined || appointment.at.start < gap.atlas.plan.now) return [];
  const { at: old } = appointment;
  const length = old.end - old.start;
  const places = [interval(gap.end, gap.end + length), interval(gap.start - length, gap.start)];
  const others = machine.fixedMaintenance.filter((m) => m !== appointment).map((m) => m.at);
  return places
    .filter((place) => place.start >= gap.atlas.plan.now && intersect(normalise(others), [place]).length === 0)
    .map((place) => rebooked(gap.atlas, { machine, maintenance: cause.maintenance, old, place }));
}

interface Booking {
  readonly machine: Machine;
  readonly maintenance: MaintenanceId;
  readonly old: Interval;
  readonly place: Interval;
}

/** Hours that the machine was closed for another reason during the old appointment open with it. */
function rebooked({ scenario }: PlanAtlas, { machine, maintenance, old, place }: Booking): Change {
  const time = timeSpeaker(scenario);
  const move = (own: Machine): Machine => ({
    ...own,
    available: subtract(normalise([...own.available, old]), [place]),
    fixedMaintenance: own.fixedMaintenance.map((m) =>
      m.id === maintenance && m.at.start === old.start ? { ...m, at: place } : m,
    ),
  });
  return {
    kind: 'maintenance',
    cost: { amount: hours(Math.abs(place.start - old.start)), unit: 'hours of maintenance moved' },
    description: `maintenance ${maintenance} of ${machine.id} at ${time(place.start)} instead of ${time(after(old.start, 0))}`,
    applyTo: (lab) => withMachines(lab, [machine.id], move),
  };
}

const round = (amount: number): number => Math.round(amount * 10) / 10;
