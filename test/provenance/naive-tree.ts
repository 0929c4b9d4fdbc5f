/** RFC 6962 section 2.1 word for word, by recursion over slices: the oracle of the tree and its proofs. */

import { createHash } from 'node:crypto';

const sha256 = (...parts: readonly Uint8Array[]): Uint8Array => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** The largest power of two smaller than n. */
const split = (n: number): number => 2 ** (Math.ceil(Math.log2(n)) - 1);

export const naiveLeaf = (entry: Uint8Array): Uint8Array => sha256(Uint8Array.of(0), entry);

/** MTH over leaf hashes. */
export function naiveRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const [first] = leaves;
  if (first === undefined) return sha256();
  if (leaves.length === 1) return first;
  const k = split(leaves.length);
  return sha256(Uint8Array.of(1), naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k)));
}

/** PATH(m, D[n]), section 2.1.1. */
export function naivePath(m: number, leaves: readonly Uint8Array[]): readonly Uint8Array[] {
  if (leaves.length === 1) return [];
  const k = split(leaves.length);
  return m < k
    ? [...naivePath(m, leaves.slice(0, k)), naiveRoot(leaves.slice(k))]
    : [...naivePath(m - k, leaves.slice(k)), naiveRoot(leaves.slice(0, k))];
}

/** PROOF(m, D[n]), section 2.1.2. */
export const naiveConsistency = (m: number, leaves: readonly Uint8Array[]): readonly Uint8Array[] =>
  subproof(m, leaves, true);

function subproof(m: number, leaves: readonly Uint8Array[], isWhole: boolean): readonly Uint8Array[] {
  if (m === leaves.length) return isWhole ? [] : [naiveRoot(leaves)];
  const k = split(leaves.length);
  return m <= k
    ? [...subproof(m, leaves.slice(0, k), isWhole), naiveRoot(leaves.slice(k))]
    : [...subproof(m - k, leaves.slice(k), false), naiveRoot(leaves.slice(0, k))];
}
