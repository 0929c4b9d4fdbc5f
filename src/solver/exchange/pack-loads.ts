/** Loads of units for a solution from elsewhere, whose batches may not fit. */

import { f64, i32 } from '../columns.ts';
import type { Problem } from '../problem.ts';
import { ClashMatrix, packUnits } from '../schedule/units.ts';
import { withLoads, type Solution } from '../solution.ts';

export type Packing =
  | { readonly kind: 'packed'; readonly solution: Solution }
  /** The first members of the tasks that do not fit. */
  | { readonly kind: 'unpacked'; readonly operations: readonly number[] };

export function packLoads(problem: Problem, solution: Solution): Packing {
  const clashes = new ClashMatrix(problem);
  const { tasks } = solution;
  const operations: number[] = [];
  for (let task = 0; task < tasks.count; task++) {
    const members = tasks.member.subarray(i32(tasks.firstMember, task), i32(tasks.firstMember, task + 1));
    if (tasks.isFrozen[task] === 0 && !fits(problem, clashes, solution, members)) operations.push(i32(members, 0));
  }
  if (operations.length > 0) return { kind: 'unpacked', operations };
  return { kind: 'packed', solution: withLoads(problem, solution) };
}

function fits(
  { modes, operations }: Problem,
  clashes: ClashMatrix,
  { modeOf }: Solution,
  members: Int32Array,
): boolean {
  const mode = i32(modeOf, i32(members, 0));
  const unit = f64(modes.unit, mode);
  if (unit === 0) return true;
  const batch = { capacity: f64(modes.capacity, mode), unit, clashScope: modes.clashScope[mode] ?? 0 };
  const sizes = Array.from(members, (member) => f64(modes.size, i32(modeOf, member)));
  const classes = Array.from(members, (member) => i32(operations.clashClass, member));
  return packUnits(clashes, batch, { sizes, classes }) !== undefined;
}
