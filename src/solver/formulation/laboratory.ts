/** What all formulations of one scenario share: numbers, calendars, curves, workflows and orders, worked out once. */

import { intersect, interval, mustGet, NEVER, normalise, type IntervalSet } from '../../base/index.ts';
import type { IndexSetId, LotSituation, MachineId, Order, OrderId, Scenario, WorkflowId } from '../../model/index.ts';
import { NONE, type Resources } from '../problem.ts';
import { CurveCatalogue, type Waiting } from './ageing.ts';
import { ModeCatalogue } from './mode-catalogue.ts';
import { formulateResources } from './resources.ts';
import { SetupTables } from './setup-tables.ts';
import { WorkflowShapes } from './workflow-shapes.ts';

export interface Laboratory {
  readonly scenario: Scenario;
  readonly machineNumber: ReadonlyMap<MachineId, number>;
  /** Per machine. */
  readonly calendars: readonly IntervalSet[];
  readonly resources: Resources;
  readonly curves: CurveCatalogue;
  readonly modes: ModeCatalogue;
  readonly setups: SetupTables;
  readonly orders: ReadonlyMap<OrderId, OrderEntry>;
  readonly workflows: ReadonlyMap<WorkflowId, WorkflowShapes>;
  /** Per index set: those that clash with it, rising. */
  readonly clashes: readonly (readonly number[])[];
}

export interface OrderEntry {
  readonly order: Order;
  /** Among all orders of the scenario, by id. */
  readonly rank: number;
  /** Its lots follow this one, unless they say otherwise. */
  readonly workflow: WorkflowShapes;
  readonly storage: Waiting;
  /** Index set, or NONE. */
  readonly clashes: number;
}

export function createLaboratory(scenario: Scenario): Laboratory {
  const machineNumber = new Map(scenario.machines.map((machine, number) => [machine.id, number]));
  const { table: resources, poolResources } = formulateResources(scenario);
  const curves = new CurveCatalogue(scenario);
  const modes = new ModeCatalogue(scenario, { machines: machineNumber, pools: poolResources });
  const indexSets = indexSetNumbers(scenario);
  const workflows = new Map(
    [...scenario.workflows].map(([id, workflow]) => [id, new WorkflowShapes(workflow, curves)]),
  );
  return {
    scenario,
    machineNumber,
    calendars: scenario.machines.map(({ available }) => intersect(normalise(available), [interval(-NEVER, NEVER)])),
    resources,
    curves,
    modes,
    setups: new SetupTables(scenario, modes.states),
    orders: orderEntries(scenario, { curves, indexSets, workflows }),
    workflows,
    clashes: [...indexSets.keys()].map((id) => {
      const others = [...(scenario.indexSets.get(id)?.clashes ?? [])].map((other) => indexSets.get(other) ?? NONE);
      return others.filter((other) => other !== NONE).toSorted((a, b) => a - b);
    }),
  };
}

/** Index sets that orders name, whether or not the scenario describes them. */
function indexSetNumbers({ orders }: Scenario): ReadonlyMap<IndexSetId, number> {
  const numbers = new Map<IndexSetId, number>();
  for (const { indexSet } of orders) {
    if (indexSet !== undefined && !numbers.has(indexSet)) numbers.set(indexSet, numbers.size);
  }
  return numbers;
}

interface Known {
  readonly curves: CurveCatalogue;
  readonly indexSets: ReadonlyMap<IndexSetId, number>;
  readonly workflows: ReadonlyMap<WorkflowId, WorkflowShapes>;
}

function orderEntries(scenario: Scenario, { curves, indexSets, workflows }: Known): ReadonlyMap<OrderId, OrderEntry> {
  const sorted = scenario.orders.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return new Map(
    sorted.map((order, rank) => [
      order.id,
      {
        order,
        rank,
        workflow: mustGet(workflows, order.workflow),
        storage: curves.storageOf(order),
        clashes: order.indexSet === undefined ? NONE : mustGet(indexSets, order.indexSet),
      },
    ]),
  );
}

/** Orders with lots, by id, each with its lots by id. */
export function ordersWithLots(
  { orders }: Laboratory,
  lots: readonly LotSituation[],
): readonly { readonly entry: OrderEntry; readonly lots: readonly LotSituation[] }[] {
  const found = new Map<OrderId, { entry: OrderEntry; lots: LotSituation[] }>();
  for (const lot of lots) {
    const known = found.get(lot.order);
    if (known === undefined) found.set(lot.order, { entry: mustGet(orders, lot.order), lots: [lot] });
    else known.lots.push(lot);
  }
  const sorted = [...found.values()].toSorted((a, b) => a.entry.rank - b.entry.rank);
  for (const { lots: own } of sorted) if (own.length > 1) own.sort((a, b) => (a.lot < b.lot ? -1 : 1));
  return sorted;
}
