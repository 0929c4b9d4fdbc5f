import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { at } from '../../src/base/index.ts';
import {
  checkProof,
  exportTlog,
  memoryStorage,
  openIndex,
  openTiles,
  parseVkey,
  proveFromTlog,
  proveRecord,
  toHex,
  type LedgerStorage,
  type MemoryStorage,
} from '../../src/provenance/index.ts';
import { decodeIndex, encodeIndex } from '../../src/provenance/log/segment-index.ts';
import { isLogSound, naiveTiles } from './naive-tiles.ts';
import { naiveLeaf, naivePath, naiveRoot } from './naive-tree.ts';
import { ORIGIN } from './sample-ledger.ts';
import { recordsOf, signedLedger } from './signed-ledger.ts';
import { testSigner } from './test-keys.ts';

const SIGNER = testSigner(ORIGIN, 1);
const KEY = parseVkey(SIGNER.vkey);

async function exported(storage: LedgerStorage) {
  const files = new Map<string, Uint8Array>();
  const result = await exportTlog(storage, async (path, bytes) => {
    expect(files.has(path), path).toBe(false);
    files.set(path, new Uint8Array(bytes));
  });
  return { result, files };
}

const rootOf = (records: readonly Uint8Array[]): Uint8Array => naiveRoot(records.map(naiveLeaf));

describe('a ledger exported as a tiled log', () => {
  it.each([1, 4, 255, 256, 257, 300, 600])(
    'has for %i records the tiles and bundles of the definition, and the checkpoint as it is, last',
    async (size) => {
      const storage = await signedLedger({ records: size, signers: [SIGNER], segmentBytes: 5000 });
      const { result, files } = await exported(storage);
      const records = recordsOf(storage);
      const checkpoint = storage.files().get(`checkpoints/${String(size).padStart(10, '0')}`);
      const expected = new Map([...naiveTiles(records), ['checkpoint', checkpoint ?? new Uint8Array()]]);
      expect([...files.keys()].toSorted()).toEqual([...expected.keys()].toSorted());
      for (const [path, bytes] of files) expect(toHex(bytes), path).toBe(toHex(expected.get(path) ?? new Uint8Array()));
      expect([...files.keys()].at(-1)).toBe('checkpoint');
      expect(result).toEqual({
        kind: 'exported',
        origin: ORIGIN,
        size,
        root: Buffer.from(rootOf(records)).toString('base64'),
        signers: [ORIGIN],
        files: files.size,
      });
      expect(isLogSound(files, size, rootOf(records))).toBe(true);
    },
  );

  it('is read back through tiles to the very records', async () => {
    const storage = await signedLedger({ records: 300, signers: [SIGNER] });
    const { files } = await exported(storage);
    const records = recordsOf(storage);
    const read = async (path: string) => files.get(path);
    const opened = await openTiles({ size: 300, root: rootOf(records), read });
    if (opened.kind === 'fault') throw new Error(opened.message);
    for (const [index, record] of records.entries()) {
      const entry = await opened.tiles.entry(index);
      expect(entry.kind === 'entry' && toHex(entry.bytes)).toBe(toHex(record));
    }
  });

  it('ends at the last checkpoint: records behind it have no place in it', async () => {
    const long = await signedLedger({ records: 300, signers: [SIGNER] });
    const short = await signedLedger({ records: 290, signers: [SIGNER] });
    const name = 'checkpoints/0000000290';
    const files = new Map([...long.files()].filter(([path]) => path.startsWith('segments/')));
    const both = memoryStorage(files.set(name, short.files().get(name) ?? new Uint8Array()));
    const { result, files: made } = await exported(both);
    expect(result).toMatchObject({ kind: 'exported', size: 290 });
    expect(isLogSound(made, 290, rootOf(recordsOf(short)))).toBe(true);
  });

  it('is not made of a ledger that nobody signed: nothing is written', async () => {
    const storage = await signedLedger({ records: 4, signers: [] });
    const { result, files } = await exported(storage);
    expect(result).toEqual({ kind: 'unsigned', origin: ORIGIN, size: 4 });
    expect(files.size).toBe(0);
  });

  it('gets no checkpoint where the records are not the ones that were signed', async () => {
    const forged = await signedLedger({ records: 4, signers: [SIGNER] });
    const swapped = new Map(forged.files()).set('segments/0000000000.seg', swapFrames(recordsOf(forged)));
    const written: string[] = [];
    const write = async (path: string) => void written.push(path);
    await expect(exportTlog(memoryStorage(swapped), write)).rejects.toMatchObject({
      code: 'BROKEN',
      where: { record: 'checkpoint', code: 'CHECKPOINT-ROOT' },
    });
    expect(written).not.toContain('checkpoint');
  });

  it('is not made where records are missing, nor where there is no checkpoint', async () => {
    const whole = await signedLedger({ records: 300, signers: [SIGNER], segmentBytes: 5000 });
    const names = [...whole.files().keys()].filter((name) => name.startsWith('segments/'));
    const without = (name: string) => memoryStorage(new Map([...whole.files()].filter(([path]) => path !== name)));
    const code = async (storage: LedgerStorage) => {
      const error: unknown = await exportTlog(storage, async () => {}).catch((reason: unknown) => reason);
      return error instanceof Error && 'where' in error ? error.where : error;
    };
    expect(await code(without(at(names, names.length - 1)))).toMatchObject({ code: 'RECORD-MISSING' });
    expect(await code(without(at(names, 2)))).toMatchObject({ code: 'SEGMENT-NAME' });
    expect(await code(without('checkpoints/0000000300'))).toMatchObject({ code: 'CHECKPOINT-MISSING' });
  });
});

/** Records 1 and 2 in each other's place, in frames that are whole. */
function swapFrames(records: readonly Uint8Array[]): Uint8Array {
  const order = [0, 2, 1, ...records.keys()].filter((index, k) => k < 3 || index > 2);
  return Buffer.concat(order.map((index) => frame(at(records, index))));
}

function frame(record: Uint8Array): Uint8Array {
  const header = Buffer.alloc(8);
  header.writeUInt32BE(record.length, 0);
  header.writeUInt32BE(crc32(record), 4);
  return Buffer.concat([header, record]);
}

/** IEEE 802.3, bit by bit. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** Has the index made, and names its files. */
async function indexed(storage: MemoryStorage): Promise<readonly string[]> {
  await openIndex(storage);
  return [...storage.files().keys()].filter((name) => name.startsWith('index/'));
}

describe('a proof of a record', () => {
  it('is for every record of 300 the one of the recursive definition, and checks with the signer’s key', async () => {
    const storage = await signedLedger({ records: 300, signers: [SIGNER], segmentBytes: 5000 });
    const records = recordsOf(storage);
    const leaves = records.map(naiveLeaf);
    for (const [index, record] of records.entries()) {
      const made = await proveRecord(storage, index);
      if (made.kind !== 'proved' || KEY === undefined) throw new Error(made.kind);
      expect(toHex(made.record)).toBe(toHex(record));
      const text = Buffer.from(made.proof).toString();
      const path = naivePath(index, leaves).map((hash) => Buffer.from(hash).toString('base64'));
      expect(text.slice(0, text.indexOf('\n\n')).split('\n')).toEqual([
        'c2sp.org/tlog-proof@v1',
        `index ${index}`,
        ...path,
      ]);
      expect(checkProof(made.proof, record, { keys: [KEY], witnesses: [], origin: ORIGIN })).toMatchObject({
        kind: 'proven',
        index,
        size: 300,
      });
    }
  });

  it('is the same from an index that was kept, from one that lies, and without any', async () => {
    const storage = await signedLedger({ records: 600, signers: [SIGNER], segmentBytes: 50_000 });
    const without = async (index: number) => plain(await proveRecord(memoryStorage(storage.files()), index));
    const [first = ''] = [...(await indexed(storage))];
    const lying = memoryStorage(storage.files());
    const read = decodeIndex(storage.files().get(first) ?? new Uint8Array());
    if (read === undefined) throw new Error(`${first} is no index`);
    const leaves = read.leaves(0, read.records).with(3, Buffer.alloc(32, 9));
    const offsets = Array.from({ length: read.records }, (_, place) => read.offset(place));
    await lying.writeAtomic(
      first,
      encodeIndex({ ...read, leaves, offsets, subjects: {}, blocks: read.blocks.map(() => Buffer.alloc(32)) }),
    );
    for (const index of [0, 3, 255, 256, 511, 512, 599]) {
      const expected = await without(index);
      expect(plain(await proveRecord(storage, index))).toEqual(expected);
      expect(plain(await proveRecord(lying, index))).toEqual(expected);
    }
  });

  it('leaves nothing in the ledger', async () => {
    const storage = await signedLedger({ records: 600, signers: [SIGNER], segmentBytes: 50_000 });
    const before = [...storage.files().keys()];
    await proveRecord(storage, 599);
    expect([...storage.files().keys()]).toEqual(before);
  });

  it('is still made by the index where another record was changed, and not of that record', async () => {
    const storage = await signedLedger({ records: 5, signers: [SIGNER] });
    await indexed(storage);
    const records = recordsOf(storage).map((record, k) => (k === 2 ? Buffer.from(record).fill('9', 6, 7) : record));
    await storage.writeAtomic('segments/0000000000.seg', Buffer.concat(records.map(frame)));
    const made = await proveRecord(storage, 4);
    if (made.kind !== 'proved' || KEY === undefined) throw new Error(made.kind);
    expect(checkProof(made.proof, made.record, { keys: [KEY], witnesses: [] })).toMatchObject({ kind: 'proven' });
    await expect(proveRecord(storage, 2)).rejects.toMatchObject({ where: { code: 'CHECKPOINT-ROOT' } });
  });

  it('carries the checkpoint byte for byte, so that every signature on it goes along', async () => {
    const storage = await signedLedger({ records: 5, signers: [SIGNER, testSigner('second.example', 2)] });
    const made = await proveRecord(storage, 4);
    if (made.kind !== 'proved') throw new Error(made.kind);
    const note = Buffer.from(storage.files().get('checkpoints/0000000005') ?? []).toString();
    expect(Buffer.from(made.proof).toString().endsWith(`\n\n${note}`)).toBe(true);
    expect(made.signers).toEqual([ORIGIN, 'second.example']);
  });

  it('is of the only record its own leaf, without any hash', async () => {
    const made = await proveRecord(await signedLedger({ records: 1, signers: [SIGNER] }), 0);
    if (made.kind !== 'proved') throw new Error(made.kind);
    expect(Buffer.from(made.proof).toString().startsWith('c2sp.org/tlog-proof@v1\nindex 0\n\n')).toBe(true);
  });

  it('is made of a ledger of version 1 too, which has one checkpoint without signatures, and checks against its root', async () => {
    const golden = new URL('golden/v1-friday/', import.meta.url);
    const names = ['segments/0000000000.seg', 'checkpoint'];
    const storage = memoryStorage(new Map(names.map((name) => [name, readFileSync(new URL(name, golden))])));
    const made = await proveRecord(storage, 7);
    if (made.kind !== 'proved') throw new Error(made.kind);
    expect(made.signers).toEqual([]);
    const policy = { keys: [], witnesses: [], root: rootOf(recordsOf(storage)) };
    expect(checkProof(made.proof, at(recordsOf(storage), 7), policy)).toMatchObject({ kind: 'proven', index: 7 });
  });

  it('is not made of a record that no checkpoint is over', async () => {
    const storage = await signedLedger({ records: 5, signers: [SIGNER] });
    expect(await proveRecord(storage, 5)).toEqual({ kind: 'not-covered', size: 5 });
    expect(await proveRecord(await signedLedger({ records: 0, signers: [SIGNER] }), 0)).toEqual({
      kind: 'not-covered',
      size: 0,
    });
  });

  it('is not made where any record was exchanged: neither that one, nor another, nor a sibling', async () => {
    const storage = await signedLedger({ records: 5, signers: [SIGNER] });
    const swapped = new Map(storage.files()).set('segments/0000000000.seg', swapFrames(recordsOf(storage)));
    for (const index of [0, 1, 2, 3, 4]) {
      await expect(proveRecord(memoryStorage(swapped), index)).rejects.toMatchObject({
        where: { record: 'checkpoint', code: 'CHECKPOINT-ROOT' },
      });
    }
  });
});

describe('a proof made from an export', () => {
  it('is for every record of 300 the very one made from the ledger', async () => {
    const storage = await signedLedger({ records: 300, signers: [SIGNER] });
    const { files } = await exported(storage);
    const read = async (path: string) => files.get(path);
    for (let index = 0; index < 300; index += 7) {
      expect(plain(await proveFromTlog(read, index))).toEqual(plain(await proveRecord(storage, index)));
    }
    expect(await proveFromTlog(read, 300)).toEqual({ kind: 'not-covered', size: 300 });
  });

  it('names the file that is not what the checkpoint commits to', async () => {
    const { files } = await exported(await signedLedger({ records: 300, signers: [SIGNER] }));
    const without = (gone: string) => async (path: string) => (path === gone ? undefined : files.get(path));
    for (const path of ['checkpoint', 'tile/0/000', 'tile/0/001.p/44', 'tile/1/000.p/1', 'tile/entries/000']) {
      expect(await proveFromTlog(without(path), 3)).toEqual({ kind: 'fault', path, message: 'missing' });
    }
    const changed = new Map(files).set('checkpoint', Buffer.from('no checkpoint\n'));
    expect(await proveFromTlog(async (path) => changed.get(path), 3)).toMatchObject({ path: 'checkpoint' });
  });
});

/** With bytes as hex, so that views of memory compare. */
const plain = (made: Awaited<ReturnType<typeof proveFromTlog>>) =>
  made.kind === 'proved' ? { ...made, proof: toHex(made.proof), record: toHex(made.record) } : made;
