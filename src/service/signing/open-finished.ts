/** A finished ledger taken up again for one more record: a signature, a correction. */

import path from 'node:path';
import type { Clock } from '../../base/index.ts';
import {
  directoryStorage,
  openLedger,
  readLedger,
  verifyLedger,
  type LedgerStorage,
  type LedgerWriter,
  type NoteSigner,
  type ReadRecord,
} from '../../provenance/index.ts';
import { rejected } from '../errors.ts';
import { createNodeFs } from '../node-fs.ts';
import { packageVersion } from '../version.ts';

export interface FinishedLedger {
  readonly directory: string;
  /** The laboratory's key; needed where the ledger is signed. */
  readonly labKey?: NoteSigner;
  readonly clock: Clock;
}

export interface Reopened {
  readonly storage: LedgerStorage;
  readonly writer: LedgerWriter;
  readonly origin: string;
  /** Instant of the last record: what is added now is told at that instant, and recorded now. */
  readonly last: ReadRecord;
}

/**
 * Verifies the ledger, opens it, lets `use` append, and closes it with a checkpoint.
 * @throws ServiceError `REJECTED` where the ledger is broken or empty.
 */
export async function withFinishedLedger<T>(
  { directory, labKey, clock }: FinishedLedger,
  use: (ledger: Reopened) => Promise<T>,
): Promise<T> {
  const storage = directoryStorage(createNodeFs(), path.resolve(directory));
  const verdict = await verifyLedger(storage, { acceptTail: true });
  if (verdict.kind === 'broken')
    throw rejected(
      'LEDGER-BROKEN',
      `record ${verdict.record}: ${verdict.code}: ${verdict.message}`,
      'Nobody signs what is not as it was written.',
    );
  let last: ReadRecord | undefined;
  for await (const record of readLedger(storage)) last = record;
  if (last === undefined)
    throw rejected('LEDGER-EMPTY', `${directory} holds no records`, 'Give the folder of a ledger.');
  const { origin } = verdict;
  const { writer } = await openLedger({
    storage,
    clock,
    origin,
    version: packageVersion(),
    ...(labKey && { signer: labKey }),
  });
  try {
    return await use({ storage, writer, origin, last });
  } finally {
    await writer.close();
  }
}
