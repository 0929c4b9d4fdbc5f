/**
 * The first part of a verification: every record in its frame, its form, its number, its link and its place in the tree.
 *
 * It stops at the first byte that no writer wrote, but for broken links, which are judged at the end.
 */

import { Buffer } from 'node:buffer';
import { equalBytes, fromHex, sha256, type Hash } from '../hash.ts';
import type { BreakCode, LedgerBreak } from '../ledger-error.ts';
import { FRAME_HEADER_BYTES, MAX_RECORD_BYTES, readFrame } from '../log/frame.ts';
import { isSegmentFile, isTemporary, SEGMENT_FOLDER, segmentFile, type LedgerStorage } from '../log/storage.ts';
import { createMerkleTree, emptyRoot, LEAF_PREFIX } from '../tree/merkle.ts';
import { doesNotFollow, MAX_SEGMENT_BYTES } from './read-ledger.ts';
import { createRecordScanner, isHexOf, isZeros } from './verify-record.ts';

/** What the records say, up to where they stop being records. */
export interface SegmentsRead {
  readonly records: number;
  /** Over the hashes by which records name the one before them, and the last one's own: without a gap, the ledger's root. */
  readonly root: Hash;
  /** The first record whose `prev` is not the hash of the one before it. */
  readonly gap: number | undefined;
  /** The root over the first `size` records, for each size asked for that there is. Without a gap only. */
  readonly roots: ReadonlyMap<number, Hash>;
  /** Facts that verification is about, as parsed, by record. */
  readonly notices: readonly FoundNotice[];
  readonly fault: LedgerBreak | undefined;
}

export interface FoundNotice {
  readonly seq: number;
  readonly fact: Readonly<Record<string, unknown>>;
}

/** `sizes`: where roots are wanted. `onLeaf`: told each record's leaf hash, in order. Rejects only where the storage does. */
export async function readSegments(
  storage: LedgerStorage,
  sizes: Iterable<number>,
  onLeaf: (leafHash: Hash) => void = () => {},
): Promise<SegmentsRead> {
  const names = (await storage.list(SEGMENT_FOLDER)).filter((name) => !isTemporary(name));
  const chain = createChain(sizes, onLeaf);
  for (const name of names.filter(isSegmentFile)) {
    const next = chain.records();
    if (name !== segmentFile(next)) {
      return chain.end(at(next, 'SEGMENT-NAME', `segment ${name}; the next to come is ${segmentFile(next)}`));
    }
    const file = `${SEGMENT_FOLDER}/${name}`;
    const size = (await storage.size(file)) ?? 0;
    if (size < 1 || size > MAX_SEGMENT_BYTES) {
      const message = `segment ${name} has ${size} bytes; it needs 1 to ${MAX_SEGMENT_BYTES}`;
      return chain.end(at(next, 'SEGMENT-SIZE', message));
    }
    const fault = chain.addSegment(await storage.read(file), name);
    if (fault !== undefined) return chain.end(fault);
  }
  const foreign = names.find((name) => !isSegmentFile(name));
  return chain.end(
    foreign === undefined
      ? undefined
      : at(chain.records(), 'FOREIGN-FILE', `${SEGMENT_FOLDER}/${foreign} is no segment`),
  );
}

interface Chain {
  records(): number;
  addSegment(segment: Uint8Array, name: string): LedgerBreak | undefined;
  end(fault: LedgerBreak | undefined): SegmentsRead;
}

function createChain(sizes: Iterable<number>, onLeaf: (leafHash: Hash) => void): Chain {
  // One leaf behind: what record k put there is known when record k + 1 names it.
  const tree = createMerkleTree();
  const scanner = createRecordScanner();
  const wanted = new Set(sizes);
  const roots = new Map<number, Hash>();
  const notices: FoundNotice[] = [];
  // A leaf is 0x00 and the record's bytes, which are copied behind it to be hashed.
  const leaf = Buffer.alloc(1 + MAX_RECORD_BYTES, LEAF_PREFIX);
  let records = 0;
  let last: Hash = new Uint8Array();
  let gap: number | undefined;

  const grow = (hash: Hash): void => {
    tree.append(hash);
    if (wanted.has(tree.size())) roots.set(tree.size(), tree.root());
  };

  /** The record at [start, end), whose frame is whole. */
  const add = (bytes: Uint8Array, start: number, end: number): LedgerBreak | undefined => {
    const wrong = scanner.scan(bytes, start, end);
    if (wrong !== undefined) return at(records, 'RECORD-FORMAT', wrong);
    const { seq, prev, isSigned } = scanner.form;
    if (seq !== records) return at(records, 'RECORD-SEQ', `record ${seq} stands in the place of ${records}`);
    if (records === 0) {
      if (!isZeros(bytes, prev)) return at(0, 'RECORD-PREV', doesNotFollow(0));
    } else if (isHexOf(bytes, prev, last)) {
      grow(last);
    } else {
      gap ??= records;
      grow(fromHex(textOf(bytes.subarray(prev, prev + 64))));
    }
    leaf.set(bytes.subarray(start, end), 1);
    last = sha256(leaf.subarray(0, 1 + end - start));
    onLeaf(last);
    if (isSigned) notices.push({ seq, fact: factOf(bytes.subarray(start, end)) });
    records++;
    return undefined;
  };

  return {
    records: () => records,
    addSegment(segment, name) {
      for (let offset = 0; offset < segment.length;) {
        const frame = readFrame(segment, offset);
        if (frame.kind === 'fault') return at(records, frame.code, `${frame.message} of segment ${name}`);
        const fault = add(segment, offset + FRAME_HEADER_BYTES, frame.end);
        if (fault !== undefined) return fault;
        offset = frame.end;
      }
      return undefined;
    },
    end(fault) {
      if (wanted.has(0)) roots.set(0, emptyRoot());
      if (records > 0) grow(last);
      return { records, root: tree.root(), gap, roots, notices, fault };
    },
  };
}

const at = (record: number, code: BreakCode, message: string): LedgerBreak => ({ record, code, message });

const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');

/** Of bytes that are a record. */
const factOf = (bytes: Uint8Array): Readonly<Record<string, unknown>> =>
  (JSON.parse(textOf(bytes)) as { readonly fact: Readonly<Record<string, unknown>> }).fact;

/**
 * The leaf hashes of the first `size` records, if those are whole and their root is `root`; else undefined. What stands behind
 * them is not judged.
 */
export async function readLeaves(
  storage: LedgerStorage,
  { size, root }: { readonly size: number; readonly root: Hash },
): Promise<readonly Hash[] | undefined> {
  const leaves: Hash[] = [];
  const { gap, roots } = await readSegments(storage, [size], (leaf) => {
    if (leaves.length < size) leaves.push(leaf);
  });
  const found = roots.get(size);
  return (gap === undefined || gap > size) && found !== undefined && equalBytes(found, root) ? leaves : undefined;
}
