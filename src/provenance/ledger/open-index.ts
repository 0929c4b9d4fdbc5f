/**
 * Records by number and by what they name, and nodes of the tree, without reading the ledger through.
 *
 * `index/` holds one file for each segment. Those that are missing or do not fit are made anew, and kept where the storage lets
 * them be kept. An index answers for the records that were there when it was opened.
 */

import { assert, at } from '../../base/index.ts';
import { equalBytes, type Hash } from '../hash.ts';
import { brokenAt } from '../ledger-error.ts';
import { readFrame } from '../log/frame.ts';
import {
  BLOCK_LEAVES,
  decodeIndex,
  decodeIndexHead,
  INDEX_HEAD_READ,
  type IndexHead,
  type SegmentIndex,
} from '../log/segment-index.ts';
import {
  INDEX_FOLDER,
  isSegmentFile,
  listedSize,
  SEGMENT_FOLDER,
  segmentFile,
  type LedgerStorage,
} from '../log/storage.ts';
import { createRecordCodec, type LedgerRecord } from '../record/record.ts';
import type { Subject } from '../record/subjects.ts';
import { createMerkleTree, leafHash, rootOfSubtrees } from '../tree/merkle.ts';
import { buildIndex, type IndexedSegment } from './build-index.ts';

export interface LedgerIndex {
  /** Records. */
  readonly size: number;
  /** The record and its stored bytes, held against the leaf hash of the index. 0 <= seq < size. */
  record(seq: number): Promise<IndexedRecord>;
  /** Numbers of the records that name it, ascending; up to `size`. */
  recordsOf(subject: Subject): Promise<readonly number[]>;
  leafHash(seq: number): Promise<Hash>;
  /**
   * The root over the leaves from `begin` up to but not including `end`, as a tree of their own. 0 <= begin <= end <= size, and of more
   * than 256 leaves only where `begin` is a multiple of 256, as in every node of the ledger's tree.
   */
  rootOf(begin: number, end: number): Promise<Hash>;
}

export interface IndexedRecord {
  readonly record: LedgerRecord;
  readonly bytes: Uint8Array;
  readonly leafHash: Hash;
}

/** Throws a `LedgerError` `BROKEN` where a segment that must be read is not whole. Else rejects as the storage does. */
export async function openIndex(storage: LedgerStorage): Promise<LedgerIndex> {
  const segments = await openSegments(storage);
  const size = segments.reduce((sum, { head }) => sum + head.records, 0);
  const blocks = segments.flatMap(({ head }) => head.blocks);
  const codec = createRecordCodec();

  const segmentOf = (seq: number): OpenSegment => {
    assert(Number.isSafeInteger(seq) && seq >= 0 && seq < size, `no record ${seq} of ${size}`);
    return at(
      segments,
      segments.findLastIndex(({ first }) => first <= seq),
    );
  };
  const leavesBetween = async (begin: number, end: number): Promise<readonly Hash[]> => {
    const leaves: Hash[] = [];
    while (begin + leaves.length < end) {
      const { first, index } = segmentOf(begin + leaves.length);
      const more = (await index()).leaves(begin + leaves.length - first, end - first);
      assert(more.length > 0, `no leaf ${begin + leaves.length} in its segment`);
      leaves.push(...more);
    }
    return leaves;
  };

  // Nodes over whole blocks, by first and number of them: the upper ones are over thousands.
  const nodes = new Map<string, readonly Hash[]>();
  const subtreesOfBlocks = (from: number, count: number): readonly Hash[] => {
    const name = `${from} ${count}`;
    const known = nodes.get(name);
    if (known !== undefined) return known;
    const subtrees = growTree(blocks.slice(from, from + count));
    nodes.set(name, subtrees);
    return subtrees;
  };

  return {
    size,
    leafHash: async (seq) => at(await leavesBetween(seq, seq + 1), 0),
    async record(seq) {
      const segment = segmentOf(seq);
      const index = await segment.index();
      const place = seq - segment.first;
      const begin = index.offset(place);
      const end = place + 1 < index.records ? index.offset(place + 1) : index.segmentBytes;
      const frame = readFrame(await storage.readAt(`${SEGMENT_FOLDER}/${segment.name}`, begin, end - begin), 0);
      if (frame.kind === 'fault') throw brokenAt(seq, frame.code, frame.message);
      const { bytes } = frame;
      const leaf = leafHash(bytes);
      const decoded = codec.decode(bytes);
      if (decoded.kind === 'fault') throw brokenAt(seq, 'RECORD-FORMAT', decoded.message);
      if (!equalBytes(leaf, at(index.leaves(place, place + 1), 0)))
        throw brokenAt(seq, 'RECORD-CHANGED', 'its index has another hash');
      return { record: decoded.record, bytes, leafHash: leaf };
    },
    async recordsOf(subject) {
      const found: number[] = [];
      for (const { first, index } of segments) {
        for (const place of (await index()).placesOf(subject)) found.push(first + place);
      }
      return found;
    },
    async rootOf(begin, end) {
      assert(begin >= 0 && begin <= end && end <= size, `no leaves ${begin} to ${end} of ${size}`);
      const full = begin % BLOCK_LEAVES === 0 ? Math.floor((end - begin) / BLOCK_LEAVES) : 0;
      assert(full > 0 || end - begin <= BLOCK_LEAVES, `leaves ${begin} to ${end} do not begin with a block`);
      const upper = full === 0 ? [] : subtreesOfBlocks(begin / BLOCK_LEAVES, full);
      const lower = growTree(await leavesBetween(begin + full * BLOCK_LEAVES, end));
      // Subtrees of whole blocks are larger than any of what is left, and come before them.
      return rootOfSubtrees([...upper, ...lower]);
    },
  };
}

/** Roots of the complete subtrees over some nodes, the largest first. */
function growTree(hashes: readonly Hash[]): readonly Hash[] {
  const tree = createMerkleTree();
  for (const hash of hashes) tree.append(hash);
  return tree.subtrees();
}

interface OpenSegment {
  readonly name: string;
  readonly first: number;
  readonly head: IndexHead;
  /** Read when it is first asked for, and remembered. */
  readonly index: () => Promise<SegmentIndex>;
}

async function openSegments(storage: LedgerStorage): Promise<readonly OpenSegment[]> {
  const names = (await storage.list(SEGMENT_FOLDER)).filter(isSegmentFile);
  const open: OpenSegment[] = [];
  let first = 0;
  for (const [k, name] of names.entries()) {
    if (name !== segmentFile(first)) throw brokenAt(first, 'SEGMENT-NAME', `${name} does not begin with it`);
    const bytes = await listedSize(storage, `${SEGMENT_FOLDER}/${name}`);
    const segment = { name, first, bytes, isLast: k === names.length - 1 };
    const head = await readHead(storage, segment);
    if (head !== undefined) open.push({ name, first, head, index: once(() => readOrBuild(storage, segment, open)) });
    else {
      const index = await build(storage, segment, open);
      open.push({ name, first, head: index, index: async () => index });
    }
    first += at(open, k).head.records;
  }
  return open;
}

/** The head of the segment's index, if there is one and it fits: as long as the segment, and of the record that this ends with. */
async function readHead(storage: LedgerStorage, { name, bytes }: IndexedSegment): Promise<IndexHead | undefined> {
  const file = indexFile(name);
  if ((await storage.size(file)) === undefined) return undefined;
  const head =
    decodeIndexHead(await storage.readAt(file, 0, INDEX_HEAD_READ)) ?? decodeIndexHead(await storage.read(file));
  if (head === undefined || head.segmentBytes !== bytes) return undefined;
  const { lastBegin, lastLeaf } = head;
  const last = readFrame(await storage.readAt(`${SEGMENT_FOLDER}/${name}`, lastBegin, bytes - lastBegin), 0);
  return last.kind === 'frame' && equalBytes(leafHash(last.bytes), lastLeaf) ? head : undefined;
}

async function readOrBuild(
  storage: LedgerStorage,
  segment: IndexedSegment,
  open: readonly OpenSegment[],
): Promise<SegmentIndex> {
  return decodeIndex(await storage.read(indexFile(segment.name))) ?? build(storage, segment, open);
}

async function build(
  storage: LedgerStorage,
  segment: IndexedSegment,
  open: readonly OpenSegment[],
): Promise<SegmentIndex> {
  const before: Hash[] = [];
  const from = segment.first - (segment.first % BLOCK_LEAVES);
  for (const one of open) {
    if (one.first >= segment.first || one.first + one.head.records <= from) continue;
    before.push(...(await one.index()).leaves(Math.max(0, from - one.first), one.head.records));
  }
  const bytes = await buildIndex(storage, segment, before);
  const index = decodeIndex(bytes);
  assert(index !== undefined, `the index of ${segment.name} cannot be read back`);
  // Not everybody who reads a ledger may write to it, and a full disk is no reason not to answer.
  if (index.records > 0) await storage.writeAtomic(indexFile(segment.name), bytes).catch(() => {});
  return index;
}

const indexFile = (segment: string): string => `${INDEX_FOLDER}/${segment.replace('.seg', '')}`;

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => (result ??= work());
}
