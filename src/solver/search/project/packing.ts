/**
 * Several resources in one machine word, so that one subtraction asks all of them at once whether a demand fits.
 *
 * Each resource has a field of its capacity's bits and a guard bit above it. A word of free amounts carries all guards set;
 * after `free - demand` a guard is still set exactly where the field was large enough, and no field borrows from the next.
 */

import { i32 } from '../../columns.ts';
import type { Project } from './project.ts';

export interface PackedWord {
  /** The guard bits of all fields. */
  readonly guard: number;
  /** Everything free: capacities with all guards set. */
  readonly full: number;
  /** [activities] demands, guards clear. */
  readonly demand: Int32Array;
}

const WORD_BITS = 32;

/** At least one word; resources go first-fit by number. */
export function packResources({ count, capacity, demand, resourceCount }: Project): readonly PackedWord[] {
  const fields: { resource: number; shift: number; width: number }[][] = [[]];
  for (let resource = 0; resource < resourceCount; resource++) {
    const width = WORD_BITS - Math.clz32(i32(capacity, resource)) + 1;
    let word = fields.find((row) => usedBits(row) + width <= WORD_BITS);
    if (word === undefined) fields.push((word = []));
    word.push({ resource, shift: usedBits(word), width });
  }
  return fields.map((row) => {
    const guard = row.reduce((bits, { shift, width }) => bits | (1 << (shift + width - 1)), 0);
    const place = (amountOf: (resource: number) => number): number =>
      row.reduce((bits, { resource, shift }) => bits | (amountOf(resource) << shift), 0);
    return {
      guard,
      full: guard | place((resource) => i32(capacity, resource)),
      demand: Int32Array.from({ length: count }, (_, activity) =>
        place((resource) => i32(demand, activity * resourceCount + resource)),
      ),
    };
  });
}

const usedBits = (row: readonly { width: number }[]): number => row.reduce((sum, { width }) => sum + width, 0);
