/** Limits of rules 19 to 21, moved past the plan. */

import { ALWAYS, constantLevel, duration } from '../../../src/base/index.ts';
import type { Machine } from '../../../src/model/index.ts';
import type { PlanCase } from '../../../src/validation/index.ts';
import { inScenario, withCare, withCheck } from './change.ts';
import { openTasks, oneOf, machineOf } from './look.ts';
import type { LimitMutant } from './limit-mutant.ts';

export const RULES_OF_MAINTENANCE: readonly LimitMutant[] = [
  {
    name: 'a window that closes a second before the maintenance',
    code: 'MAINTENANCE-WINDOW',
    tighten: (good, dice) => {
      const late = firstOccurrences(good).filter(
        ({ due, occurrence, free }) => occurrence.start > due && free < occurrence.start,
      );
      const found = oneOf(dice, late);
      // The earlier the next one is due at the latest, the shorter the horizon, lest it be missing.
      if (found === undefined) return undefined;
      const { scenario, ...rest } = withCare(good, found.occurrence, () => ({
        late: duration(found.occurrence.start - found.due - 1),
      }));
      // Open and staffed at all hours, so that there is room before.
      const machines = scenario.machines.map((machine) => ({ ...machine, available: ALWAYS }));
      const staff = constantLevel(1_000_000);
      return { ...rest, scenario: { ...scenario, machines, staff, horizon: duration(0) } };
    },
  },
  {
    name: 'a window that opens a second after the maintenance',
    code: 'MAINTENANCE-WINDOW',
    tighten: (good, dice) => {
      const early = firstOccurrences(good).filter(
        ({ due, occurrence, flexible }) => occurrence.start < due && flexible.everyRuns === undefined,
      );
      const found = oneOf(dice, early);
      return (
        found && withCare(good, found.occurrence, () => ({ early: duration(found.due - found.occurrence.start - 1) }))
      );
    },
  },
  {
    name: 'a horizon that takes in one more occurrence',
    code: 'MAINTENANCE-MISSING',
    tighten: (good, dice) => {
      const found = oneOf(
        dice,
        good.scenario.machines.flatMap((m) => m.flexibleMaintenance.filter((f) => f.every !== undefined)),
      );
      return found && inScenario(good, { horizon: duration(1e9) });
    },
  },
  {
    name: 'one run more than a maintenance allows',
    code: 'MAINTENANCE-RUNS',
    tighten: (good, dice) => {
      const runsOn = (machine: Machine): number =>
        openTasks(good).filter((task) => machineOf(good, task) === machine && task.start < good.scenario.horizon)
          .length;
      const machine = oneOf(
        dice,
        good.scenario.machines.filter((m) => runsOn(m) > 0),
      );
      return machine && withCheck(good, machine, { everyRuns: runsOn(machine) - 1 });
    },
  },
  {
    name: 'a maintenance that takes a second longer',
    code: 'MAINTENANCE-SCOPE',
    tighten: (good, dice) => {
      const occurrence = oneOf(dice, good.plan.maintenance);
      return occurrence && withCare(good, occurrence, (f) => ({ duration: duration(f.duration + 1) }));
    },
  },
];

/** The first occurrence to come of each maintenance by time, with when it is due. */
function firstOccurrences(good: PlanCase) {
  return good.scenario.machines.flatMap((machine) => {
    const known = good.situation.machines.find((m) => m.machine === machine.id);
    return machine.flexibleMaintenance.flatMap((flexible) => {
      const [occurrence] = good.plan.maintenance.filter(
        (m) => m.maintenance === flexible.id && m.machines.includes(machine.id),
      );
      if (flexible.every === undefined || occurrence === undefined) return [];
      const lastDone = known?.maintenance.find((m) => m.id === flexible.id)?.lastDone ?? flexible.lastDone;
      const busy = good.plan.tasks.filter(
        (t) => t.isFrozen && t.placement.kind !== 'pool' && occurrence.machines.includes(t.placement.machine),
      );
      const blocked = good.situation.machines.filter((m) => occurrence.machines.includes(m.machine));
      const free = Math.max(good.situation.now, ...blocked.map((m) => m.freeFrom), ...busy.map((t) => t.end));
      return [{ flexible, occurrence, due: lastDone + flexible.every, free }];
    });
  });
}
