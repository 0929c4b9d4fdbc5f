/**
 * Packing the members of a batch into the equal units of its capacity, where clashing members may not share a unit.
 *
 * Sizes may be split over units, so without clashes any total up to the capacity fits. With clashes the packing is greedy
 * (most conflicts first, then largest, lowest unit first): it may refuse a set that fits, it never accepts one that does not.
 */

import { f64, i32, item } from '../columns.ts';
import { CLASH_BATCH, CLASH_NOTHING, NONE, type Problem } from '../problem.ts';

export interface UnitBatch {
  readonly capacity: number;
  readonly unit: number;
  readonly clashScope: number;
}

/** Which classes clash, as a symmetric matrix for quick questions. */
export class ClashMatrix {
  readonly #count: number;
  readonly #clash: Uint8Array;

  constructor(problem: Problem) {
    const { count, first, other } = problem.clashes;
    this.#count = count;
    this.#clash = new Uint8Array(count * count);
    for (let a = 0; a < count; a++) {
      for (let k = i32(first, a); k < i32(first, a + 1); k++) {
        const b = i32(other, k);
        this.#clash[a * count + b] = 1;
        this.#clash[b * count + a] = 1;
      }
    }
  }

  /** Classes may be NONE. */
  clash(a: number, b: number): boolean {
    return a !== NONE && b !== NONE && this.#clash[a * this.#count + b] === 1;
  }

  /** Whether any two of these members' classes clash. */
  anyClash(classes: readonly number[]): boolean {
    for (let i = 1; i < classes.length; i++) {
      for (let j = 0; j < i; j++) if (this.clash(item(classes, i), item(classes, j))) return true;
    }
    return false;
  }
}

/**
 * `loads[i * units + u]`: what unit u holds of member i; undefined where the greedy packing fails.
 * Every row sums to the member's size exactly; no unit holds more than `batch.unit`.
 */
export function packUnits(
  clashes: ClashMatrix,
  batch: UnitBatch,
  members: { readonly sizes: readonly number[]; readonly classes: readonly number[] },
): Float64Array | undefined {
  const { sizes, classes } = members;
  const units = Math.round(batch.capacity / batch.unit);
  const degrees = conflictDegrees(clashes, batch.clashScope, classes);
  if (batch.clashScope === CLASH_BATCH && degrees.some((degree) => degree > 0)) return undefined;
  const loads = new Float64Array(sizes.length * units);
  const left = new Float64Array(units).fill(batch.unit);
  // Members that tie in all three are interchangeable, so whether a set fits does not depend on how it is listed.
  const order = degrees
    .map((_, member) => member)
    .toSorted(
      (a, b) =>
        item(degrees, b) - item(degrees, a) ||
        item(sizes, b) - item(sizes, a) ||
        item(classes, a) - item(classes, b) ||
        a - b,
    );
  const placed: number[] = [];
  for (const member of order) {
    let rest = item(sizes, member);
    const rivals = placed.filter((other) => clashes.clash(item(classes, member), item(classes, other)));
    for (let u = 0; u < units && rest > 0; u++) {
      const room = f64(left, u);
      if (room === 0 || (item(degrees, member) > 0 && rivals.some((other) => f64(loads, other * units + u) > 0))) {
        continue;
      }
      const load = Math.min(room, rest);
      loads[member * units + u] = load;
      left[u] = room - load;
      rest -= load;
    }
    if (rest > 0) return undefined;
    placed.push(member);
  }
  return loads;
}

function conflictDegrees(clashes: ClashMatrix, scope: number, classes: readonly number[]): number[] {
  if (scope === CLASH_NOTHING) return classes.map(() => 0);
  return classes.map((a, i) => {
    let degree = 0;
    for (let j = 0; j < classes.length; j++) if (j !== i && clashes.clash(a, item(classes, j))) degree++;
    return degree;
  });
}
