/** Utilization of what is not a sequencer: preparation equipment by class, and compute pools. */

import { NEVER, at, by, compareText, hours, intersect, interval, measure } from '../base/index.ts';
import type { ComputePool, MachineId, PoolId, Scenario } from '../model/index.ts';
import { insideHorizon } from './demand.ts';
import type { Timeline } from './timeline.ts';

/** Work without set-up, inside the horizon. */
export interface EquipmentUtilization {
  readonly class: string;
  readonly machines: number;
  readonly busyHours: number;
  readonly calendarUtilization: number;
  /** Of the hours in which the machines are open and not in fixed maintenance; 0 where they never are. */
  readonly availableUtilization: number;
}

export interface PoolUtilization {
  readonly pool: PoolId;
  readonly coreHoursUsed: number;
  readonly coreHoursOffered: number;
  /** 0 where nothing is offered. */
  readonly utilization: number;
}

/** Sorted by class. */
export function equipmentUtilization(scenario: Scenario, timeline: Timeline): readonly EquipmentUtilization[] {
  const equipment = scenario.machines.filter((machine) => machine.kind === 'equipment');
  const classes = [...new Set(equipment.map((machine) => machine.class))].toSorted(compareText);
  return classes.map((name) => {
    const machines = equipment.filter((machine) => machine.class === name);
    const ids = new Set<MachineId>(machines.map((machine) => machine.id));
    const busy = timeline.attempts.reduce(
      (sum, a) =>
        a.placement.kind === 'machine' && ids.has(a.placement.machine) ? sum + insideHorizon(a, scenario) : sum,
      0,
    );
    const open = machines.reduce((sum, m) => sum + measure(intersect(m.available, [interval(0, scenario.horizon)])), 0);
    return {
      class: name,
      machines: machines.length,
      busyHours: hours(busy),
      calendarUtilization: share(busy, machines.length * scenario.horizon),
      availableUtilization: share(busy, open),
    };
  });
}

/** Sorted by pool. */
export function poolUtilization(scenario: Scenario, timeline: Timeline): readonly PoolUtilization[] {
  return scenario.pools
    .map((pool) => {
      const used = timeline.attempts.reduce(
        (sum, { placement, start, end }) =>
          placement.kind === 'pool' && placement.pool === pool.id
            ? sum + placement.cores * insideHorizon({ start, end }, scenario)
            : sum,
        0,
      );
      const offered = coreSeconds(pool, scenario);
      return {
        pool: pool.id,
        coreHoursUsed: hours(used),
        coreHoursOffered: hours(offered),
        utilization: share(used, offered),
      };
    })
    .toSorted(by((p) => p.pool, compareText));
}

const coreSeconds = ({ cores }: ComputePool, scenario: Scenario): number =>
  cores.times.reduce((sum, start, k) => {
    const end = cores.times[k + 1] ?? NEVER;
    return sum + at(cores.levels, k) * insideHorizon({ start, end }, scenario);
  }, 0);

const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);
