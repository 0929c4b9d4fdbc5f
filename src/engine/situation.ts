/** Where the laboratory stands, in the planner's words. */

import { by, compareText, duration, mustGet, seconds, type Seconds } from '../base/index.ts';
import type { LotSituation, MachineId, MachineSituation, Plan, RunningStage, Situation } from '../model/index.ts';
import type { LotState, MachineState, MachineWear, PlanInForce, RunState, RunningTask } from './state.ts';

/** Held lots are left out: nobody knows when they go on. Work that is overdue is expected to end in a second. */
export function situationOf(state: RunState, now: Seconds): Situation {
  const lots = [...state.lots.values()].filter((lot) => !lot.isHeld).toSorted(by((l) => l.id, compareText));
  const machines = [...state.machines].toSorted(by(([id]) => id, compareText));
  return {
    now,
    lots: lots.map((lot) => lotSituation(state, lot, now)),
    machines: machines.map(([id, machine]) => machineSituation(state, id, machine, now)),
    ...shortagesOf(state, now),
    ...prioritiesOf(state),
    ...(state.plan === undefined ? {} : { planInForce: planOf(state, state.plan, now) }),
  };
}

/** What is overdue to end is expected to in a second. */
function shortagesOf({ shortages }: RunState, now: Seconds): Pick<Situation, 'shortages'> {
  if (shortages.size === 0) return {};
  const present = [...shortages.values()].map((s) => ({ ...s, until: seconds(Math.max(s.until, now + 1)) }));
  return { shortages: present.toSorted(by((s) => s.id, compareText)) };
}

/** Of orders that are still open: the others do not compete. */
function prioritiesOf({ priorities, orders }: RunState): Pick<Situation, 'priorities'> {
  const changed = [...priorities].filter(([order]) => orders.get(order)?.isClosed === false);
  if (changed.length === 0) return {};
  return {
    priorities: changed.map(([order, priority]) => ({ order, priority })).toSorted(by((p) => p.order, compareText)),
  };
}

function lotSituation(state: RunState, lot: LotState, now: Seconds): LotSituation {
  const done: LotSituation['done'][number][] = [];
  const running: RunningStage[] = [];
  const skipped: LotSituation['skipped'][number][] = [];
  for (const [stage, { status, end, task, isVoid }] of lot.stages) {
    if (status === 'done' && end !== undefined) done.push({ stage, end });
    else if (status === 'skipped') skipped.push(stage);
    else if (status === 'running' && task !== undefined && !isVoid) {
      const { workStart, placement, ...work } = mustGet(state.running, task);
      running.push({ stage, start: workStart, end: expectedEnd(work, now), placement });
    }
  }
  return {
    lot: lot.id,
    order: lot.order,
    samples: lot.samples,
    done,
    running,
    skipped,
    notBefore: lot.notBefore,
    ...(lot.keeping === undefined ? {} : { keeping: lot.keeping }),
    ...(lot.route === mustGet(state.lookups.orders, lot.order).workflow ? {} : { route: lot.route }),
  };
}

const expectedEnd = (work: { readonly expectedEnd: Seconds }, now: Seconds): Seconds =>
  seconds(Math.max(work.expectedEnd, now + 1));

function machineSituation(state: RunState, id: MachineId, machine: MachineState, now: Seconds): MachineSituation {
  const maintenance = machine.occupiedBy === undefined ? undefined : state.maintenance.get(machine.occupiedBy);
  // A set-up under way occupies the machine as well, though the work it leads to counts from its start.
  const setupEnd = machine.occupiedBy === undefined ? undefined : state.running.get(machine.occupiedBy)?.workStart;
  const upFrom = machine.down === undefined ? now : Math.max(machine.down.expectedUp, now + 1);
  const freeFrom = Math.max(now, setupEnd ?? now, upFrom, maintenance ? expectedEnd(maintenance, now) : now);
  return {
    machine: id,
    freeFrom: seconds(freeFrom),
    ...(machine.setUpFor === undefined ? {} : { state: machine.setUpFor }),
    maintenance: [...machine.maintenance].map(([name, { lastDone, runsSince }]) => ({
      id: name,
      // One under way counts as done at its expected end: the next occurrence is due from there.
      ...(maintenance?.maintenance === name
        ? { lastDone: expectedEnd(maintenance, now), runsSince: 0 }
        : { lastDone, runsSince }),
    })),
    ...(machine.wear === undefined ? {} : { wear: wearOf(machine.wear) }),
  };
}

/** Without the use by what runs: the planner counts that itself. */
const wearOf = ({ age, multiplier }: MachineWear): NonNullable<MachineSituation['wear']> => ({
  age: duration(Math.round(age)),
  hazardMultiplier: multiplier,
});

/** What is left of the plan in force, as a plan: stability is measured against it. */
function planOf(state: RunState, plan: PlanInForce, now: Seconds): Plan {
  const waiting = [...plan.tasks.values()].filter((w) => !state.running.has(w.task.id)).map((w) => w.task);
  const running = [...state.running.values()].map((task) => frozen(task, now));
  return {
    now,
    tasks: [...waiting, ...running].toSorted((a, b) => a.start - b.start || compareText(a.id, b.id)),
    maintenance: [...plan.maintenance.values()].toSorted((a, b) => a.start - b.start || compareText(a.id, b.id)),
    lost: plan.lost.map((order) => ({
      order,
      causes: [{ kind: 'no-time', message: `order ${order} was lost in the plan in force (request ${plan.request})` }],
    })),
    objective: plan.objective.map((value) => ({ value, terms: [] })),
    method: plan.method,
  };
}

const frozen = (task: RunningTask, now: Seconds): Plan['tasks'][number] => ({
  id: task.id,
  members: task.members,
  placement: task.placement,
  setup: duration(0),
  start: task.workStart,
  end: expectedEnd(task, now),
  isFrozen: true,
});
