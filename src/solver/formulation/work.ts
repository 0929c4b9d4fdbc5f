/** The lots that take part, with how far each has come, numbered as jobs, orders and first operations. */

import { mustGet } from '../../base/index.ts';
import type { LotId, LotSituation, Situation } from '../../model/index.ts';
import type { Waiting } from './ageing.ts';
import { ordersWithLots, type Laboratory, type OrderEntry } from './laboratory.ts';
import type { Progress, WorkflowShapes } from './workflow-shapes.ts';

/** One lot of one order. */
export interface Job {
  readonly lot: LotSituation;
  readonly entry: OrderEntry;
  readonly order: number;
  /** Of the route that the lot follows. */
  readonly shapes: WorkflowShapes;
  readonly progress: Progress;
  readonly waiting: Waiting;
  readonly firstOperation: number;
}

export interface Work {
  /** Jobs order by order; operations job by job. */
  readonly jobs: readonly Job[];
  readonly orders: readonly OrderEntry[];
  readonly operations: number;
  readonly arcs: number;
  readonly windows: number;
}

export function collectWork(lab: Laboratory, situation: Situation): Work {
  const jobs: Job[] = [];
  const orders: OrderEntry[] = [];
  let [operations, arcs, windows] = [0, 0, 0];
  for (const { entry, lots } of ordersWithLots(lab, situation.lots)) {
    const order = orders.push(entry) - 1;
    for (const lot of lots) {
      const shapes = lot.route === undefined ? entry.workflow : mustGet(lab.workflows, lot.route);
      const progress = shapes.progressOf(lot);
      const waiting = lab.curves.waitingOf(lot, entry.storage);
      jobs.push({ lot, entry, order, shapes, progress, waiting, firstOperation: operations });
      operations += progress.shape.steps.length;
      arcs += progress.shape.arcs;
      windows += progress.shape.windows;
    }
  }
  return { jobs, orders, operations, arcs, windows };
}

export const jobsByLot = ({ jobs }: Work): ReadonlyMap<LotId, Job> => new Map(jobs.map((job) => [job.lot.lot, job]));
