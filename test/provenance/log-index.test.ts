import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/base/index.ts';
import { memoryStorage, openIndex, toHex, type LedgerStorage, type ReadRecord } from '../../src/provenance/index.ts';
import { decodeIndex, decodeIndexHead } from '../../src/provenance/log/segment-index.ts';
import { visitSubjects } from '../../src/provenance/record/subjects.ts';
import { naiveRoot } from './naive-tree.ts';
import { fill, openSample, recordsOf, systemError, watchedStorage } from './log-support.ts';
import { sampleFacts } from './sample-ledger.ts';

type Files = ReadonlyMap<string, Uint8Array>;

/** 1,201 records in segments of about 100: 4 full blocks of 256, which end in the middle of segments, and 177 leaves. */
let files: Files;
let records: readonly ReadRecord[];
beforeAll(async () => {
  const storage = memoryStorage();
  const { writer } = await openSample({ storage, segmentBytes: 40_000 });
  for (const fact of sampleFacts(1200)) writer.append(fact);
  await writer.flush();
  files = storage.files();
  records = await recordsOf(storage);
});

/** Segments that are read from their beginning: those whose index is being made. */
function built(storage: LedgerStorage): { readonly storage: LedgerStorage; readonly names: string[] } {
  const names: string[] = [];
  return {
    names,
    storage: {
      ...storage,
      readAt: (name, offset, length) => {
        if (offset === 0 && length > 5000 && name.startsWith('segments/')) names.push(name);
        return storage.readAt(name, offset, length);
      },
    },
  };
}

/** Comparing megabytes of bytes one by one takes seconds. */
const digests = (of: Files) => [...of].map(([name, bytes]) => `${name} ${sha256(bytes)}`);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const segmentNames = (of: Files) => [...of.keys()].filter((name) => name.startsWith('segments/'));

describe('an index', () => {
  it('gives each record by its number, with its bytes and leaf hash, and reads nothing else', async () => {
    const storage = memoryStorage(files);
    const index = await openIndex(storage);
    expect(index.size).toBe(1201);
    for (const seq of [0, 1, 99, 100, 255, 256, 700, 1199, 1200]) {
      const { record, bytes, leafHash } = await index.record(seq);
      expect(record).toMatchObject({ seq, fact: records[seq]?.fact });
      expect(toHex(leafHash)).toBe(toHex(records[seq]?.leafHash ?? new Uint8Array()));
      expect(JSON.parse(Buffer.from(bytes).toString())).toMatchObject({ seq });
      expect(await index.leafHash(seq)).toEqual(leafHash);
    }
    await expect(index.record(1201)).rejects.toThrow('no record 1201 of 1201');
    await expect(index.leafHash(-1)).rejects.toThrow('no record -1 of 1201');
  });

  it('finds the records that name something, as reading all of them does', async () => {
    const index = await openIndex(memoryStorage(files));
    const naive = (test: (text: string) => boolean) =>
      records.filter(({ fact }) => test(JSON.stringify(fact))).map(({ seq }) => seq);
    for (const type of ['ledger-opened', 'machine-up', 'task-planned']) {
      expect(await index.recordsOf({ kind: 'type', name: type })).toEqual(naive((text) => text.includes(`"${type}"`)));
    }
    const machine = naive((text) => text.includes('"seq/A"'));
    expect(machine.length).toBeGreaterThan(1000);
    expect(await index.recordsOf({ kind: 'machine', name: 'seq/A' })).toEqual(machine);
    expect(await index.recordsOf({ kind: 'task', name: 't2' })).toEqual([3]);
    expect(await index.recordsOf({ kind: 'lot', name: 'o1' })).toEqual(naive((text) => text.includes('"lot":"o1"')));
    for (const name of ['t3', '', '__proto__', 'toString']) {
      expect(await index.recordsOf({ kind: 'task', name })).toEqual([]);
    }
    expect(await index.recordsOf({ kind: 'sample', name: 's' })).toEqual([]);
  });

  it('gives the root over any stretch that is a node of the tree, as the recursion of RFC 6962 does', async () => {
    const index = await openIndex(memoryStorage(files));
    const leaves = records.map(({ leafHash }) => leafHash);
    const random = createRandom(7);
    const stretches = [
      [0, 1201],
      [0, 1024],
      [1024, 1201],
      [256, 512],
      [512, 1024],
      [0, 0],
      [5, 6],
      [768, 1200],
    ];
    for (let k = 0; k < 40; k++) {
      const begin = random.below(1201);
      stretches.push([begin, begin + random.below(1 + Math.min(256, 1201 - begin))], [0, begin]);
    }
    for (const [begin = 0, end = 0] of stretches) {
      expect(toHex(await index.rootOf(begin, end))).toBe(toHex(naiveRoot(leaves.slice(begin, end))));
    }
    await expect(index.rootOf(1, 300)).rejects.toThrow('leaves 1 to 300 do not begin with a block');
    await expect(index.rootOf(0, 1202)).rejects.toThrow('no leaves 0 to 1202 of 1201');
  });

  it('is kept, a file for each segment, and made anew where that is missing or damaged, and only there', async () => {
    const storage = memoryStorage(files);
    const first = built(storage);
    await openIndex(first.storage);
    expect(first.names).toEqual(segmentNames(files));
    const names = await storage.list('index');
    expect(names.map((name) => `segments/${name}.seg`)).toEqual(segmentNames(files));
    const again = built(storage);
    const index = await openIndex(again.storage);
    await index.recordsOf({ kind: 'type', name: 'x' });
    expect(again.names).toEqual([]);

    const whole = storage.files();
    // Block 0 ends in the second.
    const [first0 = '', second = ''] = names;
    const flip = (bytes: Uint8Array, place: number) => bytes.fill((bytes[place] ?? 0) ^ 1, place, place + 1);
    const read = (name: string) => new Uint8Array(whole.get(`index/${name}`) ?? new Uint8Array());
    const damages: readonly Uint8Array[] = [
      new Uint8Array(),
      ...[0, 5, 9, 13, 17, 25, 40, 70].map((place) => flip(read(second), place)),
      read(second).subarray(0, 80),
      read(first0),
    ];
    for (const damage of damages) {
      const damaged = memoryStorage(new Map([...whole, [`index/${second}`, damage]]));
      const watched = built(damaged);
      await openIndex(watched.storage);
      expect(watched.names).toEqual([`segments/${second}.seg`]);
      expect(digests(damaged.files())).toEqual(digests(whole));
    }
    // Behind the head it shows when it is used.
    for (const place of [200, 1000, read(second).length - 1]) {
      const damaged = memoryStorage(new Map([...whole, [`index/${second}`, flip(read(second), place)]]));
      const answer = await (await openIndex(damaged)).recordsOf({ kind: 'machine', name: 'seq/A' });
      expect(answer).toEqual(await index.recordsOf({ kind: 'machine', name: 'seq/A' }));
      expect(digests(damaged.files())).toEqual(digests(whole));
    }
  });

  it('follows a ledger that grows: of the last segment it is made anew', async () => {
    const storage = memoryStorage();
    const { writer } = await openSample({ storage, segmentBytes: 40_000 });
    let size = 1;
    for (let round = 0; round < 6; round++) {
      for (let i = 0; i < 60; i++) size = writer.append(fill(100)) + 1;
      await writer.flush();
      const index = await openIndex(storage);
      expect(index.size).toBe(size);
      expect((await index.record(size - 1)).record.seq).toBe(size - 1);
      const leaves = (await recordsOf(storage)).map(({ leafHash }) => leafHash);
      expect(toHex(await index.rootOf(0, size))).toBe(toHex(naiveRoot(leaves)));
    }
    await writer.close();
  });

  it('ends before what a writer has not finished writing', async () => {
    const storage = memoryStorage(files);
    const last = segmentNames(files).at(-1) ?? '';
    await (await storage.openAppend(last)).append(Uint8Array.of(0, 0, 1));
    expect((await openIndex(storage)).size).toBe(1201);
    const { size } = await openIndex(memoryStorage(new Map([['segments/0000000000.seg', new Uint8Array(3)]])));
    expect(size).toBe(0);
    expect((await openIndex(memoryStorage())).size).toBe(0);
  });

  it('answers also where nothing can be written', async () => {
    const watched = watchedStorage(memoryStorage(files));
    watched.before = (operation) => {
      if (operation === 'write') throw systemError('EROFS');
    };
    const index = await openIndex(watched.storage);
    expect((await index.record(500)).record.seq).toBe(500);
  });

  it('names the record where a segment is not whole, or not as it was when the index was made', async () => {
    const damaged = (name: string, change: (bytes: Buffer) => Uint8Array, from: Files = files) =>
      memoryStorage(new Map([...from, [name, change(Buffer.from(from.get(name) ?? new Uint8Array()))]]));
    const [first = '', second = ''] = segmentNames(files);
    const flip = (bytes: Buffer) => bytes.fill(bytes.readUInt8(20) ^ 1, 20, 21);
    const broken = (record: number, code: string) => ({ name: 'LedgerError', where: { record, code } });
    await expect(openIndex(damaged(first, flip))).rejects.toMatchObject(broken(0, 'FRAME-CRC'));
    const missing = memoryStorage(new Map([...files].filter(([name]) => name !== second)));
    await expect(openIndex(missing)).rejects.toMatchObject({ where: { code: 'SEGMENT-NAME' } });
    const indexed = memoryStorage(files);
    await openIndex(indexed);
    const later = await openIndex(damaged(first, flip, indexed.files()));
    await expect(later.record(0)).rejects.toMatchObject(broken(0, 'FRAME-CRC'));
    expect((await later.record(1)).record.seq).toBe(1);
    const { encodeFrame } = await import('../../src/provenance/log/frame.ts');
    const with0 = (text: string) => (bytes: Buffer) => {
      const old = 8 + bytes.readUInt32BE(0);
      return Buffer.concat([encodeFrame(text.padEnd(old - 8)).frame, bytes.subarray(old)]);
    };
    const text = Buffer.from(files.get(first) ?? new Uint8Array()).subarray(8);
    const record0 = text.subarray(0, Buffer.from(files.get(first) ?? new Uint8Array()).readUInt32BE(0)).toString();
    const other = await openIndex(damaged(first, with0(record0.replace('1.2.3', '1.2.4')), indexed.files()));
    await expect(other.record(0)).rejects.toMatchObject(broken(0, 'RECORD-CHANGED'));
    const none = await openIndex(damaged(first, with0('none'), indexed.files()));
    await expect(none.record(0)).rejects.toMatchObject(broken(0, 'RECORD-FORMAT'));
    await expect(openIndex(damaged(first, with0('none')))).rejects.toMatchObject(broken(0, 'RECORD-FORMAT'));
    const misplaced = damaged(first, with0(record0.replace('"seq":0', '"seq":1')));
    await expect(openIndex(misplaced)).rejects.toMatchObject(broken(0, 'RECORD-SEQ'));
  });
});

describe('the file of an index', () => {
  it('names nothing by what every object has', async () => {
    const storage = memoryStorage(files);
    const index = await openIndex(storage);
    expect(await index.recordsOf({ kind: 'machine', name: 'constructor' })).toEqual([]);
    expect(await index.recordsOf({ kind: 'machine', name: 'seq/A' })).not.toEqual([]);
  });

  it('is made anew where the last record of the segment is another of the same length', async () => {
    const storage = memoryStorage(files);
    await openIndex(storage);
    const last = segmentNames(files).at(-1) ?? '';
    const segment = Buffer.from(await storage.read(last));
    let begin = 0;
    while (begin + 8 + segment.readUInt32BE(begin) < segment.length) begin += 8 + segment.readUInt32BE(begin);
    // sampleFacts(1200) ends with a machine-up.
    const text = segment.toString('utf8', begin + 8).replace('seq/A', 'seq/B');
    segment.write(text, begin + 8);
    segment.writeUInt32BE(crc32(segment.subarray(begin + 8)), begin + 4);
    const exchanged = memoryStorage(new Map([...storage.files(), [last, segment]]));
    const watched = built(exchanged);
    const index = await openIndex(watched.storage);
    expect(watched.names).toEqual([last]);
    expect(await index.recordsOf({ kind: 'machine', name: 'seq/B' })).toEqual([1200]);
  });

  it('has a head that is read from any beginning that holds it, and nothing less', async () => {
    const storage = memoryStorage(files);
    await openIndex(storage);
    for (const name of await storage.list('index')) {
      const bytes = await storage.read(`index/${name}`);
      const { records, blocks } = decodeIndex(bytes) ?? { records: 0, blocks: [] };
      expect(records).toBeGreaterThan(0);
      const head = 64 + 32 * blocks.length;
      expect(decodeIndexHead(bytes.subarray(0, head))).toMatchObject({ records, blocks });
      expect(decodeIndexHead(bytes.subarray(0, head - 1))).toBeUndefined();
      expect(decodeIndex(bytes.subarray(0, head - 1))).toBeUndefined();
      expect(decodeIndex(bytes.subarray(0, head))).toBeUndefined();
    }
  });
});

describe('what a record is about', () => {
  const names = (fact: Readonly<Record<string, unknown>>) => {
    const found = new Set<string>();
    visitSubjects(fact, (kind, name) => void found.add(`${kind}:${name}`));
    return [...found].toSorted();
  };

  it('is its type and every sample, order, lot, task and machine in it, each once', () => {
    expect(
      names({
        type: 'task-planned',
        task: {
          id: 't1',
          members: [{ lot: 'o1' }, { lot: 'o1~2' }],
          placement: { machine: 'm', lanes: [[{ lot: 'o3' }]] },
        },
      }),
    ).toEqual(['lot:o1', 'lot:o1~2', 'lot:o3', 'machine:m', 'task:t1', 'type:task-planned']);
    expect(names({ type: 'plan-adopted', tasks: 3, lost: ['o1', 'o2'], objective: [1] })).toEqual([
      'order:o1',
      'order:o2',
      'type:plan-adopted',
    ]);
    expect(names({ type: 'task-overtook', task: 't1', over: ['t2'] })).toEqual([
      'task:t1',
      'task:t2',
      'type:task-overtook',
    ]);
    expect(names({ type: 'x', samples: ['s1', 's2'], machines: ['m1'], machine: null, order: 7 })).toEqual([
      'machine:m1',
      'sample:s1',
      'sample:s2',
      'type:x',
    ]);
  });
});
