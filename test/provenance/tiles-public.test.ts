/** Logs that others wrote, through our tile reader: Tessera's test log at each of its sizes, and the tiles of a Sunlight mirror. */

import { Buffer } from 'node:buffer';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  checkProof,
  encodeProof,
  fromBase64,
  openTiles,
  parseVkey,
  toHex,
  verifyConsistency,
  verifyInclusion,
  type TileReader,
} from '../../src/provenance/index.ts';
import { naiveLeaf, naiveRoot } from './naive-tree.ts';

const FOLDER = fileURLToPath(new URL('../../../shared/data/provenance/tlog/', import.meta.url));
const hasVectors = existsSync(FOLDER);
if (!hasVectors) console.warn(`skipped: no public vectors in ${FOLDER}`);

const LOG_KEY = 'example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx';

interface Stored {
  readonly folder: string;
  readonly checkpoint: string;
}

/** The reader of a stored log at one of its checkpoints, and what that says. */
async function openStored({ folder, checkpoint }: Stored) {
  const note = readFileSync(`${FOLDER}${folder}/${checkpoint}`);
  const [, size = '', root = ''] = note.toString().split('\n');
  const read = async (path: string) => {
    const file = `${FOLDER}${folder}/${path}`;
    return existsSync(file) ? readFileSync(file) : undefined;
  };
  const head = { note, size: Number(size), root: fromBase64(root) ?? new Uint8Array() };
  const opened = await openTiles({ size: head.size, root: head.root, read });
  if (opened.kind === 'fault') throw new Error(`${opened.path}: ${opened.message}`);
  return { ...head, tiles: opened.tiles };
}

async function proofOf(tiles: TileReader, index: number) {
  const proof = await tiles.inclusion(index);
  if (proof.kind === 'fault') throw new Error(proof.message);
  return proof.hashes;
}

describe.skipIf(!hasVectors)('a log written by Tessera', () => {
  it('reads at every size from 1 to 15: each entry, and a proof of it that holds under the signed checkpoint', async () => {
    const key = parseVkey(LOG_KEY);
    if (key === undefined) throw new Error(LOG_KEY);
    let checked = 0;
    for (let size = 1; size <= 15; size++) {
      const log = await openStored({ folder: 'tessera-log', checkpoint: `checkpoint.${size}` });
      expect(log.size).toBe(size);
      const leaves: Uint8Array[] = [];
      for (let index = 0; index < size; index++) {
        const entry = await log.tiles.entry(index);
        if (entry.kind === 'fault') throw new Error(entry.message);
        leaves.push(naiveLeaf(entry.bytes));
        const file = encodeProof({ index, hashes: await proofOf(log.tiles, index), checkpoint: log.note });
        const policy = { keys: [key], witnesses: [], origin: 'example.com/log/testdata' };
        expect(checkProof(file, entry.bytes, policy)).toMatchObject({ kind: 'proven', index, size });
        checked++;
      }
      expect(toHex(naiveRoot(leaves))).toBe(toHex(log.root));
    }
    // 1 + 2 + ... + 15.
    expect(checked).toBe(120);
  });

  it('is proved to continue each of its older states, by tiles of the newer alone', async () => {
    let checked = 0;
    for (let size = 1; size <= 15; size++) {
      const { tiles, root } = await openStored({ folder: 'tessera-log', checkpoint: `checkpoint.${size}` });
      for (let oldSize = 1; oldSize <= size; oldSize++) {
        const old = await openStored({ folder: 'tessera-log', checkpoint: `checkpoint.${oldSize}` });
        const proof = await tiles.consistency(oldSize);
        if (proof.kind === 'fault') throw new Error(proof.message);
        const claim = { oldSize, oldRoot: old.root, newSize: size, newRoot: root, proof: proof.hashes };
        expect(verifyConsistency(claim)).toBe(true);
        checked++;
      }
    }
    expect(checked).toBe(120);
  });

  it('is known to be empty by its checkpoint of size 0', async () => {
    expect((await openStored({ folder: 'tessera-log', checkpoint: 'checkpoint.0' })).size).toBe(0);
  });
});

describe.skipIf(!hasVectors)('the tiles of a mirror', () => {
  it('give the root of its checkpoint of 300, and a proof of every leaf', async () => {
    const { tiles, root, size } = await openStored({ folder: 'cosigned/mirror', checkpoint: 'checkpoint' });
    expect(size).toBe(300);
    const leaves: Uint8Array[] = [];
    for (let index = 0; index < size; index++) {
      const leaf = await tiles.leaf(index);
      if (leaf.kind === 'fault') throw new Error(leaf.message);
      leaves.push(leaf.hash);
      const proof = await proofOf(tiles, index);
      expect(verifyInclusion({ leafHash: leaf.hash, index, size, root, proof })).toBe(true);
    }
    expect(toHex(naiveRoot(leaves))).toBe(Buffer.from(root).toString('hex'));
  });
});
