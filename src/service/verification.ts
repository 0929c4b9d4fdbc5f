/** Is this ledger as it was written? */

import path from 'node:path';
import { directoryStorage, fromHex, toBase64, verifyLedger, type Verification } from '../provenance/index.ts';
import { createNodeFs } from './node-fs.ts';

export interface VerifyOptions {
  /** Root hash from outside the ledger, lower-case hex as reports print it, that the ledger must have. */
  readonly root?: string;
}

/** `directory`: a ledger's folder, as `simulate --out` and `run --out` write it. */
export async function verify(directory: string, { root }: VerifyOptions = {}): Promise<Verification> {
  const storage = directoryStorage(createNodeFs(), path.resolve(directory));
  return verifyLedger(storage, root === undefined ? {} : { expectedRoot: toBase64(fromHex(root)) });
}
