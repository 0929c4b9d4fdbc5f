/** Ledgers drawn at random, good ones and such as somebody makes who knows the format: fast and slow verdicts are the same. */

import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, canonicalJson } from '../../src/base/index.ts';
import { memoryStorage, verifyLedger } from '../../src/provenance/index.ts';
import {
  digits,
  forge,
  frame,
  LAB,
  lineBy,
  NEXT,
  noteOf,
  opened,
  recordSigned,
  rotated,
  testKey,
  withChecksum,
  WITNESS,
  type Step,
  type TestKey,
} from './forge-ledger.ts';
import { framesOf, splice, withFile, withoutFile, type Files } from './mutations.ts';
import { sampleFact } from './sample-ledger.ts';
import { slowVerify, type SlowOptions } from './slow-verifier.ts';

const KEYS: readonly TestKey[] = [LAB, NEXT, testKey('lab.example/x', 5), WITNESS, testKey('witness.example/w2', 6, 4)];
const key = fc.nat(KEYS.length - 1).map((i) => at(KEYS, i));
const rarely = <T>(common: T, rare: fc.Arbitrary<T>) => fc.oneof({ weight: 6, arbitrary: fc.constant(common) }, rare);

const often = <T>(common: T, other: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 1, arbitrary: fc.constant(common) }, { weight: 2, arbitrary: other });

/** A draw from which a ledger is made; numbers are taken modulo what there is. */
const draw = fc.record({
  version: rarely<1 | 2>(2, fc.constant(1)),
  first: fc.constantFrom('signed', 'signed', 'unsigned', 'fact'),
  steps: fc.array(
    fc.record({
      kind: fc.constantFrom('fact', 'fact', 'fact', 'rotated', 'record-signed'),
      key,
      by: rarely<TestKey | undefined>(undefined, key),
      size: fc.nat(12),
    }),
    { maxLength: 9 },
  ),
  checkpoints: fc.array(fc.nat(12), { maxLength: 3 }),
  signing: rarely<TestKey | undefined>(undefined, key),
  witness: fc.boolean(),
  tampering: often(
    [],
    fc.array(
      fc.record({
        kind: fc.constantFrom(
          'member',
          'fact',
          'drop-checkpoint',
          'lines',
          'add-line',
          'add-line',
          'note',
          'foreign',
          'drop-segment',
          'document',
        ),
        place: fc.nat(),
        key,
      }),
      { minLength: 1, maxLength: 2 },
    ),
  ),
  options: fc.record({
    trusted: often([], fc.array(key, { minLength: 1, maxLength: 2 })),
    anchor: fc.constantFrom('none', 'none', 'own', 'own', 'other'),
    acceptTail: fc.boolean(),
    expectedRoot: rarely(false, fc.constant(true)),
  }),
});
type Draw = typeof draw extends fc.Arbitrary<infer T> ? T : never;

function ledgerOf({ version, first, steps, checkpoints, signing, witness }: Draw): Files {
  let inForce: TestKey = LAB;
  const made: Step[] = [first === 'fact' ? sampleFact(3) : opened(first === 'signed' ? LAB : undefined)];
  /** Keys by the number of records from which they sign. */
  const keys: { from: number; key: TestKey }[] = [{ from: 0, key: LAB }];
  for (const [i, step] of steps.entries()) {
    if (step.kind === 'rotated') {
      made.push(rotated(inForce, step.key, step.by ?? inForce));
      inForce = step.key;
      keys.push({ from: made.length + 1, key: inForce });
    } else if (step.kind === 'record-signed') {
      const sizes = checkpoints.filter((size) => size < made.length);
      made.push(
        recordSigned(step.by ?? step.key, sizes.at(-1) ?? step.size, { ...(step.by && { vkey: step.key.vkey }) }),
      );
    } else made.push(sampleFact(i));
  }
  const sizes = [...new Set([...checkpoints.filter((size) => size <= made.length), made.length])].toSorted(
    (a, b) => a - b,
  );
  const keysAt = (size: number): readonly TestKey[] => [
    ...(first === 'signed' ? [signing ?? keys.findLast(({ from }) => from <= size)?.key ?? LAB] : []),
    ...(witness ? [WITNESS] : []),
  ];
  return forge({
    steps: made,
    version,
    checkpoints: version === 1 ? [made.length] : sizes,
    keysAt,
    documents: ['one'],
  });
}

function tamper(files: Files, { kind, place, key: other }: Draw['tampering'][number]): Files {
  const notes = [...files.keys()].filter((name) => name.startsWith('checkpoint'));
  const note = notes[place % Math.max(1, notes.length)] ?? 'checkpoints/x';
  const [origin = '', size = '', root = ''] = Buffer.from(files.get(note) ?? [])
    .toString()
    .split('\n');
  const frames = framesOf(new Map([...files].filter(([name]) => name.endsWith('.seg'))));
  const span = frames[place % Math.max(1, frames.length)];
  const edit = (change: object): Files => {
    if (span === undefined) return files;
    const bytes = (files.get(span.file) ?? new Uint8Array()).subarray(span.start + 8, span.end);
    const record = { ...(JSON.parse(Buffer.from(bytes).toString()) as object), ...change };
    return splice(files, span.file, [span.start, span.end], frame(canonicalJson(record)));
  };
  switch (kind) {
    case 'member':
      return edit(at([{ seq: 3 }, { prev: 'ab'.repeat(32) }, { at: 7 }, { v: 3 }, { actor: 'me' }], place % 5));
    case 'fact':
      return edit({ fact: at([{ type: 'x' }, opened(other), rotated(LAB, other)], place % 3) });
    case 'drop-checkpoint':
      return withoutFile(files, note);
    case 'lines':
      return withFile(
        files,
        note,
        withChecksum(`${origin}\n${size}\n${root}\n\n${lineBy(other, `${origin}\n${size}\n${root}\n`)}`),
      );
    case 'add-line': {
      const body = Buffer.from(files.get(note) ?? [])
        .toString()
        .split('\n')
        .slice(0, -2)
        .join('\n');
      return withFile(
        files,
        note,
        withChecksum(`${body}\n${lineBy(other, place % 2 === 0 ? `${origin}\n${size}\n${root}\n` : 'x\n')}`),
      );
    }
    case 'note':
      return withFile(files, note, noteOf({ size: place % 9, root: Buffer.from(root, 'base64'), keys: [LAB] }));
    case 'foreign':
      return withFile(files, at(['segments/x', 'checkpoints/x', 'documents/x', 'x.tmp'], place % 4), Uint8Array.of(1));
    case 'drop-segment':
      return withoutFile(files, `segments/${digits(3 * (place % 4))}.seg`);
    default:
      return withFile(files, `documents/${'0'.repeat(64)}`, Uint8Array.of(place % 256));
  }
}

function optionsOf({ options }: Draw, whole: Files): SlowOptions {
  const notes = [...whole].filter(([name]) => name.startsWith('checkpoint')).map(([, bytes]) => bytes);
  const other = noteOf({ size: 2, root: Buffer.alloc(32, 1) });
  return {
    trusted: options.trusted.map(({ vkey }) => vkey),
    acceptTail: options.acceptTail,
    anchors: options.anchor === 'none' ? [] : options.anchor === 'own' ? notes.slice(0, 2) : [other],
    ...(options.expectedRoot && { expectedRoot: Buffer.alloc(32).toString('base64') }),
  };
}

describe('the verdict', () => {
  it('is that of the slow verifier on 2,500 ledgers, whole, tampered with, and under any options', async () => {
    const codes = new Map<string, number>();
    const property = fc.asyncProperty(draw, async (drawn) => {
      const whole = ledgerOf(drawn);
      const files = drawn.tampering.reduce(tamper, whole);
      const options = optionsOf(drawn, whole);
      const expected = slowVerify(files, options);
      const found = await verifyLedger(memoryStorage(files), options);
      expect(found).toMatchObject(expected);
      const code = expected.kind === 'verified' ? 'verified' : expected.code;
      codes.set(code, (codes.get(code) ?? 0) + 1);
    });
    await fc.assert(property, { seed: 31, numRuns: 2500 });
    // Frames, and the sizes of segments, are damaged elsewhere.
    expect([...codes.keys()].toSorted()).toEqual(
      [
        'ANCHOR-ROOT',
        'CHECKPOINT-FORMAT',
        'CHECKPOINT-MISSING',
        'CHECKPOINT-ROOT',
        'DOCUMENT-CHANGED',
        'EXPECTED-ROOT',
        'FOREIGN-FILE',
        'KEY-ROTATION',
        'KEY-UNTRUSTED',
        'RECORD-CHANGED',
        'RECORD-EXTRA',
        'RECORD-FORMAT',
        'RECORD-MISSING',
        'RECORD-PREV',
        'RECORD-SEQ',
        'RECORD-SIGNATURE',
        'SEGMENT-NAME',
        'SIGNATURE-MISSING',
        'SIGNATURE-WRONG',
        'WITNESS-MISSING',
        'WITNESS-WRONG',
        'verified',
      ].toSorted(),
    );
    expect(codes.get('verified')).toBeGreaterThan(100);
  });
});
