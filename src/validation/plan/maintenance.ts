/** Rules 19 and 20: flexible maintenance comes when it is due, is not left out, and not run past. */

import { covers, levelAt, seconds, type Finding } from '../../base/index.ts';
import type { FlexibleMaintenance, Machine, MachineId, PlannedMaintenance } from '../../model/index.ts';
import { breach, when } from './breach.ts';
import type { PlanView } from './plan-view.ts';
import { staffOf } from './staff.ts';

export function* checkMaintenance(view: PlanView): Iterable<Finding> {
  for (const machine of view.machines.values()) {
    for (const flexible of machine.flexibleMaintenance) {
      const history = historyOf(view, { machine, flexible });
      yield* windows(history);
      yield* runs(view, history);
    }
  }
}

/** One flexible maintenance of one machine: what was, and what is planned. */
interface History {
  readonly machine: Machine;
  readonly flexible: FlexibleMaintenance;
  readonly lastDone: number;
  readonly runsSince: number;
  /** In order of start. */
  readonly occurrences: readonly PlannedMaintenance[];
  /** Before this instant nothing can be planned on the machines that stand still. */
  readonly freeFrom: number;
  readonly now: number;
  readonly horizon: number;
  /** Whether calendars and shifts leave room for it to start in [from, to]. */
  readonly hasRoom: (from: number, to: number) => boolean;
}

function historyOf(
  view: PlanView,
  { machine, flexible }: { machine: Machine; flexible: FlexibleMaintenance },
): History {
  const known = view.machineSituations.get(machine.id)?.maintenance.find((entry) => entry.id === flexible.id);
  return {
    machine,
    flexible,
    lastDone: known?.lastDone ?? flexible.lastDone,
    runsSince: known?.runsSince ?? 0,
    occurrences: view.plan.maintenance
      .filter(({ maintenance, machines }) => maintenance === flexible.id && machines.includes(machine.id))
      .toSorted((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1)),
    freeFrom: Math.max(...standingStill(view, { machine, flexible }).map((id) => freeFrom(view, id))),
    now: view.situation.now,
    horizon: view.scenario.horizon,
    hasRoom: (from, to) => roomIn(view, standingStill(view, { machine, flexible }), flexible, { from, to }),
  };
}

/** Some instant of [from, to] at which all machines are available and the shift is large enough, for as long as it lasts. */
function roomIn(
  view: PlanView,
  machines: readonly MachineId[],
  { duration, operators }: FlexibleMaintenance,
  { from, to }: { readonly from: number; readonly to: number },
): boolean {
  const staff = staffOf(view);
  const calendars = machines.flatMap((id) => view.machines.get(id)?.available ?? []);
  const edges = [from, ...staff.times, ...calendars.map((interval) => interval.start)];
  return edges.some((start) => {
    if (start < from || start > to) return false;
    const end = seconds(start + duration);
    const isStaffed = [seconds(start), ...staff.times.filter((t) => t > start && t < end)].every(
      (instant) => levelAt(staff, instant) >= operators,
    );
    return isStaffed && machines.every((id) => covers(view.machines.get(id)?.available ?? [], seconds(start), end));
  });
}

/** The machines that rule 21 asks for. */
export function standingStill(
  view: PlanView,
  { machine, flexible }: { machine: Machine; flexible: FlexibleMaintenance },
): readonly MachineId[] {
  if (flexible.scope === 'machine' || machine.kind !== 'position') return [machine.id];
  return view.scenario.instruments.find(({ id }) => id === machine.instrument)?.positions ?? [machine.id];
}

/** Past `now`, past a failure, past what is running there. */
function freeFrom(view: PlanView, machine: MachineId): number {
  const frozen = (view.tasksOn.get(machine) ?? []).filter(({ task }) => task.isFrozen);
  const ends = frozen.map(({ task }) => task.end);
  return Math.max(view.situation.now, view.machineSituations.get(machine)?.freeFrom ?? -Infinity, ...ends);
}

function* windows({ machine, flexible, lastDone, occurrences, ...limits }: History): Iterable<Finding> {
  const { every, everyRuns, early, late } = flexible;
  for (const { id, start } of occurrences) {
    if (start >= limits.now) continue;
    const message = `maintenance ${id} starts ${when(start)}, before now, ${when(limits.now)}`;
    yield breach({ code: 'MAINTENANCE-WINDOW', path: `/maintenance/${id}`, message, hint: 'Plan from now on.' });
  }
  if (every === undefined) return;
  const what = `${flexible.id} of ${machine.id}`;
  let due = lastDone + every;
  for (const { id, start, end } of occurrences) {
    const opens = Math.max(limits.freeFrom, due - early);
    const isBlocked = limits.freeFrom > due + late || (start > due + late && !limits.hasRoom(opens, due + late));
    const earliest = isBlocked ? limits.freeFrom : everyRuns === undefined ? due - early : -Infinity;
    const latest = isBlocked ? Infinity : due + late;
    if (start < earliest || start > latest) {
      yield breach({
        code: 'MAINTENANCE-WINDOW',
        path: `/maintenance/${id}`,
        message: `${what} starts ${when(start)}; due ${when(due)}, it may start ${isBlocked ? `from ${when(earliest)} on` : `from ${when(due - early)} to ${when(latest)}`}`,
        hint: 'Move it into its window.',
      });
    }
    due = end + every;
  }
  // On a machine that is not free before the horizon there is nothing to maintain within it.
  if (Math.max(due + late, limits.freeFrom) >= limits.horizon) return;
  yield breach({
    code: 'MAINTENANCE-MISSING',
    path: `/machines/${machine.id}`,
    message: `${what} is due ${when(due)}, at the latest ${when(due + late)}, before the horizon, ${when(limits.horizon)}, and not planned`,
    hint: 'Plan the occurrence.',
  });
}

/** A task under way began before `now`: it is one of `runsSince`. */
function* runs(view: PlanView, { machine, flexible, runsSince, occurrences, horizon }: History): Iterable<Finding> {
  const { everyRuns } = flexible;
  if (everyRuns === undefined) return;
  let count = runsSince;
  let next = 0;
  for (const { task, path } of view.tasksOn.get(machine.id) ?? []) {
    if (task.isFrozen || task.start >= horizon) continue;
    for (let done = occurrences[next]; done !== undefined && done.start <= task.start; done = occurrences[++next]) {
      count = 0;
    }
    count += 1;
    if (count <= everyRuns) continue;
    yield breach({
      code: 'MAINTENANCE-RUNS',
      path,
      message: `task ${task.id} is run ${count} on ${machine.id} since ${flexible.id}; it is needed every ${everyRuns} runs`,
      hint: `Plan ${flexible.id} before it.`,
    });
  }
}
