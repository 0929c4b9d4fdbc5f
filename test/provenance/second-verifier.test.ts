/** tools/verify_ledger.py was written from docs/FORMATS.md: the two verifiers must say the same of any directory. */

import { Buffer } from 'node:buffer';
import { spawnSync } from 'node:child_process';
import { sign } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { at, createRandom, type Random } from '../../src/base/index.ts';
import { memoryStorage, verifyLedger } from '../../src/provenance/index.ts';
import { anchorOver, base64, KEYS, ORIGIN, WITNESS, type Given } from './mutation-bases.ts';
import { framesOf, splice } from './mutations.ts';
import { naivePath } from './naive-tree.ts';
import { CASES, recordsOf, sampleDraft } from './second-verifier-cases.ts';
import { batchLine, hasPython, SCRIPT, secondVerdicts, withoutMessage, type Verdict } from './second-verifier.ts';
import { assemble, canonical, frame, type Draft, type Entry, type Files, type Json } from './spec-ledger.ts';

const scratch = mkdtempSync(path.join(tmpdir(), 'seqplan-ledger-'));
afterAll(() => rmSync(scratch, { recursive: true }));

let folders = 0;
function save(files: Files): string {
  const folder = path.join(scratch, String(folders++));
  for (const [name, bytes] of files) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), bytes);
  }
  return folder;
}

function saveFile(bytes: Uint8Array | string): string {
  const file = path.join(scratch, String(folders++));
  writeFileSync(file, bytes);
  return file;
}

/** Verdicts and exit code of one call. */
function python(
  argv: readonly string[],
  input = '',
): { readonly verdicts: readonly Verdict[]; readonly status: number | null } {
  const run = spawnSync('python3', [SCRIPT, ...argv], { encoding: 'utf8', maxBuffer: 1e8, input });
  const lines = run.stdout.split('\n').filter((line) => line !== '');
  return { verdicts: lines.map((line) => withoutMessage(JSON.parse(line) as Verdict)), status: run.status };
}

const ours = async (files: Files, given: Given = {}): Promise<Verdict> =>
  withoutMessage(await verifyLedger(memoryStorage(files), given));

const inWords = ({ kind, record, code }: Verdict): string =>
  kind === 'verified' ? kind : `${typeof record === 'number' ? 'record ' : ''}${record} ${code}`;

const entryOf = (fact: Json): Entry => ({
  actor: 'seqplan',
  at: 120,
  recordedAt: '2026-11-30T00:02:00.000Z',
  content: { kind: 'fact', fact: fact as never },
});

/** Unsigned, `perSegment` records in each segment. */
function draftOf(facts: readonly Json[], perSegment = 3): Draft {
  const segments = Array.from({ length: Math.ceil(facts.length / perSegment) }, (_, i) => i * perSegment);
  const rest = { checkpoints: [facts.length], witnesses: [], documents: [] };
  return { version: 2, origin: ORIGIN, entries: facts.map(entryOf), segments, ...rest };
}

const machineUp = { type: 'machine-up', machine: 'seq/A' };

/** Doubles of every magnitude with an odd spelling here and there, and text of every plane. */
function oddFact(random: Random): Json {
  const exponent = random.below(400) - 330;
  const value = (random.uniform() - 0.5) * 10 ** exponent;
  const isWritable = !Number.isInteger(value) || Number.isSafeInteger(value);
  const codes = Array.from({ length: 8 }, () => at([0x7f, 0x80, 0xd800, 0x800, 0x11_0000], random.below(5)));
  const text = codes.map((bound) => String.fromCodePoint(random.below(bound))).join('');
  return { type: 'telemetry-read', signal: text.isWellFormed() ? text : 'x', value: isWritable ? value : 1 };
}

const ODD: readonly Json[] = [
  null,
  true,
  0,
  3,
  -1,
  2.5,
  '',
  'x',
  'a\nb',
  '\u0085',
  [],
  [null],
  ['x'],
  [0, 1],
  [-1],
  [1.5],
  {},
];
const NOTICES = [0, 4, 6].map((place) => {
  const { fact } = JSON.parse(at(recordsOf(assemble(sampleDraft).files), place)) as {
    fact: { [member: string]: Json };
  };
  return { place, fact };
});

/** One of the three notices that are read, with one member changed, gone or added. */
function withOddNotice(random: Random): Draft {
  const { place, fact } = at(NOTICES, random.below(3));
  const member = at([...Object.keys(fact), 'extra'], random.below(Object.keys(fact).length + 1));
  const values = [...ODD, ...Object.values(fact)];
  const { [member]: _, ...rest } = fact;
  const changed = random.below(8) === 0 ? rest : { ...rest, [member]: at(values, random.below(values.length)) };
  const entry = entryOf(typeof changed['type'] === 'string' ? changed : fact);
  // The checkpoints of the shorter one are signed by nobody, those of the longer as if the notice were a fact like others.
  if (place === 0) return { ...draftOf([]), entries: [entry, entryOf(machineUp)], segments: [0], checkpoints: [2] };
  return { ...sampleDraft, entries: sampleDraft.entries.with(place, entry) };
}

describe('every step of verification', () => {
  it.each(CASES)('$title: $verdict', async ({ files, given, verdict }) => {
    expect(inWords(await ours(files, given))).toBe(verdict);
  });

  it.skipIf(!hasPython)('is taken by the second verifier too, with the same words for the same ledgers', async () => {
    const verdicts = await secondVerdicts(CASES.map(({ files, given }) => batchLine(files, given)));
    const theirs = CASES.map(({ title }, i) => [title, inWords(at(verdicts, i))]);
    expect(theirs).toEqual(CASES.map(({ title, verdict }) => [title, verdict]));
    const accepted = CASES.filter(({ verdict }) => verdict === 'verified');
    const ourWords = await Promise.all(accepted.map(({ files, given }) => ours(files, given)));
    expect(verdicts.filter(({ kind }) => kind === 'verified')).toEqual(ourWords);
  });
});

describe.skipIf(!hasPython)('the second verifier', () => {
  it('accepts ledgers that are empty, small, and with 1,500 odd numbers and texts', async () => {
    const random = createRandom(5);
    const facts = [[], [machineUp], Array.from({ length: 1500 }, () => oddFact(random))];
    const ledgers = facts.map((list) => assemble(draftOf(list, 100)).files);
    const expected = await Promise.all(ledgers.map((files) => ours(files)));
    expect(expected.map((one) => [one.kind, one.records])).toEqual([0, 1, 1500].map((n) => ['verified', n]));
    expect(await secondVerdicts(ledgers.map((files) => batchLine(files, {})))).toEqual(expected);
  });

  it('takes folders by name, from the command line or from standard input, with the same verdicts', async () => {
    const good = assemble(sampleDraft);
    const bad = splice(good.files, 'segments/0000000000.seg', [9, 10], Uint8Array.of(1));
    const places = [save(good.files), save(bad), save(new Map())];
    const expected = [await ours(good.files), await ours(bad), await ours(new Map())];
    expect(expected.map(inWords)).toEqual(['verified', 'record 0 FRAME-CRC', 'checkpoint CHECKPOINT-MISSING']);
    expect(python(places)).toEqual({ verdicts: expected, status: 1 });
    expect(python(['--batch'], places.map((place) => `${place}\n`).join(''))).toEqual({
      verdicts: expected,
      status: 1,
    });
    expect(python([at(places, 0)])).toEqual({ verdicts: [expected[0]], status: 0 });
  });

  it('takes roots, anchors, keys and the leave for a tail from the command line', () => {
    const { files, leaves } = assemble({ ...sampleDraft, entries: [...sampleDraft.entries, entryOf(machineUp)] });
    const place = save(files);
    const anchor = saveFile(anchorOver(leaves, 11));
    const wrong = saveFile(anchorOver(leaves.toReversed(), 11));
    const keys = [KEYS[0], WITNESS].flatMap((key) => ['--vkey', key?.vkey ?? '']);
    const said = (...argv: readonly string[]): readonly string[] => python([...argv, place]).verdicts.map(inWords);
    expect(said()).toEqual(['record 10 RECORD-EXTRA']);
    expect(python(['--tail', '--checkpoint', anchor, ...keys, place]).verdicts).toMatchObject([
      { records: 10, tail: 1 },
    ]);
    expect(said('--tail', '--checkpoint', anchor, '--checkpoint', wrong)).toEqual(['anchor ANCHOR-ROOT']);
    expect(said('--tail', '--expected-root', base64(Buffer.alloc(32)))).toEqual(['checkpoint EXPECTED-ROOT']);
    expect(said('--tail', '--vkey', KEYS[2]?.vkey ?? '')).toEqual(['checkpoint KEY-UNTRUSTED']);
    expect(python(['--vkey', 'nonsense', place]).status).toBe(2);
    expect(python(['--checkpoint', path.join(scratch, 'missing'), place]).status).toBe(2);
  });

  it('accepts a C2SP tlog-proof of each record, and of no other', () => {
    const facts = Array.from({ length: 7 }, (_, i) => ({ ...machineUp, machine: `seq/${i}` }));
    const { files, leaves } = assemble(draftOf(facts));
    const [log, , other] = KEYS as [(typeof KEYS)[0], unknown, (typeof KEYS)[0]];
    const text = Buffer.from(anchorOver(leaves, 7)).toString().split('\n').slice(0, 3).join('\n') + '\n';
    const signature = Buffer.concat([log.id, sign(null, Buffer.from(text), log.secret)]);
    const note = `${text}\n\u2014 ${log.name} ${base64(signature)}\n`;
    const records = recordsOf(files).map((record) => saveFile(record));
    const judge = (index: number, record: number, vkey = log.vkey): string => {
      const hashes = naivePath(index, leaves).map((hash) => `${base64(hash)}\n`);
      const proof = saveFile(`c2sp.org/tlog-proof@v1\nindex ${index}\n${hashes.join('')}\n${note}`);
      const { verdicts } = python(['--proof', proof, '--record', at(records, record), '--vkey', vkey]);
      return verdicts.map((verdict) => `${inWords(verdict)}`).join();
    };
    expect(facts.map((_, i) => judge(i, i))).toEqual(facts.map(() => 'verified'));
    expect(judge(3, 4)).toBe('record 3 PROOF-PATH');
    expect(judge(3, 3, other.vkey)).toBe('checkpoint SIGNATURE-MISSING');
    const cut = saveFile(`c2sp.org/tlog-proof@v1\nindex 3\n\n${note}`);
    expect(python(['--proof', cut, '--record', at(records, 3), '--vkey', log.vkey]).status).toBe(1);
    const bare = saveFile(`c2sp.org/tlog-proof@v1\n\n${note}`);
    expect(python(['--proof', bare, '--record', at(records, 3), '--vkey', log.vkey]).verdicts.map(inWords)).toEqual([
      'proof PROOF-FORMAT',
    ]);
  });

  it('says the same of 1,000 ledgers whose notices have odd members, everything else being in order', async () => {
    const random = createRandom(7);
    const ledgers = Array.from({ length: 1000 }, () => assemble(withOddNotice(random)).files);
    const expected = await Promise.all(ledgers.map((files) => ours(files)));
    expect(await secondVerdicts(ledgers.map((files) => batchLine(files, {})))).toEqual(expected);
    const found = new Set(expected.map(({ kind, code }) => code ?? kind));
    expect([...found].toSorted()).toEqual(['KEY-ROTATION', 'RECORD-SIGNATURE', 'SIGNATURE-MISSING', 'verified']);
  });

  it('names the same record and code for forged records', async () => {
    const good = assemble(draftOf(Array.from({ length: 8 }, () => machineUp))).files;
    const recordAt = (seq: number): string => at(recordsOf(good), seq);
    const rewrite = (seq: number, change: (text: string) => string | Buffer): Files => {
      const { file, start, end } = at(framesOf(good), seq);
      return splice(good, file, [start, end], frame(Buffer.from(change(recordAt(seq)) as string)));
    };
    const edit = (change: object) =>
      rewrite(3, (text) => canonical({ ...(JSON.parse(text) as { [member: string]: Json }), ...change }));
    const replace = (from: string, to: string) => rewrite(3, (text) => text.replace(from, to));
    const nested = (depth: number): string => `"machine-up","x":${'['.repeat(depth)}${']'.repeat(depth)}`;
    const refused: readonly Files[] = [
      ...[
        { at: 0.5 },
        { at: true },
        { at: 9_007_199_254_740_992 },
        { v: true },
        { v: 3 },
        { v: 1 },
        { v: '2' },
        { extra: 1 },
        { actor: '' },
        { actor: 'a b' },
        { actor: 'a"b' },
        { actor: 'a\\b' },
        { actor: 'é' },
        { actor: 'a'.repeat(129) },
        { actor: null },
        { fact: { type: 'x', at: 1 } },
        { fact: { type: 1 } },
        { fact: [] },
        { prev: 'AB'.repeat(32) },
        { prev: 'ab'.repeat(31) },
        ...[
          '0001-02-29T00:00:00.000Z',
          '2026-11-30T23:59:60.000Z',
          '2026-11-30T24:00:00.000Z',
          '2026-13-01T00:00:00.000Z',
          '2026-11-30T00:00:00.000z',
          '2026-11-30T00:00:00Z',
        ].map((recordedAt) => ({ recordedAt })),
      ].map(edit),
      rewrite(3, (text) => text.replace('"actor":"seqplan",', '')),
      replace('machine-up', '\\ud800'),
      replace('machine-up', '\\ud83d\\ude00'),
      replace('machine-up', '\\u00e9'),
      replace('"machine-up"', '"machine-up","x":NaN'),
      replace('"machine-up"', '"machine-up","x":1e400'),
      replace('"machine-up"', '"machine-up","x":9007199254740992'),
      replace('"machine-up"', `"machine-up","x":${'9'.repeat(5000)}`),
      replace('"machine-up"', nested(65)),
      replace('"machine-up"', nested(20_000)),
      replace('"at":120', '"at":-0'),
      replace('"at":120', '"at":1.2e2'),
      replace('"at":120', '"at":120.0'),
      replace('"v":2', '"v":2,"v":2'),
      replace(',', ', '),
      rewrite(3, (text) => `\ufeff${text}`),
      rewrite(3, (text) => `${text}\n`),
      rewrite(3, (text) => Buffer.from(text.replace('machine-up', '\xff'), 'latin1')),
      rewrite(3, (text) =>
        Buffer.concat([Buffer.from(text.slice(0, 20)), Buffer.of(0xed, 0xa0, 0x80), Buffer.from(text.slice(20))]),
      ),
      rewrite(3, () => '[]'),
      rewrite(3, () => 'null'),
    ];
    // Records as they may be, but not these: the next one, or the checkpoint, tells.
    const changed: readonly Files[] = [
      ...[
        { at: -9_007_199_254_740_991 },
        { actor: '~'.repeat(128) },
        { recordedAt: '0000-02-29T00:00:00.000Z' },
        { recordedAt: '9999-12-31T23:59:59.999Z' },
        {
          fact: {
            type: 'x',
            '10': 1,
            '9': 2,
            '\u{1f600}': 3,
            '\uffff': 4,
            é: 1e-7,
            'a"\\\u0001\u007f\u2028': [null, true, 1e-6],
          },
        },
      ].map(edit),
      replace('machine-up', '\u{1f600}\u007f'),
      replace('"machine-up"', '"machine-up","x":9007199254740991'),
      replace('"machine-up"', nested(64)),
      rewrite(3, (text) => text.replace('"actor":"seqplan",', '').replace('"v":2', '"v":1')),
    ];
    const ledgers = [...refused, ...changed];
    const expected = await Promise.all(ledgers.map((files) => ours(files)));
    expect(expected.map(inWords)).toEqual([
      ...refused.map(() => 'record 3 RECORD-FORMAT'),
      ...changed.map(() => 'record 3 RECORD-CHANGED'),
    ]);
    expect(await secondVerdicts(ledgers.map((files) => batchLine(files, {})))).toEqual(expected);
  });
});
