/** From the search's schedule to the flat solution, and from a flat solution to the search's schedule. */

import { bytes, f64, i32, ints, numbers } from '../columns.ts';
import type { Problem } from '../problem.ts';
import type { Solution } from '../solution.ts';
import { ShopGraph, type ShopPoint } from './shop-graph.ts';
import type { Shop } from './shop.ts';

/** Every operation is a task of its own, as early as its predecessors allow. */
export function solutionOf(problem: Problem, shop: Shop, point: ShopPoint): Solution {
  const graph = new ShopGraph(shop);
  graph.load(point);
  const startOf = (operation: number): number => {
    const slot = i32(shop.slotOf, operation);
    return i32(graph.head, slot) - i32(graph.duration, slot);
  };
  const count = problem.operations.count;
  const sorted = Array.from({ length: count }, (_, operation) => operation).toSorted(
    (a, b) => startOf(a) - startOf(b) || a - b,
  );
  const taskOf = new Int32Array(count);
  sorted.forEach((operation, task) => (taskOf[operation] = task));
  return {
    modeOf: shop.slotOf.map((slot) => i32(graph.mode, slot)),
    taskOf,
    tasks: {
      count,
      machine: ints(sorted.map((operation) => i32(graph.machine, i32(shop.slotOf, operation)))),
      start: numbers(sorted.map(startOf)),
      end: numbers(sorted.map((operation) => i32(graph.head, i32(shop.slotOf, operation)))),
      setup: new Float64Array(count),
      isFrozen: new Uint8Array(count),
      firstMember: Int32Array.from({ length: count + 1 }, (_, task) => task),
      member: ints(sorted),
      firstLoad: new Int32Array(count + 1),
      load: numbers([]),
    },
    maintenance: { count: 0, row: ints([]), start: numbers([]), end: numbers([]) },
    lost: {
      count: 0,
      order: ints([]),
      kind: bytes([]),
      operation: ints([]),
      earliest: numbers([]),
      limit: numbers([]),
      after: ints([]),
      endAlone: numbers([]),
    },
  };
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
