import { Buffer } from 'node:buffer';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  encodeCheckpoint,
  memoryStorage,
  openIndex,
  proveRecord,
  readLedger,
  type LedgerStorage,
} from '../../src/provenance/index.ts';
import { listedSize } from '../../src/provenance/log/storage.ts';
import { naiveLeaf, naiveRoot } from './naive-tree.ts';
import { systemError } from './log-support.ts';
import { recordsOf } from './signed-ledger.ts';
import { ORIGIN, sampleFiles } from './sample-ledger.ts';

type Files = ReadonlyMap<string, Uint8Array>;

/** 9 records, of version 1's layout: one file `checkpoint`. The second segment begins with record `SECOND`. */
const FILES = await sampleFiles(9);
const [FIRST = '', MIDDLE = '', ...REST] = [...FILES.keys()].filter((name) => name.startsWith('segments/'));
const SECOND = Number.parseInt(MIDDLE.slice('segments/'.length), 10);
const LAST = REST.at(-1) ?? '';
const LAST_FIRST = Number.parseInt(LAST.slice('segments/'.length), 10);

const bytesOf = (name: string): Buffer => Buffer.from(FILES.get(name) ?? new Uint8Array());
const changed = (name: string, bytes: Uint8Array): Files => new Map([...FILES, [name, bytes]]);
const without = (...names: readonly string[]): Files => new Map([...FILES].filter(([name]) => !names.includes(name)));
const flipped = (name: string): Files => changed(name, bytesOf(name).fill(bytesOf(name).readUInt8(30) ^ 1, 30, 31));
/** More than the 64 MiB that are read. */
const HUGE = new Uint8Array(64 * 1024 * 1024 + 1);
/** The first record replaced by these bytes, in a frame that is whole. */
function withFirst(change: (text: string) => string): Files {
  const segment = bytesOf(FIRST);
  const end = 8 + segment.readUInt32BE(0);
  const record = Buffer.from(change(segment.toString('utf8', 8, end)));
  const head = Buffer.alloc(8);
  head.writeUInt32BE(record.length, 0);
  head.writeUInt32BE(crc32(record), 4);
  return changed(FIRST, Buffer.concat([head, record, segment.subarray(end)]));
}

async function readAll(storage: LedgerStorage): Promise<number> {
  let records = 0;
  for await (const { seq } of readLedger(storage)) records = seq + 1;
  return records;
}

const broken = (record: number | 'checkpoint', code: string) => ({ code: 'BROKEN', where: { record, code } });

describe('reading a ledger', () => {
  it('gives every record of a whole one', async () => {
    expect(await readAll(memoryStorage(FILES))).toBe(9);
  });

  it.each<readonly [string, Files, number, string]>([
    ['a segment is gone', without(MIDDLE), SECOND, 'SEGMENT-NAME'],
    ['a byte differs', flipped(MIDDLE), SECOND, 'FRAME-CRC'],
    ['a segment is empty', changed(MIDDLE, new Uint8Array()), SECOND, 'SEGMENT-SIZE'],
    ['a segment is longer than any', changed(MIDDLE, HUGE), SECOND, 'SEGMENT-SIZE'],
    ['a segment stands in the place of another', changed(MIDDLE, bytesOf(FIRST)), SECOND, 'RECORD-SEQ'],
    ['a record is none', withFirst((text) => text.replace('"v":2', '"v":7')), 0, 'RECORD-FORMAT'],
    [
      'a record does not follow from the one before',
      withFirst((text) => text.replace('leer', 'voll')),
      1,
      'RECORD-PREV',
    ],
    [
      'the first record follows from another',
      withFirst((text) => text.replace('"prev":"0', '"prev":"1')),
      0,
      'RECORD-PREV',
    ],
    ['a file among the segments is none', changed('segments/notes.txt', Buffer.of(1)), 9, 'FOREIGN-FILE'],
  ])('ends where %s, and names that record', async (_, files, record, code) => {
    await expect(readAll(memoryStorage(files))).rejects.toMatchObject(broken(record, code));
  });

  it('passes over what a writer that died left half written', async () => {
    expect(await readAll(memoryStorage(changed('segments/0000000009.seg.tmp', Buffer.of(1))))).toBe(9);
  });

  it('ends at a segment that is gone since it was listed, as at an empty one', async () => {
    const storage: LedgerStorage = { ...memoryStorage(without(LAST)), list: memoryStorage(FILES).list };
    expect(await listedSize(storage, LAST)).toBe(0);
    await expect(readAll(storage)).rejects.toMatchObject(broken(LAST_FIRST, 'SEGMENT-SIZE'));
  });
});

describe('a proof is not made', () => {
  const note = (size: number): Uint8Array =>
    encodeCheckpoint({ checkpoint: { origin: ORIGIN, size, root: Buffer.alloc(32, 1) }, lines: [] });

  it.each<readonly [string, Files, number | 'checkpoint', string]>([
    ['without a checkpoint', without('checkpoint'), 'checkpoint', 'CHECKPOINT-MISSING'],
    // 128 KiB and one byte.
    [
      'by a checkpoint that is too long',
      changed('checkpoint', new Uint8Array(131_073)),
      'checkpoint',
      'CHECKPOINT-FORMAT',
    ],
    ['by a checkpoint that is none', changed('checkpoint', Buffer.from('x')), 'checkpoint', 'CHECKPOINT-FORMAT'],
    [
      'by a checkpoint of another size than its name',
      changed('checkpoints/0000000008', note(9)),
      'checkpoint',
      'CHECKPOINT-FORMAT',
    ],
    ['without any segment', without(FIRST, MIDDLE, ...REST), 0, 'RECORD-MISSING'],
    ['where the first segment is gone', without(FIRST), 0, 'SEGMENT-NAME'],
    ['where the last segment is gone', without(LAST), LAST_FIRST, 'RECORD-MISSING'],
    ['where a segment is empty', changed(MIDDLE, new Uint8Array()), SECOND, 'SEGMENT-SIZE'],
    ['where a segment is longer than any', changed(MIDDLE, HUGE), SECOND, 'SEGMENT-SIZE'],
    ['where a byte differs', flipped(MIDDLE), SECOND, 'FRAME-CRC'],
    [
      'where the records are of another root',
      changed('checkpoints/0000000009', note(9)),
      'checkpoint',
      'CHECKPOINT-ROOT',
    ],
  ])('%s: the refusal names what is wrong', async (_, files, record, code) => {
    await expect(proveRecord(memoryStorage(files), SECOND)).rejects.toMatchObject(broken(record, code));
  });

  it('of a record that its segment does not reach: the refusal names the first that is missing', async () => {
    await expect(proveRecord(memoryStorage(without(LAST)), 8)).rejects.toMatchObject(
      broken(LAST_FIRST, 'RECORD-MISSING'),
    );
  });

  it('by an index that ends before the checkpoint: the refusal names the first that is missing', async () => {
    const storage = memoryStorage(without(LAST));
    expect((await openIndex(storage)).size).toBe(LAST_FIRST);
    await expect(proveRecord(storage, 1)).rejects.toMatchObject(broken(LAST_FIRST, 'RECORD-MISSING'));
  });

  it('by a checkpoint that is too long: it is not even read', async () => {
    const storage = memoryStorage(changed('checkpoint', new Uint8Array(131_073)));
    const read = (name: string) => (name === 'checkpoint' ? Promise.reject(systemError('EIO')) : storage.read(name));
    await expect(proveRecord({ ...storage, read }, 1)).rejects.toMatchObject(broken('checkpoint', 'CHECKPOINT-FORMAT'));
  });

  it('where the storage fails, and the failure is told as it is, not taken for damage', async () => {
    const storage = memoryStorage(FILES);
    await openIndex(storage);
    const failing: LedgerStorage = { ...storage, readAt: () => Promise.reject(systemError('EIO')) };
    await expect(proveRecord(failing, 1)).rejects.toMatchObject({ code: 'EIO' });
  });
});

describe('a proof', () => {
  it('is made against the checkpoint alone: what stands behind its records is not looked at', async () => {
    const root = naiveRoot(recordsOf(memoryStorage(FILES)).slice(0, SECOND).map(naiveLeaf));
    const checkpoint = encodeCheckpoint({ checkpoint: { origin: ORIGIN, size: SECOND, root }, lines: [] });
    const files = new Map([...flipped(MIDDLE), [`checkpoints/${String(SECOND).padStart(10, '0')}`, checkpoint]]);
    expect(await proveRecord(memoryStorage(files), 1)).toMatchObject({
      kind: 'proved',
      size: SECOND,
      root: Buffer.from(root).toString('base64'),
    });
  });
});
