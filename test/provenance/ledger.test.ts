import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { AssertionError, canonicalJson, seconds, type AppendFile } from '../../src/base/index.ts';
import type { Fact, Timed } from '../../src/model/index.ts';
import {
  createLedgerWriter,
  LedgerError,
  memoryStorage,
  readFacts,
  readLedger,
  toBase64,
  toHex,
  verifyLedger,
  type LedgerStorage,
} from '../../src/provenance/index.ts';
import { naiveLeaf, naiveRoot } from './naive-tree.ts';
import { EPOCH_MS, ORIGIN, sampleFacts, sampleFiles, writeSample } from './sample-ledger.ts';

const clock = { nowMs: () => EPOCH_MS };
const open = (storage: LedgerStorage, segmentBytes = 900) =>
  createLedgerWriter({ storage, clock, origin: ORIGIN, segmentBytes });

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** Entries of segments in order, taken apart by hand: u32 length, u32 CRC, bytes. */
function entriesOf(files: ReadonlyMap<string, Uint8Array>): readonly Buffer[] {
  const entries: Buffer[] = [];
  for (const [name, bytes] of files) {
    if (!name.startsWith('segments/')) continue;
    for (let rest = Buffer.from(bytes); rest.length > 0; rest = rest.subarray(8 + rest.readUInt32BE(0))) {
      const entry = rest.subarray(8, 8 + rest.readUInt32BE(0));
      expect(rest.readUInt32BE(4)).toBe(crc32(entry));
      entries.push(entry);
    }
  }
  return entries;
}

const fill = (length: number): Timed<Fact> => ({
  type: 'plan-refused',
  at: seconds(0),
  request: 1,
  reason: 'x'.repeat(length),
});

describe('a ledger as written', () => {
  it('holds each fact in a canonical envelope that names the hash of the record before', async () => {
    const files = await sampleFiles(9);
    const entries = entriesOf(files);
    expect(entries).toHaveLength(9);
    let prev = '0'.repeat(64);
    entries.forEach((entry, seq) => {
      const { at, ...fact } = sampleFacts(9)[seq] ?? fill(0);
      const recordedAt = new Date(EPOCH_MS + at * 1000).toISOString();
      expect(entry.toString()).toBe(canonicalJson({ v: 1, seq, prev, at, recordedAt, fact }));
      prev = createHash('sha256').update(Buffer.of(0)).update(entry).digest('hex');
    });
  });

  it('has in its checkpoint the root of the RFC 6962 tree over the stored bytes', async () => {
    const storage = memoryStorage();
    const { size, root } = await writeSample({ storage, facts: sampleFacts(11) });
    expect(size).toBe(11);
    expect(root).toBe(toBase64(naiveRoot(entriesOf(storage.files()).map(naiveLeaf))));
    const lines = Buffer.from(await storage.read('checkpoint'))
      .toString()
      .split('\n');
    expect(lines.slice(0, 4)).toEqual([ORIGIN, '11', root, '']);
    expect(await verifyLedger(storage)).toEqual({ kind: 'verified', records: 11, root, origin: ORIGIN });
  });

  it('reads back as the facts that were appended, with their leaf hashes', async () => {
    const files = await sampleFiles(13);
    expect(await all(readFacts(memoryStorage(files)))).toEqual(sampleFacts(13));
    const records = await all(readLedger(memoryStorage(files)));
    expect(records.map((r) => r.seq)).toEqual([...Array(13).keys()]);
    expect(records.map((r) => toHex(r.leafHash))).toEqual(entriesOf(files).map((entry) => toHex(naiveLeaf(entry))));
  });

  it('has the same bytes each time', async () => {
    expect(await sampleFiles(20)).toEqual(await sampleFiles(20));
  });

  it('begins a segment, named for its first record, where a frame would pass the limit', async () => {
    const storage = memoryStorage();
    await writeSample({ storage, facts: sampleFacts(20), segmentBytes: 900 });
    const segments = [...storage.files()].filter(([name]) => name.startsWith('segments/'));
    let seq = 0;
    segments.forEach(([name, bytes], k) => {
      expect(name).toBe(`segments/${String(seq).padStart(10, '0')}.seg`);
      const entries = entriesOf(new Map([[name, bytes]]));
      seq += entries.length;
      const next = segments[k + 1]?.[1];
      expect(bytes.length).toBeLessThanOrEqual(900);
      // Its successor's first frame did not fit any more.
      if (next !== undefined) expect(bytes.length + 8 + Buffer.from(next).readUInt32BE(0)).toBeGreaterThan(900);
    });
    expect(segments.length).toBeGreaterThan(5);
    expect(seq).toBe(20);
  });

  it('fills a segment to the last byte of its limit', async () => {
    const whole = (await sampleFiles(2, 1e6)).get('segments/0000000000.seg')?.length ?? 0;
    expect([...(await sampleFiles(3, whole)).keys()]).toEqual([
      'checkpoint',
      'segments/0000000000.seg',
      'segments/0000000002.seg',
    ]);
  });

  it('keeps segments of 4 MiB where nothing else is asked', async () => {
    const storage = memoryStorage();
    const writer = createLedgerWriter({ storage, clock, origin: ORIGIN });
    // 65 records of some 65,300 bytes are 4.2 MB.
    for (let i = 0; i < 65; i++) writer.append(fill(65_100));
    await writer.close();
    const sizes = [...storage.files()]
      .filter(([name]) => name.startsWith('segments/'))
      .map(([, bytes]) => bytes.length);
    expect(sizes).toHaveLength(2);
    expect(sizes[0]).toBeLessThanOrEqual(4_194_304);
    expect(sizes[0]).toBeGreaterThan(4_194_304 - 65_535);
    expect(await verifyLedger(storage)).toMatchObject({ kind: 'verified', records: 65 });
  });

  it('may be empty: no segment, the root of nothing', async () => {
    const storage = memoryStorage();
    const { size, root } = await open(storage).close();
    expect([size, root]).toEqual([0, '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=']);
    expect([...storage.files().keys()]).toEqual(['checkpoint']);
    expect(await verifyLedger(storage)).toEqual({ kind: 'verified', records: 0, root, origin: ORIGIN });
    expect(await all(readFacts(storage))).toEqual([]);
  });

  it('writes down whole milliseconds of any day from year 0 to 9999, and no others', async () => {
    const storage = memoryStorage();
    const instants = [
      '0000-01-01T00:00:00.000Z',
      '1969-12-31T23:59:59.999Z',
      '2028-02-29T12:34:56.078Z',
      '9999-12-31T23:59:59.999Z',
    ];
    let nowMs = 0;
    const writer = createLedgerWriter({ storage, clock: { nowMs: () => nowMs }, origin: ORIGIN });
    for (const instant of instants) {
      nowMs = Date.parse(instant) + 0.25;
      writer.append(fill(1));
    }
    nowMs = Date.parse('9999-12-31T23:59:59.999Z') + 1;
    expect(() => writer.append(fill(1))).toThrow('years have four digits');
    await writer.close();
    const written = entriesOf(storage.files()).map(
      (entry) => (JSON.parse(entry.toString()) as { recordedAt: string }).recordedAt,
    );
    expect(written).toEqual(instants);
    expect((await verifyLedger(storage)).kind).toBe('verified');
  });
});

describe('the writer', () => {
  it('takes a record of 65,535 bytes and asserts against one byte more, in UTF-8', async () => {
    const storage = memoryStorage();
    const writer = open(storage, 1e6);
    writer.append(fill(0));
    await writer.flush();
    const empty = entriesOf(storage.files())[0]?.length ?? 0;
    // Each ü has two bytes: the odd remainder is filled with an x.
    const room = 65_535 - empty;
    const reason = 'ü'.repeat(Math.floor(room / 2)) + 'x'.repeat(room % 2);
    const long = { ...fill(0), reason } as Timed<Fact>;
    writer.append(long);
    expect(() => writer.append({ ...long, reason: `${reason}x` } as Timed<Fact>)).toThrow(
      'record 2 (plan-refused) has 65536 bytes; the limit is 65535\nRecord the digest of a large value, or split the fact.',
    );
    expect(await writer.close()).toMatchObject({ size: 2 });
    expect(entriesOf(storage.files())[1]?.length).toBe(65_535);
    expect(await verifyLedger(storage)).toMatchObject({ kind: 'verified', records: 2 });
  });

  it('takes a fact of 64 levels that the reader takes too, and asserts against one more', async () => {
    const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
    const storage = memoryStorage();
    const writer = open(storage);
    const fact = (depth: number) =>
      ({ type: 'machine-up', at: seconds(0), machine: nested(depth) }) as unknown as Timed<Fact>;
    writer.append(fact(63));
    expect(() => writer.append(fact(64))).toThrow('nested deeper than 64');
    await writer.close();
    expect(await verifyLedger(storage)).toMatchObject({ kind: 'verified', records: 1 });
  });

  it('asserts that instants are whole seconds, and goes on without the fact', async () => {
    const storage = memoryStorage();
    const writer = open(storage);
    for (const at of [0.5, Number.NaN, 2 ** 53]) {
      expect(() => writer.append({ ...fill(1), at: seconds(at) })).toThrow(
        `record 0 is of instant ${at}; instants are whole seconds`,
      );
    }
    writer.append(fill(1));
    await writer.close();
    expect(await verifyLedger(storage)).toMatchObject({ kind: 'verified', records: 1 });
  });

  it('stores nothing before a flush, everything appended so far after it, whoever else is flushing', async () => {
    const storage = memoryStorage();
    const writer = open(storage);
    const [a, b, c] = sampleFacts(3);
    if (a === undefined || b === undefined || c === undefined) throw new Error('three facts');
    writer.append(a);
    expect(storage.files().size).toBe(0);
    const first = writer.flush();
    writer.append(b);
    const second = writer.flush();
    const third = writer.flush();
    writer.append(c);
    await Promise.all([first, second, third]);
    expect((await all(readFacts(storage))).slice(0, 2)).toEqual([a, b]);
    expect(await writer.close()).toMatchObject({ size: 3 });
    expect(await all(readFacts(storage))).toEqual([a, b, c]);
  });

  it('syncs each segment before it touches the next, and all of them before the checkpoint', async () => {
    const log: string[] = [];
    const inner = memoryStorage();
    const storage: LedgerStorage = {
      ...inner,
      async openAppend(name) {
        const file = await inner.openAppend(name);
        const logged = (what: string, work: () => Promise<void>) => async () => {
          log.push(`${what} ${name}`);
          await work();
        };
        return {
          append: (bytes) => logged('append', () => file.append(bytes))(),
          sync: logged('sync', file.sync),
          close: logged('close', file.close),
        } satisfies AppendFile;
      },
      async writeAtomic(name, bytes) {
        log.push(`write ${name}`);
        await inner.writeAtomic(name, bytes);
      },
    };
    const writer = open(storage, 300);
    for (const fact of sampleFacts(2)) writer.append(fact);
    await writer.close();
    const steps = (name: string) => ['append', 'sync', 'close'].map((what) => `${what} segments/${name}`);
    expect(log).toEqual([...steps('0000000000.seg'), ...steps('0000000001.seg'), 'write checkpoint']);
  });

  it('refuses a place that holds segments or a checkpoint, and leaves it alone', async () => {
    const files = await sampleFiles(3);
    for (const kept of ['segments/0000000000.seg', 'checkpoint']) {
      const storage = memoryStorage(new Map([...files].filter(([name]) => name === kept)));
      const before = storage.files();
      const writer = open(storage);
      writer.append(fill(1));
      await expect(writer.flush()).rejects.toMatchObject({ name: 'LedgerError', code: 'NOT-EMPTY' });
      await expect(writer.close()).rejects.toMatchObject({ code: 'NOT-EMPTY' });
      expect(storage.files()).toEqual(before);
    }
  });

  it('stops for good when the storage fails: no later flush, append or close succeeds', async () => {
    const inner = memoryStorage();
    let syncs = 0;
    let closes = 0;
    const broken = Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' });
    const storage: LedgerStorage = {
      ...inner,
      async openAppend(name) {
        const file = await inner.openAppend(name);
        return {
          ...file,
          sync: async () => {
            if (++syncs === 2) throw broken;
          },
          close: async () => {
            closes++;
            throw new Error('close fails too');
          },
        };
      },
    };
    const writer = open(storage);
    writer.append(fill(1));
    await writer.flush();
    writer.append(fill(2));
    const failed = { code: 'WRITE-FAILED', message: 'EIO: i/o error, fdatasync', cause: broken };
    await expect(writer.flush()).rejects.toMatchObject(failed);
    await expect(writer.flush()).rejects.toMatchObject(failed);
    expect(() => writer.append(fill(3))).toThrow(LedgerError);
    await expect(writer.close()).rejects.toMatchObject(failed);
    expect([syncs, closes]).toEqual([2, 1]);
    expect([...inner.files().keys()]).toEqual(['segments/0000000000.seg']);
  });

  it('says so when the storage rejects with something that is no error', async () => {
    const storage: LedgerStorage = { ...memoryStorage(), writeAtomic: () => Promise.reject('full') };
    await expect(open(storage).close()).rejects.toMatchObject({ code: 'WRITE-FAILED', message: 'full', cause: 'full' });
  });

  it('asserts that nothing comes after close, and that the origin is a name', async () => {
    const writer = open(memoryStorage());
    await writer.close();
    expect(() => writer.append(fill(1))).toThrow(new AssertionError('the ledger is closed'));
    await expect(writer.close()).rejects.toThrow('the ledger is closed');
    expect(() => createLedgerWriter({ storage: memoryStorage(), clock, origin: 'two words' })).toThrow(
      'origin is not 1 to 255',
    );
  });
});

describe('memory', () => {
  it('keeps copies: what is handed in or out later changes nothing', async () => {
    const given = Uint8Array.of(1, 2);
    const storage = memoryStorage(new Map([['a/b', given]]));
    const file = await storage.openAppend('a/c');
    await file.append(given);
    given[0] = 9;
    (await storage.read('a/b'))[1] = 9;
    expect(storage.files()).toEqual(new Map(['a/b', 'a/c'].map((name) => [name, Uint8Array.of(1, 2)])));
    expect(await storage.list('a')).toEqual(['b', 'c']);
    await expect(storage.read('a')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
