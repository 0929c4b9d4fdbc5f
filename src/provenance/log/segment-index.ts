/**
 * The index of one segment, as a file: where its records lie, their leaf hashes, and which of them name what.
 *
 * Nothing follows from it. It is made anew where it does not fit its segment, and whoever proves by it compares with a checkpoint.
 *
 * 64 bytes of head: `SQX1`, then u32 each, big-endian: where the last record's frame begins, records, bytes of the segment, blocks, bytes
 * of the subjects, CRC-32 of head and blocks, CRC-32 of what follows them; the last record's leaf hash. Then 32 bytes a block: the root
 * over each full block of 256 leaves whose last record is here. Then 4 bytes a record: where its frame begins; 32 bytes a record: its
 * leaf hash; the subjects as JSON, kind -> name -> places in the segment, ascending.
 */

import { Buffer } from 'node:buffer';
import { crc32 } from 'node:zlib';
import { HASH_BYTES, type Hash } from '../hash.ts';
import type { Subject, SubjectKind } from '../record/subjects.ts';

/** So many leaves have their root in the index, where all of them are there: as many as a C2SP tile has. */
export const BLOCK_LEAVES = 256;

/** By kind and name: places in the segment, 0 for its first record, ascending. */
export type Subjects = Partial<Record<SubjectKind, Readonly<Record<string, readonly number[]>>>>;

/** What tells whether an index fits, and the tree over what is before. */
export interface IndexHead {
  readonly records: number;
  readonly segmentBytes: number;
  /** Where its frame begins, and its hash: of the last record. */
  readonly lastBegin: number;
  readonly lastLeaf: Hash;
  readonly blocks: readonly Hash[];
}

/** What an index is made of; the head follows from it. */
export interface IndexContents {
  readonly segmentBytes: number;
  readonly blocks: readonly Hash[];
  /** Where each record's frame begins. */
  readonly offsets: readonly number[];
  readonly leaves: readonly Hash[];
  readonly subjects: Subjects;
}

/** An index as it lies in its file: nothing is taken apart before it is asked for. */
export interface SegmentIndex extends IndexHead {
  /** Where the frame of the record at `place` begins. 0 <= place < records. */
  offset(place: number): number;
  /** Leaf hashes of the records at `begin` and on, up to but not including `end`. */
  leaves(begin: number, end: number): readonly Hash[];
  /** Places of the records that name it. */
  placesOf(subject: Subject): readonly number[];
}

const MAGIC = 'SQX1';
const HEAD_BYTES = 64;

/** What is read to begin with: the head, and the blocks of all but the most crowded segments. */
export const INDEX_HEAD_READ = 4096;

export function encodeIndex({ segmentBytes, blocks, offsets, leaves, subjects }: IndexContents): Uint8Array {
  const json = Buffer.from(JSON.stringify(subjects), 'utf8');
  const places = Buffer.alloc(4 * offsets.length);
  for (const [k, offset] of offsets.entries()) places.writeUInt32BE(offset, 4 * k);
  const body = Buffer.concat([places, ...leaves, json]);
  const head = Buffer.concat([Buffer.alloc(HEAD_BYTES), ...blocks]);
  head.write(MAGIC, 'latin1');
  const counts = [offsets.at(-1) ?? 0, offsets.length, segmentBytes, blocks.length, json.length];
  for (const [k, count] of counts.entries()) head.writeUInt32BE(count, 4 + 4 * k);
  head.writeUInt32BE(crc32(body), 28);
  head.set(leaves.at(-1) ?? Buffer.alloc(HASH_BYTES), 32);
  // Over the head with zeros in its own place.
  head.writeUInt32BE(crc32(head), 24);
  return Buffer.concat([head, body]);
}

/** `bytes`: the file, or enough of its beginning; undefined where it is not. */
export function decodeIndexHead(bytes: Uint8Array): IndexHead | undefined {
  const file = Buffer.from(bytes);
  if (file.length < HEAD_BYTES || file.toString('latin1', 0, MAGIC.length) !== MAGIC) return undefined;
  const number = (k: number): number => file.readUInt32BE(4 + 4 * k);
  const [lastBegin, records, segmentBytes, count] = [number(0), number(1), number(2), number(3)];
  const end = HEAD_BYTES + HASH_BYTES * count;
  if (file.length < end) return undefined;
  const stored = number(5);
  file.writeUInt32BE(0, 24);
  if (crc32(file.subarray(0, end)) !== stored) return undefined;
  const [lastLeaf, blocks] = [file.subarray(32, HEAD_BYTES), hashesIn(file.subarray(HEAD_BYTES, end))];
  return { records, segmentBytes, lastBegin, lastLeaf, blocks };
}

/** undefined for anything but a whole index. */
export function decodeIndex(bytes: Uint8Array): SegmentIndex | undefined {
  const head = decodeIndexHead(bytes);
  if (head === undefined) return undefined;
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const body = file.subarray(HEAD_BYTES + HASH_BYTES * head.blocks.length);
  if (crc32(body) !== file.readUInt32BE(28)) return undefined;
  const firstLeaf = 4 * head.records;
  const firstSubject = firstLeaf + HASH_BYTES * head.records;
  let subjects: Subjects | undefined;
  return {
    ...head,
    offset: (place) => body.readUInt32BE(4 * place),
    leaves: (begin, end) =>
      hashesIn(body.subarray(firstLeaf + HASH_BYTES * begin, firstLeaf + HASH_BYTES * Math.min(end, head.records))),
    placesOf({ kind, name }) {
      // Whole, so it is what `encodeIndex` wrote.
      subjects ??= JSON.parse(body.toString('utf8', firstSubject)) as Subjects;
      const names = subjects[kind] ?? {};
      const places = names[name];
      // A name may be that of what every object has.
      return places !== undefined && Object.hasOwn(names, name) ? places : [];
    },
  };
}

const hashesIn = (bytes: Uint8Array): readonly Hash[] =>
  Array.from({ length: bytes.length / HASH_BYTES }, (_, k) => bytes.subarray(HASH_BYTES * k, HASH_BYTES * (k + 1)));
