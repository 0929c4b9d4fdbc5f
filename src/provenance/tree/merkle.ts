/**
 * The Merkle tree of RFC 6962 section 2.1 (RFC 9162 section 2.1), grown leaf by leaf: what a checkpoint's root commits to.
 *
 * Proofs are in `merkle-proof.ts`.
 */

import { Buffer } from 'node:buffer';
import { at } from '../../base/index.ts';
import { HASH_BYTES, sha256, type Hash } from '../hash.ts';

/** Prefixes that keep a leaf from passing for a node, and a node for a leaf. */
export const LEAF_PREFIX = 0x00;
const NODE_PREFIX = 0x01;

/** The root of no leaves: SHA-256 of nothing. */
export const emptyRoot = (): Hash => sha256(new Uint8Array());

/** SHA-256(0x00 || entry). */
export function leafHash(entry: Uint8Array): Hash {
  const input = Buffer.allocUnsafe(1 + entry.length);
  input[0] = LEAF_PREFIX;
  input.set(entry, 1);
  return sha256(input);
}

/** SHA-256(0x01 || left || right). */
export function nodeHash(left: Hash, right: Hash): Hash {
  const input = Buffer.allocUnsafe(1 + 2 * HASH_BYTES);
  input[0] = NODE_PREFIX;
  input.set(left, 1);
  input.set(right, 1 + HASH_BYTES);
  return sha256(input);
}

/** A tree that remembers only the roots of its complete subtrees: about log2(size) hashes. */
export interface MerkleTree {
  size(): number;
  /** Adds a leaf by its hash; one node hash on average, log2(size) at worst. */
  append(leaf: Hash): void;
  /** The root over all leaves so far; log2(size) node hashes. */
  root(): Hash;
  /** All that it remembers: one root per 1 in the binary form of `size`, the largest subtree first. */
  subtrees(): readonly Hash[];
}

/** `from`: a tree to go on from; absent: the empty one. */
export function createMerkleTree(
  from: { readonly size: number; readonly subtrees: readonly Hash[] } = EMPTY,
): MerkleTree {
  const subtrees = [...from.subtrees];
  let { size } = from;
  return {
    size: () => size,
    subtrees: () => [...subtrees],
    append(leaf) {
      let hash = leaf;
      // Each trailing 1 of the old size is a complete subtree as large as the one in hand: they become one.
      for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) {
        hash = nodeHash(at(subtrees, subtrees.length - 1), hash);
        subtrees.pop();
      }
      subtrees.push(hash);
      size++;
    },
    root: () => rootOfSubtrees(subtrees),
  };
}

const EMPTY = { size: 0, subtrees: [] };

/** The root of the tree whose complete subtrees have these roots, the largest first. */
export const rootOfSubtrees = (subtrees: readonly Hash[]): Hash =>
  subtrees.length === 0 ? emptyRoot() : subtrees.reduceRight((right, left) => nodeHash(left, right));
