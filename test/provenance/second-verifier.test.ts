/** tools/verify_ledger.py was written from docs/FORMATS.md: the two verifiers must say the same of any directory. */

import { spawnSync } from 'node:child_process';
import { Buffer } from 'node:buffer';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32 } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { at, canonicalJson, createRandom, seconds, type Random } from '../../src/base/index.ts';
import { id, type Fact, type Timed } from '../../src/model/index.ts';
import { encodeCheckpoint, memoryStorage, verifyLedger } from '../../src/provenance/index.ts';
import { framesOf, splice, withFile, withoutFile, type Files } from './mutations.ts';
import { ORIGIN, sampleFiles, writeSample } from './sample-ledger.ts';

const SCRIPT = fileURLToPath(new URL('../../tools/verify_ledger.py', import.meta.url));
const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) console.warn('skipped: there is no python3 for the second verifier');

const scratch = mkdtempSync(path.join(tmpdir(), 'seqplan-ledger-'));
afterAll(() => rmSync(scratch, { recursive: true }));

let folders = 0;
function save(files: Files): string {
  const folder = path.join(scratch, String(folders++));
  mkdirSync(path.join(folder, 'segments'), { recursive: true });
  for (const [name, bytes] of files) writeFileSync(path.join(folder, name), bytes);
  return folder;
}

interface Verdict {
  readonly kind: string;
  readonly [member: string]: unknown;
}

/** Wording is each verifier's own. */
const withoutMessage = (verdict: object): Verdict =>
  Object.fromEntries(Object.entries(verdict).filter(([name]) => name !== 'message')) as Verdict;

/** One process for all of them: starting one takes longer than verifying. */
function pythonVerdicts(ledgers: readonly Files[], options: readonly string[] = []): readonly Verdict[] {
  const run = spawnSync('python3', [SCRIPT, ...options, ...ledgers.map(save)], { encoding: 'utf8', maxBuffer: 1e8 });
  expect(run.stderr).toBe('');
  const verdicts = run.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Verdict);
  expect(verdicts).toHaveLength(ledgers.length);
  expect(run.status).toBe(verdicts.every((one) => one.kind === 'verified') ? 0 : 1);
  return verdicts.map(withoutMessage);
}

async function ourVerdicts(ledgers: readonly Files[]): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const files of ledgers) {
    verdicts.push(withoutMessage(await verifyLedger(memoryStorage(files))));
  }
  return verdicts;
}

async function ledgerOf(facts: readonly Timed<Fact>[], segmentBytes = 5000): Promise<Files> {
  const storage = memoryStorage();
  await writeSample({ storage, facts, segmentBytes });
  return storage.files();
}

/** Doubles of every magnitude with an odd spelling here and there, and text of every plane. */
function oddFact(random: Random): Timed<Fact> {
  const exponent = random.below(400) - 330;
  const value = (random.uniform() - 0.5) * 10 ** exponent;
  const isWritable = !Number.isInteger(value) || Number.isSafeInteger(value);
  const codes = Array.from({ length: 8 }, () => at([0x7f, 0x80, 0xd800, 0x800, 0x11_0000], random.below(5)));
  const text = codes.map((bound) => String.fromCodePoint(random.below(bound))).join('');
  const signal = text.isWellFormed() ? text : 'x';
  return { type: 'telemetry-read', at: seconds(0), machine: id('m'), signal, value: isWritable ? value : 1 };
}

const frame = (bytes: Buffer): Buffer => {
  const header = Buffer.alloc(8);
  header.writeUInt32BE(bytes.length, 0);
  header.writeUInt32BE(crc32(bytes), 4);
  return Buffer.concat([header, bytes]);
};

/** A record whose text was changed, well framed. */
function rewrite(files: Files, seq: number, change: (text: string) => string | Buffer): Files {
  const { file, start, end } = at(framesOf(files), seq);
  const text = Buffer.from((files.get(file) ?? new Uint8Array()).subarray(start + 8, end)).toString();
  return splice(files, file, [start, end], frame(Buffer.from(change(text))));
}

describe.skipIf(!hasPython)('the second verifier', () => {
  it('accepts what the writer writes: empty, small, and with 1,500 odd numbers and texts', async () => {
    const random = createRandom(5);
    const ledgers = [
      await ledgerOf([]),
      await sampleFiles(1),
      await sampleFiles(20),
      await ledgerOf(Array.from({ length: 1500 }, () => oddFact(random))),
    ];
    const ours = await ourVerdicts(ledgers);
    expect(ours.map((one) => [one.kind, one['records']])).toEqual([0, 1, 20, 1500].map((n) => ['verified', n]));
    expect(pythonVerdicts(ledgers)).toEqual(ours);
  });

  it('holds a root from outside against the ledger', async () => {
    const files = await sampleFiles(3);
    const other = Buffer.alloc(32).toString('base64');
    const [ours] = await ourVerdicts([files]);
    expect(pythonVerdicts([files], ['--expected-root', String(ours?.['root'])])).toEqual([ours]);
    expect(pythonVerdicts([files], ['--expected-root', other])).toEqual([
      { kind: 'broken', record: 'checkpoint', code: 'EXPECTED-ROOT' },
    ]);
  });

  it('names the same record and code for 250 ledgers with random damage', async () => {
    const good = await sampleFiles(8);
    const random = createRandom(6);
    const names = [...good.keys()];
    const ledgers = Array.from({ length: 250 }, (_, i): Files => {
      const name = at(names, random.below(names.length));
      const old = good.get(name) ?? new Uint8Array();
      const place = random.below(old.length);
      const length = 1 + random.below(200);
      switch (i % 5) {
        case 0:
          return splice(good, name, [place, place + 1], Uint8Array.of((old[place] ?? 0) ^ (1 + random.below(255))));
        case 1:
          return splice(good, name, [place, old.length], new Uint8Array());
        case 2:
          return splice(good, name, [place, Math.min(place + length, old.length)], new Uint8Array());
        case 3:
          return splice(good, name, [place, place], old.subarray(random.below(old.length)).subarray(0, length));
        default:
          return splice(
            good,
            name,
            [place, place],
            Uint8Array.from({ length: 1 + (length % 9) }, () => random.below(256)),
          );
      }
    });
    const ours = await ourVerdicts(ledgers);
    expect(ours.filter((one) => one.kind === 'broken').length).toBeGreaterThan(240);
    expect(ours.map((one) => one['code'])).toEqual(
      expect.arrayContaining(['CHECKPOINT-FORMAT', 'FRAME-CRC', 'FRAME-TRUNCATED']),
    );
    expect(pythonVerdicts(ledgers)).toEqual(ours);
  });

  it('names the same record and code for forged records, segments and checkpoints', async () => {
    const good = await sampleFiles(8);
    const checkpoint = (size: number) =>
      encodeCheckpoint({ checkpoint: { origin: ORIGIN, size, root: new Uint8Array(32) }, lines: [] });
    const edit = (files: Files, seq: number, change: object) =>
      rewrite(files, seq, (text) => canonicalJson({ ...(JSON.parse(text) as object), ...change }));
    const replace = (from: string, to: string) => rewrite(good, 3, (text) => text.replace(from, to));
    const first = 'segments/0000000000.seg';
    const last = at(framesOf(good), 7);
    const ledgers: readonly Files[] = [
      withoutFile(good, 'checkpoint'),
      withoutFile(good, first),
      withoutFile(good, last.file),
      withFile(good, first, new Uint8Array()),
      splice(good, first, [0, 4], Uint8Array.of(0, 0, 0, 0)),
      splice(good, first, [0, 4], Uint8Array.of(0, 1, 0, 0)),
      withFile(good, 'segments/stranger', Uint8Array.of(1)),
      withFile(good, 'segments/0000000100.seg', Uint8Array.of(1)),
      withFile(good, 'checkpoint', new Uint8Array(131_073)),
      withFile(good, 'checkpoint', checkpoint(8)),
      withFile(good, 'checkpoint', checkpoint(9)),
      withFile(good, 'checkpoint', checkpoint(7)),
      splice(good, last.file, [last.start, last.end], new Uint8Array()),
      edit(good, 2, { fact: { type: 'machine-up', machine: 'x' } }),
      edit(edit(good, 2, { fact: { type: 'x' } }), 5, { fact: { type: 'y' } }),
      withoutFile(edit(good, 2, { fact: { type: 'x' } }), 'checkpoint'),
      edit(good, 7, { fact: { type: 'x' } }),
      edit(good, 0, { prev: 'ab'.repeat(32) }),
      edit(good, 4, { prev: 'ab'.repeat(32) }),
      edit(edit(good, 4, { prev: 'ab'.repeat(32) }), 6, { v: 2 }),
      edit(good, 3, { prev: 'AB'.repeat(32) }),
      edit(good, 3, { seq: 4 }),
      edit(good, 3, { at: 0.5 }),
      edit(good, 3, { at: true }),
      edit(good, 3, { v: true }),
      edit(good, 3, { extra: 1 }),
      edit(good, 3, { fact: { type: 'x', at: 1 } }),
      edit(good, 3, { fact: { type: 1 } }),
      edit(good, 3, { recordedAt: '0000-02-29T00:00:00.000Z' }),
      ...[
        '0001-02-29T00:00:00.000Z',
        '2026-11-30T23:59:60.000Z',
        '2026-11-30T24:00:00.000Z',
        '2026-13-01T00:00:00.000Z',
        '2026-11-30T00:00:00.000z',
      ].map((recordedAt) => edit(good, 3, { recordedAt })),
      edit(good, 3, {
        fact: {
          type: 'x',
          '10': 1,
          '9': 2,
          '\u{1f600}': 3,
          '\uffff': 4,
          é: 1e-7,
          'a"\\\u0001\u007f\u2028': [null, true, 1e-6],
        },
      }),
      replace('machine-up', '\\ud800'),
      replace('machine-up', '\\ud83d\\ude00'),
      replace('machine-up', '\u{1f600}\u007f'),
      replace('"machine-up"', '"machine-up","x":NaN'),
      replace('"machine-up"', '"machine-up","x":1e400'),
      replace('"machine-up"', '"machine-up","x":9007199254740991'),
      replace('"machine-up"', '"machine-up","x":9007199254740992'),
      replace('"machine-up"', `"machine-up","x":${'9'.repeat(5000)}`),
      replace('"machine-up"', `"machine-up","x":${'['.repeat(64)}${']'.repeat(64)}`),
      replace('"machine-up"', `"machine-up","x":${'['.repeat(65)}${']'.repeat(65)}`),
      replace('"machine-up"', `"machine-up","x":${'['.repeat(20_000)}${']'.repeat(20_000)}`),
      replace('"at":120', '"at":-0'),
      replace('"at":120', '"at":1.2e2'),
      replace('"v":1', '"v":1,"v":1'),
      replace(',', ', '),
      rewrite(good, 3, (text) => `\ufeff${text}`),
      rewrite(good, 3, (text) => `${text}\n`),
      rewrite(good, 3, (text) => Buffer.from(text.replace('machine-up', '\xff'), 'latin1')),
      rewrite(good, 3, (text) =>
        Buffer.concat([Buffer.from(text.slice(0, 20)), Buffer.of(0xed, 0xa0, 0x80), Buffer.from(text.slice(20))]),
      ),
      rewrite(good, 3, () => '[]'),
      rewrite(good, 3, () => 'null'),
    ];
    const ours = await ourVerdicts(ledgers);
    expect(ours.filter((one) => one.kind === 'verified')).toEqual([]);
    // The other codes of frames occur under random damage.
    expect([...new Set(ours.map((one) => one['code']))].toSorted()).toEqual([
      'CHECKPOINT-FORMAT',
      'CHECKPOINT-MISSING',
      'CHECKPOINT-ROOT',
      'FOREIGN-FILE',
      'FRAME-LENGTH',
      'RECORD-CHANGED',
      'RECORD-EXTRA',
      'RECORD-FORMAT',
      'RECORD-MISSING',
      'RECORD-PREV',
      'RECORD-SEQ',
      'SEGMENT-NAME',
      'SEGMENT-SIZE',
    ]);
    expect(pythonVerdicts(ledgers)).toEqual(ours);
  });
});
