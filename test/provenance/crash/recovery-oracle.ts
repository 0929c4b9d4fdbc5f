/**
 * What recovery has to make of a folder, from docs/FORMATS.md, "Recovery": how many records stay, what is cut, or what the damage is.
 *
 * Crashes leave torn tails and nothing worse, so for a crash image `damage` is a fault of the writer that was there before.
 */

import { Buffer } from 'node:buffer';
import { checkpointOf, createRoots, framesOf, leafOf, sha256Hex, type OwnCheckpoint } from './own-reader.ts';

/** Files by name relative to the ledger's folder. */
export type LedgerFiles = ReadonlyMap<string, Uint8Array>;

export interface Expected {
  readonly kind: 'recoverable';
  readonly records: readonly Uint8Array[];
  readonly leaves: readonly string[];
  /** Root over the first so many, hex. */
  readonly rootOf: (size: number) => string;
  readonly checkpoints: readonly OwnCheckpoint[];
  /** What stands behind the last record and is no record. */
  readonly torn?: Uint8Array;
  /** Every cut that a record has to tell of: of this torn tail, and of any whose recovery died before it said so. */
  readonly cuts: readonly ExpectedCut[];
}

export interface ExpectedCut {
  readonly records: number;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly file: string;
}

export interface Damage {
  readonly kind: 'damage';
  readonly message: string;
}

export function expectRecovery(files: LedgerFiles): Expected | Damage {
  const checkpoints: OwnCheckpoint[] = [];
  for (const [name, bytes] of inFolder(files, 'checkpoints')) {
    if (name.endsWith('.tmp')) continue;
    const checkpoint = checkpointOf(bytes);
    if (checkpoint === undefined || name !== tenDigits(checkpoint.size)) {
      return damage(`checkpoint ${name} is not whole: ${bytes.length} bytes`);
    }
    checkpoints.push(checkpoint);
  }
  const last = checkpoints.at(-1)?.size ?? 0;

  const records: Uint8Array[] = [];
  let torn: Uint8Array | undefined;
  for (const [name, bytes] of inFolder(files, 'segments')) {
    if (name.endsWith('.tmp')) continue;
    const frames = framesOf(bytes);
    if (torn !== undefined) {
      if (frames.records.length > 0) return damage(`segment ${name} has records behind a torn tail`);
      continue;
    }
    if (name !== `${tenDigits(records.length)}.seg`) return damage(`segment ${name} after ${records.length} records`);
    records.push(...frames.records);
    if (frames.end < bytes.length) torn = bytes.subarray(frames.end);
  }
  if (records.length < last) return damage(`${records.length} records; a checkpoint counts ${last}`);

  const leaves: string[] = [];
  const told = new Set<unknown>();
  for (const [seq, bytes] of records.entries()) {
    const { seq: stored, prev, fact } = JSON.parse(Buffer.from(bytes).toString('utf8')) as StoredRecord;
    if (stored !== seq) return damage(`record ${stored} in the place of ${seq}`);
    if (prev !== (leaves.at(-1) ?? '0'.repeat(64))) return damage(`prev of record ${seq}`);
    if (fact.type === 'tail-cut') told.add(fact.file);
    leaves.push(leafOf(bytes));
  }
  const rootOf = createRoots(leaves);
  for (const { size, root } of checkpoints) {
    if (root !== rootOf(size)) return damage(`root of checkpoint ${size}`);
  }
  const kept = inFolder(files, 'cut').map(([name, bytes]) => cutOf(Number(name.split('-')[0]), bytes));
  const now = torn === undefined ? [] : [cutOf(records.length, torn)];
  const cuts = new Map(
    [...kept, ...now].filter((cut) => files.has(cut.file) || now.includes(cut)).map((c) => [c.file, c]),
  );
  for (const file of told) cuts.delete(String(file));
  const untold = [...cuts.values()].toSorted((a, b) => a.records - b.records);
  return { kind: 'recoverable', records, leaves, rootOf, checkpoints, ...(torn && { torn }), cuts: untold };
}

interface StoredRecord {
  readonly seq: number;
  readonly prev: string;
  readonly fact: { readonly type: string; readonly file?: unknown };
}

function cutOf(records: number, bytes: Uint8Array): ExpectedCut {
  const sha256 = sha256Hex(bytes);
  return { records, bytes, sha256, file: `cut/${records}-${sha256.slice(0, 16)}` };
}

const damage = (message: string): Damage => ({ kind: 'damage', message });

export const tenDigits = (count: number): string => String(count).padStart(10, '0');

/** Name and bytes of what lies directly in a folder, in order of names. */
export const inFolder = (files: LedgerFiles, folder: string): readonly (readonly [string, Uint8Array])[] =>
  [...files]
    .filter(([path]) => path.startsWith(`${folder}/`))
    .map(([path, bytes]) => [path.slice(folder.length + 1), bytes] as const);
