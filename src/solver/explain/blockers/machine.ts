/** What keeps a task off a machine: other tasks, maintenance, closed hours. */

import { at, complement, intersect, interval, NEVER, seconds, subtract } from '../../../base/index.ts';
import type { Machine } from '../../../model/index.ts';
import type { ChartedTask } from '../atlas.ts';
import { startsOver, type Blocker, type Question } from './blocker.ts';
import type { Slot } from './slot.ts';

/** The question's set-up is that of the slot. */
export function machineBlockers(question: Question, machine: Machine, slot: Slot): readonly Blocker[] {
  return [
    ...neighbourBlockers(question, machine, slot),
    ...maintenanceBlockers(question, machine),
    ...runLimitBlockers(question, machine),
    ...calendarBlockers(question, machine),
  ];
}

function neighbourBlockers({ length }: Question, machine: Machine, { setup, before, after }: Slot): readonly Blocker[] {
  const blocker = (name: Blocker['cause'] & { kind: 'machine' }, start: number, end: number): Blocker => ({
    starts: startsOver(interval(start, end), -setup, length),
    cause: name,
  });
  const cause = (task: ChartedTask) => ({ kind: 'machine', machine: machine.id, task: task.task.id, setup }) as const;
  return [
    ...(before === undefined ? [] : [blocker(cause(before), before.task.start, before.task.end)]),
    ...(after === undefined
      ? []
      : [blocker(cause(after.task), after.task.task.start - after.setup, after.task.task.end)]),
  ];
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

/** Between two occurrences no more than `everyRuns` tasks start: where there are as many, none may be moved in. */
function runLimitBlockers({ atlas, ignore }: Question, machine: Machine): readonly Blocker[] {
  const { plan, scenario, situation } = atlas;
  const present = situation.machines.find((m) => m.machine === machine.id)?.maintenance ?? [];
  const others = (atlas.tasksOn.get(machine.id) ?? []).filter(({ task }) => !task.isFrozen && !ignore.has(task.id));
  return machine.flexibleMaintenance.flatMap(({ id, everyRuns }): readonly Blocker[] => {
    if (everyRuns === undefined) return [];
    const occurrences = plan.maintenance.filter((m) => m.maintenance === id && m.machines.includes(machine.id));
    const edges = [plan.now, ...occurrences.map((m) => m.start), scenario.horizon];
    const spans = edges.slice(1).map((end, k) => interval(at(edges, k), end));
    const cause = { kind: 'run-limit', machine: machine.id, maintenance: id, everyRuns } as const;
    return spans.flatMap((span, k) => {
      const inside = others.filter(({ task }) => span.start <= task.start && task.start < span.end).length;
      const runs = inside + (k === 0 ? (present.find((m) => m.id === id)?.runsSince ?? 0) : 0);
      return runs < everyRuns ? [] : [{ starts: span, cause }];
    });
  });
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
  const known = atlas.situation.machines.find((m) => m.machine === machine.id)?.freeFrom ?? atlas.plan.now;
  const freeFrom = seconds(Math.max(known, atlas.plan.now));
  const down: Blocker = {
    starts: interval(-NEVER, freeFrom + setup),
    cause: { kind: 'down', machine: machine.id, freeFrom },
  };
  return [...fixed, ...shut, down];
}
