/** Limits of rules 11 to 14, moved past the plan. */

import { duration, interval, seconds, subtract } from '../../../src/base/index.ts';
import { id } from '../../../src/model/index.ts';
import * as edit from '../plan-edits.ts';
import { withStage, withMachine, CHECK, withCheck } from './change.ts';
import { openTasks, oneOf, openMembers, machineOf, startsOn, beginOf } from './look.ts';
import type { LimitMutant } from './limit-mutant.ts';

export const RULES_OF_MACHINES: readonly LimitMutant[] = [
  {
    name: 'another class of equipment',
    code: 'MODE',
    tighten: (good, dice) => {
      const member = oneOf(
        dice,
        openMembers(good).filter(({ stage }) => stage.kind === 'bench'),
      );
      return (
        member &&
        withStage(good, member.stage.id, (stage) => (stage.kind === 'bench' ? { ...stage, equipment: 'other' } : stage))
      );
    },
  },
  {
    name: 'a position without the recipe',
    code: 'MODE',
    tighten: (good, dice) => {
      const run = oneOf(
        dice,
        openTasks(good).filter(({ placement }) => placement.kind === 'run'),
      );
      const machine = run && machineOf(good, run);
      return machine && withMachine(good, machine, { recipes: [id<never>('other')] });
    },
  },
  {
    name: 'a computation that needs a core more',
    code: 'MODE',
    tighten: (good, dice) => {
      const member = oneOf(
        dice,
        openMembers(good).filter(({ stage }) => stage.kind === 'compute'),
      );
      return (
        member &&
        withStage(good, member.stage.id, (stage) =>
          stage.kind === 'compute' ? { ...stage, cores: stage.cores + 1 } : stage,
        )
      );
    },
  },
  {
    name: 'a changeover a second longer',
    code: 'SETUP',
    tighten: (good, dice) => {
      const task = oneOf(
        dice,
        openTasks(good).filter(({ placement }) => placement.kind !== 'pool'),
      );
      const machine = task && machineOf(good, task);
      return (
        machine &&
        withMachine(good, machine, {
          changeover: { ...machine.changeover, default: duration(task.setup + 1), rules: [] },
        })
      );
    },
  },
  {
    name: 'a machine that is away for a second',
    code: 'CALENDAR',
    tighten: (good, dice) => {
      const machine = oneOf(
        dice,
        good.scenario.machines.filter((m) => startsOn(good, m).length > 0),
      );
      const item = machine && oneOf(dice, startsOn(good, machine));
      return (
        item &&
        withMachine(good, machine, { available: subtract(machine.available, [interval(item.start, item.start + 1)]) })
      );
    },
  },
  {
    name: 'a machine that is free a second after it is taken',
    code: 'CALENDAR',
    tighten: (good, dice) => {
      const machine = oneOf(
        dice,
        good.scenario.machines.filter((m) => startsOn(good, m).length > 0),
      );
      const first = machine && startsOn(good, machine).toSorted((a, b) => beginOf(a) - beginOf(b))[0];
      // A maintenance would come too early for its window as well.
      if (first === undefined || !('setup' in first)) return undefined;
      const known = good.situation.machines.find((m) => m.machine === machine?.id);
      const freeFrom = seconds(beginOf(first) + 1);
      const entry = { machine: id<never>(machine?.id ?? ''), maintenance: [], ...known, freeFrom };
      const others = good.situation.machines.filter((m) => m !== known);
      return { ...good, situation: { ...good.situation, machines: [...others, entry] } };
    },
  },
  {
    name: 'a maintenance in the middle of a task',
    code: 'OVERLAP',
    tighten: (good, dice) => {
      const task = oneOf(
        dice,
        openTasks(good).filter(({ placement }) => placement.kind !== 'pool'),
      );
      const machine = task && machineOf(good, task);
      if (task === undefined || machine === undefined) return undefined;
      const start = dice.int(beginOf(task), task.end - 1);
      const occurrence = {
        id: id<never>('check'),
        maintenance: CHECK.id,
        machines: [machine.id],
        start: seconds(start),
        end: seconds(start + CHECK.duration),
      };
      return edit.maintain(occurrence)(withCheck(good, machine, {}));
    },
  },
];
