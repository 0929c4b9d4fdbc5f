/**
 * Resource-constrained project instances in Patterson's format: `activities resources`, the capacities, then per activity
 * its duration, its demands, the number of its successors and the successors, 1-based. Line breaks mean nothing.
 *
 * Successors have higher numbers, as in all published instances: so the numbering is a topological order.
 */

import { MAX_ACTIVITIES, MAX_AMOUNT, MAX_DURATION, MAX_RESOURCES } from './caps.ts';
import { NONE } from '../problem.ts';
import { problemOf, type InstanceMode, type ReadResult } from './instance.ts';
import { reading, type NumberReader } from './number-reader.ts';

export function readRcpsp(text: string): ReadResult {
  const result = reading(text, (reader) => {
    const count = reader.integer('the number of activities', 1, MAX_ACTIVITIES);
    const resourceCount = reader.integer('the number of resources', 0, MAX_RESOURCES);
    const capacities = Array.from({ length: resourceCount }, (_, r) =>
      reader.integer(`the capacity of resource ${r + 1}`, 0, MAX_AMOUNT),
    );
    const activities: InstanceMode[][] = [];
    const arcs: { from: number; to: number }[] = [];
    for (let from = 0; from < count; from++) {
      activities.push([readMode(reader, from + 1, capacities)]);
      for (const to of readSuccessors(reader, from + 1, count)) arcs.push({ from, to });
    }
    reader.end();
    return { problem: problemOf({ machineCount: 0, capacities, jobs: [activities], arcs }) };
  });
  return 'findings' in result ? { kind: 'rejected', ...result } : { kind: 'problem', ...result };
}

function readMode(reader: NumberReader, activity: number, capacities: readonly number[]): InstanceMode {
  const duration = reader.integer(`the duration of activity ${activity}`, 0, MAX_DURATION);
  const demands = capacities.map((capacity, r) =>
    reader.integer(`the demand of activity ${activity} for resource ${r + 1}`, 0, capacity),
  );
  return { machine: NONE, duration, demands };
}

function readSuccessors(reader: NumberReader, activity: number, count: number): Set<number> {
  const length = reader.integer(`the number of successors of activity ${activity}`, 0, count);
  const successors = new Set<number>();
  for (let k = 0; k < length; k++) {
    const to = reader.integer(`a successor of activity ${activity}`, activity + 1, count) - 1;
    if (successors.has(to)) reader.reject(`activity ${activity} has successor ${to + 1} twice`);
    successors.add(to);
  }
  return successors;
}
