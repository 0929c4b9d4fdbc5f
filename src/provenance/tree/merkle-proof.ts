/**
 * Inclusion and consistency proofs of RFC 9162 sections 2.1.3 and 2.1.4: made from leaf hashes, checked without them.
 *
 * The checks are for foreign input: they answer false for anything that is not a proof, and never throw.
 */

import { equalBytes, HASH_BYTES, type Hash } from '../hash.ts';
import { createMerkleTree, nodeHash } from './merkle.ts';
import { consistencyRanges, inclusionRanges, type LeafRange } from './proof-ranges.ts';

/**
 * The audit path of leaf `index` in the tree over `leaves`, lowest node first: at most ceil(log2(n)) hashes.
 * 0 <= index < leaves.length.
 */
export const inclusionProof = (leaves: readonly Hash[], index: number): readonly Hash[] =>
  inclusionRanges(index, leaves.length).map((range) => rootOf(leaves, range));

/** That the tree over `leaves` continues the tree over the first `size` of them. 1 <= size <= leaves.length. */
export const consistencyProof = (leaves: readonly Hash[], size: number): readonly Hash[] =>
  consistencyRanges(size, leaves.length).map((range) => rootOf(leaves, range));

export interface InclusionClaim {
  readonly leafHash: Hash;
  readonly index: number;
  readonly size: number;
  readonly root: Hash;
  readonly proof: readonly Hash[];
}

/** RFC 9162 section 2.1.3.2. */
export function verifyInclusion({ leafHash, index, size, root, proof }: InclusionClaim): boolean {
  if (!isCount(index) || !isCount(size) || index >= size) return false;
  if (![leafHash, root, ...proof].every(isHash)) return false;
  let node = index;
  let last = size - 1;
  let hash = leafHash;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      hash = nodeHash(sibling, hash);
      // A right edge without right siblings: skip the levels on which the node has no sibling at all.
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && equalBytes(hash, root);
}

export interface ConsistencyClaim {
  readonly oldSize: number;
  readonly oldRoot: Hash;
  readonly newSize: number;
  readonly newRoot: Hash;
  readonly proof: readonly Hash[];
}

/** RFC 9162 section 2.1.4.2. Nothing follows from the empty tree, so `oldSize` 0 is refused. */
export function verifyConsistency({ oldSize, oldRoot, newSize, newRoot, proof }: ConsistencyClaim): boolean {
  if (!isCount(oldSize) || !isCount(newSize) || oldSize < 1 || oldSize > newSize) return false;
  if (oldSize === newSize) return proof.length === 0 && equalBytes(oldRoot, newRoot);
  if (![oldRoot, newRoot, ...proof].every(isHash)) return false;
  let node = oldSize - 1;
  let last = newSize - 1;
  while (isOdd(node)) [node, last] = [half(node), half(last)];
  // A complete old tree is itself the first node; its root need not be sent.
  const [first, ...rest] = node === 0 ? [oldRoot, ...proof] : proof;
  if (first === undefined) return false;
  let oldHash = first;
  let newHash = first;
  for (const sibling of rest) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      oldHash = nodeHash(sibling, oldHash);
      newHash = nodeHash(sibling, newHash);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      newHash = nodeHash(newHash, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && equalBytes(oldHash, oldRoot) && equalBytes(newHash, newRoot);
}

function rootOf(leaves: readonly Hash[], { begin, end }: LeafRange): Hash {
  const tree = createMerkleTree();
  for (const leaf of leaves.slice(begin, end)) tree.append(leaf);
  return tree.root();
}

// Sizes may pass 2^32, where bit operators would cut them.
const half = (count: number): number => Math.floor(count / 2);
const isOdd = (count: number): boolean => count % 2 === 1;
const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const isHash = (bytes: Uint8Array): boolean => bytes.length === HASH_BYTES;
