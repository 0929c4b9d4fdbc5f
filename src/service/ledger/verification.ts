/** Is this ledger as it was written, and who says so? */

import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  directoryStorage,
  fromHex,
  MAX_ANCHOR_BYTES,
  splitNotes,
  toBase64,
  verifyLedger,
  type LedgerStorage,
  type Verification,
} from '../../provenance/index.ts';
import { ServiceError, rejected } from '../errors.ts';
import { readVkey } from '../keys/keys.ts';
import { createNodeFs } from '../node-fs.ts';

export interface VerifyOptions {
  /** Root hash from outside the ledger, lower-case hex as reports print it, that the ledger must have. */
  readonly root?: string;
  /** Files of checkpoints kept elsewhere, which the ledger must continue. */
  readonly checkpoints?: readonly string[];
  /** Keys, as vkeys or files that hold one: of the ledger's signer, of witnesses. One of each kind given must be found. */
  readonly keys?: readonly string[];
  /** Accept records behind the last checkpoint. */
  readonly tail?: boolean;
}

/**
 * `directory`: a ledger's folder, as `simulate --out` and `run --out` write it.
 * @throws ServiceError `REJECTED` for a folder, key or checkpoint file that is not there, `IO` where reading fails.
 */
export async function verify(directory: string, options: VerifyOptions = {}): Promise<Verification> {
  const { root, checkpoints = [], keys = [], tail = false } = options;
  const storage = await ledgerStorage(directory);
  const trusted = await Promise.all(keys.map(readVkey));
  const anchors = (await Promise.all(checkpoints.map(readAnchors))).flat();
  try {
    return await verifyLedger(storage, {
      anchors,
      trusted,
      acceptTail: tail,
      ...(root !== undefined && { expectedRoot: toBase64(fromHex(root)) }),
    });
  } catch (cause) {
    if (!(cause instanceof Error && 'syscall' in cause)) throw cause;
    throw new ServiceError('IO', `cannot read ${directory}: ${cause.message}`, { cause });
  }
}

/** @throws ServiceError `REJECTED` where there is no such folder. */
export async function ledgerStorage(directory: string): Promise<LedgerStorage> {
  const folder = path.resolve(directory);
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) throw rejected('LEDGER-ABSENT', `${directory} is no folder`, 'Give the folder of a ledger.');
  return directoryStorage(createNodeFs(), folder);
}

/** The checkpoints in a file; at least one, which may be none at all: the verifier says so. */
export async function readAnchors(file: string): Promise<readonly Uint8Array[]> {
  let bytes: Uint8Array;
  try {
    const { size } = await stat(file);
    if (size > MAX_ANCHOR_BYTES) {
      const message = `${file} has ${size} bytes; the limit is ${MAX_ANCHOR_BYTES}`;
      throw rejected('FILE-TOO-LARGE', message, 'Give the last checkpoints only.');
    }
    bytes = await readFile(file);
  } catch (cause) {
    if (cause instanceof ServiceError) throw cause;
    const message = `cannot read ${file}: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw rejected('FILE-UNREADABLE', message, 'Check the path and the permissions.');
  }
  const notes = splitNotes(bytes);
  return notes.length === 0 ? [bytes] : notes;
}
