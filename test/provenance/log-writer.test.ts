import { describe, expect, it } from 'vitest';
import { LedgerError, memoryStorage, recover, verifyLedger, type LedgerStorage } from '../../src/provenance/index.ts';
import { fill, gate, openSample, recordsOf, systemError, typesOf, watchedStorage } from './log-support.ts';
import { ORIGIN } from './sample-ledger.ts';

const FIRST = 'segments/0000000000.seg';

describe('a flush', () => {
  it('stores nothing before it is asked for, and everything appended so far after it', async () => {
    const storage = memoryStorage();
    const { writer } = await openSample({ storage });
    writer.append(fill(1));
    expect(await typesOf(storage)).toEqual(['ledger-opened']);
    const first = writer.flush();
    writer.append(fill(2));
    await Promise.all([first, writer.flush(), writer.flush()]);
    writer.append(fill(3));
    expect(await recordsOf(storage)).toHaveLength(3);
    expect(await writer.close()).toMatchObject({ size: 4 });
    expect(await recordsOf(storage)).toHaveLength(4);
  });

  it('shares one write and one sync with all who wait, and the next with all who came meanwhile', async () => {
    const watched = watchedStorage();
    const { writer } = await openSample({ storage: watched.storage });
    watched.log.length = 0;
    const held = gate();
    watched.before = (operation) => (operation === 'sync' ? held.opened : undefined);
    const flushes: Promise<void>[] = [];
    const appendAndFlush = (count: number): void => {
      for (let i = 0; i < count; i++) {
        writer.append(fill(i));
        flushes.push(writer.flush());
      }
    };
    appendAndFlush(10);
    await Promise.resolve();
    appendAndFlush(20);
    await Promise.resolve();
    appendAndFlush(30);
    held.open();
    await Promise.all(flushes);
    expect(watched.log).toEqual([`append ${FIRST}`, `sync ${FIRST}`, `append ${FIRST}`, `sync ${FIRST}`]);
    expect(await recordsOf(watched.inner)).toHaveLength(61);
  });

  it('resolves only after the sync that holds its records', async () => {
    const watched = watchedStorage();
    const { writer } = await openSample({ storage: watched.storage });
    const [held, reached] = [gate(), gate()];
    watched.before = (operation) => {
      if (operation !== 'sync') return undefined;
      reached.open();
      return held.opened;
    };
    let acknowledged = 0;
    const acknowledge = () => void acknowledged++;
    writer.append(fill(1));
    const first = writer.flush().then(acknowledge);
    await reached.opened;
    // Nothing is queued: it waits for the write under way.
    const second = writer.flush().then(acknowledge);
    await new Promise(setImmediate);
    expect(acknowledged).toBe(0);
    held.open();
    await Promise.all([first, second]);
    expect(acknowledged).toBe(2);
    // Nothing at all is under way.
    await writer.flush();
  });

  it('syncs each segment before it touches the next, and all of them before the checkpoint', async () => {
    const watched = watchedStorage();
    const { writer } = await openSample({ storage: watched.storage, segmentBytes: 300 });
    watched.log.length = 0;
    writer.append(fill(100));
    writer.append(fill(100));
    await writer.close();
    const steps = (name: string) => ['open', 'append', 'sync', 'close'].map((what) => `${what} segments/${name}`);
    expect(watched.log).toEqual([
      `close ${FIRST}`,
      ...steps('0000000001.seg').slice(0, 3),
      'close segments/0000000001.seg',
      ...steps('0000000002.seg').slice(0, 3),
      'write checkpoints/0000000003',
      'write snapshot',
      'close segments/0000000002.seg',
    ]);
  });
});

describe('a failing storage', () => {
  it.each([
    ['sync', 'EIO'],
    ['append', 'EIO'],
    // Even of a full disk: what a failed sync leaves is not known.
    ['sync', 'ENOSPC'],
    ['open', 'EMFILE'],
  ] as const)('stops the writer for good when %s fails with %s', async (failing, code) => {
    const watched = watchedStorage();
    const { writer } = await openSample({ storage: watched.storage, segmentBytes: 400 });
    const cause = systemError(code);
    let failures = 0;
    watched.before = (operation) => {
      if (operation !== failing) return;
      failures++;
      throw cause;
    };
    writer.append(fill(300));
    const failed = { name: 'LedgerError', code: 'WRITE-FAILED', message: `${code}: as asked`, cause };
    await expect(writer.flush()).rejects.toMatchObject(failed);
    await expect(writer.flush()).rejects.toMatchObject(failed);
    expect(() => writer.append(fill(1))).toThrow(LedgerError);
    await expect(writer.checkpoint()).rejects.toMatchObject(failed);
    await expect(writer.close()).rejects.toMatchObject(failed);
    await expect(writer.close()).rejects.toMatchObject(failed);
    // The storage was not asked again.
    expect(failures).toBe(1);
    expect(watched.log.filter((line) => line.startsWith('write'))).toEqual([]);
  });

  it('lets go of the ledger, so that it can be opened again and recovered', async () => {
    const watched = watchedStorage();
    const { writer } = await openSample({ storage: watched.storage });
    watched.before = (operation) => {
      if (operation === 'sync') throw systemError('EIO');
    };
    writer.append(fill(1));
    await expect(openSample({ storage: watched.storage })).rejects.toMatchObject({ code: 'LOCKED' });
    await expect(writer.flush()).rejects.toMatchObject({ code: 'WRITE-FAILED' });
    await expect(writer.close()).rejects.toMatchObject({ code: 'WRITE-FAILED' });
    watched.before = () => {};
    const again = await openSample({ storage: watched.storage });
    // What was appended before the failed sync is there by chance, and whole.
    expect(again.recovery).toEqual({ records: 2 });
    await again.writer.close();
  });

  it('says so when it rejects with something that is no error', async () => {
    const watched = watchedStorage();
    const { writer } = await openSample({ storage: watched.storage });
    watched.before = (operation) => (operation === 'write' ? Promise.reject('odd') : undefined);
    await expect(writer.close()).rejects.toMatchObject({ code: 'WRITE-FAILED', message: 'odd', cause: 'odd' });
  });

  it('that cannot close a file after a failure changes nothing about the failure', async () => {
    const watched = watchedStorage();
    const { writer } = await openSample({ storage: watched.storage });
    watched.before = (operation) => {
      if (operation === 'sync' || operation === 'close') throw systemError('EIO');
    };
    writer.append(fill(1));
    await expect(writer.flush()).rejects.toMatchObject({ message: 'EIO: as asked' });
    await expect(writer.close()).rejects.toMatchObject({ message: 'EIO: as asked' });
  });
});

describe('a full disk', () => {
  it.each(['ENOSPC', 'EDQUOT'])(
    'acknowledges nothing, loses nothing, goes on when there is space: %s',
    async (code) => {
      const watched = watchedStorage();
      const { writer } = await openSample({ storage: watched.storage });
      const length = (await watched.inner.size(FIRST)) ?? 0;
      let isFull = true;
      watched.before = async (operation, name) => {
        if (operation !== 'append' || !isFull) return;
        // A short write: part of a frame is on the disk before it is full.
        const file = await watched.inner.openAppend(name);
        await file.append(Uint8Array.of(0, 0, 0));
        throw systemError(code);
      };
      writer.append(fill(1));
      await expect(writer.flush()).rejects.toMatchObject({ name: 'LedgerError', code: 'NO-SPACE' });
      expect(await watched.inner.size(FIRST)).toBe(length);
      writer.append(fill(2));
      await expect(writer.flush()).rejects.toMatchObject({ code: 'NO-SPACE' });
      isFull = false;
      writer.append(fill(3));
      await writer.flush();
      expect((await recordsOf(watched.inner)).map(({ fact }) => ('reason' in fact ? fact.reason : ''))).toEqual([
        '',
        'x',
        'xx',
        'xxx',
      ]);
      const { size, root } = await writer.close();
      expect(await verifyLedger(watched.inner)).toMatchObject({ kind: 'verified', records: size, root });
    },
  );

  it('takes a segment away that could not be begun, and keeps the ones before', async () => {
    for (const failing of ['open', 'append']) {
      const watched = watchedStorage();
      const { writer } = await openSample({ storage: watched.storage, segmentBytes: 800 });
      let isFull = true;
      watched.before = async (operation, name) => {
        if (operation === failing && isFull && name === 'segments/0000000002.seg') throw systemError('ENOSPC');
      };
      // The first fills the first segment up, the others have one each.
      for (const length of [30, 300, 300]) writer.append(fill(length));
      await expect(writer.flush()).rejects.toMatchObject({ code: 'NO-SPACE' });
      expect(await watched.inner.list('segments')).toEqual(['0000000000.seg']);
      expect(await recordsOf(watched.inner)).toHaveLength(2);
      isFull = false;
      expect(await writer.close()).toMatchObject({ size: 4 });
      expect(await watched.inner.list('segments')).toEqual(['0000000000.seg', '0000000002.seg', '0000000003.seg']);
      expect(await recordsOf(watched.inner)).toHaveLength(4);
    }
  });

  it('ends the writer where what was half written cannot be taken back', async () => {
    const watched = watchedStorage();
    const { writer } = await openSample({ storage: watched.storage });
    watched.before = (operation) => {
      if (operation === 'append') throw systemError('ENOSPC');
      if (operation === 'truncate') throw systemError('EIO');
    };
    writer.append(fill(1));
    await expect(writer.flush()).rejects.toMatchObject({ code: 'WRITE-FAILED', message: 'EIO: as asked' });
  });

  it('holds closing up until there is space, for records and for the checkpoint; the snapshot is done without', async () => {
    const watched = watchedStorage();
    const { writer } = await openSample({ storage: watched.storage });
    writer.append(fill(1));
    let full = 'append';
    watched.before = (operation, name) => {
      if (`${operation} ${name}`.startsWith(full)) throw systemError('ENOSPC');
    };
    await expect(writer.close()).rejects.toMatchObject({ code: 'NO-SPACE' });
    full = 'write checkpoints';
    await expect(writer.close()).rejects.toMatchObject({ code: 'NO-SPACE' });
    writer.append(fill(2));
    full = 'write snapshot';
    expect(await writer.close()).toMatchObject({ size: 3 });
    expect(await watched.inner.list('')).toEqual(['checkpoints', 'segments']);
  });
});

describe('opening', () => {
  it('takes the lock, and a second writer is refused until the first has closed', async () => {
    const storage = memoryStorage();
    const { writer } = await openSample({ storage });
    const before = storage.files();
    await expect(openSample({ storage })).rejects.toMatchObject({ name: 'LedgerError', code: 'LOCKED' });
    expect(storage.files()).toEqual(before);
    await writer.close();
    await (await openSample({ storage })).writer.close();
    expect(await typesOf(storage)).toEqual(['ledger-opened', 'ledger-resumed']);
  });

  it('names what the lock rejects with for any other reason', async () => {
    const storage: LedgerStorage = { ...memoryStorage(), lock: () => Promise.reject(systemError('EACCES')) };
    await expect(openSample({ storage })).rejects.toMatchObject({ code: 'WRITE-FAILED', message: 'EACCES: as asked' });
  });

  it('says who takes the ledger up again, with which version, why, and how many records are there', async () => {
    const storage = memoryStorage();
    const first = await openSample({ storage });
    for (const at of [5, 7]) first.writer.append({ ...fill(1), at: at as never });
    await first.writer.close();
    const { writer, recovery } = await openSample({ storage, version: '1.3.0', reason: 'after a crash', actor: 'P-1' });
    expect(recovery).toEqual({ records: 3 });
    await writer.close();
    // It has no epoch to count from: it is at the instant of the record before.
    expect((await recordsOf(storage))[3]).toMatchObject({
      seq: 3,
      at: 7,
      actor: 'P-1',
      fact: { type: 'ledger-resumed', records: 3, version: '1.3.0', reason: 'after a crash' },
    });
    expect((await verifyLedger(storage)).kind).toBe('verified');
  });

  it('goes on in the last segment, and in the tree: the root is that of a ledger written in one go', async () => {
    const storage = memoryStorage();
    for (let round = 0; round < 5; round++) {
      const { writer } = await openSample({ storage, segmentBytes: 1000 });
      for (let i = 0; i < 4; i++) writer.append(fill(i * 40));
      await writer.close();
      expect(await verifyLedger(storage)).toMatchObject({ kind: 'verified', records: 5 * (round + 1) });
    }
    const names = await storage.list('segments');
    // 25 records of 200 to 400 bytes in segments of up to 1,000.
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) expect((await storage.size(`segments/${name}`)) ?? 0).toBeLessThanOrEqual(1000);
  });

  it('refuses to begin where there is something already, if it is asked to begin', async () => {
    const storage = memoryStorage();
    await (await openSample({ storage, mustBeNew: true })).writer.close();
    const before = storage.files();
    await expect(openSample({ storage, mustBeNew: true })).rejects.toMatchObject({ code: 'NOT-EMPTY' });
    expect(storage.files()).toEqual(before);
  });

  it('refuses a ledger of another name', async () => {
    const storage = memoryStorage();
    const { writer } = await openSample({ storage });
    await expect(openSample({ storage: memoryStorage(storage.files()), origin: 'other' })).rejects.toMatchObject({
      code: 'OTHER-LEDGER',
      message: `the ledger there is ${ORIGIN}; other was asked for`,
    });
    await writer.close();
  });

  it('refuses a ledger of version 1, with and without its checkpoint', async () => {
    const record = Buffer.from(
      `{"at":0,"fact":{"type":"x"},"prev":"${'0'.repeat(64)}","recordedAt":"2026-01-01T00:00:00.000Z","seq":0,"v":1}`,
    );
    const { encodeFrame } = await import('../../src/provenance/log/frame.ts');
    const { frame } = encodeFrame(record.toString());
    const old = { code: 'OLD-VERSION', message: expect.stringContaining('version 1') };
    await expect(openSample({ storage: memoryStorage(new Map([[FIRST, frame]])) })).rejects.toMatchObject(old);
    const closed = memoryStorage(new Map([['checkpoint', Uint8Array.of(1)]]));
    await expect(openSample({ storage: closed })).rejects.toMatchObject(old);
  });

  it('lets go of the lock where it fails, and names a full disk as such', async () => {
    const watched = watchedStorage();
    let isFull = true;
    watched.before = (operation) => {
      if (operation === 'append' && isFull) throw systemError('ENOSPC');
    };
    await expect(openSample({ storage: watched.storage })).rejects.toMatchObject({ code: 'NO-SPACE' });
    isFull = false;
    const { writer, recovery } = await openSample({ storage: watched.storage });
    expect(recovery.records).toBe(0);
    await writer.close();
    watched.before = (operation) => {
      if (operation === 'read') throw systemError('EIO');
    };
    await expect(openSample({ storage: watched.storage })).rejects.toMatchObject({ code: 'WRITE-FAILED' });
  });

  it('leaves a ledger that it has only looked at as it was', async () => {
    const storage = memoryStorage();
    const { writer } = await openSample({ storage });
    for (let i = 0; i < 9; i++) writer.append(fill(i));
    await writer.close();
    const before = storage.files();
    expect((await recover(storage)).head.size).toBe(10);
    expect(storage.files()).toEqual(before);
  });
});
