/** A plan with its names looked up once: who is where, who occupies what, and when. */

import {
  after,
  by,
  compareNumbers,
  compareText,
  firstOf,
  mustGet,
  type Duration,
  type Interval,
  type Seconds,
} from '../../base/index.ts';
import type {
  LotId,
  LotSituation,
  Machine,
  MachineId,
  Order,
  OrderId,
  Plan,
  PlannedTask,
  PoolId,
  Scenario,
  Situation,
  Stage,
  StageId,
  TaskId,
} from '../../model/index.ts';

export interface PlanCase {
  readonly scenario: Scenario;
  readonly situation: Situation;
  readonly plan: Plan;
}

export interface Member {
  readonly lot: LotSituation;
  readonly order: Order;
  readonly stage: Stage;
}

export interface ChartedTask {
  readonly task: PlannedTask;
  readonly members: readonly Member[];
  /** Operators from the start on, for so long. Both 0 where it runs unattended. */
  readonly operators: number;
  readonly handsOn: Duration;
}

/** Something in the plan that takes `amount` of a shared supply during [start, end). */
export interface Use extends Interval {
  readonly by: TaskId;
  readonly amount: number;
}

/** What a compute pool is asked for. */
export interface PoolUse extends Interval {
  readonly by: TaskId;
  readonly cores: number;
  readonly memory: number;
  readonly gpus: number;
}

export interface PlanAtlas extends PlanCase {
  /** In the plan's order. */
  readonly tasks: readonly ChartedTask[];
  readonly byId: ReadonlyMap<TaskId, ChartedTask>;
  readonly orders: ReadonlyMap<OrderId, Order>;
  readonly machines: ReadonlyMap<MachineId, Machine>;
  /** Tasks on each machine by start, then id; machines without any have no entry. */
  readonly tasksOn: ReadonlyMap<MachineId, readonly ChartedTask[]>;
  /** Set-ups, attended work and maintenance. */
  readonly staffUses: readonly Use[];
  readonly poolUses: ReadonlyMap<PoolId, readonly PoolUse[]>;
  /** The task that holds the stage. */
  taskOf(lot: LotId, stage: StageId): ChartedTask | undefined;
}

export function chartPlan({ scenario, situation, plan }: PlanCase): PlanAtlas {
  const orders = new Map(scenario.orders.map((order) => [order.id, order]));
  const machines = new Map(scenario.machines.map((machine) => [machine.id, machine]));
  const lots = new Map(situation.lots.map((lot) => [lot.lot, lot]));
  const stages = new Map(
    [...scenario.workflows.values()].map((workflow) => [workflow.id, new Map(workflow.stages.map((s) => [s.id, s]))]),
  );
  const memberOf = ({ lot: name, stage }: PlannedTask['members'][number]): Member => {
    const lot = mustGet(lots, name);
    const order = mustGet(orders, lot.order);
    return { lot, order, stage: mustGet(mustGet(stages, order.workflow), stage) };
  };
  const tasks = plan.tasks.map((task) => chartTask(task, task.members.map(memberOf)));
  const placed = new Map(
    tasks.flatMap((charted) => charted.task.members.map((m) => [`${m.lot}\n${m.stage}`, charted])),
  );
  return {
    scenario,
    situation,
    plan,
    tasks,
    byId: new Map(tasks.map((charted) => [charted.task.id, charted])),
    orders,
    machines,
    tasksOn: groupByMachine(tasks),
    staffUses: staffUsesOf(tasks, machines, plan),
    poolUses: poolUsesOf(tasks),
    taskOf: (lot, stage) => placed.get(`${lot}\n${stage}`),
  };
}

/** The stages that count as `after` of a stage: a skipped one is replaced by its own predecessors. Each once. */
export function predecessorsOf(scenario: Scenario, { lot, order, stage }: Member): readonly Stage[] {
  const { stages } = mustGet(scenario.workflows, order.workflow);
  const found = new Set<Stage>();
  const visit = (current: Stage): void => {
    for (const before of stages.filter((s) => current.after.includes(s.id))) {
      if (lot.skipped.includes(before.id)) visit(before);
      else found.add(before);
    }
  };
  visit(stage);
  return [...found];
}

/** When a stage of a lot ends: as the situation says where it is done or running, else as planned. */
export function endOfStage(atlas: PlanAtlas, lot: LotSituation, stage: StageId): Seconds | undefined {
  const past = [...lot.done, ...lot.running].find((entry) => entry.stage === stage);
  return past?.end ?? atlas.taskOf(lot.lot, stage)?.task.end;
}

function chartTask(task: PlannedTask, members: readonly Member[]): ChartedTask {
  let operators = 0;
  let handsOn = 0;
  for (const { stage } of members) {
    if (stage.kind !== 'bench' || stage.attendance.operators === 0) continue;
    operators = Math.max(operators, stage.attendance.operators);
    handsOn = Math.max(handsOn, stage.attendance.handsOn ?? task.end - task.start);
  }
  return { task, members, operators, handsOn: handsOn as Duration };
}

function groupByMachine(tasks: readonly ChartedTask[]): ReadonlyMap<MachineId, readonly ChartedTask[]> {
  const groups = new Map<MachineId, ChartedTask[]>();
  for (const charted of tasks.toSorted(byStart)) {
    const { placement } = charted.task;
    if (placement.kind === 'pool') continue;
    const group = groups.get(placement.machine);
    if (group === undefined) groups.set(placement.machine, [charted]);
    else group.push(charted);
  }
  return groups;
}

const byStart = firstOf<ChartedTask>(
  by((charted) => charted.task.start, compareNumbers),
  by((charted) => charted.task.id, compareText),
);

function staffUsesOf(tasks: readonly ChartedTask[], machines: ReadonlyMap<MachineId, Machine>, plan: Plan): Use[] {
  const uses = tasks.flatMap(({ task, operators, handsOn }): Use[] => {
    const { id, start, setup, placement } = task;
    const changers = placement.kind === 'pool' ? 0 : (machines.get(placement.machine)?.changeover.operators ?? 0);
    return [
      { by: id, start: after(start, -setup), end: start, amount: changers },
      { by: id, start, end: after(start, handsOn), amount: operators },
    ];
  });
  const maintenance = plan.maintenance.map(({ id, maintenance: name, machines: still, start, end }): Use => {
    const rules = still.flatMap((machine) => machines.get(machine)?.flexibleMaintenance ?? []);
    return { by: id, start, end, amount: rules.find((rule) => rule.id === name)?.operators ?? 0 };
  });
  return [...uses, ...maintenance].filter((use) => use.amount > 0 && use.start < use.end);
}

function poolUsesOf(tasks: readonly ChartedTask[]): ReadonlyMap<PoolId, readonly PoolUse[]> {
  const groups = new Map<PoolId, PoolUse[]>();
  for (const { task } of tasks) {
    const { id, start, end, placement } = task;
    if (placement.kind !== 'pool') continue;
    const { pool, cores, memoryBytes, gpus } = placement;
    const group = groups.get(pool) ?? [];
    groups.set(pool, group);
    group.push({ by: id, start, end, cores, memory: memoryBytes, gpus });
  }
  return groups;
}
