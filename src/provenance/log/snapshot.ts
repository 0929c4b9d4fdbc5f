/**
 * The writer's snapshot: what it must know at a checkpoint to go on from there without reading what is before.
 *
 * One line of canonical JSON and one with its SHA-256. Nothing follows from it: whoever reads it compares the root of its subtrees
 * with the checkpoint of the same size, and reads everything where the two differ.
 */

import { Buffer } from 'node:buffer';
import { canonicalJson } from '../../base/index.ts';
import { fromHex, HASH_BYTES, sha256, toHex, type Hash } from '../hash.ts';
import type { FramePlace } from './segment-writer.ts';
import { isSegmentFile } from './storage.ts';

/** The place is that of the last record. */
export interface Snapshot extends FramePlace {
  /** Records; at least 1. */
  readonly size: number;
  /** Roots of the complete subtrees, the largest first. */
  readonly subtrees: readonly Hash[];
  /** Leaf hash of record `size` - 1. */
  readonly leaf: Hash;
  /** The key that checkpoints of more records are signed with; '' where none is. */
  readonly vkey: string;
}

/** More than the longest snapshot: 53 subtrees and a vkey. */
export const MAX_SNAPSHOT_BYTES = 65_536;

export function encodeSnapshot({ subtrees, leaf, ...rest }: Snapshot): Uint8Array {
  const line = `${canonicalJson({ ...rest, leaf: toHex(leaf), subtrees: subtrees.map(toHex), v: 1 })}\n`;
  return Buffer.from(`${line}${toHex(sha256(Buffer.from(line, 'utf8')))}\n`, 'utf8');
}

/** undefined for anything that is not a whole snapshot of this version. */
export function decodeSnapshot(bytes: Uint8Array): Snapshot | undefined {
  const [line = '', digest, end, ...more] = Buffer.from(bytes).toString('utf8').split('\n');
  if (end !== '' || more.length > 0 || digest !== toHex(sha256(Buffer.from(`${line}\n`, 'utf8')))) return undefined;
  try {
    const { v, leaf, subtrees, ...rest } = JSON.parse(line) as Stored;
    const snapshot = { ...rest, leaf: fromHex(leaf), subtrees: subtrees.map(fromHex) };
    return v === 1 && isPlausible(snapshot) ? snapshot : undefined;
  } catch {
    // The digest has no key: whoever wrote the line wrote its digest too.
    return undefined;
  }
}

type Stored = Omit<Snapshot, 'leaf' | 'subtrees'> & {
  readonly v: number;
  readonly leaf: string;
  readonly subtrees: readonly string[];
};

const isPlausible = ({ size, subtrees, segment, begin, end, leaf }: Snapshot): boolean =>
  isSegmentFile(segment) && begin < end && subtrees.length === onesOf(size) && [leaf, ...subtrees].every(isHash);

const isHash = (hash: Hash): boolean => hash.length === HASH_BYTES;

/** How many complete subtrees a tree of `size` leaves has. */
function onesOf(size: number): number {
  let ones = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) ones += rest % 2;
  return ones;
}
