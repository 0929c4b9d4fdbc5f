/** What the engine looks up in a scenario again and again, prepared once. */

import type {
  ComputePool,
  Machine,
  MachineId,
  Order,
  OrderId,
  PoolId,
  SampleId,
  Scenario,
  Stage,
  StageId,
  WorkflowId,
} from '../model/index.ts';

export interface Lookups {
  readonly orders: ReadonlyMap<OrderId, Order>;
  readonly orderOfSample: ReadonlyMap<SampleId, OrderId>;
  readonly machines: ReadonlyMap<MachineId, Machine>;
  readonly pools: ReadonlyMap<PoolId, ComputePool>;
  /** Stages of every route, in topological order. */
  readonly routes: ReadonlyMap<WorkflowId, ReadonlyMap<StageId, Stage>>;
  /** By route and stage: the stages directly after it. */
  readonly followers: ReadonlyMap<WorkflowId, ReadonlyMap<StageId, readonly Stage[]>>;
}

export function prepareLookups(scenario: Scenario): Lookups {
  return {
    orders: new Map(scenario.orders.map((o) => [o.id, o])),
    orderOfSample: new Map(scenario.orders.flatMap((o) => o.samples.map((s) => [s.id, o.id] as const))),
    machines: new Map(scenario.machines.map((m) => [m.id, m])),
    pools: new Map(scenario.pools.map((p) => [p.id, p])),
    followers: new Map([...scenario.workflows.values()].map((w) => [w.id, followersIn(w.stages)] as const)),
    routes: new Map(
      [...scenario.workflows.values()].map((w) => [w.id, new Map(w.stages.map((s) => [s.id, s]))] as const),
    ),
  };
}

const followersIn = (stages: readonly Stage[]): ReadonlyMap<StageId, readonly Stage[]> =>
  new Map(stages.map(({ id }) => [id, stages.filter((s) => s.after.includes(id))]));

/** `origin` and every stage that comes after it, directly or not. */
export function fromStageOn(stages: ReadonlyMap<StageId, Stage>, origin: StageId): ReadonlySet<StageId> {
  const reached = new Set([origin]);
  for (const stage of stages.values()) if (stage.after.some((s) => reached.has(s))) reached.add(stage.id);
  return reached;
}
