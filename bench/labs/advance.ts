/**
 * A laboratory some time later, if everything went by the plan: what is done, what is running, how machines and material stand.
 *
 * Written from docs/PLAN-RULES.md, so that replanning is measured in the middle of a run and not on an empty floor.
 */

import { mustGet, seconds, type Seconds } from '../../src/base/index.ts';
import {
  NO_DEGRADATION,
  qualityAfter,
  qualityThrough,
  type Keeping,
  type LotId,
  type LotSituation,
  type Machine,
  type MachineSituation,
  type Order,
  type Plan,
  type PlannedTask,
  type Scenario,
  type Situation,
  type Stage,
} from '../../src/model/index.ts';
import type { Lab } from './make-lab.ts';

/** `plan` was made for `lab`; `now` is after its instant. Lots that are finished by then leave. */
export function advance({ scenario, situation }: Lab, plan: Plan, now: Seconds): Lab {
  const started = plan.tasks.filter((task) => hasBegun(task, now));
  const later: Situation = {
    now,
    lots: situation.lots
      .map((lot) => lotLater(scenario, lot, { started, now }))
      .filter((lot) => lot.done.length < stagesOf(scenario, lot).length),
    machines: scenario.machines.map((machine) =>
      machineLater({ scenario, situation }, machine, { plan, started, now }),
    ),
    planInForce: planLeft(plan, now),
  };
  return { scenario, situation: later };
}

/** A task begins with its set-up. */
const hasBegun = (task: PlannedTask, now: number): boolean => task.isFrozen || task.start - task.setup < now;

/** What is still to come, and what is under way, frozen. */
function planLeft(plan: Plan, now: Seconds): Plan {
  return {
    ...plan,
    now,
    tasks: plan.tasks
      .filter((task) => task.end > now)
      .map((task) => (hasBegun(task, now) ? { ...task, isFrozen: true } : task)),
    maintenance: plan.maintenance.filter((occurrence) => occurrence.start >= now),
  };
}

interface Past {
  readonly started: readonly PlannedTask[];
  readonly now: Seconds;
}

function lotLater(scenario: Scenario, lot: LotSituation, { started, now }: Past): LotSituation {
  const entries = started.flatMap(({ members, start, end, placement }) =>
    members.filter((member) => member.lot === lot.lot).map(({ stage }) => ({ stage, start, end, placement })),
  );
  const finished = entries.filter(({ end }) => end <= now).toSorted((a, b) => a.start - b.start);
  const order = orderOf(scenario, lot);
  const keeping = finished.reduce<Keeping | undefined>(
    (kept, { stage: name, start, end }) =>
      keepingAfter(scenario, { order, kept, stage: stageNamed(scenario, lot, name), start, end }),
    lot.keeping,
  );
  return {
    ...lot,
    done: [...lot.done, ...finished.map(({ stage, end }) => ({ stage, end }))],
    running: entries.filter(({ end }) => end > now),
    ...(keeping === undefined ? {} : { keeping }),
  };
}

interface Finished {
  readonly order: Order;
  readonly kept: Keeping | undefined;
  readonly stage: Stage;
  readonly start: Seconds;
  readonly end: Seconds;
}

function keepingAfter(scenario: Scenario, { order, kept, stage, start, end }: Finished): Keeping | undefined {
  if (stage.kind === 'compute') return kept;
  const material = kept?.material ?? order.material;
  const known = mustGet(scenario.materials, material);
  const condition =
    kept?.condition ?? (order.storage.findLast(({ from }) => from <= start) ?? order.storage[0])?.condition;
  if (condition === undefined) throw new Error(`order ${order.id} is stored nowhere`);
  const quality =
    kept === undefined
      ? qualityThrough(known, order.storage, start)
      : qualityAfter(kept.quality, known.conditions.get(condition) ?? NO_DEGRADATION, start - kept.since);
  return { material, condition, ...stage.output, since: end, quality };
}

function machineLater(
  { scenario, situation }: Lab,
  machine: Machine,
  { plan, started, now }: Past & { readonly plan: Plan },
): MachineSituation {
  const before = situation.machines.find((entry) => entry.machine === machine.id);
  const tasks = started.filter(({ placement }) => placement.kind !== 'pool' && placement.machine === machine.id);
  const services = plan.maintenance.filter(({ machines, start }) => machines.includes(machine.id) && start < now);
  const state = stateAfter(scenario, tasks.at(-1)) ?? before?.state ?? machine.initialState;
  return {
    machine: machine.id,
    // A set-up under way holds the machine until the work that it is for begins.
    freeFrom: seconds(
      Math.max(now, before?.freeFrom ?? now, ...tasks.map(({ start }) => start), ...services.map(({ end }) => end)),
    ),
    ...(state === undefined ? {} : { state }),
    maintenance: machine.flexibleMaintenance.map(({ id, lastDone }) => {
      const known = before?.maintenance.find((entry) => entry.id === id);
      const last = services.filter(({ maintenance }) => maintenance === id).at(-1);
      const since = tasks.filter((task) => !task.isFrozen && task.start >= (last?.start ?? situation.now));
      return {
        id,
        lastDone: last?.end ?? known?.lastDone ?? lastDone,
        runsSince: (last === undefined ? (known?.runsSince ?? 0) : 0) + since.length,
      };
    }),
  };
}

function stateAfter(scenario: Scenario, task: PlannedTask | undefined): string | undefined {
  if (task === undefined || task.placement.kind === 'pool') return undefined;
  if (task.placement.kind === 'run') return task.placement.recipe;
  const [member] = task.members;
  if (member === undefined) return undefined;
  const order = scenario.orders.find(({ id }) => lotIdOf(id) === member.lot);
  const stage = order && mustGet(scenario.workflows, order.workflow).stages.find(({ id }) => id === member.stage);
  return stage?.kind === 'bench' ? (stage.batch?.family ?? stage.id) : undefined;
}

/** Lots of benchmark laboratories are whole orders. */
const lotIdOf = (order: Order['id']): LotId => order as string as LotId;

function orderOf(scenario: Scenario, lot: LotSituation): Order {
  const order = scenario.orders.find(({ id }) => id === lot.order);
  if (order === undefined) throw new Error(`no order ${lot.order}`);
  return order;
}

const stagesOf = (scenario: Scenario, lot: LotSituation): readonly Stage[] =>
  mustGet(scenario.workflows, orderOf(scenario, lot).workflow).stages;

function stageNamed(scenario: Scenario, lot: LotSituation, name: Stage['id']): Stage {
  const stage = stagesOf(scenario, lot).find(({ id }) => id === name);
  if (stage === undefined) throw new Error(`no stage ${name} of order ${lot.order}`);
  return stage;
}
