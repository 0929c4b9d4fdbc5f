/** What the writer writes is what docs/FORMATS.md says, byte by byte: the same ledger, made by hand, is held against it. */

import { sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createRandom, seconds, type Seconds } from '../../src/base/index.ts';
import { memoryStorage, openLedger, type Entry as Appended, type NoteSigner } from '../../src/provenance/index.ts';
import { KEYS, ORIGIN, randomFact } from './mutation-bases.ts';
import { assemble, type Content, type Draft, type Entry, type TestKey } from './spec-ledger.ts';

const EPOCH_MS = Date.UTC(2026, 10, 30);

const signerOf = (key: TestKey): NoteSigner => ({
  vkey: key.vkey,
  sign: (message) => sign(null, message, key.secret),
});

/** Facts with checkpoints and rotations between, chosen by chance; the draft of the same. */
async function written(seed: number, isSigned: boolean) {
  const random = createRandom(seed);
  const storage = memoryStorage();
  let nowMs = EPOCH_MS;
  const keys = isSigned ? [...KEYS] : [];
  const vkey = keys.shift();
  const entries: Entry[] = [];
  const expectEntry = (at: number, actor: string, content: Content): void => {
    entries.push({ actor, at, recordedAt: new Date(nowMs).toISOString(), content });
  };
  const { writer } = await openLedger({
    storage,
    clock: { nowMs: () => nowMs },
    origin: ORIGIN,
    version: '1.0.0',
    segmentBytes: 2000,
    ...(vkey && { signer: signerOf(vkey) }),
  });
  expectEntry(0, 'seqplan', { kind: 'opened', ...(vkey && { vkey }) });
  let at = 0;
  for (let i = 0; i < 40; i++) {
    nowMs += random.below(100_000);
    const next = keys[0];
    const choice = random.below(10);
    if (choice === 0) await writer.checkpoint();
    else if (choice === 1) await writer.flush();
    else if (choice === 2 && next !== undefined) {
      keys.shift();
      await writer.rotateKey(signerOf(next), 'a year is over');
      expectEntry(at, 'seqplan', { kind: 'rotated', to: next });
    } else {
      at = random.below(100_000) - 500;
      const actor = random.below(2) === 0 ? 'seqplan' : 'p-17';
      const fact = randomFact(random);
      writer.append({ ...(fact as unknown as Appended), at: seconds(at) as Seconds }, actor);
      expectEntry(at, actor, { kind: 'fact', fact });
    }
  }
  await writer.close();
  const files = new Map([...storage.files()].filter(([name]) => /^(segments|checkpoints)\//.test(name)));
  const numbersIn = (folder: string): readonly number[] =>
    [...files.keys()]
      .filter((name) => name.startsWith(folder))
      .map((name) => Number.parseInt(name.slice(folder.length), 10));
  const draft: Draft = {
    version: 2,
    origin: ORIGIN,
    entries,
    segments: numbersIn('segments/'),
    checkpoints: numbersIn('checkpoints/'),
    witnesses: [],
    documents: [],
    rotatesInBoth: true,
  };
  return { files, draft };
}

describe('the writer', () => {
  it.each([
    ['signed', true],
    ['unsigned', false],
  ])('writes, %s, the bytes of the specification', async (_, isSigned) => {
    for (let seed = 1; seed <= 10; seed++) {
      const { files, draft } = await written(seed, isSigned);
      const expected = assemble(draft).files;
      expect([...files.keys()].toSorted()).toEqual([...expected.keys()].toSorted());
      for (const [name, bytes] of expected) {
        const text = Buffer.from(files.get(name) ?? new Uint8Array()).toString('latin1');
        expect([seed, name, text]).toEqual([seed, name, Buffer.from(bytes).toString('latin1')]);
      }
      expect(draft.segments.length).toBeGreaterThan(2);
      expect(draft.checkpoints.at(-1)).toBe(draft.entries.length);
    }
  });
});
