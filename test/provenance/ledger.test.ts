import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { AssertionError, canonicalJson, seconds } from '../../src/base/index.ts';
import type { Fact, Timed } from '../../src/model/index.ts';
import {
  memoryStorage,
  openLedger,
  readFacts,
  readLedger,
  toBase64,
  toHex,
  verifyLedger,
  type LedgerStorage,
} from '../../src/provenance/index.ts';
import { naiveLeaf, naiveRoot } from './naive-tree.ts';
import { EPOCH_MS, ORIGIN, sampleFacts } from './sample-ledger.ts';

const clock = { nowMs: () => EPOCH_MS };
const open = (storage: LedgerStorage, segmentBytes = 900) =>
  openLedger({ storage, clock, origin: ORIGIN, version: '1.2.3', segmentBytes });

const OPENED = { type: 'ledger-opened', origin: ORIGIN, version: '1.2.3' };

/** What a closed ledger of these facts leaves; each is written down when it happens. */
async function written(facts: readonly Timed<Fact>[], segmentBytes = 900): Promise<ReadonlyMap<string, Uint8Array>> {
  const storage = memoryStorage();
  let nowMs = EPOCH_MS;
  const onTime = { nowMs: () => nowMs };
  const { writer } = await openLedger({ storage, clock: onTime, origin: ORIGIN, version: '1.2.3', segmentBytes });
  for (const fact of facts) {
    nowMs = EPOCH_MS + fact.at * 1000;
    writer.append(fact);
  }
  await writer.close();
  return storage.files();
}

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
  it('holds its opening and each fact in a canonical envelope that names the hash of the record before', async () => {
    const entries = entriesOf(await written(sampleFacts(9)));
    expect(entries).toHaveLength(10);
    let prev = '0'.repeat(64);
    entries.forEach((entry, seq) => {
      const { at, ...fact } = seq === 0 ? { at: 0, ...OPENED } : (sampleFacts(9)[seq - 1] ?? fill(0));
      const recordedAt = new Date(EPOCH_MS + at * 1000).toISOString();
      expect(entry.toString()).toBe(canonicalJson({ v: 2, actor: 'seqplan', seq, prev, at, recordedAt, fact }));
      prev = createHash('sha256').update(Buffer.of(0)).update(entry).digest('hex');
    });
  });

  it('has in its checkpoint the root of the RFC 6962 tree over the stored bytes', async () => {
    const storage = memoryStorage();
    const { writer } = await open(storage);
    for (const fact of sampleFacts(11)) writer.append(fact);
    const { size, root } = await writer.close();
    expect(size).toBe(12);
    expect(root).toBe(toBase64(naiveRoot(entriesOf(storage.files()).map(naiveLeaf))));
    const lines = Buffer.from(await storage.read('checkpoints/0000000012'))
      .toString()
      .split('\n');
    expect(lines.slice(0, 4)).toEqual([ORIGIN, '12', root, '']);
    expect(await verifyLedger(storage)).toMatchObject({ kind: 'verified', records: 12, root, origin: ORIGIN });
  });

  it('reads back as the facts that were appended, with their leaf hashes', async () => {
    const files = await written(sampleFacts(13));
    expect(await all(readFacts(memoryStorage(files)))).toEqual(sampleFacts(13));
    const records = await all(readLedger(memoryStorage(files)));
    expect(records.map((r) => r.seq)).toEqual([...Array(14).keys()]);
    expect(records.map((r) => toHex(r.leafHash))).toEqual(entriesOf(files).map((entry) => toHex(naiveLeaf(entry))));
  });

  it('has the same bytes each time', async () => {
    expect(await written(sampleFacts(20))).toEqual(await written(sampleFacts(20)));
  });

  it('begins a segment, named for its first record, where a frame would pass the limit', async () => {
    const segments = [...(await written(sampleFacts(20)))].filter(([name]) => name.startsWith('segments/'));
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
    expect(seq).toBe(21);
  });

  it('fills a segment to the last byte of its limit', async () => {
    const whole = (await written(sampleFacts(2), 1e6)).get('segments/0000000000.seg')?.length ?? 0;
    expect([...(await written(sampleFacts(3), whole)).keys()].filter((name) => name.startsWith('segments'))).toEqual([
      'segments/0000000000.seg',
      'segments/0000000003.seg',
    ]);
  });

  it('keeps segments of 4 MiB where nothing else is asked', async () => {
    const storage = memoryStorage();
    const { writer } = await openLedger({ storage, clock, origin: ORIGIN, version: '0' });
    // 65 records of some 65,300 bytes are 4.2 MB.
    for (let i = 0; i < 65; i++) writer.append(fill(65_100));
    await writer.close();
    const sizes = [...storage.files()]
      .filter(([name]) => name.startsWith('segments/'))
      .map(([, bytes]) => bytes.length);
    expect(sizes).toHaveLength(2);
    expect(sizes[0]).toBeLessThanOrEqual(4_194_304);
    expect(sizes[0]).toBeGreaterThan(4_194_304 - 65_535);
    expect(await verifyLedger(storage)).toMatchObject({ kind: 'verified', records: 66 });
  });

  it('may hold no fact: its opening is record 0', async () => {
    const storage = memoryStorage();
    const { writer } = await open(storage);
    expect(await writer.close()).toMatchObject({ size: 1 });
    expect([...storage.files().keys()]).toEqual(['checkpoints/0000000001', 'segments/0000000000.seg', 'snapshot']);
    expect(await all(readFacts(storage))).toEqual([]);
    expect(await all(readLedger(storage))).toMatchObject([{ seq: 0, actor: 'seqplan', fact: OPENED }]);
  });

  it('says who did what: the writer itself, unless an entry comes with its actor', async () => {
    const storage = memoryStorage();
    const given = { storage, clock, origin: ORIGIN, version: '0', actor: 'robot-2' };
    const { writer } = await openLedger(given);
    expect(writer.append(fill(1))).toBe(1);
    expect(writer.append(fill(1), 'P-17')).toBe(2);
    expect(() => writer.append(fill(1), 'two words')).toThrow('actor two words is not 1 to 128 plain characters');
    await writer.close();
    const records = await all(readLedger(storage));
    expect(records.map(({ actor }) => actor)).toEqual(['robot-2', 'robot-2', 'P-17']);
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
    const { writer } = await openLedger({ storage, clock: { nowMs: () => nowMs }, origin: ORIGIN, version: '0' });
    for (const instant of instants) {
      nowMs = Date.parse(instant) + 0.25;
      writer.append(fill(1));
    }
    nowMs = Date.parse('9999-12-31T23:59:59.999Z') + 1;
    expect(() => writer.append(fill(1))).toThrow('years have four digits');
    await writer.close();
    const stamps = entriesOf(storage.files()).map(
      (entry) => (JSON.parse(entry.toString()) as { recordedAt: string }).recordedAt,
    );
    expect(stamps.slice(1)).toEqual(instants);
    expect((await verifyLedger(storage)).kind).toBe('verified');
  });
});

describe('the writer', () => {
  it('takes a record of 65,535 bytes and asserts against one byte more, in UTF-8', async () => {
    const storage = memoryStorage();
    const { writer } = await open(storage, 1e6);
    writer.append(fill(0));
    await writer.flush();
    const empty = entriesOf(storage.files())[1]?.length ?? 0;
    // Each ü has two bytes: the odd remainder is filled with an x.
    const room = 65_535 - empty;
    const reason = 'ü'.repeat(Math.floor(room / 2)) + 'x'.repeat(room % 2);
    const long = { ...fill(0), reason } as Timed<Fact>;
    writer.append(long);
    expect(() => writer.append({ ...long, reason: `${reason}x` } as Timed<Fact>)).toThrow(
      'record 3 (plan-refused) has 65536 bytes; the limit is 65535\nRecord the digest of a large value, or split the fact.',
    );
    expect(await writer.close()).toMatchObject({ size: 3 });
    expect(entriesOf(storage.files())[2]?.length).toBe(65_535);
    expect(await verifyLedger(storage)).toMatchObject({ kind: 'verified', records: 3 });
  });

  it('takes a fact of 64 levels that the reader takes too, and asserts against one more', async () => {
    const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
    const storage = memoryStorage();
    const { writer } = await open(storage);
    const fact = (depth: number) =>
      ({ type: 'machine-up', at: seconds(0), machine: nested(depth) }) as unknown as Timed<Fact>;
    writer.append(fact(63));
    expect(() => writer.append(fact(64))).toThrow('nested deeper than 64');
    await writer.close();
    expect(await verifyLedger(storage)).toMatchObject({ kind: 'verified', records: 2 });
  });

  it('asserts that instants are whole seconds, and goes on without the fact', async () => {
    const storage = memoryStorage();
    const { writer } = await open(storage);
    for (const at of [0.5, Number.NaN, 2 ** 53]) {
      expect(() => writer.append({ ...fill(1), at: seconds(at) })).toThrow(
        `record 1 is of instant ${at}; instants are whole seconds`,
      );
    }
    writer.append(fill(1));
    await writer.close();
    expect(await verifyLedger(storage)).toMatchObject({ kind: 'verified', records: 2 });
  });

  it('asserts that nothing comes after close, and that the origin and the key are well formed', async () => {
    const { writer } = await open(memoryStorage());
    await writer.close();
    expect(() => writer.append(fill(1))).toThrow(new AssertionError('the ledger is closed'));
    await expect(writer.close()).rejects.toThrow('the ledger is closed');
    const given = { storage: memoryStorage(), clock, version: '0' };
    await expect(openLedger({ ...given, origin: 'two words' })).rejects.toThrow('origin is not 1 to 255');
    const signer = { vkey: 'key', sign: () => new Uint8Array(64) };
    await expect(openLedger({ ...given, origin: ORIGIN, signer })).rejects.toThrow('key is no vkey');
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

  it('lists a folder as a folder does: names in it, those of its folders once, and not what lies deeper', async () => {
    const bytes = Uint8Array.of(1);
    const storage = memoryStorage(new Map(['top', 'a/x', 'a/y', 'a/b/z'].map((name) => [name, bytes])));
    expect(await storage.list('')).toEqual(['a', 'top']);
    expect(await storage.list('a')).toEqual(['b', 'x', 'y']);
    expect(await storage.list('none')).toEqual([]);
  });

  it('cuts a file that is open, reads parts of it, takes it away', async () => {
    const storage = memoryStorage(new Map([['a', Uint8Array.of(1, 2, 3, 4)]]));
    const file = await storage.openAppend('a');
    await storage.truncate('a', 2);
    await file.append(Uint8Array.of(9));
    expect([...(await storage.read('a'))]).toEqual([1, 2, 9]);
    expect([...(await storage.readAt('a', 1, 5))]).toEqual([2, 9]);
    await storage.remove('a');
    await storage.remove('a');
    expect(await storage.size('a')).toBeUndefined();
  });

  it('is locked by one at a time; releasing twice takes it from nobody', async () => {
    const storage = memoryStorage();
    const first = await storage.lock('lock');
    await expect(storage.lock('lock')).rejects.toMatchObject({ code: 'ELOCKED' });
    await first.release();
    await storage.lock('lock');
    await first.release();
    await expect(storage.lock('lock')).rejects.toMatchObject({ code: 'ELOCKED' });
  });
});
