/** The index of one segment, from its records. */

import { Buffer } from 'node:buffer';
import type { Hash } from '../hash.ts';
import { brokenAt } from '../ledger-error.ts';
import { FRAME_HEADER_BYTES, readFrame } from '../log/frame.ts';
import { BLOCK_LEAVES, encodeIndex } from '../log/segment-index.ts';
import { SEGMENT_FOLDER, type LedgerStorage } from '../log/storage.ts';
import type { LedgerRecord } from '../record/record.ts';
import { visitSubjects, type SubjectKind } from '../record/subjects.ts';
import { createMerkleTree, leafHash } from '../tree/merkle.ts';
import { createRecordScanner } from './verify-record.ts';

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
): Promise<Uint8Array> {
  const { name, first, isLast } = segment;
  const bytes = await storage.readAt(`${SEGMENT_FOLDER}/${name}`, 0, segment.bytes);
  const scanner = createRecordScanner();
  const offsets: number[] = [];
  const leaves: Hash[] = [];
  const subjects = new Map<SubjectKind, Map<string, number[]>>();
  const add = (kind: SubjectKind, named: string): void => {
    const ofKind = getOrSet(subjects, kind, () => new Map<string, number[]>());
    const places = getOrSet(ofKind, named, () => []);
    if (places.at(-1) !== leaves.length) places.push(leaves.length);
  };
  let offset = 0;
  while (offset < bytes.length) {
    const seq = first + leaves.length;
    const frame = readFrame(bytes, offset);
    if (frame.kind === 'fault' && isLast) break;
    if (frame.kind === 'fault') throw brokenAt(seq, frame.code, `${frame.message} of segment ${name}`);
    const wrong = scanner.scan(bytes, offset + FRAME_HEADER_BYTES, frame.end);
    if (wrong !== undefined) throw brokenAt(seq, 'RECORD-FORMAT', wrong);
    if (scanner.form.seq !== seq) throw brokenAt(seq, 'RECORD-SEQ', `record ${scanner.form.seq} stands there`);
    visitSubjects(factOf(frame.bytes), add);
    offsets.push(offset);
    leaves.push(leafHash(frame.bytes));
    offset = frame.end;
  }
  return encodeIndex({
    segmentBytes: offset,
    blocks: blocksOf([...before, ...leaves]),
    offsets,
    leaves,
    subjects: Object.fromEntries([...subjects].map(([kind, names]) => [kind, Object.fromEntries(names)])),
  });
}

/** Of bytes that are a record. */
const factOf = (bytes: Uint8Array): Readonly<Record<string, unknown>> =>
  (JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')) as LedgerRecord)
    .fact as unknown as Readonly<Record<string, unknown>>;

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
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
