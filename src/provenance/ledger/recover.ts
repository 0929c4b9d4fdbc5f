/**
 * Brings a ledger's folder back to what can be vouched for (docs/FORMATS.md, "Recovery"), under the writer's lock.
 *
 * It changes nothing that a checkpoint or a whole record stands for, and a second run changes nothing at all: a crash in the middle
 * of it is mended by the next.
 */

import { sha256, toHex } from '../hash.ts';
import {
  CHECKPOINT_FILE,
  CHECKPOINT_FOLDER,
  CUT_FOLDER,
  DOCUMENT_FOLDER,
  INDEX_FOLDER,
  isTemporary,
  SEGMENT_FOLDER,
  SNAPSHOT_FILE,
  type LedgerStorage,
} from '../log/storage.ts';
import { decodeSnapshot, MAX_SNAPSHOT_BYTES } from '../log/snapshot.ts';
import type { Checkpoint } from '../note/checkpoint.ts';
import { equalBytes } from '../hash.ts';
import { rootOfSubtrees } from '../tree/merkle.ts';
import { headOfSnapshot, NO_HEAD, type Head } from './head.ts';
import { ofVersion1, scan, type Scan } from './scan.ts';
import { readCheckpoints } from './stored-checkpoints.ts';

/** What a write left that never ended, kept in `file`, byte for byte. */
export interface Cut {
  /** The record that it would have been. */
  readonly records: number;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly file: string;
}

export interface Recovered extends Pick<Scan, 'head' | 'checkpoint'> {
  /** Of the last checkpoint or else of `ledger-opened`; undefined where there is neither. */
  readonly origin?: string;
  /** Records of the snapshot that was of use; 0: none was. */
  readonly snapshotSize: number;
  /** Cuts that no record tells of yet, of this recovery and of any that did not get so far. */
  readonly cuts: readonly Cut[];
}

/**
 * Throws a `LedgerError`: `BROKEN` where there is damage, of which nothing is mended; `OLD-VERSION`. Else rejects as the storage does.
 */
export async function recover(storage: LedgerStorage): Promise<Recovered> {
  await removeTemporaries(storage);
  const { from, checkpoints } = await beginning(storage);
  const found = await scan(storage, from, checkpoints);
  await mend(storage, found);
  const origin = checkpoints.at(-1)?.origin ?? found.head.origin;
  return {
    head: found.head,
    ...(found.checkpoint && { checkpoint: found.checkpoint }),
    ...(origin !== undefined && { origin }),
    snapshotSize: from.size,
    cuts: await untoldCuts(storage, { from: from.size, told: found.told }),
  };
}

const FOLDERS = ['', SEGMENT_FOLDER, CHECKPOINT_FOLDER, CUT_FOLDER, DOCUMENT_FOLDER, INDEX_FOLDER];

async function removeTemporaries(storage: LedgerStorage): Promise<void> {
  for (const folder of FOLDERS) {
    const names = (await storage.list(folder)).filter(isTemporary);
    for (const name of names) await storage.remove(folder === '' ? name : `${folder}/${name}`);
  }
}

interface Beginning {
  readonly from: Head;
  /** Those of `from.size` records and more. */
  readonly checkpoints: readonly Checkpoint[];
}

/** The snapshot where it fits, with the checkpoints from there on; or else the very beginning. */
async function beginning(storage: LedgerStorage): Promise<Beginning> {
  const snapshot = await readSnapshot(storage);
  if (snapshot !== undefined) {
    const checkpoints = await readCheckpoints(storage, snapshot.size);
    const [first] = checkpoints;
    const fits = first?.size === snapshot.size && equalBytes(first.root, rootOfSubtrees(snapshot.subtrees));
    const from = fits ? await headOfSnapshot(storage, snapshot, first.origin) : undefined;
    if (from !== undefined) return { from, checkpoints };
  }
  const checkpoints = await readCheckpoints(storage, 0);
  if (checkpoints.length === 0 && (await storage.size(CHECKPOINT_FILE)) !== undefined) throw ofVersion1();
  return { from: NO_HEAD, checkpoints };
}

async function readSnapshot(storage: LedgerStorage) {
  const bytes = await storage.size(SNAPSHOT_FILE);
  if (bytes === undefined || bytes > MAX_SNAPSHOT_BYTES) return undefined;
  return decodeSnapshot(await storage.read(SNAPSHOT_FILE));
}

/**
 * The torn tail's bytes are durable in their new place before they go from the old one.
 *
 * Records behind the last checkpoint may be in the operating system's memory only: their writer was killed before its sync, or the
 * sync failed, after which another one proves nothing. The segment with the last of them is written anew before anything follows.
 */
async function mend(storage: LedgerStorage, { head, checkpoint, torn, empty }: Scan): Promise<void> {
  for (const name of empty) await storage.remove(`${SEGMENT_FOLDER}/${name}`);
  if (torn !== undefined) {
    const digest = toHex(sha256(torn.bytes));
    await storage.writeAtomic(`${CUT_FOLDER}/${head.size}-${digest.slice(0, 16)}`, torn.bytes);
    if (torn.offset === 0) await storage.remove(`${SEGMENT_FOLDER}/${torn.segment}`);
  }
  const { last } = head;
  if (last === undefined || (torn === undefined && head.size === checkpoint?.size)) return;
  const segment = `${SEGMENT_FOLDER}/${last.segment}`;
  await storage.writeAtomic(segment, await storage.readAt(segment, 0, last.end));
}

interface Told {
  /** Cuts behind fewer records were told of before. */
  readonly from: number;
  readonly told: ReadonlySet<string>;
}

async function untoldCuts(storage: LedgerStorage, { from, told }: Told): Promise<readonly Cut[]> {
  const cuts: Cut[] = [];
  for (const name of await storage.list(CUT_FOLDER)) {
    const [, records, start] = /^(0|[1-9][0-9]{0,9})-([0-9a-f]{16})$/.exec(name) ?? [];
    const file = `${CUT_FOLDER}/${name}`;
    if (start === undefined || Number(records) < from || told.has(file)) continue;
    const bytes = await storage.read(file);
    const digest = toHex(sha256(bytes));
    if (digest.startsWith(start)) cuts.push({ records: Number(records), bytes: bytes.length, sha256: digest, file });
  }
  return cuts.toSorted((a, b) => a.records - b.records);
}
