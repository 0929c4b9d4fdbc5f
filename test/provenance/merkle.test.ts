import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at } from '../../src/base/index.ts';
import {
  consistencyProof,
  consistencyRanges,
  createMerkleTree,
  createRootCollector,
  fromHex,
  inclusionProof,
  inclusionRanges,
  leafHash,
  toHex,
  verifyConsistency,
  verifyInclusion,
  type Hash,
} from '../../src/provenance/index.ts';
import { naiveConsistency, naiveLeaf, naivePath, naiveRoot } from './naive-tree.ts';

/** The eight entries of the reference tests of RFC 6962 (certificate-transparency, merkle_tree_test). */
const ENTRIES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];

/** Published roots of the first 0, 1, ... 8 of them. */
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

const LEAVES = ENTRIES.map((hex) => leafHash(fromHex(hex)));

const rootOf = (leaves: readonly Hash[]): Hash => {
  const tree = createMerkleTree();
  for (const leaf of leaves) tree.append(leaf);
  return tree.root();
};

const numbered = (count: number): readonly Hash[] =>
  Array.from({ length: count }, (_, i) => naiveLeaf(Buffer.from(`entry ${i}`)));
const hex = (hashes: readonly Uint8Array[]): readonly string[] => hashes.map(toHex);

describe('the Merkle tree', () => {
  it('has the published root for each of the nine first sizes', () => {
    expect(ROOTS.map((_, size) => toHex(rootOf(LEAVES.slice(0, size))))).toEqual(ROOTS);
  });

  it('has the root of the recursive definition at every size to 130, while it grows', () => {
    const leaves = numbered(130);
    const tree = createMerkleTree();
    leaves.forEach((leaf, i) => {
      tree.append(leaf);
      expect(tree.size()).toBe(i + 1);
      expect(toHex(tree.root())).toBe(toHex(naiveRoot(leaves.slice(0, i + 1))));
    });
  });
});

describe('inclusion proofs', () => {
  it('are the ones of the published example: leaf 0 of 8 and leaf 5 of 8', () => {
    // PATH(0, D[8]) of the reference tests, lowest node first; PATH(5, D[8]) ends in the root of the first four leaves.
    expect(hex(inclusionProof(LEAVES, 0))).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
    expect(hex(inclusionProof(LEAVES, 5)).at(-1)).toBe(ROOTS[4]);
  });

  it('equal the recursive definition and verify, for every leaf of every size to 40', () => {
    for (let size = 1; size <= 40; size++) {
      const leaves = numbered(size);
      const root = rootOf(leaves);
      leaves.forEach((leaf, index) => {
        const proof = inclusionProof(leaves, index);
        expect(hex(proof)).toEqual(hex(naivePath(index, leaves)));
        expect(verifyInclusion({ leafHash: leaf, index, size, root, proof })).toBe(true);
      });
    }
  });

  it('do not verify for another leaf, index, size or root, nor with a hash more, less or changed', () => {
    const property = fc.property(fc.integer({ min: 2, max: 70 }), fc.nat(), fc.nat(), (size, seed, where) => {
      const leaves = numbered(size);
      const index = seed % size;
      const proof = inclusionProof(leaves, index);
      const claim = {
        leafHash: at(leaves, index),
        index,
        size,
        root: rootOf(leaves),
        proof,
      };
      const other = naiveLeaf(Buffer.from('other'));
      const k = where % proof.length;
      const forged = [
        { ...claim, leafHash: other },
        { ...claim, index: (index + 1) % size },
        { ...claim, index: size },
        { ...claim, index: -1 },
        { ...claim, size: index },
        { ...claim, size: 2 ** 64 },
        { ...claim, root: other },
        { ...claim, root: claim.root.subarray(1) },
        { ...claim, proof: proof.slice(1) },
        { ...claim, proof: [...proof, other] },
        { ...claim, proof: proof.with(k, other) },
        { ...claim, proof: proof.with(k, new Uint8Array(31)) },
      ];
      for (const one of forged) expect(verifyInclusion(one)).toBe(false);
    });
    fc.assert(property, { seed: 1, numRuns: 100 });
  });

  it('are not made for a leaf that is not there', () => {
    expect(() => inclusionProof(LEAVES, 8)).toThrow('no leaf 8 of 8');
    expect(() => inclusionProof([], 0)).toThrow('no leaf 0 of 0');
  });
});

describe('consistency proofs', () => {
  it('equal the recursive definition and verify, for every pair of sizes to 33', () => {
    for (let newSize = 1; newSize <= 33; newSize++) {
      const leaves = numbered(newSize);
      const newRoot = rootOf(leaves);
      for (let oldSize = 1; oldSize <= newSize; oldSize++) {
        const proof = consistencyProof(leaves, oldSize);
        expect(hex(proof)).toEqual(hex(naiveConsistency(oldSize, leaves)));
        expect(verifyConsistency({ oldSize, oldRoot: rootOf(leaves.slice(0, oldSize)), newSize, newRoot, proof })).toBe(
          true,
        );
      }
    }
  });

  it('do not verify once a leaf of the old tree was changed, nor with a hash more, less or changed', () => {
    const property = fc.property(fc.integer({ min: 2, max: 70 }), fc.nat(), fc.nat(), (newSize, seed, where) => {
      const leaves = numbered(newSize);
      const oldSize = 1 + (seed % (newSize - 1));
      const other = naiveLeaf(Buffer.from('other'));
      const proof = consistencyProof(leaves, oldSize);
      const claim = { oldSize, oldRoot: rootOf(leaves.slice(0, oldSize)), newSize, newRoot: rootOf(leaves), proof };
      const rewritten = leaves.with(where % oldSize, other);
      const forged = [
        { ...claim, newRoot: rootOf(rewritten), proof: consistencyProof(rewritten, oldSize) },
        { ...claim, oldRoot: other },
        { ...claim, oldSize: 0 },
        { ...claim, oldSize: newSize },
        { ...claim, newSize: oldSize },
        { ...claim, newSize: newSize + 0.5 },
        { ...claim, newSize: oldSize - 1 },
        { ...claim, proof: proof.slice(1) },
        { ...claim, proof: [] },
        { ...claim, proof: [...proof, other] },
        { ...claim, proof: proof.with(where % proof.length, other) },
        { ...claim, proof: proof.with(where % proof.length, new Uint8Array(33)) },
      ];
      for (const one of forged) expect(verifyConsistency(one)).toBe(false);
    });
    fc.assert(property, { seed: 2, numRuns: 100 });
  });

  it('are not made for a tree larger than the log, nor for the empty one', () => {
    expect(() => consistencyProof(LEAVES, 9)).toThrow('no tree of 9 in 8');
    expect(() => consistencyProof(LEAVES, 0)).toThrow('no tree of 0 in 8');
  });
});

describe('roots collected in one pass', () => {
  it('are those of both proofs made from all leaf hashes in memory, for every leaf and older size of up to 40', () => {
    for (let size = 1; size <= 40; size++) {
      const leaves = numbered(size);
      for (let k = 0; k < size; k++) {
        const inclusion = createRootCollector(inclusionRanges(k, size));
        const consistency = createRootCollector(consistencyRanges(k + 1, size));
        for (const leaf of leaves) {
          inclusion.add(leaf);
          consistency.add(leaf);
        }
        expect(hex(inclusion.roots())).toEqual(hex(naivePath(k, leaves)));
        expect(hex(consistency.roots())).toEqual(hex(naiveConsistency(k + 1, leaves)));
      }
    }
  });

  it('are not asked for before the last leaf', () => {
    const collector = createRootCollector(inclusionRanges(0, 3));
    for (const leaf of numbered(2)) collector.add(leaf);
    // Leaf 0 of 3 has the siblings [1, 2) and [2, 3).
    expect(() => collector.roots()).toThrow('2 leaves; the range from 2 needs more');
  });
});
