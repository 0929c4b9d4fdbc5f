import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { memoryStorage, readLeaves } from '../../src/provenance/index.ts';
import { forge, frame, opened } from './forge-ledger.ts';
import { framesOf, splice, type Files } from './mutations.ts';
import { naiveLeaf, naiveRoot } from './naive-tree.ts';
import { sampleFacts } from './sample-ledger.ts';

const whole = forge({ steps: [opened(), ...sampleFacts(8)] });
const frames = framesOf(whole);
const bytesOf = (seq: number): Uint8Array => {
  const span = frames[seq];
  return (whole.get(span?.file ?? '') ?? new Uint8Array()).subarray((span?.start ?? 0) + 8, span?.end);
};
const leaves = frames.map(({ seq }) => naiveLeaf(bytesOf(seq)));
const read = (files: Files, size: number) =>
  readLeaves(memoryStorage(files), { size, root: naiveRoot(leaves.slice(0, size)) });

/** Record `seq` with another text, in a good frame. */
function changed(seq: number, from: string, to: string): Files {
  const span = frames[seq];
  const text = Buffer.from(bytesOf(seq)).toString();
  expect(text).toContain(from);
  return splice(whole, span?.file ?? '', [span?.start ?? 0, span?.end ?? 0], frame(text.replace(from, to)));
}

describe('the leaves of a checkpoint', () => {
  it('are those of the records that it counts', async () => {
    for (let size = 0; size <= 9; size++) {
      expect((await read(whole, size))?.map((leaf) => Buffer.from(leaf).toString('hex'))).toEqual(
        leaves.slice(0, size).map((leaf) => Buffer.from(leaf).toString('hex')),
      );
    }
  });

  it('are none where the records give another root, or a record was changed that its successor vouches for', async () => {
    expect(await readLeaves(memoryStorage(whole), { size: 9, root: Buffer.alloc(32) })).toBeUndefined();
    expect(await readLeaves(memoryStorage(whole), { size: 10, root: naiveRoot(leaves) })).toBeUndefined();
    for (let seq = 0; seq < 9; seq++) {
      expect(await read(changed(seq, '"actor":"seqplan"', '"actor":"another"'), 9)).toBeUndefined();
    }
    expect(await read(changed(4, '"seq":4', '"seq":5'), 9)).toBeUndefined();
  });

  it('do not depend on what comes behind', async () => {
    const torn = splice(
      whole,
      frames[8]?.file ?? '',
      [(frames[8]?.end ?? 0) - 1, frames[8]?.end ?? 0],
      new Uint8Array(),
    );
    expect(await read(torn, 9)).toBeUndefined();
    expect(await read(torn, 8)).toHaveLength(8);
    expect(await read(changed(8, '"actor":"seqplan"', '"actor":"another"'), 8)).toHaveLength(8);
  });
});
