import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';

import { memoryStorage, readDocument, storeDocument } from '../../src/provenance/index.ts';
import { watchedStorage } from './log-support.ts';

const bytes = Buffer.from('{"schemaVersion":1}');
// An independent spelling of SHA-256 in hex.
const digest = createHash('sha256').update(bytes).digest('hex');

describe('a document of a ledger', () => {
  it('lies under the digest of exactly its bytes, and is read back by it', async () => {
    const storage = memoryStorage();
    expect(await storeDocument(storage, bytes)).toBe(digest);
    expect(await storage.list('documents')).toEqual([digest]);
    const found = await readDocument(storage, digest);
    expect(found.kind === 'document' && Buffer.from(found.bytes).equals(bytes)).toBe(true);
  });

  it('is stored once, however often, and mended where it was spoilt', async () => {
    const { storage, log } = watchedStorage();
    await storeDocument(storage, bytes);
    await storeDocument(storage, bytes);
    expect(log).toEqual([`write documents/${digest}`]);
    await storage.writeAtomic(`documents/${digest}`, Buffer.from('spoilt'));
    await storeDocument(storage, bytes);
    expect(await storage.list('documents')).toEqual([digest]);
    expect(await readDocument(storage, digest)).toMatchObject({ kind: 'document' });
  });

  it('that was changed is not handed out', async () => {
    const storage = memoryStorage();
    await storage.writeAtomic(`documents/${digest}`, Buffer.from('{"schemaVersion":2}'));
    expect(await readDocument(storage, digest)).toMatchObject({
      kind: 'changed',
      message: expect.stringContaining(`document ${digest} has the digest`),
    });
  });

  it('that is larger than 64 MiB is not read', async () => {
    const storage = memoryStorage();
    await storage.writeAtomic(`documents/${digest}`, new Uint8Array(64 * 1024 * 1024 + 1));
    expect(await readDocument(storage, digest)).toMatchObject({
      kind: 'changed',
      message: expect.stringContaining('limit'),
    });
  });

  it.each(['', 'x', digest.toUpperCase(), `../${digest.slice(3)}`, digest.slice(1)])(
    'is not looked for where %j is no digest',
    async (name) => {
      expect(await readDocument(memoryStorage(), name)).toMatchObject({ kind: 'missing' });
    },
  );
});
