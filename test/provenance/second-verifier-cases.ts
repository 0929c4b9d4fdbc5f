/** One ledger for each thing that docs/FORMATS.md section "Verification" can find, and for what it must let pass. */

import { Buffer } from 'node:buffer';
import { sign } from 'node:crypto';
import { anchorOver, base64, KEYS, ORIGIN, WITNESS, type Given } from './mutation-bases.ts';
import { withFile, withoutFile } from './mutations.ts';
import { naiveRoot } from './naive-tree.ts';
import {
  assemble,
  checkpointName,
  frame,
  seal,
  sealVersion1,
  signTruly,
  testKey,
  type Content,
  type Draft,
  type Entry,
  type Fact,
  type Files,
  type Sign,
  type TestKey,
} from './spec-ledger.ts';

export interface Case {
  readonly title: string;
  readonly files: Files;
  readonly given: Given;
  /** `verified`, or record and code. */
  readonly verdict: string;
}

const [first, second, third] = KEYS as [TestKey, TestKey, TestKey];
const signer = testKey('signer.example/p-17', 8);
const stranger = testKey('stranger.example', 7);

const entryOf = (content: Content): Entry => ({
  actor: 'seqplan',
  at: 60,
  recordedAt: '2026-11-30T00:01:00.000Z',
  content,
});
const machineUp = entryOf({ kind: 'fact', fact: { type: 'machine-up', machine: 'seq/A' } });

/** Ten records: 4 rotates to `second`, 6 is signed over the first 3; checkpoints of 3, 5 (ends with the rotation), 8 and 10. */
export const sampleDraft: Draft = {
  version: 2,
  origin: ORIGIN,
  entries: [
    entryOf({ kind: 'opened', vkey: first }),
    machineUp,
    machineUp,
    machineUp,
    entryOf({ kind: 'rotated', to: second }),
    machineUp,
    entryOf({ kind: 'signed', key: signer, checkpoint: 0 }),
    machineUp,
    machineUp,
    machineUp,
  ],
  segments: [0, 4, 8],
  checkpoints: [3, 5, 8, 10],
  witnesses: [WITNESS],
  documents: [Buffer.from('scenario: 1\n')],
};

const whole = assemble(sampleDraft);
const { files, leaves } = whole;
const fact = (value: Fact): Entry => entryOf({ kind: 'fact', fact: value });
const withEntry = (place: number, entry: Entry): Draft => ({
  ...sampleDraft,
  entries: sampleDraft.entries.with(place, entry),
});

/** The fact of record `place` with other members. */
function withFact(place: number, change: { readonly [member: string]: Fact[string] }): Files {
  const values = recordsOf(files).map((record) => (JSON.parse(record) as { readonly fact: Fact }).fact);
  const old = values[place] ?? { type: '' };
  return assemble(withEntry(place, fact({ ...old, ...change }))).files;
}

/** Texts of all records. */
export function recordsOf(of: Files): readonly string[] {
  const records: string[] = [];
  for (const [name, bytes] of of) {
    const segment = Buffer.from(bytes);
    for (let start = 0; name.startsWith('segments/') && start < segment.length;) {
      const end = start + 8 + segment.readUInt32BE(start);
      records.push(segment.subarray(start + 8, end).toString());
      start = end;
    }
  }
  return records;
}

const textOver = (size: number): string => `${ORIGIN}\n${size}\n${base64(naiveRoot(leaves.slice(0, size)))}\n`;
const lineOf = (key: TestKey, data: Uint8Array): string =>
  `\u2014 ${key.name} ${base64(Buffer.concat([key.id, data]))}\n`;
const lineBy = (key: TestKey, size: number): string => lineOf(key, sign(null, Buffer.from(textOver(size)), key.secret));
const withLines = (size: number, lines: readonly string[]): Files =>
  withFile(files, checkpointName(size), seal(textOver(size), lines));

function witnessLine(time: bigint, key = WITNESS): string {
  const seconds = Buffer.alloc(8);
  seconds.writeBigUInt64BE(time);
  const message = Buffer.from(`cosignature/v1\ntime ${time}\n${textOver(10)}`);
  return lineOf(WITNESS, Buffer.concat([seconds, sign(null, message, key.secret)]));
}

const rotationProof = (origin: string): string =>
  base64(sign(null, Buffer.from(`seqplan key rotation v1\n${origin}\n${first.vkey}\n${second.vkey}\n`), first.secret));

const withTail: Draft = { ...sampleDraft, entries: [...sampleDraft.entries, machineUp, machineUp] };
const tailed = assemble(withTail);
const bogus = (n: number): string => lineOf(testKey(`other.example/${n}`, 50), Buffer.of(n));
const rootOver = (size: number): string => base64(naiveRoot(leaves.slice(0, size)));
const unsigned: Draft = { ...withEntry(0, entryOf({ kind: 'opened' })), witnesses: [] };
const unsignedPlain: Draft = { ...unsigned, entries: unsigned.entries.with(4, machineUp) };
const signBySecondOnly: Sign = (message, key, ordinal) => signTruly(message, key === first ? second : key, ordinal);
const small = assemble({
  ...sampleDraft,
  entries: sampleDraft.entries.slice(0, 3),
  segments: [0],
  checkpoints: [3],
}).files;
const smallUnsigned = assemble({ ...unsigned, entries: unsigned.entries.slice(0, 3), segments: [0], checkpoints: [3] });
const document = [...files.keys()].find((name) => name.startsWith('documents/')) ?? '';
const segment4 = 'segments/0000000004.seg';

const given = {
  stranger: { trusted: [stranger.vkey] },
  first: { trusted: [first.vkey] },
  second: { trusted: [second.vkey] },
  third: { trusted: [third.vkey] },
  witness: { trusted: [WITNESS.vkey] },
  otherWitness: { trusted: [testKey('w2.example', 11, 4).vkey] },
  tail: { acceptTail: true },
};

type Row = readonly [title: string, files: Files, verdict: string, given?: Given];

const rows: readonly Row[] = [
  // What passes.
  ['as it was written', files, 'verified'],
  [
    'held against everything',
    files,
    'verified',
    {
      trusted: [first.vkey, WITNESS.vkey],
      expectedRoot: rootOver(10),
      anchors: [anchorOver(leaves, 0), anchorOver(leaves, 6), anchorOver(leaves, 10)],
    },
  ],
  [
    'names in .tmp',
    ['segments/x.tmp', 'checkpoints/0000000004.tmp', 'documents/x.tmp'].reduce(
      (f, name) => withFile(f, name, Buffer.of(1)),
      files,
    ),
    'verified',
  ],
  [
    'reserved names',
    ['lock', 'snapshot', 'index/x', 'cut/9-0011223344556677', 'else', 'documents/note.txt'].reduce(
      (f, name) => withFile(f, name, Buffer.of(1)),
      files,
    ),
    'verified',
  ],
  ['a file checkpoint beside the folder', withFile(files, 'checkpoint', Buffer.from('?')), 'verified'],
  [
    'one signed checkpoint in the place of version 1',
    moved(small, checkpointName(3), 'checkpoint'),
    'verified',
    given.first,
  ],
  [
    'a checkpoint as version 1 sealed it',
    withFile(
      smallUnsigned.files,
      checkpointName(3),
      sealVersion1(`${ORIGIN}\n3\n${base64(naiveRoot(smallUnsigned.leaves))}\n`),
    ),
    'verified',
  ],
  ['lines of unknown keys', withLines(10, [bogus(1), lineBy(second, 10), bogus(2)]), 'verified'],
  ['16 lines', withLines(10, [lineBy(second, 10), ...Array.from({ length: 15 }, (_, n) => bogus(n))]), 'verified'],
  [
    'a key name beyond ASCII',
    withLines(10, [lineBy(second, 10), `\u2014 schlüssel😀 ${base64(Buffer.alloc(5))}\n`]),
    'verified',
  ],
  ['a tail that is accepted', tailed.files, 'verified', given.tail],
  ['a key in force before', files, 'verified', given.first],
  ['a signature of a record without list of records', withFact(6, signedFact({ records: [] })), 'verified'],

  // Checkpoints.
  [
    '17 lines',
    withLines(10, [lineBy(second, 10), ...Array.from({ length: 16 }, (_, n) => bogus(n))]),
    'checkpoint CHECKPOINT-FORMAT',
  ],
  [
    'a line of four bytes',
    withLines(10, [lineBy(second, 10), lineOf(stranger, Buffer.alloc(0))]),
    'checkpoint CHECKPOINT-FORMAT',
  ],
  [
    'a key name with +',
    withLines(10, [lineBy(second, 10), `\u2014 a+b ${base64(Buffer.alloc(5))}\n`]),
    'checkpoint CHECKPOINT-FORMAT',
  ],
  [
    'a key name with U+00A0',
    withLines(10, [lineBy(second, 10), `\u2014 a\u00a0b ${base64(Buffer.alloc(5))}\n`]),
    'checkpoint CHECKPOINT-FORMAT',
  ],
  [
    'no key name',
    withLines(10, [lineBy(second, 10), `\u2014  ${base64(Buffer.alloc(5))}\n`]),
    'checkpoint CHECKPOINT-FORMAT',
  ],
  [
    'base64 with stray bits',
    withLines(10, [lineBy(second, 10), '\u2014 a AAAAAAB=\n']),
    'checkpoint CHECKPOINT-FORMAT',
  ],
  ['base64 without padding', withLines(10, [lineBy(second, 10), '\u2014 a AAAAAAA\n']), 'checkpoint CHECKPOINT-FORMAT'],
  [
    'a hyphen for the dash',
    withLines(10, [lineBy(second, 10), `- a ${base64(Buffer.alloc(5))}\n`]),
    'checkpoint CHECKPOINT-FORMAT',
  ],
  [
    'an extension line',
    withFile(files, checkpointName(10), seal(`${textOver(10)}more\n`, [])),
    'checkpoint CHECKPOINT-FORMAT',
  ],
  [
    'bytes that are not UTF-8',
    withFile(files, checkpointName(10), Buffer.concat([Buffer.of(0xff), seal(textOver(10), [])])),
    'checkpoint CHECKPOINT-FORMAT',
  ],
  [
    'one line end too many',
    withFile(files, checkpointName(10), Buffer.concat([seal(textOver(10), []), Buffer.from('\n')])),
    'checkpoint CHECKPOINT-FORMAT',
  ],
  [
    'another origin',
    withFile(files, checkpointName(10), seal(textOver(10).replace('run-7', 'run-8'), [])),
    'checkpoint CHECKPOINT-FORMAT',
  ],
  [
    'an origin of 256 characters',
    withFile(files, checkpointName(10), seal(textOver(10).replace(ORIGIN, 'x'.repeat(256)), [])),
    'checkpoint CHECKPOINT-FORMAT',
  ],
  [
    'a leading zero',
    withFile(files, checkpointName(10), seal(textOver(10).replace('\n10\n', '\n010\n'), [])),
    'checkpoint CHECKPOINT-FORMAT',
  ],
  [
    '2^53 records',
    withFile(files, checkpointName(10), seal(textOver(10).replace('\n10\n', '\n9007199254740992\n'), [])),
    'checkpoint CHECKPOINT-FORMAT',
  ],
  ['131,073 bytes', withFile(files, checkpointName(10), Buffer.alloc(131_073, 0x61)), 'checkpoint CHECKPOINT-FORMAT'],
  [
    'another number than its name',
    withFile(files, checkpointName(9), seal(textOver(8), [])),
    'checkpoint CHECKPOINT-FORMAT',
  ],
  ['a foreign name', withFile(files, 'checkpoints/10', Buffer.of(1)), 'checkpoint FOREIGN-FILE'],
  [
    'no checkpoint of ten digits, and a file checkpoint',
    withFile(
      withFile(new Map([...files].filter(([name]) => !name.startsWith('checkpoints/'))), 'checkpoints/x', Buffer.of(1)),
      'checkpoint',
      seal(textOver(10), []),
    ),
    'checkpoint CHECKPOINT-MISSING',
  ],
  [
    'more records counted',
    withFile(files, checkpointName(12), seal(`${ORIGIN}\n12\n${rootOver(10)}\n`, [])),
    'record 10 RECORD-MISSING',
  ],
  ['a tail', tailed.files, 'record 10 RECORD-EXTRA'],
  [
    'a root of an earlier checkpoint that differs',
    withFile(files, checkpointName(5), seal(`${ORIGIN}\n5\n${rootOver(10)}\n`, [])),
    'checkpoint CHECKPOINT-ROOT',
  ],

  // From outside.
  ['another root expected', files, 'checkpoint EXPECTED-ROOT', { expectedRoot: rootOver(9) }],
  ['an anchor that is none', files, 'anchor ANCHOR-FORMAT', { anchors: [anchorOver(leaves, 4), Buffer.from('?')] }],
  ['an anchor of more records', files, 'record 10 RECORD-MISSING', { anchors: [anchorOver(tailed.leaves, 11)] }],
  [
    'an anchor of other records',
    files,
    'anchor ANCHOR-ROOT',
    { anchors: [seal(`${ORIGIN}\n9\n${rootOver(8)}\n`, [])] },
  ],
  [
    'an anchor of other records in the tail',
    tailed.files,
    'anchor ANCHOR-ROOT',
    { ...given.tail, anchors: [seal(`${ORIGIN}\n11\n${rootOver(8)}\n`, [])] },
  ],
  [
    'the first anchor that does not fit, of two',
    files,
    'anchor ANCHOR-ROOT',
    { anchors: [seal(`${ORIGIN}\n9\n${rootOver(8)}\n`, []), Buffer.from('?')] },
  ],

  // Keys.
  ['a rotation from a key that is not in force', withFact(4, { from: third.vkey }), 'record 4 KEY-ROTATION'],
  ['a rotation to a witness key', withFact(4, { to: WITNESS.vkey }), 'record 4 KEY-ROTATION'],
  ['a rotation under another origin', withFact(4, { proof: rotationProof(`${ORIGIN}x`) }), 'record 4 KEY-ROTATION'],
  ['a rotation without proof', withFact(4, { proof: '' }), 'record 4 KEY-ROTATION'],
  ['a rotation proof that is no text', withFact(4, { proof: 1 }), 'record 4 KEY-ROTATION'],
  ['a rotation where nobody signs', assemble(unsigned).files, 'record 4 KEY-ROTATION'],
  ['a rotation where record 0 opens nothing', assemble(withEntry(0, machineUp)).files, 'record 4 KEY-ROTATION'],
  [
    'the new key under a checkpoint that ends with the rotation',
    withLines(5, [lineBy(second, 5)]),
    'checkpoint SIGNATURE-MISSING',
  ],
  ['the old key after the rotation', withLines(10, [lineBy(first, 10)]), 'checkpoint SIGNATURE-MISSING'],
  ['no line', withLines(8, []), 'checkpoint SIGNATURE-MISSING'],
  [
    'the key id under another name',
    withLines(10, [lineOf({ ...second, name: 'x' }, sign(null, Buffer.from(textOver(10)), second.secret))]),
    'checkpoint SIGNATURE-MISSING',
  ],
  ['a signature over another checkpoint', withLines(10, [lineBy(second, 8)]), 'checkpoint SIGNATURE-WRONG'],
  [
    'a second line by the key that is wrong',
    withLines(10, [lineBy(second, 10), lineBy(second, 8)]),
    'checkpoint SIGNATURE-WRONG',
  ],
  ['a signature of 63 bytes', withLines(10, [lineOf(second, Buffer.alloc(63))]), 'checkpoint SIGNATURE-WRONG'],
  [
    'signatures by a key that only claims to be the first',
    assemble(sampleDraft, signBySecondOnly).files,
    'record 4 KEY-ROTATION',
  ],
  [
    'a first key that is none',
    assemble({
      ...sampleDraft,
      entries: [fact({ type: 'ledger-opened', origin: ORIGIN, version: '1', vkey: 'x' }), machineUp, machineUp],
      segments: [0],
      checkpoints: [3],
    }).files,
    'checkpoint SIGNATURE-MISSING',
  ],
  [
    'a checkpoint of no records that nobody signed',
    withFile(files, checkpointName(0), seal(`${ORIGIN}\n0\n${base64(naiveRoot([]))}\n`, [])),
    'checkpoint SIGNATURE-MISSING',
  ],
  ['trusted keys, and none in the ledger', assemble(unsignedPlain).files, 'checkpoint SIGNATURE-MISSING', given.first],
  ['a stranger trusted', files, 'checkpoint KEY-UNTRUSTED', given.stranger],
  [
    'trust in a key that comes later',
    assemble({ ...sampleDraft, entries: sampleDraft.entries.slice(0, 5), segments: [0, 4], checkpoints: [3, 5] }).files,
    'checkpoint KEY-UNTRUSTED',
    given.second,
  ],
  ['the second key trusted', files, 'verified', given.second],

  // Signatures of records.
  [
    'a signature over more than is before it',
    assemble({
      ...sampleDraft,
      entries: sampleDraft.entries.with(6, entryOf({ kind: 'signed', key: signer, checkpoint: 2 })),
    }).files,
    'record 6 RECORD-SIGNATURE',
  ],
  ['a signature over no checkpoint', withoutFile(files, checkpointName(3)), 'record 6 RECORD-SIGNATURE'],
  ['a signature over another root', withFact(6, signedFact({ root: rootOver(4) })), 'record 6 RECORD-SIGNATURE'],
  [
    'a signature by a witness',
    withFact(6, signedFact({ vkey: WITNESS.vkey }, testKey(WITNESS.name, 9))),
    'record 6 RECORD-SIGNATURE',
  ],
  ['a signature by another', withFact(6, signedFact({}, stranger)), 'record 6 RECORD-SIGNATURE'],
  ['a reason of two lines', withFact(6, signedFact({ reason: 'a\nb' })), 'record 6 RECORD-SIGNATURE'],
  ['another meaning than was signed', withFact(6, { meaning: 'rejected' }), 'record 6 RECORD-SIGNATURE'],
  ['no signer', withFact(6, { signer: null }), 'record 6 RECORD-SIGNATURE'],
  ['records that are no list', withFact(6, { records: '0,1' }), 'record 6 RECORD-SIGNATURE'],

  // Witnesses.
  ['a witness', files, 'verified', given.witness],
  ['a witness who is not there', files, 'checkpoint WITNESS-MISSING', given.otherWitness],
  [
    'a witness under an earlier checkpoint only',
    withLines(10, [lineBy(second, 10)]),
    'checkpoint WITNESS-MISSING',
    given.witness,
  ],
  [
    'a witness who signed another time',
    withLines(10, [lineBy(second, 10), lineOf(WITNESS, Buffer.alloc(72))]),
    'checkpoint WITNESS-WRONG',
    given.witness,
  ],
  [
    'a witness who signed as a log does',
    withLines(10, [lineBy(second, 10), lineBy(WITNESS, 10)]),
    'checkpoint WITNESS-WRONG',
    given.witness,
  ],
  ['a witness now', withLines(10, [lineBy(second, 10), witnessLine(1_764_500_000n)]), 'verified', given.witness],
  [
    'a witness by another key',
    withLines(10, [lineBy(second, 10), witnessLine(1n, stranger)]),
    'checkpoint WITNESS-WRONG',
    given.witness,
  ],

  // Documents.
  ['another document', withFile(files, document, Buffer.from('scenario: 2\n')), 'document DOCUMENT-CHANGED'],

  // Gaps: record 5 changed, under a fitting CRC.
  ['a changed record', changed(files), 'record 5 RECORD-CHANGED'],
  [
    'a changed record, and a bad checkpoint',
    withFile(changed(files), checkpointName(10), Buffer.from('?')),
    'record 6 RECORD-PREV',
  ],
  [
    'a changed record, and a foreign name among checkpoints',
    withFile(changed(files), 'checkpoints/x', Buffer.from('?')),
    'record 5 RECORD-CHANGED',
  ],
  [
    'a changed record, and a bad one behind',
    withFile(changed(files), 'segments/0000000008.seg', Buffer.from('?')),
    'record 6 RECORD-PREV',
  ],
  ['a changed record, and a tail', changed(tailed.files), 'record 6 RECORD-PREV', given.tail],
];

interface SignedChange {
  readonly records?: readonly number[];
  readonly root?: string;
  readonly reason?: string;
  readonly vkey?: string;
}

/** Record 6 otherwise, truly signed by `key` (and named for another where that is a stranger's). */
function signedFact(change: SignedChange, key = signer): Fact {
  const said = { meaning: 'approved', signer: 'p-17', signedAt: '2026-11-30T08:00:00.000Z', reason: 'as planned' };
  const value = { ...said, records: [0, 1], size: 3, root: rootOver(3), vkey: key.vkey, ...change };
  const { size, root, records, meaning, reason } = value;
  const lines = [ORIGIN, size, root, records.join(','), meaning, said.signer, said.signedAt, reason];
  const text = ['seqplan record signature v1', ...lines].map((line) => `${line}\n`).join('');
  const signature = base64(sign(null, Buffer.from(text), key.secret));
  return { type: 'record-signed', ...value, vkey: key === stranger ? signer.vkey : value.vkey, signature };
}

function moved(of: Files, from: string, to: string): Files {
  return withFile(withoutFile(of, from), to, of.get(from) ?? new Uint8Array());
}

/** Record 5, the second of its segment, says another machine. */
function changed(of: Files): Files {
  const bytes = Buffer.from(of.get(segment4) ?? new Uint8Array());
  const start = 8 + bytes.readUInt32BE(0);
  const end = start + 8 + bytes.readUInt32BE(start);
  const record = bytes
    .subarray(start + 8, end)
    .toString()
    .replace('seq/A', 'seq/B');
  return withFile(
    of,
    segment4,
    Buffer.concat([bytes.subarray(0, start), frame(Buffer.from(record)), bytes.subarray(end)]),
  );
}

export const CASES: readonly Case[] = rows.map(([title, of, verdict, given = {}]) => ({
  title,
  files: of,
  given,
  verdict,
}));
