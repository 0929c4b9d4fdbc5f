/** The folder `ledger/` of an output folder: simulations may be repeated over their own, real records are never touched. */

import { readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { directoryStorage, type LedgerStorage } from '../../provenance/index.ts';
import { ServiceError } from '../errors.ts';
import { createNodeFs } from '../node-fs.ts';

/**
 * An empty ledger for a simulation: one that an earlier simulation left is removed.
 * @throws ServiceError `REJECTED` where the folder holds anything else.
 */
export async function ledgerForSimulation(directory: string): Promise<LedgerStorage> {
  const folder = path.resolve(directory, 'ledger');
  if (await exists(folder)) {
    if (!(await isOfSimulation(folder))) throw occupied(folder);
    await rm(folder, { recursive: true });
  }
  return directoryStorage(createNodeFs(), folder);
}

/** @throws ServiceError `REJECTED` where there is a ledger already: a real run is recorded once. */
export async function assertNoLedger(directory: string): Promise<void> {
  const folder = path.resolve(directory, 'ledger');
  if (await exists(folder)) throw occupied(folder);
}

async function exists(folder: string): Promise<boolean> {
  return stat(folder).then(
    () => true,
    () => false,
  );
}

/** The first line of a checkpoint is the origin, which says which world was recorded. */
async function isOfSimulation(folder: string): Promise<boolean> {
  const checkpoints = path.join(folder, 'checkpoints');
  const [first] = await readdir(checkpoints).catch(() => []);
  // Ledgers of version 1 have one checkpoint, beside the segments.
  const file = first === undefined ? path.join(folder, 'checkpoint') : path.join(checkpoints, first);
  const checkpoint = await readFile(file, 'utf8').catch(() => '');
  return checkpoint.startsWith('seqplan/simulated/');
}

const occupied = (folder: string): ServiceError =>
  new ServiceError('REJECTED', `${folder} holds a record already`, {
    findings: [
      {
        code: 'LEDGER-EXISTS',
        severity: 'error',
        path: '',
        message: `${folder} exists and is not the finished ledger of a simulation`,
        hint: 'Choose another folder with --out; records are never overwritten.',
      },
    ],
  });
