/** Limits of rules 15 to 18, moved past the plan. */

import { at } from '../../../src/base/index.ts';
import type { PlannedTask } from '../../../src/model/index.ts';
import * as edit from '../plan-edits.ts';
import { inScenario, withMachine, dented } from './change.ts';
import { openTasks, oneOf, membersOf, openMembers, machineOf } from './look.ts';
import type { LimitMutant } from './limit-mutant.ts';

export const RULES_OF_SHARING: readonly LimitMutant[] = [
  {
    name: 'an operator fewer for a second',
    code: 'STAFF',
    tighten: (good, dice) => {
      const needed = openMembers(good).filter(
        ({ stage }) => stage.kind === 'bench' && stage.attendance.operators > 0 && stage.attendance.handsOn !== 0,
      );
      const member = oneOf(dice, needed);
      return member && inScenario(good, { staff: dented(good.scenario.staff, member.task.start, 0) });
    },
  },
  {
    name: 'nobody on shift for a maintenance',
    code: 'STAFF',
    tighten: (good, dice) => {
      const attended = good.plan.maintenance.filter(({ machines, maintenance }) =>
        good.scenario.machines.some(
          (m) => machines.includes(m.id) && m.flexibleMaintenance.some((f) => f.id === maintenance && f.operators > 0),
        ),
      );
      const occurrence = oneOf(dice, attended);
      return occurrence && inScenario(good, { staff: dented(good.scenario.staff, occurrence.end - 1, 0) });
    },
  },
  {
    name: 'nobody on shift for a set-up',
    code: 'STAFF',
    tighten: (good, dice) => {
      const attended = openTasks(good).filter(
        (task) => task.setup > 0 && (machineOf(good, task)?.changeover.operators ?? 0) > 0,
      );
      const task = oneOf(dice, attended);
      return task && inScenario(good, { staff: dented(good.scenario.staff, task.start - 1, 0) });
    },
  },
  {
    name: 'room for a sample fewer than a batch holds',
    code: 'BATCH',
    tighten: (good, dice) => {
      const isBatch = (task: PlannedTask): boolean =>
        membersOf(good, task).every(({ stage }) => stage.kind === 'bench' && stage.batch !== undefined);
      // Lots without batch rule would need more cycles.
      const machines = good.scenario.machines.filter((machine) => {
        const tasks = openTasks(good).filter((task) => machineOf(good, task) === machine);
        return machine.kind === 'equipment' && tasks.length > 0 && tasks.every(isBatch);
      });
      const machine = oneOf(dice, machines);
      const task =
        machine &&
        oneOf(
          dice,
          openTasks(good).filter((t) => machineOf(good, t) === machine),
        );
      const samples = task && membersOf(good, task).reduce((sum, { n }) => sum + n, 0);
      return samples === undefined || machine === undefined
        ? undefined
        : withMachine(good, machine, { capacity: samples - 1 });
    },
  },
  {
    name: 'one read pair fewer than a lane holds',
    code: 'LANES',
    tighten: (good, dice) => {
      const run = oneOf(
        dice,
        openTasks(good).flatMap(({ placement }) => (placement.kind === 'run' ? [placement] : [])),
      );
      const fullest = Math.max(...(run?.lanes ?? []).map((lane) => lane.reduce((sum, { reads }) => sum + reads, 0)));
      const recipe = run && good.scenario.recipes.get(run.recipe);
      return (
        recipe &&
        inScenario(good, {
          recipes: new Map([...good.scenario.recipes, [recipe.id, { ...recipe, readsPerLane: fullest - 1 }]]),
        })
      );
    },
  },
  {
    name: 'more reads wanted than a lot is given',
    code: 'LANES',
    tighten: (good, dice) => {
      const member = oneOf(
        dice,
        openMembers(good).filter(({ stage }) => stage.kind === 'sequencing'),
      );
      return member && edit.order(member.order.id, { readsPerSample: 1e6 })(good);
    },
  },
  {
    name: 'index sets that clash after all',
    code: 'INDEX',
    tighten: (good, dice) => {
      const lanes = openTasks(good).flatMap(({ placement }) => (placement.kind === 'run' ? placement.lanes : []));
      const sets = lanes.map((lane) => [
        ...new Set(lane.flatMap(({ lot }) => good.scenario.orders.find((o) => o.id === String(lot))?.indexSet ?? [])),
      ]);
      const lane = oneOf(
        dice,
        sets.filter((found) => found.length > 1),
      );
      if (lane === undefined) return undefined;
      const indexSets = new Map(good.scenario.indexSets);
      const set = indexSets.get(at(lane, 0));
      if (set !== undefined) indexSets.set(set.id, { ...set, clashes: new Set([...set.clashes, at(lane, 1)]) });
      return inScenario(good, { indexSets });
    },
  },
  {
    name: 'a core fewer than is used, for a second',
    code: 'POOL',
    tighten: (good, dice) => {
      const task = oneOf(
        dice,
        openTasks(good).filter(({ placement }) => placement.kind === 'pool'),
      );
      const pools = good.scenario.pools.map((pool) =>
        task?.placement.kind === 'pool' && pool.id === task.placement.pool
          ? { ...pool, cores: dented(pool.cores, task.start, task.placement.cores - 1) }
          : pool,
      );
      return task && inScenario(good, { pools });
    },
  },
  {
    name: 'less memory than one task uses',
    code: 'POOL',
    tighten: (good, dice) => {
      const task = oneOf(
        dice,
        openTasks(good).filter(({ placement }) => placement.kind === 'pool'),
      );
      const pools = good.scenario.pools.map((pool) =>
        task?.placement.kind === 'pool' && pool.id === task.placement.pool
          ? { ...pool, memoryBytes: task.placement.memoryBytes - 1 }
          : pool,
      );
      return task && inScenario(good, { pools });
    },
  },
];
