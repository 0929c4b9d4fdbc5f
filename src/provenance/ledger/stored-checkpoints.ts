/** The checkpoints of a ledger's folder, each held against its name and the one before, none against the records. */

import { brokenAt, type LedgerError } from '../ledger-error.ts';
import { CHECKPOINT_FOLDER, isCountName, isTemporary, type LedgerStorage } from '../log/storage.ts';
import { decodeCheckpoint, MAX_CHECKPOINT_BYTES, type Checkpoint } from '../note/checkpoint.ts';

/** Those of `from` records and more, in order. Throws a `LedgerError` `BROKEN` at the first that no writer wrote. */
export async function readCheckpoints(storage: LedgerStorage, from: number): Promise<readonly Checkpoint[]> {
  const names = (await storage.list(CHECKPOINT_FOLDER)).filter((name) => !isTemporary(name));
  const checkpoints: Checkpoint[] = [];
  for (const name of names.filter((one) => isCountName(one) && Number(one) >= from)) {
    const checkpoint = await readCheckpoint(storage, name);
    const before = checkpoints.at(-1);
    if (before !== undefined && before.origin !== checkpoint.origin) {
      throw broken(name, `is of ${checkpoint.origin}; the one before is of ${before.origin}`);
    }
    checkpoints.push(checkpoint);
  }
  const foreign = names.find((name) => !isCountName(name));
  if (foreign === undefined) return checkpoints;
  throw brokenAt('checkpoint', 'FOREIGN-FILE', `${CHECKPOINT_FOLDER}/${foreign} is no checkpoint`);
}

/** `name`: ten digits. */
async function readCheckpoint(storage: LedgerStorage, name: string): Promise<Checkpoint> {
  const file = `${CHECKPOINT_FOLDER}/${name}`;
  const bytes = (await storage.size(file)) ?? 0;
  if (bytes > MAX_CHECKPOINT_BYTES) throw broken(name, `has ${bytes} bytes; the limit is ${MAX_CHECKPOINT_BYTES}`);
  const decoded = decodeCheckpoint(await storage.read(file));
  if (decoded.kind === 'fault') throw broken(name, decoded.message);
  if (decoded.checkpoint.size !== Number(name)) throw broken(name, `is of ${decoded.checkpoint.size} records`);
  return decoded.checkpoint;
}

const broken = (name: string, what: string): LedgerError =>
  brokenAt('checkpoint', 'CHECKPOINT-FORMAT', `${CHECKPOINT_FOLDER}/${name}: ${what}`);
