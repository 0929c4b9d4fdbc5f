/** The newest checkpoint of a ledger: what proofs and exports are made against. */

import { brokenAt } from '../ledger-error.ts';
import { CHECKPOINT_FILE, CHECKPOINT_FOLDER, isCountName, type LedgerStorage } from '../log/storage.ts';
import { decodeCheckpoint, MAX_CHECKPOINT_BYTES, type SignedCheckpoint } from '../note/checkpoint.ts';

export interface LastCheckpoint extends SignedCheckpoint {
  /** The signed note as it is stored. */
  readonly note: Uint8Array;
}

/** Throws a `LedgerError` `BROKEN` where there is none, or none that a writer wrote. */
export async function readLastCheckpoint(storage: LedgerStorage): Promise<LastCheckpoint> {
  const name = (await storage.list(CHECKPOINT_FOLDER)).findLast(isCountName);
  const file = name === undefined ? CHECKPOINT_FILE : `${CHECKPOINT_FOLDER}/${name}`;
  const bytes = await storage.size(file);
  if (bytes === undefined) {
    throw brokenAt('checkpoint', 'CHECKPOINT-MISSING', 'the ledger has no checkpoint yet, or it is gone');
  }
  if (bytes > MAX_CHECKPOINT_BYTES) {
    throw brokenAt('checkpoint', 'CHECKPOINT-FORMAT', `${bytes} bytes; the limit is ${MAX_CHECKPOINT_BYTES}`);
  }
  const note = await storage.read(file);
  const decoded = decodeCheckpoint(note);
  if (decoded.kind === 'fault') throw brokenAt('checkpoint', 'CHECKPOINT-FORMAT', `${file}: ${decoded.message}`);
  const { checkpoint, lines } = decoded;
  if (name !== undefined && checkpoint.size !== Number(name)) {
    throw brokenAt('checkpoint', 'CHECKPOINT-FORMAT', `${file}: it counts ${checkpoint.size} records`);
  }
  return { checkpoint, lines, note };
}
