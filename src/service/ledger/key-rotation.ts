/** Hands a ledger over to another key: recorded in it, proved by the old key, signed by both. */

import type { Clock } from '../../base/index.ts';
import { openLedger, readLedger, type LedgerStorage } from '../../provenance/index.ts';
import { rejected } from '../errors.ts';
import { readKeyFile } from '../keys/keys.ts';
import { serviceErrorOf } from './ledger-fault.ts';
import { ledgerStorage } from './verification.ts';
import { packageVersion } from '../version.ts';

export interface RotateKeyOptions {
  readonly directory: string;
  /** Key file in force, and the one that follows. */
  readonly from: string;
  readonly to: string;
  /** For the record; one line. */
  readonly reason: string;
  readonly clock: Clock;
}

/**
 * Resolves with the new vkey and the number of records when the rotation and its checkpoint are durable.
 * @throws ServiceError `REJECTED`: a key that is none or is not in force, a ledger that is broken, in use or without a key; `IO`.
 */
export async function rotateKey({ directory, from, to, reason, clock }: RotateKeyOptions) {
  const storage = await ledgerStorage(directory);
  const [signer, next] = [await readKeyFile(from, 'checkpoint'), await readKeyFile(to, 'checkpoint')];
  if (signer.vkey === next.vkey) throw rejected('KEY-SAME', `${to} is the key in force`, 'Make another key first.');
  if (/\p{Cc}/u.test(reason) || reason.length === 0 || reason.length > 500) {
    throw rejected('KEY-REASON', 'the reason is not one line of 1 to 500 characters', 'Say in one line why.');
  }
  try {
    const origin = await originOf(storage, directory);
    const { writer } = await openLedger({
      storage,
      clock,
      origin,
      signer,
      version: packageVersion(),
      reason: 'the key is handed over',
    });
    try {
      const { size } = await writer.rotateKey(next, reason);
      return { vkey: next.vkey, records: size };
    } finally {
      await writer.close();
    }
  } catch (error) {
    throw serviceErrorOf(error, directory) ?? error;
  }
}

async function originOf(storage: LedgerStorage, directory: string): Promise<string> {
  for await (const { fact } of readLedger(storage)) {
    if (fact.type === 'ledger-opened') return fact.origin;
    break;
  }
  throw rejected(
    'LEDGER-UNSIGNED',
    `${directory} does not begin as a ledger with a key does`,
    'Only a signed ledger has a key to hand over.',
  );
}
