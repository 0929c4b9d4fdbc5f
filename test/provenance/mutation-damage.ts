/** Damage to files, with and without checksums repaired, by someone who has no key and computes no hash anew. */

import { Buffer } from 'node:buffer';
import { crc32 } from 'node:zlib';
import { at, type Random } from '../../src/base/index.ts';
import { base64, factEntry, ORIGIN, randomFact, type Base, type Given } from './mutation-bases.ts';
import { firstStruck, framesOf, splice, withFile, withoutFile } from './mutations.ts';
import { naiveLeaf } from './naive-tree.ts';
import { canonical, checkpointName, frame, seal, segmentName, type Files, type Json } from './spec-ledger.ts';

export interface Mutant {
  readonly files: Files;
  readonly given: Given;
  /** Where it is known: what the verdict must name. */
  readonly record?: number | string | undefined;
}

/** undefined: not for this ledger. */
export type Mutation = (base: Base, random: Random) => Mutant | undefined;

const pick = <T>(random: Random, list: readonly T[]): T => at(list, random.below(list.length));
const bytesOf = (files: Files, name: string): Uint8Array => files.get(name) ?? new Uint8Array();
const randomBytes = (random: Random, length: number): Uint8Array =>
  Uint8Array.from({ length }, () => random.below(256));

/** Damage within one file; what it strikes is known. */
function struck(base: Base, files: Files): Mutant {
  return { files, given: base.given, record: firstStruck(base.files, files) };
}

export const flipBit: Mutation = (base, random) => {
  const name = pick(random, [...base.files.keys()]);
  const bytes = Uint8Array.from(bytesOf(base.files, name));
  const place = random.below(bytes.length);
  bytes[place] = (bytes[place] ?? 0) ^ (1 << random.below(8));
  return struck(base, withFile(base.files, name, bytes));
};

export const spliceBytes: Mutation = (base, random) => {
  const name = pick(random, [...base.files.keys()]);
  const old = bytesOf(base.files, name);
  const start = random.below(old.length);
  const end = Math.min(old.length, start + random.below(200));
  const from = random.below(old.length);
  const bytes = pick(random, [
    new Uint8Array(),
    randomBytes(random, 1 + random.below(9)),
    old.subarray(from, from + random.below(200)),
  ]);
  return struck(base, splice(base.files, name, [start, pick(random, [start, end])], bytes));
};

export const truncateFile: Mutation = (base, random) => {
  const name = pick(random, [...base.files.keys()]);
  const length = random.below(bytesOf(base.files, name).length);
  return struck(base, withFile(base.files, name, bytesOf(base.files, name).subarray(0, length)));
};

/** Bytes of a record changed under a fitting CRC. */
export const editBytesUnderCrc: Mutation = (base, random) => {
  const span = pick(random, framesOf(base.files));
  const record = Uint8Array.from(bytesOf(base.files, span.file).subarray(span.start + 8, span.end));
  const edits = 1 + random.below(3);
  for (let i = 0; i < edits; i++) record[random.below(record.length)] = random.below(256);
  return { files: splice(base.files, span.file, [span.start, span.end], frame(record)), given: base.given };
};

/** A record that says something else, well spelled and well framed. */
export const editRecord: Mutation = (base, random) => {
  const span = pick(random, framesOf(base.files));
  const record = Buffer.from(bytesOf(base.files, span.file).subarray(span.start + 8, span.end));
  const value = JSON.parse(record.toString()) as { [member: string]: Json };
  Object.assign(value, editedMembers(value, random));
  const bytes = Buffer.from(canonical(value));
  const crc = random.below(10) === 0 ? crc32(record) : crc32(bytes);
  return { files: splice(base.files, span.file, [span.start, span.end], frame(bytes, crc)), given: base.given };
};

function editedMembers(
  value: { readonly [member: string]: Json },
  random: Random,
): { readonly [member: string]: Json } {
  switch (random.below(8)) {
    case 0:
      return { at: random.below(1e6) };
    case 1:
      return { recordedAt: new Date(random.below(2 ** 32) * 1000).toISOString() };
    case 2:
      return { seq: random.below(20) };
    case 3:
      return { prev: Buffer.from(randomBytes(random, 32)).toString('hex') };
    case 4:
      return value['v'] === 2 ? { actor: `p-${random.below(100)}` } : { at: -1 };
    case 5:
      return pick<{ readonly [member: string]: Json }>(random, [
        { v: random.below(4) },
        { actor: '' },
        { at: 0.5 },
        { recordedAt: '2026-02-30T00:00:00.000Z' },
        { extra: null },
        { prev: 'AB'.repeat(32) },
      ]);
    default:
      return { fact: randomFact(random) };
  }
}

type Segments = readonly (readonly Buffer[])[];

/** Records, segment by segment. */
function segmentsOf(base: Base): Buffer[][] {
  const spans = framesOf(base.files);
  const files = [...new Set(spans.map(({ file }) => file))];
  return files.map((file) =>
    spans
      .filter((span) => span.file === file)
      .map(({ start, end }) => Buffer.from(bytesOf(base.files, file).subarray(start + 8, end))),
  );
}

/** Under the names that the segments had, or that they should have now; empty ones are left out. */
function withSegments(base: Base, segments: Segments, namesFit: boolean): Files {
  const files = new Map([...base.files].filter(([name]) => !name.startsWith('segments/')));
  let first = 0;
  for (const [i, records] of segments.entries()) {
    const name = segmentName(namesFit ? first : at(base.draft.segments, i));
    if (records.length > 0) files.set(name, Buffer.concat(records.map((record) => frame(record))));
    first += records.length;
  }
  return files;
}

/** Every `seq` and `prev` made to fit. */
function rechain(segments: Segments): Segments {
  let seq = 0;
  let prev = '0'.repeat(64);
  return segments.map((records) =>
    records.map((record) => {
      const value = { ...(JSON.parse(record.toString()) as { [member: string]: Json }), seq: seq++, prev };
      const bytes = Buffer.from(canonical(value));
      prev = Buffer.from(naiveLeaf(bytes)).toString('hex');
      return bytes;
    }),
  );
}

/** Records deleted, inserted, doubled, exchanged; the numbers and the chain mended or not, the checkpoints not. */
export const rearrangeRecords: Mutation = (base, random) => {
  const segments = segmentsOf(base);
  const records = at(segments, random.below(segments.length));
  const place = random.below(records.length);
  const others = at(segments, random.below(segments.length));
  const other = random.below(others.length);
  const [here, there] = [at(records, place), at(others, other)];
  switch (random.below(5)) {
    case 0:
      records.splice(place, 1 + random.below(3));
      break;
    case 1:
      records.splice(place, 0, here);
      break;
    case 2:
      others.splice(other, 0, here);
      break;
    case 3: {
      const { content: _, ...rest } = factEntry(random);
      const value = { ...rest, fact: randomFact(random), prev: '0'.repeat(64), seq: 0, v: 2 };
      records.splice(place, 0, Buffer.from(canonical(value)));
      break;
    }
    default:
      records[place] = there;
      others[other] = here;
  }
  const mended = random.below(2) === 0 ? segments : rechain(segments);
  if (base.given.acceptTail === true && isOnlyLonger(base, mended)) return undefined;
  return { files: withSegments(base, mended, random.below(4) !== 0), given: base.given };
};

/** More records behind those that are vouched for outside: a longer tail. */
const isOnlyLonger = (base: Base, segments: Segments): boolean => {
  const leaves = segments.flat().map(naiveLeaf);
  return base.leaves.every((leaf, i) => Buffer.compare(leaf, leaves[i] ?? new Uint8Array()) === 0);
};

/** Segments whose contents are exchanged, or that are gone. */
export const exchangeSegments: Mutation = (base, random) => {
  const names = [...base.files.keys()].filter((name) => name.startsWith('segments/'));
  const [one, other] = [pick(random, names), pick(random, names)];
  if (random.below(4) === 0) return { files: withoutFile(base.files, one), given: base.given };
  const files = withFile(base.files, one, bytesOf(base.files, other));
  return { files: withFile(files, other, bytesOf(base.files, one)), given: base.given };
};

/** A name that does not belong, or one that belongs with a stranger's bytes. */
export const plantFile: Mutation = (base, random) => {
  const number = String(random.below(30)).padStart(10, '0');
  const name = pick(random, [
    'segments/notes.txt',
    'segments/.hidden',
    `segments/${number}`,
    `segments/${number}.seg`,
    `segments/${number}.seg.bak`,
    'checkpoints/notes.txt',
    `checkpoints/${number}`,
    `checkpoints/${number}.old`,
    `documents/${Buffer.from(randomBytes(random, 32)).toString('hex')}`,
  ]);
  const bytes =
    random.below(2) === 0 ? randomBytes(random, 1 + random.below(40)) : pick(random, [...base.files.values()]);
  // What version 1 called `checkpoint` is as true under the name that it has in version 2.
  if (name.startsWith('checkpoints/') && bytes === base.files.get('checkpoint')) return undefined;
  return { files: withFile(base.files, name, bytes), given: base.given };
};

/** The last checkpoint gone, or all of them, or one that a signature in a record is over. */
export const removeCheckpoints: Mutation = (base, random) => {
  const { checkpoints, entries, version } = base.draft;
  const named = entries.flatMap(({ content }) => (content.kind === 'signed' ? [content.checkpoint] : []));
  const size = at(checkpoints, pick(random, [...named, checkpoints.length - 1]));
  const isAll = version === 1 || random.below(4) === 0;
  // Behind a tail that is accepted the last checkpoint vouches for less, and the anchor for all.
  if (!isAll && base.given.acceptTail === true && !named.includes(checkpoints.indexOf(size))) return undefined;
  const files = [...base.files].filter(([name]) =>
    isAll ? !name.startsWith('checkpoint') : name !== checkpointName(size),
  );
  return { files: new Map(files), given: base.given };
};

/** Checkpoints under each other's names. */
export const exchangeCheckpoints: Mutation = (base, random) => {
  const names = [...base.files.keys()].filter((name) => name.startsWith('checkpoints/'));
  if (names.length === 0) return undefined;
  const [one, other] = [pick(random, names), pick(random, names)];
  const files = withFile(base.files, one, bytesOf(base.files, other));
  const isBoth = random.below(2) === 0;
  return { files: isBoth ? withFile(files, other, bytesOf(base.files, one)) : files, given: base.given };
};

/** A checkpoint that claims something else under a fitting checksum. */
export const editCheckpoint: Mutation = (base, random) => {
  if (base.draft.version === 1) return undefined;
  const size = pick(random, base.draft.checkpoints);
  const { text, lines } = notesParts(bytesOf(base.files, checkpointName(size)));
  const rows = text.split('\n');
  const claimed = random.below(size + 4);
  const places: readonly (readonly [number, string])[] = [
    [0, `${ORIGIN}x`],
    [1, String(claimed)],
    [2, base64(randomBytes(random, 32))],
  ];
  const [row, value] = pick(random, places);
  // Nobody else says what the origin is where nothing is signed and there is one checkpoint.
  if (row === 0 && lines.length === 0) return undefined;
  const edited = `${rows.with(row, value).slice(0, 3).join('\n')}\n`;
  const isRenamed = row === 1 && random.below(2) === 0;
  const files = isRenamed ? withoutFile(base.files, checkpointName(size)) : base.files;
  return { files: withFile(files, checkpointName(isRenamed ? claimed : size), seal(edited, lines)), given: base.given };
};

/** Signature lines of a checkpoint gone, damaged, or another's, under a fitting checksum. */
export const editSignatureLines: Mutation = (base, random) => {
  if (base.draft.version === 1) return undefined;
  const size = pick(random, base.draft.checkpoints);
  const name = checkpointName(size);
  const { text, lines } = notesParts(bytesOf(base.files, name));
  if (lines.length === 0) return undefined;
  // The first is the ledger's; a witness is only asked about the last checkpoint.
  const isLast = size === base.draft.checkpoints.at(-1);
  const place = isLast ? random.below(lines.length) : 0;
  const witnesses = base.draft.witnesses.map(({ vkey }) => vkey);
  const given = place === 0 ? base.given : { ...base.given, trusted: witnesses };
  const [dash = '', signer = '', data = ''] = at(lines, place).trimEnd().split(' ');
  const bytes = Buffer.from(data, 'base64');
  const bit = random.below(bytes.length * 8);
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  const theirs = notesParts(bytesOf(base.files, checkpointName(pick(random, base.draft.checkpoints)))).lines[place];
  const edited = pick(random, [[], [`${dash} ${signer} ${base64(bytes)}\n`], theirs === undefined ? [] : [theirs]]);
  return { files: withFile(base.files, name, seal(text, lines.toSpliced(place, 1, ...edited))), given };
};

/** What a checkpoint was sealed from. */
function notesParts(file: Uint8Array): { readonly text: string; readonly lines: readonly string[] } {
  const rows = Buffer.from(file).toString().split('\n');
  return { text: rows.slice(0, 3).join('\n') + '\n', lines: rows.slice(4, -2).map((row) => `${row}\n`) };
}
