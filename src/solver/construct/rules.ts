/** Priority rules: in which order orders are placed. Ties go to the lower order number, which follows the ids. */

import { NEVER } from '../../base/index.ts';
import { f64 } from '../columns.ts';
import { forEachOperation } from '../orders.ts';
import type { Problem } from '../problem.ts';
import type { Outlook } from './outlook.ts';
import type { Policy } from './policy.ts';

/** All orders, first to be placed first. */
export function sequenceBy(problem: Problem, outlook: Outlook, rule: Policy['rule']): number[] {
  const key = keyOf(problem, outlook, rule);
  const keys = Array.from({ length: problem.orders.count }, (_, order) => key(order));
  return keys
    .map((_, order) => order)
    .toSorted((a, b) => {
      const [x, y] = [keys[a] ?? [], keys[b] ?? []];
      for (let i = 0; i < x.length; i++) {
        const difference = (x[i] ?? 0) - (y[i] ?? 0);
        if (difference !== 0) return difference;
      }
      return a - b;
    });
}

function keyOf(problem: Problem, outlook: Outlook, rule: Policy['rule']): (order: number) => readonly number[] {
  const { release, due, weight } = problem.orders;
  switch (rule) {
    case 'arrival':
      return (order) => [f64(release, order)];
    case 'due':
      return (order) => [f64(due, order), f64(release, order)];
    case 'weight':
      return (order) => [-f64(weight, order), f64(due, order)];
    case 'slack':
      // What is left between the earliest possible end and the limit, shortened for weight: heavy orders come earlier.
      return (order) => [(limitOf(problem, order) - earliestEnd(problem, outlook, order)) / f64(weight, order)];
    case 'expiry':
      return (order) => [latestFirstStart(problem, order), f64(due, order)];
  }
}

const limitOf = (problem: Problem, order: number): number =>
  Math.min(f64(problem.orders.due, order), f64(problem.orders.deadline, order));

function earliestEnd(problem: Problem, outlook: Outlook, order: number): number {
  let end = f64(problem.orders.release, order);
  forEachOperation(problem, order, (operation) => {
    end = Math.max(end, f64(outlook.head, operation) + f64(outlook.tail, operation));
  });
  return end;
}

function latestFirstStart(problem: Problem, order: number): number {
  let latest: number = NEVER;
  forEachOperation(problem, order, (operation) => {
    latest = Math.min(latest, f64(problem.operations.latestStart, operation));
  });
  return latest;
}
