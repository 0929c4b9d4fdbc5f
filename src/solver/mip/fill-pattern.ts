/**
 * Amounts for a given pattern of who may be where: a flow from members to units, found by augmenting paths.
 *
 * Exact in whole numbers, where a solver's values are only close: what is sold in lanes must add up to the last read.
 */

import { f64, item } from '../columns.ts';

export interface PatternQuestion {
  readonly sizes: readonly number[];
  /** What one unit holds. */
  readonly unit: number;
  readonly units: number;
  readonly mayHold: (member: number, unit: number) => boolean;
}

/** `loads[i * units + u]`; undefined where the pattern cannot hold all. */
export function fillPattern({ sizes, unit, units, mayHold }: PatternQuestion): Float64Array | undefined {
  const loads = new Float64Array(sizes.length * units);
  const left = new Float64Array(units).fill(unit);
  for (let member = 0; member < sizes.length; member++) {
    let rest = item(sizes, member);
    while (rest > 0) {
      const path = pathToRoom({ loads, left, units, mayHold }, member);
      if (path === undefined) return undefined;
      rest -= shift(loads, left, { path, units, most: rest });
    }
  }
  return loads;
}

interface Flow {
  readonly loads: Float64Array;
  readonly left: Float64Array;
  readonly units: number;
  readonly mayHold: PatternQuestion['mayHold'];
}

/** One step of a path: what `member` brings into `unit`. */
interface Step {
  readonly member: number;
  readonly unit: number;
}

/** Breadth first from `member` to a unit with room; who stands in the way moves on to where it may. */
function pathToRoom({ loads, left, units, mayHold }: Flow, member: number): readonly Step[] | undefined {
  const reached = new Map<number, { readonly step: Step; readonly before: number | undefined }>();
  const queue: { readonly member: number; readonly from: number | undefined }[] = [{ member, from: undefined }];
  for (const { member: mover, from } of queue) {
    for (let unit = 0; unit < units; unit++) {
      if (reached.has(unit) || !mayHold(mover, unit)) continue;
      reached.set(unit, { step: { member: mover, unit }, before: from });
      if (f64(left, unit) > 0) return stepsTo(reached, unit);
      for (let other = 0; other * units < loads.length; other++) {
        if (f64(loads, other * units + unit) > 0) queue.push({ member: other, from: unit });
      }
    }
  }
  return undefined;
}

function stepsTo(reached: ReadonlyMap<number, { step: Step; before: number | undefined }>, last: number): Step[] {
  const steps: Step[] = [];
  for (let unit: number | undefined = last; unit !== undefined;) {
    const found = reached.get(unit);
    if (found === undefined) break;
    steps.unshift(found.step);
    unit = found.before;
  }
  return steps;
}

/** Moves as much as the path allows; the amount. */
function shift(
  loads: Float64Array,
  left: Float64Array,
  { path, units, most }: { readonly path: readonly Step[]; readonly units: number; readonly most: number },
): number {
  const last = path.at(-1);
  let amount = Math.min(most, f64(left, last?.unit ?? 0));
  // Every step after the first takes its member out of the unit of the step before.
  path.forEach(({ member }, k) => {
    const from = path[k - 1]?.unit;
    if (from !== undefined) amount = Math.min(amount, f64(loads, member * units + from));
  });
  path.forEach(({ member, unit }, k) => {
    const from = path[k - 1]?.unit;
    if (from !== undefined) loads[member * units + from] = f64(loads, member * units + from) - amount;
    loads[member * units + unit] = f64(loads, member * units + unit) + amount;
  });
  if (last !== undefined) left[last.unit] = f64(left, last.unit) - amount;
  return amount;
}
