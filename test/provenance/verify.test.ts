import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, canonicalJson } from '../../src/base/index.ts';
import {
  createMerkleTree,
  decodeCheckpoint,
  encodeCheckpoint,
  fromHex,
  leafHash,
  LedgerError,
  memoryStorage,
  readFacts,
  toBase64,
  toHex,
  verifyLedger,
  type BreakCode,
  type LedgerBreak,
  type LedgerStorage,
  type Verification,
} from '../../src/provenance/index.ts';
import { firstStruck, framesOf, splice, withFile, withoutFile, type Files } from './mutations.ts';
import { digits, forge, frame, LAB, NEXT, opened, ORIGIN, recordSigned, rotated, WITNESS } from './forge-ledger.ts';
import { sampleFacts } from './sample-ledger.ts';
import { slowVerify } from './slow-verifier.ts';

const RECORDS = 9;
/** Unsigned, with one checkpoint. */
const good = forge({ steps: [opened(), ...sampleFacts(RECORDS - 1)] });
const CHECKPOINT = `checkpoints/${digits(RECORDS)}`;

/** Every kind of file, signature and notice. */
const signed = forge({
  steps: [opened(LAB), ...sampleFacts(3), recordSigned(LAB, 3), rotated(LAB, NEXT), ...sampleFacts(2)],
  checkpoints: [3, 6, 8],
  keysAt: (size) => (size < 8 ? [LAB] : [NEXT, WITNESS]),
  documents: ['the scenario', 'another one'],
});
const VERSION_1 = forge({ steps: sampleFacts(7), version: 1 });
const LEDGERS: readonly (readonly [string, Files])[] = [
  ['without signatures', good],
  ['signed, cosigned, with a handing over and documents', signed],
  ['of version 1', VERSION_1],
];

const verdict = (files: Files): Promise<Verification> => verifyLedger(memoryStorage(files));

async function expectBroken(files: Files, record: LedgerBreak['record'], code?: BreakCode): Promise<void> {
  const found = await verdict(files);
  expect(found).toMatchObject({ kind: 'broken', record, ...(code !== undefined && { code }) });
}

const fileAt = (files: Files, name: string): Uint8Array => files.get(name) ?? new Uint8Array();

/** The text of record `seq`. */
function textOf(files: Files, seq: number): string {
  const span = at(framesOf(files), seq);
  return Buffer.from(fileAt(files, span.file).subarray(span.start + 8, span.end)).toString();
}

/** Record `seq` replaced by `text`, with a good frame around it. */
function replaceRecord(files: Files, seq: number, text: string | Buffer): Files {
  const span = at(framesOf(files), seq);
  return splice(files, span.file, [span.start, span.end], frame(text));
}

/** What someone does who knows the format: members of record `seq` changed, spelled well, framed well. */
const edit = (files: Files, seq: number, change: Readonly<Record<string, unknown>>): Files =>
  replaceRecord(files, seq, canonicalJson({ ...(JSON.parse(textOf(files, seq)) as object), ...change }));

const otherFact = { fact: { type: 'machine-up', machine: 'another' } };

describe.each(LEDGERS)('in a ledger %s', (_, whole) => {
  it('nothing is wrong', async () => {
    expect(await verdict(whole)).toMatchObject({ kind: 'verified', tail: 0 });
  });

  it('a byte changed, lost or added anywhere is found, and what it belongs to is named', async () => {
    let tried = 0;
    for (const [name, bytes] of whole) {
      for (let i = 0; i < bytes.length; i++) {
        const old = bytes[i] ?? 0;
        const changes = [
          ...[0x01, 0x80, 0xff].map((mask) => withFile(whole, name, bytes.with(i, old ^ mask))),
          splice(whole, name, [i, i + 1], new Uint8Array()),
          splice(whole, name, [i, i], Uint8Array.of(old)),
          splice(whole, name, [i, i], Uint8Array.of(0x0a)),
        ];
        for (const damaged of changes) {
          const struck = firstStruck(whole, damaged);
          // One of two equal bytes in a row: nothing differs.
          if (struck === undefined) continue;
          const found = await verdict(damaged);
          // Not `expect` each time: it is slower than the verifier.
          if (found.kind !== 'broken' || found.record !== struck) expect({ name, i, found }).toEqual(struck);
          tried++;
        }
      }
    }
    const total = [...whole.values()].reduce((sum, bytes) => sum + bytes.length, 0);
    expect(total).toBeGreaterThan(1800);
    // Three masks, one cut and two insertions at each byte, but for insertions that repeat what is there.
    expect(tried).toBeGreaterThan(5 * total);
    expect(tried).toBeLessThanOrEqual(6 * total);
  });

  it('a file cut short anywhere is found, and what is cut first is named', async () => {
    for (const [name, bytes] of whole) {
      for (let i = 0; i < bytes.length; i++) {
        const damaged = withFile(whole, name, bytes.subarray(0, i));
        const found = await verdict(damaged);
        const struck = firstStruck(whole, damaged);
        if (found.kind !== 'broken' || found.record !== struck) expect({ name, i, found }).toEqual(struck);
      }
    }
  });
});

describe('random damage', () => {
  /** Byte ranges cut out, put in, copied elsewhere or swapped, in one file. */
  const damage = fc.record({
    file: fc.nat(),
    kind: fc.constantFrom('truncate', 'cut', 'insert', 'copy', 'zero', 'swap'),
    from: fc.nat(),
    length: fc.integer({ min: 1, max: 400 }),
    to: fc.nat(),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 20 }),
  });

  const apply = (
    files: Files,
    { file, kind, from, length, to, bytes }: typeof damage extends fc.Arbitrary<infer T> ? T : never,
  ): Files => {
    const name = at([...files.keys()], file % files.size);
    const old = fileAt(files, name);
    const start = from % old.length;
    const end = Math.min(old.length, start + length);
    const target = to % (old.length + 1);
    switch (kind) {
      case 'truncate':
        return splice(files, name, [start, old.length], new Uint8Array());
      case 'cut':
        return splice(files, name, [start, end], new Uint8Array());
      case 'insert':
        return splice(files, name, [target, target], bytes);
      case 'copy':
        return splice(files, name, [target, target], old.subarray(start, end));
      case 'zero':
        return splice(files, name, [start, end], new Uint8Array(end - start));
      default:
        return splice(files, name, [start, Math.min(old.length, start + bytes.length)], bytes);
    }
  };

  it('to one file is found, what holds the first changed byte is named, and the slow verifier says the same', async () => {
    const kinds = new Map<string, number>();
    const property = fc.asyncProperty(damage, async (one) => {
      const damaged = apply(signed, one);
      const struck = firstStruck(signed, damaged);
      if (struck === undefined) return;
      kinds.set(one.kind, (kinds.get(one.kind) ?? 0) + 1);
      const found = await verdict(damaged);
      expect(found).toMatchObject({ kind: 'broken', record: struck });
      expect(found).toMatchObject(slowVerify(damaged));
    });
    await fc.assert(property, { seed: 4, numRuns: 1500 });
    expect([...kinds.values()].every((count) => count > 100)).toBe(true);
    expect(kinds.size).toBe(6);
  });
});

describe('whole records', () => {
  it('deleted, copied or exchanged are found at the first place that holds another one', async () => {
    const frames = framesOf(good);
    const bytesOf = (seq: number) => {
      const span = at(frames, seq);
      return fileAt(good, span.file).subarray(span.start, span.end);
    };
    for (const { seq, file, start, end } of frames) {
      const alone = frames.filter((one) => one.file === file).length === 1;
      const code = alone ? 'SEGMENT-SIZE' : undefined;
      await expectBroken(splice(good, file, [start, end], new Uint8Array()), seq, code);
      await expectBroken(splice(good, file, [end, end], bytesOf(seq)), seq + 1);
      for (const other of frames.filter((one) => one.seq > seq)) {
        // The later one first, so that offsets stay where they are.
        const swapped = splice(
          splice(good, other.file, [other.start, other.end], bytesOf(seq)),
          file,
          [start, end],
          bytesOf(other.seq),
        );
        await expectBroken(swapped, seq, 'RECORD-SEQ');
      }
    }
  });

  it('missing at the end are found by the count of the checkpoint', async () => {
    const last = at(framesOf(good), RECORDS - 1);
    expect(last.start).toBeGreaterThan(0);
    await expectBroken(
      splice(good, last.file, [last.start, last.end], new Uint8Array()),
      RECORDS - 1,
      'RECORD-MISSING',
    );
  });

  it('added at the end are found by the count of the checkpoint', async () => {
    const last = at(framesOf(good), RECORDS - 1);
    const prev = toHex(leafHash(Buffer.from(textOf(good, RECORDS - 1))));
    const added = frame(canonicalJson({ ...(JSON.parse(textOf(good, RECORDS - 1)) as object), seq: RECORDS, prev }));
    await expectBroken(splice(good, last.file, [last.end, last.end], added), RECORDS, 'RECORD-EXTRA');
  });
});

describe('segments', () => {
  const segments = (): readonly string[] => [...good.keys()].filter((name) => name.startsWith('segments/'));
  const firstOf = (name: string): number => Number(name.slice('segments/'.length, -'.seg'.length));

  it('missing are found at their first record', async () => {
    expect(segments().length).toBeGreaterThan(2);
    for (const name of segments()) {
      const code = name === segments().at(-1) ? 'RECORD-MISSING' : 'SEGMENT-NAME';
      await expectBroken(withoutFile(good, name), firstOf(name), code);
    }
    await expectBroken(new Map([[CHECKPOINT, fileAt(good, CHECKPOINT)]]), 0, 'RECORD-MISSING');
  });

  it('renamed are found at their first record, whatever the new name', async () => {
    for (const name of segments()) {
      const bytes = fileAt(good, name);
      for (const to of ['0000000999.seg', '0000000000.SEG', '0.seg', 'x']) {
        await expectBroken(withFile(withoutFile(good, name), `segments/${to}`, bytes), firstOf(name));
      }
    }
  });

  it('exchanged are found at the earlier one', async () => {
    const [a = '', b = ''] = segments();
    const swapped = withFile(withFile(good, a, fileAt(good, b)), b, fileAt(good, a));
    await expectBroken(swapped, 0, 'RECORD-SEQ');
  });

  it('joined or emptied are found', async () => {
    const [a = '', b = ''] = segments();
    const joined = Buffer.concat([fileAt(good, a), fileAt(good, b)]);
    await expectBroken(withFile(good, a, new Uint8Array(joined)), firstOf(at(segments(), 2)), 'SEGMENT-NAME');
    await expectBroken(withFile(good, b, new Uint8Array()), firstOf(b), 'SEGMENT-SIZE');
  });

  it('may be cut anywhere between records, if their names say so: records, not files, are what is proved', async () => {
    const [a = '', b = ''] = segments();
    const joined = new Uint8Array(Buffer.concat([fileAt(good, a), fileAt(good, b)]));
    expect(await verdict(withoutFile(withFile(good, a, joined), b))).toMatchObject({
      kind: 'verified',
      records: RECORDS,
    });
  });

  it('with a stranger among them are found after the last record', async () => {
    for (const name of ['.DS_Store', '0000000000.seg.bak', 'zzz', '00000000001.seg']) {
      await expectBroken(withFile(good, `segments/${name}`, Uint8Array.of(1)), RECORDS, 'FOREIGN-FILE');
    }
    // Damage to a record comes first.
    await expectBroken(withFile(edit(good, 2, { seq: 5 }), 'segments/a', Uint8Array.of(1)), 2, 'RECORD-SEQ');
  });

  it('past 64 MiB are not read', async () => {
    const [a = ''] = segments();
    const inner = memoryStorage(good);
    const storage: LedgerStorage = {
      ...inner,
      size: async (name) => (name === a ? 64 * 1024 * 1024 + 1 : inner.size(name)),
      read: async (name) => (name === a ? Promise.reject(new Error('was read')) : inner.read(name)),
    };
    expect(await verifyLedger(storage)).toMatchObject({ kind: 'broken', record: 0, code: 'SEGMENT-SIZE' });
  });

  it('that vanish while they are listed count as empty', async () => {
    const storage = { ...memoryStorage(good), size: async () => undefined };
    expect(await verifyLedger(storage)).toMatchObject({ kind: 'broken', record: 0, code: 'SEGMENT-SIZE' });
  });
});

describe('frames', () => {
  it.each<[string, (start: number, end: number) => readonly [readonly [number, number], Uint8Array], BreakCode]>([
    ['of length 0', (start) => [[start, start + 4], Uint8Array.of(0, 0, 0, 0)], 'FRAME-LENGTH'],
    ['of length 65,536', (start) => [[start, start + 4], Uint8Array.of(0, 1, 0, 0)], 'FRAME-LENGTH'],
    ['longer than the segment', (start) => [[start, start + 4], Uint8Array.of(0, 0, 0xff, 0xff)], 'FRAME-TRUNCATED'],
    ['with half a header', (start, end) => [[start + 5, end], new Uint8Array()], 'FRAME-TRUNCATED'],
    ['with another CRC', (start) => [[start + 4, start + 8], Uint8Array.of(1, 2, 3, 4)], 'FRAME-CRC'],
  ])('%s are told apart', async (_, change, code) => {
    const last = at(framesOf(good), RECORDS - 1);
    const [range, bytes] = change(last.start, last.end);
    await expectBroken(splice(good, last.file, range, bytes), RECORDS - 1, code);
  });
});

describe('well-framed records that no writer wrote', () => {
  const SEQ = 4;
  const members = () => JSON.parse(textOf(good, SEQ)) as Readonly<Record<string, unknown>>;

  it.each<[string, () => string | Buffer, string]>([
    ['no JSON', () => '{', 'not JSON'],
    ['a byte order mark', () => `\ufeff${textOf(good, SEQ)}`, 'not JSON'],
    [
      'bytes that are not UTF-8',
      () => Buffer.from(textOf(good, SEQ).replace('machine-up', 'm\xff'), 'latin1'),
      'canonical',
    ],
    ['a list', () => '[]', 'not an object'],
    ['null', () => 'null', 'not an object'],
    ['a text', () => '"v"', 'not an object'],
    ['a member less', () => canonicalJson({ ...members(), at: undefined }), 'members actor,fact,prev'],
    ['a member more', () => canonicalJson({ ...members(), note: 1 }), 'members actor,at,fact,note,prev'],
    [
      'another version',
      () => canonicalJson({ ...members(), v: 3 }),
      'v is not 2: no record, or one of a later version',
    ],
    [
      'a version of ten thousand levels',
      () => canonicalJson({ ...members(), v: 0 }).replace('"v":0', `"v":${'['.repeat(1e4)}${']'.repeat(1e4)}`),
      'v is not 2',
    ],
    ['a fractional seq', () => canonicalJson({ ...members(), seq: 0.5 }), 'seq is not a count'],
    ['a negative seq', () => canonicalJson({ ...members(), seq: -1 }), 'seq is not a count'],
    ['prev in capitals', () => canonicalJson({ ...members(), prev: 'A'.repeat(64) }), 'prev is not a hash'],
    ['prev as a number', () => canonicalJson({ ...members(), prev: 7 }), 'prev is not a hash'],
    ['a fractional at', () => canonicalJson({ ...members(), at: 0.5 }), 'at is not in whole seconds'],
    ['no recordedAt', () => canonicalJson({ ...members(), recordedAt: null }), 'recordedAt is not an instant'],
    [
      'recordedAt without milliseconds',
      () => canonicalJson({ ...members(), recordedAt: '2026-11-30T00:00:00Z' }),
      'recordedAt is not',
    ],
    [
      'recordedAt on no day',
      () => canonicalJson({ ...members(), recordedAt: '2026-02-30T00:00:00.000Z' }),
      'recordedAt is not',
    ],
    [
      'recordedAt in month 13',
      () => canonicalJson({ ...members(), recordedAt: '2026-13-01T00:00:00.000Z' }),
      'recordedAt is not',
    ],
    [
      'recordedAt at 24:00',
      () => canonicalJson({ ...members(), recordedAt: '2026-11-30T24:00:00.000Z' }),
      'recordedAt is not',
    ],
    ['a fact without type', () => canonicalJson({ ...members(), fact: {} }), 'fact has no type'],
    ['a fact that is a list', () => canonicalJson({ ...members(), fact: [] }), 'fact has no type'],
    ['a fact with its own at', () => canonicalJson({ ...members(), fact: { type: 'x', at: 1 } }), 'fact repeats at'],
    [
      'a number that is none',
      () => textOf(good, SEQ).replace('"machine-up"', '"machine-up","x":1e400'),
      'beyond the range',
    ],
    [
      'an integer past 2^53',
      () => textOf(good, SEQ).replace('"machine-up"', '"machine-up","x":9007199254740993'),
      'beyond 2^53',
    ],
    ['a lone surrogate', () => textOf(good, SEQ).replace('machine-up', '\\ud800'), 'lone surrogate'],
    [
      '65 levels',
      () => textOf(good, SEQ).replace('"machine-up"', `"machine-up","x":${'['.repeat(65)}${']'.repeat(65)}`),
      'deeper than 64',
    ],
    [
      'ten thousand levels',
      () => textOf(good, SEQ).replace('"machine-up"', `"machine-up","x":${'['.repeat(1e4)}${']'.repeat(1e4)}`),
      'deeper',
    ],
    ['blanks', () => textOf(good, SEQ).replace(',', ', '), 'canonical'],
    ['a newline at the end', () => `${textOf(good, SEQ)}\n`, 'canonical'],
    ['a member twice', () => textOf(good, SEQ).replace('"v":2', '"v":2,"v":2'), 'canonical'],
    ['members in another order', () => JSON.stringify({ v: 2, ...members() }), 'canonical'],
    ['an escape without need', () => textOf(good, SEQ).replace('machine-up', 'm\\u0061chine-up'), 'canonical'],
    ['a number with a fraction of zero', () => textOf(good, SEQ).replace('"at":120', '"at":120.0'), 'canonical'],
    ['minus zero', () => textOf(good, SEQ).replace('"at":120', '"at":-0'), 'canonical'],
  ])('%s', async (_, text, message) => {
    expect(textOf(good, SEQ)).toContain('"machine-up"');
    const found = await verdict(replaceRecord(good, SEQ, text()));
    expect(found).toMatchObject({ kind: 'broken', record: SEQ, code: 'RECORD-FORMAT' });
    expect(found.kind === 'broken' && found.message).toContain(message);
  });
});

describe('forgery by someone who knows the format', () => {
  it('of one record is pinned on it, because its successor and the checkpoint hold its old hash', async () => {
    for (let seq = 0; seq < RECORDS - 1; seq++) await expectBroken(edit(good, seq, otherFact), seq, 'RECORD-CHANGED');
  });

  it('of several records is pinned on the first', async () => {
    await expectBroken(edit(edit(good, 1, otherFact), 5, otherFact), 1, 'RECORD-CHANGED');
  });

  it('of a link is pinned on the record that holds it', async () => {
    for (let seq = 1; seq < RECORDS; seq++)
      await expectBroken(edit(good, seq, { prev: 'ab'.repeat(32) }), seq, 'RECORD-PREV');
    await expectBroken(edit(good, 0, { prev: 'ab'.repeat(32) }), 0, 'RECORD-PREV');
  });

  it('of the last record shows in the root', async () => {
    await expectBroken(edit(good, RECORDS - 1, otherFact), 'checkpoint', 'CHECKPOINT-ROOT');
  });

  it('of a link is named before damage further on', async () => {
    const both = edit(edit(good, 2, { prev: 'ab'.repeat(32) }), 6, { v: 3 });
    await expectBroken(both, 2, 'RECORD-PREV');
    await expectBroken(withoutFile(edit(good, 1, otherFact), CHECKPOINT), 2, 'RECORD-PREV');
    // With the last record gone the count no longer confirms what record 1 was.
    const last = at(framesOf(good), RECORDS - 1);
    await expectBroken(
      splice(edit(good, 1, otherFact), last.file, [last.start, last.end], new Uint8Array()),
      2,
      'RECORD-PREV',
    );
  });

  it('of a record is not pinned on it by a checkpoint of another size', async () => {
    const decoded = decodeCheckpoint(fileAt(good, CHECKPOINT));
    if (decoded.kind !== 'checkpoint') throw new Error('the sample is whole');
    const recounted = encodeCheckpoint({ checkpoint: { ...decoded.checkpoint, size: RECORDS + 1 }, lines: [] });
    const renamed = `checkpoints/${digits(RECORDS + 1)}`;
    const files = withFile(withoutFile(edit(good, 2, otherFact), CHECKPOINT), renamed, recounted);
    await expectBroken(files, 3, 'RECORD-PREV');
  });

  it('of everything at once, without a key, makes another whole ledger, which only a root from outside gives away', async () => {
    const before = await verdict(good);
    if (before.kind !== 'verified') throw new Error('the sample is whole');
    // Record 2 rewritten, all links and the checkpoint made anew.
    let forged = edit(good, 2, otherFact);
    const tree = createMerkleTree();
    for (let seq = 0; seq < RECORDS; seq++) {
      if (seq > 2) forged = edit(forged, seq, { prev: toHex(leafHash(Buffer.from(textOf(forged, seq - 1)))) });
      tree.append(leafHash(Buffer.from(textOf(forged, seq))));
    }
    forged = withFile(
      forged,
      CHECKPOINT,
      encodeCheckpoint({ checkpoint: { origin: ORIGIN, size: RECORDS, root: tree.root() }, lines: [] }),
    );
    expect(await verdict(forged)).toMatchObject({ kind: 'verified', root: toBase64(tree.root()) });
    const storage = memoryStorage(forged);
    expect(await verifyLedger(storage, { expectedRoot: before.root })).toEqual({
      kind: 'broken',
      record: 'checkpoint',
      code: 'EXPECTED-ROOT',
      message: `root is ${toBase64(tree.root())}; ${before.root} was expected`,
    });
    expect(await verifyLedger(memoryStorage(good), { expectedRoot: before.root })).toEqual(before);
  });
});

describe('the checkpoint', () => {
  it('missing, unreadable or too long is named', async () => {
    await expectBroken(withoutFile(good, CHECKPOINT), 'checkpoint', 'CHECKPOINT-MISSING');
    await expectBroken(withFile(good, CHECKPOINT, new Uint8Array()), 'checkpoint', 'CHECKPOINT-FORMAT');
    await expectBroken(withFile(good, CHECKPOINT, new Uint8Array(200_000)), 'checkpoint', 'CHECKPOINT-FORMAT');
    await expectBroken(new Map(), 'checkpoint', 'CHECKPOINT-MISSING');
  });

  it('of another ledger is not taken for this one', async () => {
    const root = fromHex('ab'.repeat(32));
    const other = (size: number) =>
      withFile(
        withoutFile(good, CHECKPOINT),
        `checkpoints/${digits(size)}`,
        encodeCheckpoint({ checkpoint: { origin: ORIGIN, size, root }, lines: [] }),
      );
    await expectBroken(other(RECORDS), 'checkpoint', 'CHECKPOINT-ROOT');
    await expectBroken(other(RECORDS + 1), RECORDS, 'RECORD-MISSING');
    await expectBroken(other(RECORDS - 1), RECORDS - 1, 'RECORD-EXTRA');
  });
});

describe('reading', () => {
  it('hands out the facts before the damage, then throws with record and code', async () => {
    const read: string[] = [];
    const reading = (async () => {
      for await (const fact of readFacts(memoryStorage(edit(good, 4, otherFact)))) read.push(fact.type);
    })();
    // Readers see the link only: record 5 does not name the record 4 that they were given.
    await expect(reading).rejects.toMatchObject({
      name: 'LedgerError',
      code: 'BROKEN',
      message: 'record 5: RECORD-PREV: prev is not the hash of record 4',
      where: { record: 5, code: 'RECORD-PREV' },
    });
    // Record 0 is a notice.
    expect(read).toHaveLength(4);
    const first = readFacts(memoryStorage(edit(good, 0, { prev: 'ab'.repeat(32) }))).next();
    await expect(first).rejects.toThrow('the first record names one before it');
  });

  it('passes on what the storage says when it fails: that is no verdict', async () => {
    const failure = Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' });
    const storage: LedgerStorage = { ...memoryStorage(edit(good, 1, otherFact)), read: () => Promise.reject(failure) };
    await expect(verifyLedger(storage)).rejects.toBe(failure);
    const noCheckpoint: LedgerStorage = {
      ...memoryStorage(good),
      size: (name) => (name === CHECKPOINT ? Promise.reject(failure) : memoryStorage(good).size(name)),
    };
    await expect(verifyLedger(noCheckpoint)).rejects.toBe(failure);
    const notBroken: LedgerStorage = {
      ...memoryStorage(good),
      list: () => Promise.reject(new LedgerError('WRITE-FAILED', 'x')),
    };
    await expect(verifyLedger(notBroken)).rejects.toThrow('x');
  });

  it('passes on a failure after a gap too', async () => {
    const failure = new Error('EIO');
    const inner = memoryStorage(edit(good, 0, otherFact));
    const lastSegment = at(framesOf(good), RECORDS - 1).file;
    const storage: LedgerStorage = {
      ...inner,
      read: (name) => (name === lastSegment ? Promise.reject(failure) : inner.read(name)),
    };
    await expect(verifyLedger(storage)).rejects.toBe(failure);
  });
});
