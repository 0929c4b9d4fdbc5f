/** What the engine looks up in a scenario again and again, prepared once. */

import { assert, mustGet } from '../base/index.ts';
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
} from '../model/index.ts';

export interface Lookups {
  readonly orders: ReadonlyMap<OrderId, Order>;
  readonly orderOfSample: ReadonlyMap<SampleId, OrderId>;
  readonly machines: ReadonlyMap<MachineId, Machine>;
  readonly pools: ReadonlyMap<PoolId, ComputePool>;
  /** Stages of an order's workflow, in topological order. */
  readonly stages: ReadonlyMap<OrderId, ReadonlyMap<StageId, Stage>>;
}

export function prepareLookups(scenario: Scenario): Lookups {
  const stagesOfWorkflow = new Map(
    [...scenario.workflows.values()].map((w) => [w.id, new Map(w.stages.map((s) => [s.id, s]))] as const),
  );
  return {
    orders: new Map(scenario.orders.map((o) => [o.id, o])),
    orderOfSample: new Map(scenario.orders.flatMap((o) => o.samples.map((s) => [s.id, o.id] as const))),
    machines: new Map(scenario.machines.map((m) => [m.id, m])),
    pools: new Map(scenario.pools.map((p) => [p.id, p])),
    stages: new Map(scenario.orders.map((o) => [o.id, mustGet(stagesOfWorkflow, o.workflow)])),
  };
}

export function stageOf(lookups: Lookups, order: OrderId, stage: StageId): Stage {
  const found = mustGet(lookups.stages, order).get(stage);
  assert(found !== undefined, `order ${order} has no stage ${stage}`);
  return found;
}

/** `origin` and every stage that comes after it, directly or not. */
export function fromStageOn(stages: ReadonlyMap<StageId, Stage>, origin: StageId): ReadonlySet<StageId> {
  const reached = new Set([origin]);
  for (const stage of stages.values()) if (stage.after.some((s) => reached.has(s))) reached.add(stage.id);
  return reached;
}
