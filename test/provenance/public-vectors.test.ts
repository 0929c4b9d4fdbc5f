/** The public vectors of transparency-dev/merkle and of the checkpoint specifications, where they lie beside the checkout. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { Buffer } from 'node:buffer';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseCheckpointText } from '../../src/provenance/note/checkpoint.ts';
import { verifyConsistency, verifyInclusion } from '../../src/provenance/index.ts';

const FOLDER = fileURLToPath(new URL('../../../shared/data/provenance/tlog/', import.meta.url));
const hasVectors = existsSync(FOLDER);
if (!hasVectors) console.warn(`skipped: no public vectors in ${FOLDER}`);

interface Vector {
  readonly wantErr: boolean;
  readonly desc: string;
  readonly proof: readonly string[] | null;
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly root: string;
  readonly leafHash: string;
  readonly size1: number;
  readonly size2: number;
  readonly root1: string;
  readonly root2: string;
}

const vectors = (kind: string): readonly Vector[] =>
  readdirSync(`${FOLDER}merkle/${kind}`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(`${FOLDER}merkle/${kind}/${name}`, 'utf8')) as Vector);

const bytes = (base64: string): Uint8Array => Buffer.from(base64, 'base64');

/** Descriptions of the vectors on which the verifier disagrees. */
const disagreements = (all: readonly Vector[], verify: (vector: Vector) => boolean): readonly string[] =>
  all.filter((vector) => verify(vector) === vector.wantErr).map((vector) => vector.desc);

describe.skipIf(!hasVectors)('against public vectors', () => {
  it('agrees on all 98 inclusion proofs, 6 of them good', () => {
    const all = vectors('inclusion');
    expect([all.length, all.filter((v) => !v.wantErr).length]).toEqual([98, 6]);
    const verify = (v: Vector) =>
      verifyInclusion({
        leafHash: bytes(v.leafHash),
        index: v.leafIdx,
        size: v.treeSize,
        root: bytes(v.root),
        proof: (v.proof ?? []).map(bytes),
      });
    expect(disagreements(all, verify)).toEqual([]);
  });

  it('agrees on all 98 consistency proofs, 6 of them good', () => {
    const all = vectors('consistency');
    expect([all.length, all.filter((v) => !v.wantErr).length]).toEqual([98, 6]);
    const verify = (v: Vector) =>
      verifyConsistency({
        oldSize: v.size1,
        oldRoot: bytes(v.root1),
        newSize: v.size2,
        newRoot: bytes(v.root2),
        proof: (v.proof ?? []).map(bytes),
      });
    expect(disagreements(all, verify)).toEqual([]);
  });

  it('reads checkpoint texts as the published ones are meant, but for roots that are no SHA-256', () => {
    const { checkpointBodies } = JSON.parse(readFileSync(`${FOLDER}notes.json`, 'utf8')) as {
      checkpointBodies: readonly { name: string; body: string; valid: boolean; origin?: string; size?: number }[];
    };
    expect(checkpointBodies).toHaveLength(12);
    const accepted = checkpointBodies.filter(({ body }) => parseCheckpointText(body).kind === 'checkpoint');
    const hasLongRoot = (name: string) => ['smallest', 'one extension line'].includes(name);
    expect(accepted.map(({ name }) => name)).toEqual(
      checkpointBodies.filter(({ name, valid }) => valid && !hasLongRoot(name)).map(({ name }) => name),
    );
    expect(accepted).toHaveLength(1);
  });
});
