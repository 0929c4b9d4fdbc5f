/**
 * A plan with its names looked up once, so that each rule reads like its sentence in docs/PLAN-RULES.md.
 *
 * Names that do not exist are reported by rule 1 alone: here they are simply absent, and the other rules pass over them.
 */

import { by, compareNumbers, compareText, firstOf, mustGet } from '../../base/index.ts';
import type {
  ComputePool,
  LotId,
  LotSituation,
  Machine,
  MachineId,
  MachineSituation,
  Order,
  OrderId,
  Plan,
  PlannedTask,
  PoolId,
  Recipe,
  Scenario,
  Situation,
  Stage,
  StageId,
} from '../../model/index.ts';

/** What is judged: a plan, and the laboratory and the instant it was made for. */
export interface PlanCase {
  readonly scenario: Scenario;
  readonly situation: Situation;
  readonly plan: Plan;
}

export interface PlanView extends PlanCase {
  /** The lots of the situation. */
  readonly lots: ReadonlyMap<LotId, LotView>;
  readonly orders: ReadonlyMap<OrderId, Order>;
  readonly machines: ReadonlyMap<MachineId, Machine>;
  readonly machineSituations: ReadonlyMap<MachineId, MachineSituation>;
  readonly pools: ReadonlyMap<PoolId, ComputePool>;
  /** In the plan's order. */
  readonly tasks: readonly TaskView[];
  /** Of each machine, by start, then id. Machines without tasks have no entry. */
  readonly tasksOn: ReadonlyMap<MachineId, readonly TaskView[]>;
  /** Orders that the plan gives up. */
  readonly lost: ReadonlySet<OrderId>;
}

export interface LotView {
  readonly id: LotId;
  readonly situation: LotSituation;
  readonly order: Order;
  /** n of docs/PLAN-RULES.md: samples still in the lot. */
  readonly n: number;
  /** The stages of the workflow, in its order. */
  readonly stages: ReadonlyMap<StageId, Stage>;
  readonly status: ReadonlyMap<StageId, StageStatus>;
  /** The first task that holds the stage. */
  readonly plannedIn: ReadonlyMap<StageId, TaskView>;
}

export type StageStatus = 'done' | 'skipped' | 'running' | 'open';

export interface Member {
  readonly lot: LotView;
  readonly stage: Stage;
}

export interface TaskView {
  readonly task: PlannedTask;
  readonly path: string;
  /** The members whose lot and stage exist. */
  readonly members: readonly Member[];
  /** Where it runs, as far as the names exist. */
  readonly machine?: Machine;
  readonly recipe?: Recipe;
  readonly pool?: ComputePool;
}

export function viewPlan({ scenario, situation, plan }: PlanCase): PlanView {
  const orders = ordersNow(scenario, situation);
  const machines = new Map(scenario.machines.map((machine) => [machine.id, machine]));
  const pools = new Map(scenario.pools.map((pool) => [pool.id, pool]));
  const plannedIn = new Map<LotId, Map<StageId, TaskView>>();
  const lots = new Map<LotId, LotView>();
  for (const lot of situation.lots) {
    const planned = new Map<StageId, TaskView>();
    plannedIn.set(lot.lot, planned);
    lots.set(lot.lot, viewLot(scenario, { lot, order: mustGet(orders, lot.order), plannedIn: planned }));
  }
  const tasks = plan.tasks.map((task): TaskView => {
    const { placement } = task;
    const machine = placement.kind === 'pool' ? undefined : machines.get(placement.machine);
    const recipe = placement.kind === 'run' ? scenario.recipes.get(placement.recipe) : undefined;
    const pool = placement.kind === 'pool' ? pools.get(placement.pool) : undefined;
    return {
      task,
      path: `/tasks/${task.id}`,
      members: task.members.flatMap(({ lot: lotId, stage: stageId }) => {
        const lot = lots.get(lotId);
        const stage = lot?.stages.get(stageId);
        return lot === undefined || stage === undefined ? [] : [{ lot, stage }];
      }),
      ...(machine && { machine }),
      ...(recipe && { recipe }),
      ...(pool && { pool }),
    };
  });
  for (const view of tasks) {
    for (const { lot, stage } of view.members) {
      const planned = mustGet(plannedIn, lot.id);
      if (!planned.has(stage.id)) planned.set(stage.id, view);
    }
  }
  return {
    scenario,
    situation,
    plan,
    lots,
    orders,
    machines,
    machineSituations: new Map(situation.machines.map((machine) => [machine.machine, machine])),
    pools,
    tasks,
    tasksOn: groupByMachine(tasks),
    lost: new Set(plan.lost.map((lost) => lost.order)),
  };
}

/** With the weights that they have now. */
function ordersNow({ orders, priorityWeights }: Scenario, { priorities = [] }: Situation): Map<OrderId, Order> {
  const known = new Map(orders.map((order) => [order.id, order]));
  for (const { order, priority } of priorities) {
    known.set(order, { ...mustGet(known, order), priority, weight: priorityWeights[priority] });
  }
  return known;
}

/** When the stage ends: as the situation says where it is done or running, else as planned; undefined: not planned. */
export function endOf(lot: LotView, stage: StageId): number | undefined {
  const past =
    lot.situation.done.find((s) => s.stage === stage) ?? lot.situation.running.find((s) => s.stage === stage);
  return past?.end ?? lot.plannedIn.get(stage)?.task.end;
}

/** Members as `LOT STAGE`, for messages. */
export const membersOf = ({ task }: TaskView): string =>
  `${task.id} (${task.members.map((m) => `${m.lot} ${m.stage}`).join(', ')})`;

function viewLot(
  scenario: Scenario,
  { lot, order, plannedIn }: { lot: LotSituation; order: Order; plannedIn: ReadonlyMap<StageId, TaskView> },
): LotView {
  const route = mustGet(scenario.workflows, lot.route ?? order.workflow);
  const stages = new Map(route.stages.map((stage) => [stage.id, stage]));
  const status = new Map<StageId, StageStatus>([...stages.keys()].map((stage) => [stage, 'open']));
  for (const { stage } of lot.running) status.set(stage, 'running');
  for (const stage of lot.skipped) status.set(stage, 'skipped');
  for (const { stage } of lot.done) status.set(stage, 'done');
  return { id: lot.lot, situation: lot, order, n: lot.samples.length, stages, status, plannedIn };
}

const byStart = firstOf<TaskView>(
  by((view) => view.task.start, compareNumbers),
  by((view) => view.task.id, compareText),
);

function groupByMachine(tasks: readonly TaskView[]): Map<MachineId, readonly TaskView[]> {
  const groups = new Map<MachineId, TaskView[]>();
  for (const view of tasks) {
    if (view.machine === undefined) continue;
    const group = groups.get(view.machine.id);
    if (group === undefined) groups.set(view.machine.id, [view]);
    else group.push(view);
  }
  return new Map([...groups].map(([machine, group]) => [machine, group.toSorted(byStart)]));
}
