/**
 * What keeps a task off a machine: other tasks, maintenance, closed hours.
 *
 * Set-ups depend on what ran before. Directly behind its predecessor the task's own set-up is exact; everywhere else the
 * longest changeover of the machine is assumed, so that no start is called free that is not.
 */

import { after, complement, intersect, interval, NEVER, subtract, type Duration } from '../../../base/index.ts';
import type { Machine } from '../../../model/index.ts';
import { startsOver, type Blocker, type Question } from './blocker.ts';

/** `isElsewhere`: asked of another machine than the one that the plan chose. */
export function machineBlockers(question: Question, machine: Machine, isElsewhere: boolean): readonly Blocker[] {
  return [
    ...taskBlockers(question, machine, isElsewhere),
    ...maintenanceBlockers(question, machine),
    ...calendarBlockers(question, machine),
  ];
}

export const longestChangeover = ({ changeover }: Machine): Duration =>
  changeover.rules.reduce((longest, { time }) => (time > longest ? time : longest), changeover.default);

function taskBlockers(question: Question, machine: Machine, isElsewhere: boolean): readonly Blocker[] {
  const { atlas, charted, setup, length, ignore } = question;
  const longest = longestChangeover(machine);
  const { start } = charted.task;
  const others = (atlas.tasksOn.get(machine.id) ?? []).filter((other) => !ignore.has(other.task.id));
  // What follows on the chosen machine is never in the way of an earlier start.
  const concerned = isElsewhere ? others : others.filter((other) => other.task.start < start);
  const direct = isElsewhere ? undefined : concerned.at(-1);
  return concerned.map((other): Blocker => {
    const { task } = other;
    const before = other === direct ? setup : longest;
    const busy = interval(task.start - Math.max(task.setup, longest), task.end);
    return {
      starts: startsOver(busy, -before, length),
      cause: { kind: 'machine', machine: machine.id, task: task.id, setup: before },
    };
  });
}

function maintenanceBlockers({ atlas, setup, length }: Question, machine: Machine): readonly Blocker[] {
  return atlas.plan.maintenance
    .filter((occurrence) => occurrence.machines.includes(machine.id))
    .map((occurrence) => ({
      starts: startsOver(occurrence, -setup, length),
      cause: {
        kind: 'maintenance',
        machine: machine.id,
        maintenance: occurrence.maintenance,
        task: occurrence.id,
      },
    }));
}

function calendarBlockers({ atlas, setup, length, within }: Question, machine: Machine): readonly Blocker[] {
  const near = [interval(within.start - setup, within.end + length)];
  const closed = intersect(complement(machine.available), near);
  const fixed = machine.fixedMaintenance.flatMap(({ id, at }): readonly Blocker[] =>
    intersect(closed, [at]).map((shut) => ({
      starts: startsOver(shut, -setup, length),
      cause: { kind: 'fixed-maintenance', machine: machine.id, maintenance: id },
    })),
  );
  const maintained = machine.fixedMaintenance.reduce((rest, { at }) => subtract(rest, [at]), closed);
  const shut = maintained.map((hours): Blocker => {
    const { start, end } = hours;
    return {
      starts: startsOver(hours, -setup, length),
      cause: { kind: 'closed', machine: machine.id, start, end },
    };
  });
  const freeFrom = atlas.situation.machines.find((m) => m.machine === machine.id)?.freeFrom;
  const down: readonly Blocker[] =
    freeFrom === undefined || freeFrom <= atlas.plan.now
      ? []
      : [
          {
            starts: interval(-NEVER, after(freeFrom, setup)),
            cause: { kind: 'down', machine: machine.id, freeFrom },
          },
        ];
  return [...fixed, ...shut, ...down];
}
