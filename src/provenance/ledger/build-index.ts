/** The index of one segment, from its records. */

import { Buffer } from 'node:buffer';
import type { Hash } from '../hash.ts';
import { brokenAt } from '../ledger-error.ts';
import { readFrame } from '../log/frame.ts';
import { BLOCK_LEAVES, type SegmentIndex } from '../log/segment-index.ts';
import { SEGMENT_FOLDER, type LedgerStorage } from '../log/storage.ts';
import { createRecordCodec } from '../record/record.ts';
import { subjectsOf, type SubjectKind } from '../record/subjects.ts';
import { createMerkleTree, leafHash } from '../tree/merkle.ts';

export interface IndexedSegment {
  readonly name: string;
  /** Number of its first record. */
  readonly first: number;
  readonly bytes: number;
  /** Of the ledger's end: what comes after the last whole record may be a write under way. */
  readonly isLast: boolean;
}

/**
 * `before`: leaf hashes of the records since the last full block. Of the last segment as far as it is whole. Throws `BROKEN`.
 */
export async function buildIndex(
  storage: LedgerStorage,
  segment: IndexedSegment,
  before: readonly Hash[],
): Promise<SegmentIndex> {
  const { name, first, isLast } = segment;
  const bytes = await storage.readAt(`${SEGMENT_FOLDER}/${name}`, 0, segment.bytes);
  const codec = createRecordCodec();
  const offsets: number[] = [];
  const leaves: Hash[] = [];
  const subjects = new Map<SubjectKind, Map<string, number[]>>();
  let offset = 0;
  while (offset < bytes.length) {
    const seq = first + leaves.length;
    const frame = readFrame(bytes, offset);
    if (frame.kind === 'fault' && isLast) break;
    if (frame.kind === 'fault') throw brokenAt(seq, frame.code, `${frame.message} of segment ${name}`);
    const decoded = codec.decode(frame.bytes);
    if (decoded.kind === 'fault') throw brokenAt(seq, 'RECORD-FORMAT', decoded.message);
    if (decoded.record.seq !== seq) throw brokenAt(seq, 'RECORD-SEQ', `record ${decoded.record.seq} stands there`);
    for (const { kind, name: named } of subjectsOf(decoded.record.fact)) {
      const ofKind = getOrSet(subjects, kind, () => new Map<string, number[]>());
      getOrSet(ofKind, named, () => []).push(leaves.length);
    }
    offsets.push(offset);
    leaves.push(leafHash(frame.bytes));
    offset = frame.end;
  }
  return {
    records: leaves.length,
    segmentBytes: offset,
    lastBegin: offsets.at(-1) ?? 0,
    lastLeaf: leaves.at(-1) ?? Buffer.alloc(32),
    blocks: blocksOf([...before, ...leaves]),
    offsets,
    leaves,
    subjects: Object.fromEntries([...subjects].map(([kind, names]) => [kind, Object.fromEntries(names)])),
  };
}

/** Roots of the full blocks; the rest is for the segment that fills it. */
function blocksOf(leaves: readonly Hash[]): readonly Hash[] {
  const blocks: Hash[] = [];
  for (let end = BLOCK_LEAVES; end <= leaves.length; end += BLOCK_LEAVES) {
    const tree = createMerkleTree();
    for (const leaf of leaves.slice(end - BLOCK_LEAVES, end)) tree.append(leaf);
    blocks.push(tree.root());
  }
  return blocks;
}

function getOrSet<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}
