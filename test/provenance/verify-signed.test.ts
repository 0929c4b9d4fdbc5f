/** Checkpoints, anchors, keys, people's signatures, witnesses, documents: each code, in the order of docs/FORMATS.md. */

import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import {
  memoryStorage,
  verifyLedger,
  type BreakCode,
  type LedgerBreak,
  type Verification,
  type VerifyOptions,
} from '../../src/provenance/index.ts';
import {
  digits,
  forge,
  LAB,
  lineBy,
  lineOf,
  NEXT,
  noteOf,
  noteOfVersion1,
  opened,
  ORIGIN,
  recordSigned,
  rotated,
  testKey,
  textOf,
  withChecksum,
  WITNESS,
  type ForgeOptions,
  type Step,
  type TestKey,
} from './forge-ledger.ts';
import { withFile, withoutFile, type Files } from './mutations.ts';
import { naiveRoot } from './naive-tree.ts';
import { sampleFacts } from './sample-ledger.ts';
import { slowVerify } from './slow-verifier.ts';

const OTHER = testKey('lab.example/ledger', 9);
const OTHER_WITNESS = testKey('witness.example/w2', 8, 4);

/** Fast and slow must agree on whatever these tests ask. */
async function judge(files: Files, options: VerifyOptions = {}): Promise<Verification> {
  const found = await verifyLedger(memoryStorage(files), options);
  expect(found).toMatchObject(slowVerify(files, options));
  return found;
}

async function expectBroken(
  files: Files,
  [record, code]: readonly [LedgerBreak['record'], BreakCode],
  options?: VerifyOptions,
): Promise<void> {
  expect(await judge(files, options)).toMatchObject({ kind: 'broken', record, code });
}

const byLab = (): readonly TestKey[] => [LAB];
const signedBy = (steps: readonly Step[], rest: Partial<ForgeOptions> = {}): Files =>
  forge({ steps: [opened(LAB), ...steps], keysAt: byLab, ...rest });

/** Records 0 to 6, checkpoints of 3, 5 and 7. */
const whole = signedBy(sampleFacts(6), { checkpoints: [3, 5, 7], documents: ['scenario'] });
const noteAt = (files: Files, size: number): Uint8Array => files.get(`checkpoints/${digits(size)}`) ?? new Uint8Array();
const textAt = (files: Files, size: number): string =>
  `${Buffer.from(noteAt(files, size)).toString().split('\n').slice(0, 3).join('\n')}\n`;
/** The checkpoint of `size` with other signature lines. */
const withLines = (files: Files, size: number, lines: readonly string[]): Files =>
  withFile(files, `checkpoints/${digits(size)}`, withChecksum(`${textAt(files, size)}\n${lines.join('')}`));

describe('a whole ledger', () => {
  it('is told with its checkpoints, its keys in the order in which they were in force, and its people', async () => {
    const steps = [...sampleFacts(2), recordSigned(NEXT, 3), rotated(LAB, NEXT), ...sampleFacts(2)];
    // Records: 0 opened, 1 and 2 facts, 3 signature, 4 rotation, 5 and 6 facts.
    const keysAt = (size: number) => (size <= 5 ? [LAB] : [NEXT, WITNESS]);
    const files = signedBy(steps, { checkpoints: [3, 5, 7], keysAt });
    const trusted = [LAB.vkey, WITNESS.vkey];
    expect(await judge(files, { trusted })).toEqual({
      kind: 'verified',
      records: 7,
      root: textAt(files, 7).split('\n')[2],
      origin: ORIGIN,
      tail: 0,
      checkpoints: 3,
      signedBy: [LAB.vkey, NEXT.vkey],
      cosignedBy: [WITNESS.vkey],
      recordSignatures: 1,
    });
  });

  it('may be without signatures, and says so', async () => {
    const files = forge({ steps: [opened(), ...sampleFacts(3)] });
    expect(await judge(files)).toMatchObject({ kind: 'verified', signedBy: [], cosignedBy: [] });
  });

  it('may be empty', async () => {
    expect(await judge(forge({ steps: [], keysAt: byLab }))).toMatchObject({ records: 0, signedBy: [] });
    expect(await judge(forge({ steps: [], version: 1 }))).toMatchObject({ records: 0, checkpoints: 1 });
  });

  it('may have a checkpoint in the spelling of version 1, and what a dying writer left behind', async () => {
    const files = forge({ steps: [opened(), ...sampleFacts(3)] });
    const root = Buffer.from(textAt(files, 4).split('\n')[2] ?? '', 'base64');
    const old = withFile(files, `checkpoints/${digits(4)}`, noteOfVersion1({ size: 4, root }));
    expect(await judge(old)).toMatchObject({ kind: 'verified' });
    let left = files;
    for (const name of ['segments/0000000004.seg.tmp', 'checkpoints/x.tmp', 'documents/x', 'lock', 'index/1'])
      left = withFile(left, name, Uint8Array.of(1));
    expect(await judge(left)).toMatchObject({ kind: 'verified' });
  });
});

describe('checkpoints', () => {
  it('none is CHECKPOINT-MISSING, also where the folder holds something else', async () => {
    const none = [3, 5, 7].reduce((files, size) => withoutFile(files, `checkpoints/${digits(size)}`), whole);
    await expectBroken(none, ['checkpoint', 'CHECKPOINT-MISSING']);
    await expectBroken(withFile(none, 'checkpoints/latest', noteAt(whole, 7)), ['checkpoint', 'CHECKPOINT-MISSING']);
    // The file of version 1 counts only where there is no folder.
    const both = withFile(withFile(none, 'checkpoints/x', Uint8Array.of(1)), 'checkpoint', noteAt(whole, 7));
    await expectBroken(both, ['checkpoint', 'CHECKPOINT-MISSING']);
  });

  it.each<[string, (files: Files) => Files]>([
    ['under another name', (files) => withFile(files, `checkpoints/${digits(4)}`, noteAt(files, 3))],
    [
      'of another origin',
      (files) => {
        const root = Buffer.from(textAt(files, 5).split('\n')[2] ?? '', 'base64');
        return withFile(files, `checkpoints/${digits(5)}`, noteOf({ origin: 'lab.example/other', size: 5, root }));
      },
    ],
    ['with 17 signatures', (files) => withLines(files, 5, Array<string>(17).fill(lineBy(LAB, textAt(files, 5))))],
    ['with a line that is none', (files) => withLines(files, 5, ['\u2014 a+b AAAAAAA=\n'])],
    ['with a signature of no bytes', (files) => withLines(files, 5, [lineOf(LAB, Buffer.of())])],
    [
      'with an extension line',
      (files) => withFile(files, `checkpoints/${digits(5)}`, withChecksum(`${textAt(files, 5)}more\n\n`)),
    ],
    ['too long', (files) => withFile(files, `checkpoints/${digits(5)}`, new Uint8Array(131_073))],
    ['empty', (files) => withFile(files, `checkpoints/${digits(5)}`, new Uint8Array())],
  ])('%s are CHECKPOINT-FORMAT', async (_, change) => {
    await expectBroken(change(whole), ['checkpoint', 'CHECKPOINT-FORMAT']);
  });

  it('may carry up to 16 signatures, of keys that nobody knows too', async () => {
    const lines = [lineBy(LAB, textAt(whole, 5)), ...Array<string>(15).fill(lineBy(OTHER, 'something else\n'))];
    expect(await judge(withLines(whole, 5, lines))).toMatchObject({ kind: 'verified' });
  });

  it('a stranger among them is FOREIGN-FILE, after their form and before their counts', async () => {
    const files = withFile(whole, 'checkpoints/7', Uint8Array.of(1));
    await expectBroken(files, ['checkpoint', 'FOREIGN-FILE']);
    await expectBroken(withLines(files, 5, ['x']), ['checkpoint', 'CHECKPOINT-FORMAT']);
    const missing = withoutFile(files, `segments/${digits(6)}.seg`);
    await expectBroken(missing, ['checkpoint', 'FOREIGN-FILE']);
  });

  it('an earlier one is held against its records too', async () => {
    const wrong = withFile(whole, `checkpoints/${digits(3)}`, noteOf({ size: 3, root: Buffer.alloc(32), keys: [LAB] }));
    await expectBroken(wrong, ['checkpoint', 'CHECKPOINT-ROOT']);
  });

  it('less than the records is RECORD-EXTRA, unless a tail is accepted, which is counted', async () => {
    const files = withoutFile(whole, `checkpoints/${digits(7)}`);
    await expectBroken(files, [5, 'RECORD-EXTRA']);
    expect(await judge(files, { acceptTail: true })).toMatchObject({ kind: 'verified', records: 5, tail: 2 });
    expect(await judge(whole, { acceptTail: true })).toMatchObject({ kind: 'verified', records: 7, tail: 0 });
    // A tail is whole or it is none.
    const seven = files.get(`segments/${digits(6)}.seg`) ?? new Uint8Array();
    const torn = withFile(files, `segments/${digits(6)}.seg`, seven.subarray(0, -1));
    await expectBroken(torn, [6, 'FRAME-TRUNCATED'], { acceptTail: true });
  });
});

describe('anchors', () => {
  const anchor = (size: number): Uint8Array => noteAt(whole, size);

  it('of the ledger as it was are accepted, without their signatures too', async () => {
    const root = Buffer.from(textAt(whole, 5).split('\n')[2] ?? '', 'base64');
    const anchors = [anchor(7), anchor(3), noteOf({ size: 5, root }), noteOfVersion1({ size: 5, root })];
    expect(await judge(whole, { anchors })).toMatchObject({ kind: 'verified' });
    // Of a size at which the ledger has no checkpoint itself.
    const less = withoutFile(whole, `checkpoints/${digits(5)}`);
    expect(await judge(less, { anchors })).toMatchObject({ kind: 'verified' });
  });

  it('that are none, of a longer ledger, or of another one are told apart, the first first', async () => {
    await expectBroken(whole, ['anchor', 'ANCHOR-FORMAT'], { anchors: [anchor(5), anchor(5).subarray(1)] });
    const longer = noteOf({ size: 8, root: Buffer.alloc(32) });
    await expectBroken(whole, [7, 'RECORD-MISSING'], { anchors: [longer, new Uint8Array()] });
    const other = noteOf({ size: 5, root: Buffer.alloc(32) });
    await expectBroken(whole, ['anchor', 'ANCHOR-ROOT'], { anchors: [anchor(3), other, longer] });
    const expectedRoot = Buffer.alloc(32).toString('base64');
    await expectBroken(whole, ['checkpoint', 'EXPECTED-ROOT'], { anchors: [other], expectedRoot });
  });

  it('give away a ledger that was rolled back with all its checkpoints', async () => {
    let back = withoutFile(withoutFile(whole, `checkpoints/${digits(7)}`), `segments/${digits(6)}.seg`);
    const segment = back.get(`segments/${digits(3)}.seg`) ?? new Uint8Array();
    const third = 16 + new DataView(segment.buffer).getUint32(0);
    const two = third + new DataView(segment.buffer).getUint32(third - 8);
    back = withFile(back, `segments/${digits(3)}.seg`, segment.subarray(0, two));
    expect(await judge(back)).toMatchObject({ kind: 'verified', records: 5 });
    await expectBroken(back, [5, 'RECORD-MISSING'], { anchors: [anchor(7)] });
  });
});

describe('the handing over of the key', () => {
  const ledger = (rotation: object): Files => signedBy([...sampleFacts(1), rotation]);
  const good = rotated(LAB, NEXT) as Readonly<Record<string, string>>;

  it.each<[string, object]>([
    ['from another key than the one in force', rotated(OTHER, NEXT)],
    ['to a key of a witness', rotated(LAB, WITNESS)],
    ['to no key', { ...good, to: 'x' }],
    ['to a number', { ...good, to: 7 }],
    ['without from', { ...good, from: null }],
    ['with a proof by the new key', rotated(LAB, NEXT, NEXT)],
    ['with a proof for another key', { ...good, proof: (rotated(LAB, OTHER) as typeof good)['proof'] }],
    ['with a proof that is no text', { ...good, proof: 1 }],
    ['with a proof that is no base64', { ...good, proof: `${good['proof']}\n` }],
  ])('%s is KEY-ROTATION', async (_, rotation) => {
    await expectBroken(ledger(rotation), [2, 'KEY-ROTATION']);
  });

  it('in a ledger that nobody signs, or that does not say its origin, is KEY-ROTATION', async () => {
    await expectBroken(forge({ steps: [opened(), rotated(LAB, NEXT)] }), [1, 'KEY-ROTATION']);
    await expectBroken(forge({ steps: [...sampleFacts(1), rotated(LAB, NEXT)] }), [1, 'KEY-ROTATION']);
    const nameless = { ...opened(LAB), origin: 7 };
    await expectBroken(forge({ steps: [nameless, rotated(LAB, NEXT)] }), [1, 'KEY-ROTATION']);
  });

  it('counts from the record behind it on', async () => {
    // Records 0 opened, 1 fact, 2 rotation, 3 fact.
    const steps = [...sampleFacts(1), rotated(LAB, NEXT), ...sampleFacts(1)];
    const signers = (at3: TestKey, at4: TestKey) =>
      signedBy(steps, { checkpoints: [3, 4], keysAt: (size) => [size === 3 ? at3 : at4] });
    expect(await judge(signers(LAB, NEXT))).toMatchObject({ signedBy: [LAB.vkey, NEXT.vkey] });
    await expectBroken(signers(NEXT, NEXT), ['checkpoint', 'SIGNATURE-MISSING']);
    await expectBroken(signers(LAB, LAB), ['checkpoint', 'SIGNATURE-MISSING']);
    // With the rotation as its last record the ledger is still by the key before.
    expect(await judge(ledger(rotated(LAB, NEXT)))).toMatchObject({ signedBy: [LAB.vkey] });
  });

  it('may happen again, each time by the key in force then', async () => {
    const steps = [rotated(LAB, NEXT), rotated(NEXT, OTHER), ...sampleFacts(1)];
    expect(await judge(signedBy(steps, { keysAt: () => [OTHER] }))).toMatchObject({
      signedBy: [LAB, NEXT, OTHER].map(({ vkey }) => vkey),
    });
    const skipped = [rotated(LAB, NEXT), rotated(LAB, OTHER), ...sampleFacts(1)];
    await expectBroken(signedBy(skipped, { keysAt: () => [OTHER] }), [2, 'KEY-ROTATION']);
  });
});

describe('a signature of a person', () => {
  const ledger = (step: Step): Files => signedBy([...sampleFacts(2), step, ...sampleFacts(1)], { checkpoints: [2, 5] });

  it('over a checkpoint of the ledger is counted', async () => {
    expect(await judge(ledger(recordSigned(OTHER, 2)))).toMatchObject({ kind: 'verified', recordSignatures: 1 });
  });

  it.each<[string, Step]>([
    ['of a size that no checkpoint has', recordSigned(OTHER, 3)],
    ['of a size past its own number', recordSigned(OTHER, 5)],
    ['of a size in text', recordSigned(OTHER, 2, { size: '2' })],
    ['with another root', recordSigned(OTHER, 2, { root: Buffer.alloc(32).toString('base64') })],
    ['by no key', recordSigned(OTHER, 2, { vkey: 'x' })],
    ['by a key for cosignatures', recordSigned(WITNESS, 2)],
    ['by another key', recordSigned(OTHER, 2, { vkey: LAB.vkey })],
    ['with another meaning', recordSigned(OTHER, 2, { meaning: 'authored' })],
    ['with another signer', recordSigned(OTHER, 2, { signer: 'p-0000' })],
    ['with another time', recordSigned(OTHER, 2, { signedAt: '2026-11-30T08:00:00.001Z' })],
    ['with another reason', recordSigned(OTHER, 2, { reason: 'none' })],
    ['about other records', recordSigned(OTHER, 2, { records: [1] })],
    ['about no records', recordSigned(OTHER, 2, { records: '1,2' })],
    ['about a half', recordSigned(OTHER, 2, { records: [0.5] })],
    ['with a number for a reason', recordSigned(OTHER, 2, { reason: 1 })],
    ['with two lines of reason', recordSigned(OTHER, 2, { reason: 'a\nb' })],
    ['without signature', recordSigned(OTHER, 2, { signature: null })],
  ])('%s is RECORD-SIGNATURE', async (_, step) => {
    await expectBroken(ledger(step), [3, 'RECORD-SIGNATURE']);
  });

  it('is judged in the order of records, among the handings over', async () => {
    const bad = recordSigned(OTHER, 2, { reason: 'none' });
    const steps = (first: Step, second: Step) => signedBy([...sampleFacts(2), first, second], { checkpoints: [2, 5] });
    await expectBroken(steps(bad, rotated(OTHER, NEXT)), [3, 'RECORD-SIGNATURE']);
    await expectBroken(steps(rotated(OTHER, NEXT), bad), [3, 'KEY-ROTATION']);
  });
});

describe('signatures under checkpoints', () => {
  it('are asked of each checkpoint, once the ledger names a key', async () => {
    for (const size of [3, 5, 7]) {
      await expectBroken(withLines(whole, size, []), ['checkpoint', 'SIGNATURE-MISSING']);
      const others = [lineBy(OTHER, textAt(whole, size)), lineBy(WITNESS, textAt(whole, size))];
      await expectBroken(withLines(whole, size, others), ['checkpoint', 'SIGNATURE-MISSING']);
    }
  });

  it('that differ in one bit anywhere, with a checksum made anew, are SIGNATURE-WRONG', async () => {
    const text = textAt(whole, 5);
    const good = LAB.sign(Buffer.from(text));
    for (let bit = 0; bit < 512; bit++) {
      const bytes = Buffer.from(good);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const found = await verifyLedger(memoryStorage(withLines(whole, 5, [lineOf(LAB, bytes)])));
      if (found.kind !== 'broken' || found.code !== 'SIGNATURE-WRONG')
        expect({ bit, found }).toEqual('SIGNATURE-WRONG');
    }
    const cut = [lineOf(LAB, good.subarray(0, 63)), lineOf(LAB, Buffer.concat([good, Buffer.of(0)]))];
    for (const line of cut) await expectBroken(withLines(whole, 5, [line]), ['checkpoint', 'SIGNATURE-WRONG']);
  });

  it('of another checkpoint are SIGNATURE-WRONG, beside a good one too', async () => {
    const [good, bad] = [lineBy(LAB, textAt(whole, 5)), lineBy(LAB, textAt(whole, 3))];
    await expectBroken(withLines(whole, 5, [bad]), ['checkpoint', 'SIGNATURE-WRONG']);
    await expectBroken(withLines(whole, 5, [good, bad]), ['checkpoint', 'SIGNATURE-WRONG']);
    expect(await judge(withLines(whole, 5, [good, good]))).toMatchObject({ kind: 'verified' });
  });

  it('by what is no key for them are missing', async () => {
    for (const vkey of ['x', 7, null, WITNESS.vkey]) {
      const files = forge({ steps: [{ ...opened(), vkey }], keysAt: () => [LAB, WITNESS] });
      await expectBroken(files, ['checkpoint', 'SIGNATURE-MISSING']);
    }
  });
});

describe("the reader's own keys", () => {
  const handedOver = signedBy([rotated(LAB, NEXT), ...sampleFacts(1)], { keysAt: () => [NEXT] });

  it('must hold one that was in force at the last checkpoint or before', async () => {
    for (const { vkey } of [LAB, NEXT]) {
      expect(await judge(handedOver, { trusted: [OTHER.vkey, vkey] })).toMatchObject({ kind: 'verified' });
    }
    await expectBroken(handedOver, ['checkpoint', 'KEY-UNTRUSTED'], { trusted: [OTHER.vkey] });
    // The same public key under another name is another key.
    await expectBroken(whole, ['checkpoint', 'KEY-UNTRUSTED'], { trusted: [testKey('lab.example/x', 1).vkey] });
  });

  it('are not in force by a handing over that no checkpoint is behind', async () => {
    const files = signedBy([...sampleFacts(1), rotated(LAB, NEXT)]);
    await expectBroken(files, ['checkpoint', 'KEY-UNTRUSTED'], { trusted: [NEXT.vkey] });
  });

  it('are missed in a ledger without signatures', async () => {
    const files = forge({ steps: [opened(), ...sampleFacts(2)] });
    await expectBroken(files, ['checkpoint', 'SIGNATURE-MISSING'], { trusted: [LAB.vkey] });
    const old = forge({ steps: sampleFacts(2), version: 1 });
    await expectBroken(old, ['checkpoint', 'SIGNATURE-MISSING'], { trusted: [LAB.vkey] });
  });

  it('give away a whole ledger that was forged with another key', async () => {
    const forged = forge({ steps: [opened(OTHER), ...sampleFacts(6)], keysAt: () => [OTHER] });
    expect(await judge(forged)).toMatchObject({ kind: 'verified' });
    await expectBroken(forged, ['checkpoint', 'KEY-UNTRUSTED'], { trusted: [LAB.vkey] });
    // Claiming the key without having it does not help.
    const claimed = forge({ steps: [opened(LAB), ...sampleFacts(6)], keysAt: () => [OTHER] });
    await expectBroken(claimed, ['checkpoint', 'SIGNATURE-MISSING'], { trusted: [LAB.vkey] });
  });

  it('that are none are a bug of the caller', async () => {
    await expect(verifyLedger(memoryStorage(whole), { trusted: ['x'] })).rejects.toThrow('x is no vkey');
  });
});

describe('witnesses', () => {
  const cosigned = (lines: readonly string[]): Files => withLines(whole, 7, [lineBy(LAB, textAt(whole, 7)), ...lines]);
  const good = lineBy(WITNESS, textAt(whole, 7));

  it('are asked for only where the reader names one, and each that is named', async () => {
    const trusted = [WITNESS.vkey, OTHER_WITNESS.vkey];
    expect(await judge(cosigned([good]))).toMatchObject({ kind: 'verified', cosignedBy: [] });
    expect(await judge(cosigned([good]), { trusted: [WITNESS.vkey] })).toMatchObject({ cosignedBy: [WITNESS.vkey] });
    await expectBroken(cosigned([]), ['checkpoint', 'WITNESS-MISSING'], { trusted });
    await expectBroken(cosigned([good]), ['checkpoint', 'WITNESS-MISSING'], { trusted });
    await expectBroken(cosigned([good]), ['checkpoint', 'WITNESS-MISSING'], { trusted: [OTHER_WITNESS.vkey] });
  });

  it('vouch for the last checkpoint alone', async () => {
    const files = withLines(whole, 5, [lineBy(LAB, textAt(whole, 5)), lineBy(WITNESS, textAt(whole, 5))]);
    await expectBroken(files, ['checkpoint', 'WITNESS-MISSING'], { trusted: [WITNESS.vkey] });
  });

  it('that signed another text, another time, or in another form are WITNESS-WRONG', async () => {
    const text = textAt(whole, 7);
    const stamp = Buffer.alloc(8);
    stamp.writeBigUInt64BE(7n);
    const message = Buffer.from(`cosignature/v1\ntime 8\n${text}`);
    const bad = [
      lineBy(WITNESS, textAt(whole, 5)),
      lineOf(WITNESS, Buffer.concat([stamp, WITNESS.sign(message)])),
      // What a ledger's key would sign.
      lineOf(WITNESS, WITNESS.sign(Buffer.from(text))),
      lineOf(WITNESS, Buffer.concat([stamp, WITNESS.sign(Buffer.from(text))])),
    ];
    for (const line of bad) {
      await expectBroken(cosigned([line]), ['checkpoint', 'WITNESS-WRONG'], { trusted: [WITNESS.vkey] });
      await expectBroken(cosigned([good, line]), ['checkpoint', 'WITNESS-WRONG'], { trusted: [WITNESS.vkey] });
      expect(await judge(cosigned([line]))).toMatchObject({ kind: 'verified' });
    }
  });
});

describe('documents', () => {
  it('are what their names say, and judged last', async () => {
    const [name = ''] = [...whole.keys()].filter((one) => one.startsWith('documents/'));
    expect(name).toMatch(/^documents\/[0-9a-f]{64}$/);
    const changed = withFile(whole, name, new Uint8Array(Buffer.from('Scenario')));
    await expectBroken(changed, ['document', 'DOCUMENT-CHANGED']);
    await expectBroken(changed, ['checkpoint', 'WITNESS-MISSING'], { trusted: [WITNESS.vkey] });
    expect(await judge(withFile(whole, 'documents/README', Uint8Array.of(1)))).toMatchObject({ kind: 'verified' });
  });

  it('past 64 MiB are not read', async () => {
    const [name = ''] = [...whole.keys()].filter((one) => one.startsWith('documents/'));
    const inner = memoryStorage(whole);
    const storage = {
      ...inner,
      size: async (one: string) => (one === name ? 64 * 1024 * 1024 + 1 : inner.size(one)),
      read: async (one: string) => (one === name ? Promise.reject(new Error('was read')) : inner.read(one)),
    };
    expect(await verifyLedger(storage)).toMatchObject({ record: 'document', code: 'DOCUMENT-CHANGED' });
  });
});

describe('of several faults', () => {
  it('the one that stands first in the order is told', async () => {
    const text = textOf({ size: 7, root: Buffer.alloc(32) });
    // From the last step to the first; each is put on top of those before.
    const layers: readonly (readonly [BreakCode, (files: Files) => Files])[] = [
      ['DOCUMENT-CHANGED', (files) => withFile(files, `documents/${'0'.repeat(64)}`, Uint8Array.of(1))],
      ['SIGNATURE-WRONG', (files) => withLines(files, 7, [lineBy(LAB, text)])],
      ['SIGNATURE-MISSING', (files) => withLines(files, 5, [])],
      [
        'CHECKPOINT-ROOT',
        (files) => withFile(files, `checkpoints/${digits(3)}`, noteOf({ size: 3, root: naiveRoot([]) })),
      ],
      ['RECORD-MISSING', (files) => withoutFile(files, `segments/${digits(6)}.seg`)],
      ['FOREIGN-FILE', (files) => withFile(files, 'checkpoints/x', Uint8Array.of(1))],
      ['CHECKPOINT-FORMAT', (files) => withFile(files, `checkpoints/${digits(5)}`, Uint8Array.of(1))],
      ['SEGMENT-NAME', (files) => withoutFile(files, `segments/${digits(0)}.seg`)],
    ];
    let files = whole;
    for (const [code, add] of layers) {
      files = add(files);
      expect(await judge(files)).toMatchObject({ kind: 'broken', code });
    }
  });
});
