/** Turns the open operations of some orders into nodes to be placed together, in topological order. */

import { f64, i32 } from '../columns.ts';
import { forEachOperation } from '../orders.ts';
import { NONE, type Problem } from '../problem.ts';
import type { Group } from './groups.ts';
import type { Schedule } from '../schedule/schedule.ts';
import { makeNode, type Node } from './node.ts';

/** One node per open operation. */
export function singleNodes(schedule: Schedule, orders: readonly number[]): Node[] {
  const nodes: Node[] = [];
  for (const order of orders) {
    forEachOperation(schedule.problem, order, (operation) => {
      if (isOpen(schedule.problem, operation)) nodes.push(makeNode(schedule, [operation], NONE));
    });
  }
  return nodes;
}

/**
 * The anchors of the group are one node; with `sharesPreparation`, so are other batchable operations of one level and one
 * key, up to the capacity. Nodes are sorted by level: an operation's level exceeds those of its predecessors, and all
 * members of a node have one level, so the merged graph has no cycle.
 */
export function groupNodes(schedule: Schedule, group: Group, sharesPreparation: boolean): Node[] {
  const { problem } = schedule;
  const anchors = new Set(group.anchors);
  const level = levelsOf(problem, group, anchors);
  const nodes: { operations: number[]; key: number; level: number; load: number }[] = [];
  const openNode = new Map<string, (typeof nodes)[number]>();
  for (const order of group.orders) {
    forEachOperation(problem, order, (operation) => {
      if (!isOpen(problem, operation)) return;
      const at = level.get(operation) ?? 0;
      const own = { operations: [operation], key: anchors.has(operation) ? group.key : NONE, level: at, load: 0 };
      const mode = anchors.has(operation) ? NONE : sharedMode(problem, operation);
      if (!anchors.has(operation) && (mode === NONE || !sharesPreparation)) {
        nodes.push(own);
        return;
      }
      const size = mode === NONE ? 0 : f64(problem.modes.size, mode);
      const place = mode === NONE ? 'anchor' : `${at} ${i32(problem.modes.batchKey, mode)}`;
      const node = openNode.get(place);
      if (node !== undefined && (mode === NONE || node.load + size <= f64(problem.modes.capacity, mode))) {
        node.operations.push(operation);
        node.load += size;
        return;
      }
      own.load = size;
      nodes.push(own);
      openNode.set(place, own);
    });
  }
  return nodes.toSorted((a, b) => a.level - b.level).map(({ operations, key }) => makeNode(schedule, operations, key));
}

const isOpen = (problem: Problem, operation: number): boolean => i32(problem.operations.frozenTask, operation) === NONE;

/** A mode with the largest capacity among undivided shared ones; NONE where the operation is not batched like that. */
function sharedMode(problem: Problem, operation: number): number {
  const { operations, modes } = problem;
  let best = NONE;
  for (let m = i32(operations.firstMode, operation); m < i32(operations.firstMode, operation + 1); m++) {
    if (i32(modes.batchKey, m) === NONE || f64(modes.unit, m) > 0) continue;
    if (best === NONE || f64(modes.capacity, m) > f64(modes.capacity, best)) best = m;
  }
  return best;
}

function levelsOf(problem: Problem, group: Group, anchors: ReadonlySet<number>): Map<number, number> {
  const compute = (anchorLevel: number): Map<number, number> => {
    const levels = new Map<number, number>();
    for (const order of group.orders) {
      forEachOperation(problem, order, (operation) => {
        const { arcs } = problem;
        let level = anchors.has(operation) ? anchorLevel : 0;
        for (let a = i32(arcs.firstIn, operation); a < i32(arcs.firstIn, operation + 1); a++) {
          level = Math.max(level, (levels.get(i32(arcs.from, a)) ?? -1) + 1);
        }
        levels.set(operation, level);
      });
    }
    return levels;
  };
  const free = compute(0);
  return compute(Math.max(0, ...[...anchors].map((anchor) => free.get(anchor) ?? 0)));
}
