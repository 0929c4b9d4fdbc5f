/** The scanner of records against parsing and spelling anew: it must say yes to the same bytes. */

import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/base/index.ts';
import { scanObject, scanValue, UNSURE } from '../../src/provenance/ledger/verify-canonical.ts';
import { createRecordScanner } from '../../src/provenance/ledger/verify-record.ts';
import { createRecordCodec } from '../../src/provenance/record/record.ts';
import { slowRecord } from './slow-verifier.ts';

const PREV = '0123456789abcdef'.repeat(4);
const spell = (fact: unknown, change: object = {}): string =>
  canonicalJson({
    actor: 'seqplan',
    at: 60,
    fact,
    prev: PREV,
    recordedAt: '2026-11-30T00:01:00.000Z',
    seq: 12,
    v: 2,
    ...change,
  });

const hasForm = (x: number): boolean => !Number.isInteger(x) || Number.isSafeInteger(x);

/** What has a canonical form, with odd numbers, texts of every plane and control characters. */
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter(hasForm),
  fc.maxSafeInteger(),
  fc.integer({ min: -20, max: 20 }),
  fc
    .tuple(fc.integer(), fc.integer({ min: -320, max: 8 }))
    .map(([a, b]) => Number(`${a}e${b}`))
    .filter(hasForm),
);
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.string({ unit: fc.constantFrom('\b', '\n', '\u0001', '"', '\\', '\u007f', '\u2028', '\u{1f600}', 'a') }),
);
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    number,
    text,
    fc.constantFrom(true, false, null),
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.string({ maxLength: 4 }), text), tie('any'), { maxKeys: 5 }),
  ),
})).any;
const fact = fc
  .tuple(fc.dictionary(fc.string({ maxLength: 4 }), value, { maxKeys: 6 }), text)
  .map(([members, type]) => ({ ...members, type }));

/** Bytes that mean something in JSON, in UTF-8 or to nobody. */
const oddByte = fc.oneof(
  fc.constantFrom(...Buffer.from('"\\{}[]:,.-+eE0123456789abfnrtu \n/')),
  fc.constantFrom(0x00, 0x1f, 0x7f, 0x80, 0xbf, 0xc0, 0xc2, 0xe0, 0xed, 0xa0, 0xef, 0xf0, 0xf4, 0x90, 0xf5, 0xff),
  fc.nat(255),
);
const edit = fc.record({
  place: fc.nat(),
  kind: fc.constantFrom('set', 'insert', 'cut', 'copy'),
  bytes: fc.array(oddByte, { minLength: 1, maxLength: 4 }),
  from: fc.nat(),
});

function apply(
  bytes: Buffer,
  { place, kind, bytes: added, from }: typeof edit extends fc.Arbitrary<infer T> ? T : never,
) {
  const i = place % (bytes.length + 1);
  const part = kind === 'copy' ? bytes.subarray(from % bytes.length).subarray(0, added.length * 3) : Buffer.from(added);
  const skipped = kind === 'set' || kind === 'cut' ? added.length : 0;
  return Buffer.concat([bytes.subarray(0, i), kind === 'cut' ? Buffer.of() : part, bytes.subarray(i + skipped)]);
}

describe('the scanner of canonical JSON', () => {
  it('takes every value that canonicalJson spells, if its names are plain', () => {
    let taken = 0;
    fc.assert(
      fc.property(value, (one) => {
        const bytes = Buffer.from(canonicalJson(one));
        const end = scanValue(bytes, 0, 0);
        // Names with escapes or beyond ASCII are left to the codec.
        if (end !== UNSURE) taken++;
        expect([UNSURE, bytes.length]).toContain(end);
        if (/^[ !#-[\]-~]*$/.test(canonicalJson(one).replaceAll('"', ''))) expect(end).toBe(bytes.length);
      }),
      { seed: 11, numRuns: 5000 },
    );
    expect(taken).toBeGreaterThan(3000);
  });

  it('takes no bytes but those that canonicalJson would spell', () => {
    let [taken, refused] = [0, 0];
    fc.assert(
      fc.property(value, fc.array(edit, { minLength: 1, maxLength: 2 }), (one, edits) => {
        const bytes = edits.reduce((sum, next) => apply(sum, next), Buffer.from(canonicalJson({ a: one })));
        if (bytes.length === 0 || scanObject(bytes, 0, 0) !== bytes.length) return void refused++;
        taken++;
        expect(canonicalJson(JSON.parse(bytes.toString()))).toBe(bytes.toString());
        expect(Buffer.from(bytes.toString()).equals(bytes)).toBe(true);
      }),
      { seed: 12, numRuns: 20_000 },
    );
    expect(taken).toBeGreaterThan(1000);
    expect(refused).toBeGreaterThan(5000);
  });

  it.each([
    ['{"a":1,"a":1}', 'a name twice'],
    ['{"b":1,"a":1}', 'names out of order'],
    ['{"ab":1,"a":1}', 'a longer name first'],
    ['{"a":01}', 'a leading zero'],
    ['{"a":-0}', 'minus zero'],
    ['{"a":1.0}', 'a fraction of zero'],
    ['{"a":1e2}', 'a power that is an integer'],
    ['{"a":1E-7}', 'a capital E'],
    ['{"a":0.0000001}', 'what is spelled 1e-7'],
    ['{"a":9007199254740992}', '2^53'],
    ['{"a":1e400}', 'infinity'],
    ['{"a":"\\u000A"}', 'capitals in an escape'],
    ['{"a":"\\u000a"}', 'a long escape for a newline'],
    ['{"a":"\\u0041"}', 'an escape without need'],
    ['{"a":"\\/"}', 'an escaped slash'],
    ['{"a":"\\ud83d\\ude00"}', 'escaped surrogates'],
    ['{"a":"\n"}', 'a bare newline'],
    ['{"a":nul}', 'half a word'],
    ['{"a":1,}', 'a comma at the end'],
    ['{"a":1', 'no end'],
    ['{"a":"x', 'no end of a text'],
    ['{"a":[1,]}', 'a comma at the end of a list'],
    ['{"a": 1}', 'a blank'],
    ['{a:1}', 'a name without quotes'],
    ['[1]', 'a list'],
  ])('refuses %s: %s', (json) => {
    expect(scanObject(Buffer.from(json), 0, 0)).toBe(UNSURE);
  });

  it.each([
    [[0xc0, 0x80], 'needless length'],
    [[0xe0, 0x80, 0x80], 'needless length, three bytes'],
    [[0xf0, 0x80, 0x80, 0x80], 'needless length, four bytes'],
    [[0xed, 0xa0, 0x80], 'a surrogate'],
    [[0xf4, 0x90, 0x80, 0x80], 'beyond U+10FFFF'],
    [[0x80], 'a trail without lead'],
    [[0xe2, 0x82], 'half a character'],
    [[0xff], 'no UTF-8'],
  ])('refuses bytes %j in a text: %s', (bytes) => {
    const json = Buffer.concat([Buffer.from('{"a":"'), Buffer.from(bytes), Buffer.from('"}')]);
    expect(scanObject(json, 0, 0)).toBe(UNSURE);
  });

  it('holds values down to level 64 and none below', () => {
    const nested = (levels: number, inmost: string): Buffer =>
      Buffer.from(`{"a":${'['.repeat(levels)}${inmost}${']'.repeat(levels)}}`);
    // The object is level 0, the first list level 1.
    for (const [levels, inmost, isHeld] of [
      [63, '1', true],
      [64, '', true],
      [64, '1', false],
      [65, '', false],
    ] as const) {
      const json = nested(levels, inmost);
      expect(scanObject(json, 0, 0)).toBe(isHeld ? json.length : UNSURE);
      expect(
        slowRecord(
          Buffer.from(spell({ type: 'x' }).replace('"type":"x"', `${json.toString().slice(1, -1)},"type":"x"`)),
        ) !== undefined,
      ).toBe(isHeld);
    }
  });
});

describe('the scanner of records', () => {
  it('says the same as the codec and as parsing and spelling anew, for records and for what is nearly one', () => {
    const scanner = createRecordScanner();
    const codec = createRecordCodec();
    let [taken, refused] = [0, 0];
    const envelope = fc.record({
      at: fc.maxSafeInteger(),
      seq: fc.oneof(fc.nat(), fc.maxSafeInteger()),
      actor: fc.constantFrom('seqplan', 'p-77!', '~'),
      recordedAt: fc.constantFrom('2026-11-30T23:59:59.999Z', '2024-02-29T00:00:00.000Z', '2026-02-29T24:00:00.000Z'),
    });
    const property = fc.property(
      fact,
      envelope,
      fc.array(edit, { maxLength: 2 }),
      fc.boolean(),
      (one, head, edits, isOld) => {
        const whole = spell(one, { ...head, ...(isOld && { v: 1, actor: undefined }) });
        const bytes = edits.reduce((sum, next) => apply(sum, next), Buffer.from(whole));
        if (bytes.length === 0) return;
        // As in a segment: something before, something behind.
        const segment = Buffer.concat([Buffer.from('0"}'), bytes, Buffer.from(',"v":2}')]);
        const verdict = scanner.scan(segment, 3, 3 + bytes.length);
        const record = slowRecord(bytes);
        expect(verdict === undefined).toBe(record !== undefined);
        expect(codec.decode(bytes).kind === 'record').toBe(record !== undefined);
        if (record === undefined) return void refused++;
        taken++;
        expect(scanner.form.seq).toBe(record['seq']);
        expect(segment.toString('latin1', scanner.form.prev, scanner.form.prev + 64)).toBe(record['prev']);
        expect(scanner.form.isSigned).toBe(false);
      },
    );
    fc.assert(property, { seed: 13, numRuns: 20_000 });
    expect(taken).toBeGreaterThan(3000);
    expect(refused).toBeGreaterThan(3000);
  });

  it('says the same wherever one byte of a record is changed', () => {
    const scanner = createRecordScanner();
    const good = Buffer.from(spell({ type: 'machine-up', x: [1, 'é', { b: null }], y: 0.5 }));
    const disagreements: string[] = [];
    for (let i = 0; i < good.length; i++) {
      for (let byte = 0; byte < 256; byte++) {
        const bytes = Buffer.from(good);
        bytes[i] = byte;
        const isTaken = scanner.scan(bytes, 0, bytes.length) === undefined;
        if (isTaken !== (slowRecord(bytes) !== undefined)) disagreements.push(bytes.toString('latin1'));
      }
    }
    expect(disagreements).toEqual([]);
  });

  it('looks at no byte behind a record that is cut, wherever', () => {
    const scanner = createRecordScanner();
    const good = Buffer.from(spell({ type: 'machine-up', x: 1 }));
    // The whole one is taken: what is left out makes the difference.
    expect(scanner.scan(good, 0, good.length)).toBeUndefined();
    for (let length = 0; length < good.length; length++) {
      expect(scanner.scan(good.subarray(0, length), 0, length), String(length)).toBeTypeOf('string');
    }
  });

  it.each(['ledger-opened', 'key-rotated', 'record-signed'])(
    'picks out %s, and nothing that only begins so',
    (type) => {
      const scanner = createRecordScanner();
      const isPicked = (one: object): boolean => {
        const bytes = Buffer.from(spell(one));
        expect(scanner.scan(bytes, 0, bytes.length)).toBeUndefined();
        return scanner.form.isSigned;
      };
      expect(isPicked({ type, z: { type: 'x' } })).toBe(true);
      // The codec's way: a name beyond ASCII.
      expect(isPicked({ type, é: 1 })).toBe(true);
      expect(isPicked({ type: `${type}-x` })).toBe(false);
      expect(isPicked({ a: { type }, type: 'x' })).toBe(false);
    },
  );
});
