/**
 * Which subtrees a proof names, as ranges of leaves: the same for every way to come by their roots (all leaf hashes in memory,
 * one pass over them, tiles).
 */

import { assert } from '../../base/index.ts';
import type { Hash } from '../hash.ts';
import { createMerkleTree } from './merkle.ts';

/** Leaves `begin` to `end` - 1: a complete subtree, or all that the tree has from `begin` on. */
export interface LeafRange {
  readonly begin: number;
  readonly end: number;
}

/** PATH of RFC 6962 section 2.1.1 for leaf `index`, lowest node first. 0 <= index < size. Disjoint; all leaves but `index`. */
export function inclusionRanges(index: number, size: number): readonly LeafRange[] {
  assert(Number.isSafeInteger(index) && index >= 0 && index < size, `no leaf ${index} of ${size}`);
  const path: LeafRange[] = [];
  let [begin, end] = [0, size];
  while (end - begin > 1) {
    const middle = begin + splitPoint(end - begin);
    if (index < middle) {
      path.push({ begin: middle, end });
      end = middle;
    } else {
      path.push({ begin, end: middle });
      begin = middle;
    }
  }
  return path.reverse();
}

/** PROOF of RFC 6962 section 2.1.2: that the tree of `size` continues that of `oldSize`. 1 <= oldSize <= size. Disjoint. */
export function consistencyRanges(oldSize: number, size: number): readonly LeafRange[] {
  assert(Number.isSafeInteger(oldSize) && oldSize >= 1 && oldSize <= size, `no tree of ${oldSize} in ${size}`);
  const path: LeafRange[] = [];
  let [begin, end] = [0, size];
  // Whether the subtree in hand is one that the verifier already has: its old root.
  let isKnown = true;
  while (oldSize < end) {
    const middle = begin + splitPoint(end - begin);
    if (oldSize <= middle) {
      path.push({ begin: middle, end });
      end = middle;
    } else {
      path.push({ begin, end: middle });
      begin = middle;
      isKnown = false;
    }
  }
  if (!isKnown) path.push({ begin, end });
  return path.reverse();
}

/** The largest power of two below `count`, which is at least 2. */
export function splitPoint(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

/** Makes the roots of disjoint ranges in one pass over the leaf hashes, and holds about log2(leaves) hashes for each. */
export interface RootCollector {
  /** The hash of the next leaf, from leaf 0 on. */
  add(leaf: Hash): void;
  /** In the order of the ranges. After the last leaf of each. */
  roots(): readonly Hash[];
}

export function createRootCollector(ranges: readonly LeafRange[]): RootCollector {
  const slots = ranges.map((range) => ({ ...range, tree: createMerkleTree() }));
  const inOrder = slots.toSorted((a, b) => a.begin - b.begin);
  let [next, current] = [0, 0];
  return {
    add(leaf) {
      const slot = inOrder[current];
      if (slot !== undefined && next >= slot.begin) {
        slot.tree.append(leaf);
        if (next === slot.end - 1) current++;
      }
      next++;
    },
    roots() {
      assert(current === slots.length, `${next} leaves; the range from ${inOrder[current]?.begin} needs more`);
      return slots.map(({ tree }) => tree.root());
    },
  };
}
