/** From the search's schedule to the flat solution, and from a flat solution to the search's schedule. */

import { f64, i32, ints } from '../columns.ts';
import type { Problem } from '../problem.ts';
import { singleTasks } from '../single-tasks.ts';
import type { Solution } from '../solution.ts';
import { ShopGraph, type ShopPoint } from './shop-graph.ts';
import type { Shop } from './shop.ts';

/** Every operation is a task of its own, as early as its predecessors allow. */
export function solutionOf(problem: Problem, shop: Shop, point: ShopPoint): Solution {
  const graph = new ShopGraph(shop);
  graph.load(point);
  return singleTasks(
    Array.from({ length: problem.operations.count }, (_, operation) => {
      const slot = i32(shop.slotOf, operation);
      const end = i32(graph.head, slot);
      const start = end - i32(graph.duration, slot);
      return { mode: i32(graph.mode, slot), machine: i32(graph.machine, slot), start, end };
    }),
  );
}

/** `solution` plans every operation of the shop; tasks of no length follow what they wait for. */
export function pointOf(problem: Problem, shop: Shop, { modeOf, taskOf, tasks }: Solution): ShopPoint {
  const mode = new Int32Array(shop.slotCount);
  shop.slotOf.forEach((slot, operation) => (mode[slot] = i32(modeOf, operation)));
  const start = (operation: number): number => f64(tasks.start, i32(taskOf, operation));
  const end = (operation: number): number => f64(tasks.end, i32(taskOf, operation));
  const operations = Array.from({ length: problem.operations.count }, (_, operation) => operation).toSorted(
    (a, b) => start(a) - start(b) || end(a) - end(b) || a - b,
  );
  const order = ints(operations.map((operation) => i32(shop.slotOf, operation)));
  return { makespan: operations.reduce((latest, operation) => Math.max(latest, end(operation)), 0), mode, order };
}
