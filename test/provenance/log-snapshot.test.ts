import { beforeAll, describe, expect, it } from 'vitest';
import { memoryStorage, recover, verifyLedger, type LedgerStorage } from '../../src/provenance/index.ts';
import { decodeSnapshot, encodeSnapshot, type Snapshot } from '../../src/provenance/log/snapshot.ts';
import { fill, openSample, systemError, watchedStorage } from './log-support.ts';

type Files = ReadonlyMap<string, Uint8Array>;

/** Seven records in segments of about three, closed; then two more that nothing vouches for yet. */
let files: Files;
beforeAll(async () => {
  const storage = memoryStorage();
  const { writer } = await openSample({ storage, segmentBytes: 1000 });
  for (let i = 1; i <= 6; i++) writer.append(fill(50));
  await writer.close();
  const again = await openSample({ storage, segmentBytes: 1000 });
  again.writer.append(fill(50));
  await again.writer.flush();
  files = storage.files();
});

const snapshotIn = (from: Files): Snapshot => {
  const snapshot = decodeSnapshot(from.get('snapshot') ?? new Uint8Array());
  if (snapshot === undefined) throw new Error('no snapshot');
  return snapshot;
};

/** Names of segments that recovery read. */
async function segmentsRead(
  storage: LedgerStorage,
): Promise<{ readonly names: readonly string[]; readonly size: number }> {
  const names = new Set<string>();
  const { head } = await recover({
    ...storage,
    readAt: (name, offset, length) => {
      if (length > 0) names.add(name.replace('segments/', ''));
      return storage.readAt(name, offset, length);
    },
  });
  return { names: [...names], size: head.size };
}

const without = (name: string): Files => new Map([...files].filter(([one]) => one !== name));
const withSnapshot = (snapshot: Snapshot): Files => new Map([...files, ['snapshot', encodeSnapshot(snapshot)]]);

describe('a snapshot', () => {
  it('spares reading what is before its checkpoint, and gives the same as reading all', async () => {
    const all = ['0000000000.seg', '0000000003.seg', '0000000006.seg'];
    expect([...files.keys()].filter((name) => name.startsWith('segments/'))).toEqual(all.map((n) => `segments/${n}`));
    expect(await segmentsRead(memoryStorage(files))).toEqual({ names: ['0000000006.seg'], size: 9 });
    expect(await segmentsRead(memoryStorage(without('snapshot')))).toEqual({ names: all, size: 9 });
    const [short, long] = [await recover(memoryStorage(files)), await recover(memoryStorage(without('snapshot')))];
    expect(short).toEqual({ ...long, snapshotSize: 7 });
  });

  it('leads to the same ledger', async () => {
    const rest: Files[] = [];
    for (const given of [files, without('snapshot')]) {
      const storage = memoryStorage(given);
      const { writer } = await openSample({ storage });
      writer.append(fill(9));
      await writer.close();
      expect((await verifyLedger(storage)).kind).toBe('verified');
      rest.push(storage.files());
    }
    expect(rest[0]).toEqual(rest[1]);
  });

  it('holds what an earlier damage costs back: with it only the tail is read', async () => {
    const damaged = new Map(files);
    const first = Buffer.from(damaged.get('segments/0000000000.seg') ?? new Uint8Array());
    first.writeUInt8(first.readUInt8(30) ^ 1, 30);
    damaged.set('segments/0000000000.seg', first);
    expect((await recover(memoryStorage(damaged))).head.size).toBe(9);
    expect(await verifyLedger(memoryStorage(damaged))).toMatchObject({ kind: 'broken', record: 0 });
  });

  it('that does not fit is ignored', async () => {
    const good = snapshotIn(files);
    const other = new Uint8Array(32);
    const bad: readonly Files[] = [
      // Of a root, a record, a place, a size that is not the checkpoint's.
      withSnapshot({ ...good, subtrees: good.subtrees.map(() => other) }),
      withSnapshot({ ...good, leaf: other }),
      withSnapshot({ ...good, begin: good.begin + 1 }),
      withSnapshot({ ...good, end: good.end + 1 }),
      withSnapshot({ ...good, end: 1e6 }),
      withSnapshot({ ...good, segment: '0000000003.seg' }),
      withSnapshot({ ...good, segment: '0000000004.seg' }),
      withSnapshot({ ...good, size: 11 }),
      // Without its checkpoint it is nobody's.
      without('checkpoints/0000000007'),
      // No whole snapshot at all.
      new Map([...files, ['snapshot', new Uint8Array()]]),
      new Map([...files, ['snapshot', new Uint8Array(65_537)]]),
    ];
    for (const given of bad) {
      expect(await recover(memoryStorage(given))).toMatchObject({ snapshotSize: 0, head: { size: 9 } });
    }
  });

  it('of a record that is whole and another, or none, is ignored', async () => {
    const good = snapshotIn(files);
    const { encodeFrame } = await import('../../src/provenance/log/frame.ts');
    const storage = memoryStorage(files);
    const { frame, leafHash } = encodeFrame('no record');
    await storage.writeAtomic('segments/9999999999.seg', frame);
    const place = { segment: '9999999999.seg', begin: 0, end: frame.length };
    await storage.writeAtomic('snapshot', encodeSnapshot({ ...good, ...place, leaf: leafHash }));
    await expect(recover(storage)).rejects.toMatchObject({ code: 'BROKEN' });
    // The last record of the segment before is a record, and not the one.
    const { head } = await recover(memoryStorage(without('snapshot')));
    expect(head.last?.begin).toBeGreaterThan(0);
    const first = files.get('segments/0000000000.seg') ?? new Uint8Array();
    const length = 8 + Buffer.from(first).readUInt32BE(0);
    const { leafHash: leaf } = encodeFrame(Buffer.from(first.subarray(8, length)).toString());
    const record0 = { segment: '0000000000.seg', begin: 0, end: length, leaf };
    expect(await recover(memoryStorage(withSnapshot({ ...good, ...record0 })))).toMatchObject({ snapshotSize: 0 });
  });

  it('is read back as it was written, and only whole', () => {
    const good = files.get('snapshot') ?? new Uint8Array();
    expect(encodeSnapshot(snapshotIn(files))).toEqual(Buffer.from(good));
    for (let k = 0; k < good.length; k++) {
      const bytes = new Uint8Array(good);
      bytes[k] = (bytes[k] ?? 0) ^ 1;
      expect(decodeSnapshot(bytes)).toBeUndefined();
      expect(decodeSnapshot(good.subarray(0, k))).toBeUndefined();
    }
    expect(decodeSnapshot(Buffer.concat([good, Buffer.from('\n')]))).toBeUndefined();
    const snapshot = snapshotIn(files);
    expect(decodeSnapshot(encodeSnapshot({ ...snapshot, segment: 'x' }))).toBeUndefined();
    expect(decodeSnapshot(encodeSnapshot({ ...snapshot, begin: snapshot.end }))).toBeUndefined();
    expect(decodeSnapshot(encodeSnapshot({ ...snapshot, leaf: new Uint8Array(31) }))).toBeUndefined();
  });

  it('comes with the first checkpoint that is 10,000 records past the one before, and at the end', async () => {
    const watched = watchedStorage();
    const { writer } = await openSample({
      storage: watched.storage,
      checkpoints: { everyRecords: 1000, everyMs: 1e9 },
    });
    const sizes: number[] = [];
    watched.before = async (operation, name) => {
      if (operation === 'write' && name === 'snapshot') sizes.push((await watched.inner.list('checkpoints')).length);
    };
    for (let batch = 0; batch < 25; batch++) {
      for (let i = 0; i < 1000; i++) writer.append(fill(0));
      await writer.flush();
      await new Promise(setImmediate);
    }
    // Checkpoints are of 1001, 2001, ... records.
    expect(sizes).toEqual([10, 20]);
    await writer.close();
    expect(sizes).toEqual([10, 20, 25]);
  });

  it('is not written again at the end where it is of all records already', async () => {
    const { storage, log } = watchedStorage();
    const { writer } = await openSample({ storage });
    for (let i = 0; i < 10_000; i++) writer.append(fill(0));
    await writer.checkpoint();
    await writer.close();
    expect(log.filter((line) => line === 'write snapshot')).toHaveLength(1);
  });

  it('that cannot be written ends the writer, unless it is for lack of space', async () => {
    const watched = watchedStorage();
    const { writer } = await openSample({ storage: watched.storage });
    watched.before = (operation, name) => {
      if (operation === 'write' && name === 'snapshot') throw systemError('EIO');
    };
    await expect(writer.close()).rejects.toMatchObject({ code: 'WRITE-FAILED' });
  });
});
