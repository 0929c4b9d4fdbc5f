import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  encodeCheckpoint,
  memoryStorage,
  recover,
  verifyLedger,
  type LedgerStorage,
  type MemoryStorage,
} from '../../src/provenance/index.ts';
import { fill, openSample, recordsOf, systemError, typesOf, watchedStorage } from './log-support.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

type Files = ReadonlyMap<string, Uint8Array>;

/** Eight records in segments of three: a checkpoint of five, three behind it, no close. */
let unclosed: Files;
/** Where the frames of the last segment end. */
let ends: readonly number[];

const LAST = 'segments/0000000006.seg';

beforeAll(async () => {
  const storage = memoryStorage();
  const { writer } = await openSample({ storage, segmentBytes: 1000 });
  for (let i = 1; i <= 7; i++) {
    writer.append(fill(60));
    await writer.flush();
    if (i === 4) await writer.checkpoint();
  }
  unclosed = storage.files();
  const last = Buffer.from(unclosed.get(LAST) ?? new Uint8Array());
  const first = 8 + last.readUInt32BE(0);
  ends = [first, first + 8 + last.readUInt32BE(first)];
  expect([...unclosed.keys()]).toEqual([
    'checkpoints/0000000005',
    'segments/0000000000.seg',
    'segments/0000000003.seg',
    LAST,
  ]);
  expect(last.length).toBe(ends[1]);
});

/** With one file changed; undefined takes it away. */
function changed(name: string, change: (bytes: Buffer) => Uint8Array | undefined): MemoryStorage {
  const files = new Map(unclosed);
  const bytes = change(Buffer.from(files.get(name) ?? new Uint8Array()));
  if (bytes === undefined) files.delete(name);
  else files.set(name, bytes);
  return memoryStorage(files);
}

const broken = (record: number | 'checkpoint', code: string) => ({
  name: 'LedgerError',
  code: 'BROKEN',
  where: { record, code },
});

describe('a writer that died', () => {
  it('leaves whole records behind its last checkpoint: they are kept, and nothing is cut', async () => {
    const storage = memoryStorage(unclosed);
    const { writer, recovery } = await openSample({ storage });
    expect(recovery).toEqual({ records: 8 });
    await writer.close();
    expect((await typesOf(storage)).slice(7)).toEqual(['plan-refused', 'ledger-resumed']);
    expect((await verifyLedger(storage)).kind).toBe('verified');
  });

  it('leaves a torn tail, of any length: it is cut, kept byte for byte, and told of', async () => {
    const [first = 0, second = 0] = ends;
    for (let length = first + 1; length < second; length += 7) {
      const storage = changed(LAST, (bytes) => bytes.subarray(0, length));
      const tail = unclosed.get(LAST)?.subarray(first, length) ?? new Uint8Array();
      const cut = { records: 7, bytes: tail.length, sha256: sha256(tail), file: `cut/7-${sha256(tail).slice(0, 16)}` };
      const { writer, recovery } = await openSample({ storage });
      expect(recovery).toEqual({ records: 7, cut });
      expect(await storage.read(cut.file)).toEqual(new Uint8Array(tail));
      await writer.close();
      const records = await recordsOf(storage);
      expect(records.slice(7).map(({ fact }) => fact)).toEqual([
        { type: 'ledger-resumed', records: 7, version: '1.2.3', reason: 'opened again' },
        { type: 'tail-cut', ...cut },
      ]);
      expect((await verifyLedger(storage)).kind).toBe('verified');
    }
  });

  it('leaves zeros, a bad checksum, or bytes that are no record: the tail begins there', async () => {
    const [first = 0, second = 0] = ends;
    const withRecord = (bytes: Buffer): Uint8Array => {
      // Well framed, but no record: its version is changed, and the CRC made anew.
      bytes[second - 2] = 0x37;
      bytes.writeUInt32BE(crcOf(bytes.subarray(first + 8)), first + 4);
      return bytes;
    };
    for (const change of [
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, first), Buffer.alloc(100)]),
      (bytes: Buffer) => bytes.fill(bytes.readUInt8(first + 20) ^ 1, first + 20, first + 21),
      withRecord,
    ]) {
      const { head, cuts } = await recover(changed(LAST, change));
      expect([head.size, cuts.length]).toEqual([7, 1]);
    }
  });

  it('leaves a segment of nothing but a torn tail, or of nothing at all: it is removed', async () => {
    const torn = changed(LAST, (bytes) => bytes.subarray(0, 30));
    expect(await recover(torn)).toMatchObject({ head: { size: 6 }, cuts: [{ records: 6, bytes: 30 }] });
    expect(await torn.list('segments')).toEqual(['0000000000.seg', '0000000003.seg']);
    const empty = changed('segments/0000000008.seg', () => new Uint8Array());
    expect(await recover(empty)).toMatchObject({ head: { size: 8 }, cuts: [] });
    expect(await empty.list('segments')).toEqual(['0000000000.seg', '0000000003.seg', '0000000006.seg']);
    // The next segment was made, but what should have been durable before it was not.
    const both = changed(LAST, (bytes) => bytes.subarray(0, bytes.length - 1));
    await both.writeAtomic('segments/0000000008.seg', new Uint8Array());
    expect(await recover(both)).toMatchObject({ head: { size: 7 } });
    expect(await both.list('segments')).toEqual(['0000000000.seg', '0000000003.seg', '0000000006.seg']);
  });

  it('leaves not even a whole first record: the ledger begins anew, and the cut is told of', async () => {
    const begin = unclosed.get('segments/0000000000.seg')?.subarray(0, 50) ?? new Uint8Array();
    const storage = memoryStorage(new Map([['segments/0000000000.seg', begin]]));
    const { writer, recovery } = await openSample({ storage });
    expect(recovery).toMatchObject({ records: 0, cut: { records: 0, bytes: 50 } });
    await writer.close();
    expect(await typesOf(storage)).toEqual(['ledger-opened', 'tail-cut']);
  });

  it('leaves temporary files: they are removed, wherever they are, and other files stay', async () => {
    const names = ['a.tmp', 'segments/b.tmp', 'checkpoints/c.tmp', 'cut/d.tmp', 'documents/e.tmp', 'index/f.tmp'];
    const storage = memoryStorage(new Map([...unclosed, ...names.map((name) => [name, new Uint8Array(1)] as const)]));
    await storage.writeAtomic('documents/kept', new Uint8Array(1));
    await recover(storage);
    expect([...storage.files().keys()].filter((name) => !unclosed.has(name))).toEqual(['documents/kept']);
  });
});

const crcOf = (bytes: Uint8Array): number => {
  // Bit by bit, from the definition: the judged code uses zlib's.
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
};

describe('recovery', () => {
  it('changes nothing the second time, and finds the same', async () => {
    const storage = changed(LAST, (bytes) => bytes.subarray(0, bytes.length - 3));
    const first = await recover(storage);
    const files = storage.files();
    expect(await recover(storage)).toEqual(first);
    expect(storage.files()).toEqual(files);
  });

  it('that ends after any of its changes is completed by the next: same files, and the cut is told of', async () => {
    const torn = () => {
      const storage = changed(LAST, (bytes) => bytes.subarray(0, bytes.length - 3));
      void storage.writeAtomic('segments/0000000008.seg', new Uint8Array());
      void storage.writeAtomic('x.tmp', new Uint8Array(1));
      return storage;
    };
    const whole = torn();
    await recover(whole);
    let interrupted = 0;
    for (let k = 1; ; k++) {
      const watched = watchedStorage(torn());
      let changes = 0;
      watched.before = (operation) => {
        if (['write', 'truncate', 'remove'].includes(operation) && ++changes === k) throw systemError('EIO');
      };
      const outcome = await recover(watched.storage).catch((error: unknown) => error);
      if (!(outcome instanceof Error)) break;
      interrupted++;
      const { cuts } = await recover(watched.inner);
      expect(cuts).toHaveLength(1);
      expect(watched.inner.files()).toEqual(whole.files());
    }
    // The temporary file, the empty segment, the copy, the cut.
    expect(interrupted).toBe(4);
  });

  it('tells of a cut whose notice was never written, once', async () => {
    const storage = changed(LAST, (bytes) => bytes.subarray(0, bytes.length - 3));
    await recover(storage);
    const cut = { records: 7, file: expect.stringMatching(/^cut\/7-/) };
    const second = await openSample({ storage });
    expect(second.recovery).toMatchObject({ records: 7, cut });
    await second.writer.close();
    const third = await openSample({ storage });
    expect(third.recovery).toEqual({ records: 9 });
    await third.writer.close();
    expect((await typesOf(storage)).filter((type) => type === 'tail-cut')).toHaveLength(1);
  });

  it('does not tell of a cut again where the notice is there and no checkpoint is over it yet', async () => {
    const storage = changed(LAST, (bytes) => bytes.subarray(0, bytes.length - 3));
    const second = await openSample({ storage });
    await second.writer.flush();
    // It dies here; the next one finds its files, without the lock.
    const left = memoryStorage(storage.files());
    const third = await openSample({ storage: left });
    expect(third.recovery).toEqual({ records: 9 });
    await third.writer.close();
    expect((await typesOf(left)).filter((type) => type === 'tail-cut')).toHaveLength(1);
  });

  it('takes other things in the folder of cuts for what they are', async () => {
    const storage = memoryStorage(unclosed);
    await storage.writeAtomic('cut/README', new Uint8Array(1));
    await storage.writeAtomic(`cut/8-${'0'.repeat(16)}`, new Uint8Array(1));
    expect((await recover(storage)).cuts).toEqual([]);
  });
});

describe('damage', () => {
  const refused = async (storage: MemoryStorage, expected: object): Promise<void> => {
    const before = storage.files();
    await expect(openSample({ storage })).rejects.toMatchObject(expected);
    expect(storage.files()).toEqual(before);
  };

  it('before the last checkpoint is refused, with the record named', async () => {
    const flip = (offset: number) => (bytes: Buffer) => bytes.fill(bytes.readUInt8(offset) ^ 1, offset, offset + 1);
    await refused(changed('segments/0000000000.seg', flip(20)), broken(0, 'FRAME-CRC'));
    await refused(changed('segments/0000000003.seg', flip(20)), broken(3, 'FRAME-CRC'));
    await refused(
      changed('segments/0000000003.seg', (bytes) => bytes.subarray(0, 20)),
      broken(3, 'FRAME-TRUNCATED'),
    );
  });

  it('of a record that was replaced shows in the next one, or in the root of the checkpoint', async () => {
    const other = memoryStorage();
    const { writer } = await openSample({ storage: other, segmentBytes: 1000, version: '9.9.9' });
    for (let i = 1; i <= 7; i++) writer.append(fill(60));
    await writer.close();
    const swap = (name: string) => changed(name, () => other.files().get(name));
    await refused(swap('segments/0000000000.seg'), broken(3, 'RECORD-PREV'));
    await refused(swap(LAST), broken(6, 'RECORD-PREV'));
    // All of them: whole, but not what the checkpoint is of.
    const all = new Map([
      ...other.files(),
      ['checkpoints/0000000005', unclosed.get('checkpoints/0000000005') ?? new Uint8Array()],
    ]);
    all.delete('snapshot');
    all.delete('checkpoints/0000000008');
    await refused(memoryStorage(all), broken('checkpoint', 'CHECKPOINT-ROOT'));
  });

  it('of whole segments is refused: one that is missing, moved, empty in the middle, or foreign', async () => {
    await refused(
      changed('segments/0000000003.seg', () => undefined),
      broken(3, 'SEGMENT-NAME'),
    );
    await refused(
      changed('segments/0000000003.seg', () => new Uint8Array()),
      broken(3, 'SEGMENT-SIZE'),
    );
    await refused(
      changed('segments/notes.txt', () => new Uint8Array()),
      broken(0, 'FOREIGN-FILE'),
    );
    const late = new Map(unclosed);
    late.delete('segments/0000000000.seg');
    await refused(memoryStorage(late), broken(0, 'SEGMENT-NAME'));
    const none = new Map([...unclosed].filter(([name]) => name.startsWith('checkpoints')));
    await refused(memoryStorage(none), broken(0, 'RECORD-MISSING'));
    const huge: LedgerStorage = {
      ...memoryStorage(unclosed),
      size: async (name) => (name === LAST ? 64 * 1024 * 1024 + 1 : memoryStorage(unclosed).size(name)),
    };
    await expect(recover(huge)).rejects.toMatchObject(broken(6, 'SEGMENT-SIZE'));
    const gone: LedgerStorage = { ...memoryStorage(unclosed), size: async () => undefined };
    await expect(recover(gone)).rejects.toMatchObject({ code: 'BROKEN' });
  });

  it('of a torn tail with records behind it is refused', async () => {
    const storage = changed('segments/0000000003.seg', (bytes) => bytes.subarray(0, bytes.length - 1));
    await refused(storage, broken(5, 'FRAME-TRUNCATED'));
  });

  it('of a record in the place of another is refused', async () => {
    const twice = changed(LAST, (bytes) => Buffer.concat([bytes, bytes.subarray(0, ends[0])]));
    await refused(twice, broken(8, 'RECORD-SEQ'));
  });

  it('of a checkpoint is refused: changed, misnamed, of another ledger, too long, foreign', async () => {
    const name = 'checkpoints/0000000005';
    const at = (file: string, bytes: Uint8Array | undefined) => changed(file, () => bytes);
    const good = unclosed.get(name) ?? new Uint8Array();
    const root = new Uint8Array(32);
    const other = encodeCheckpoint({ checkpoint: { origin: 'other', size: 7, root }, lines: [] });
    await refused(
      changed(name, (bytes) => bytes.fill(0x40, 3, 4)),
      broken('checkpoint', 'CHECKPOINT-FORMAT'),
    );
    await refused(at('checkpoints/0000000006', good), broken('checkpoint', 'CHECKPOINT-FORMAT'));
    await refused(at('checkpoints/0000000007', other), broken('checkpoint', 'CHECKPOINT-FORMAT'));
    await refused(at('checkpoints/0000000006', new Uint8Array(131_073)), broken('checkpoint', 'CHECKPOINT-FORMAT'));
    await refused(at('checkpoints/notes', good), broken('checkpoint', 'FOREIGN-FILE'));
    const more = encodeCheckpoint({ checkpoint: { origin: 'lab.example/run-7', size: 9, root }, lines: [] });
    await refused(at('checkpoints/0000000009', more), broken(8, 'RECORD-MISSING'));
  });

  it('of the first record, or none that opens: nobody can tell whose ledger it is', async () => {
    const storage = memoryStorage();
    const { encodeFrame } = await import('../../src/provenance/log/frame.ts');
    const { frame } = encodeFrame(
      `{"actor":"a","at":0,"fact":{"type":"x"},"prev":"${'0'.repeat(64)}","recordedAt":"2026-01-01T00:00:00.000Z","seq":0,"v":2}`,
    );
    await storage.writeAtomic('segments/0000000000.seg', frame);
    await refused(storage, { code: 'OTHER-LEDGER', message: expect.stringContaining('without a name') });
  });

  it('a checkpoint of no records vouches for the empty tree alone', async () => {
    const empty = createHash('sha256').digest();
    const at0 = (root: Uint8Array) =>
      memoryStorage(
        new Map([
          [
            'checkpoints/0000000000',
            encodeCheckpoint({ checkpoint: { origin: 'lab.example/run-7', size: 0, root }, lines: [] }),
          ],
        ]),
      );
    expect(await recover(at0(empty))).toMatchObject({ head: { size: 0 }, origin: 'lab.example/run-7' });
    await refused(at0(new Uint8Array(32)), broken('checkpoint', 'CHECKPOINT-ROOT'));
  });
});
