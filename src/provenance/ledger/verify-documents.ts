/** Documents that records name by their digest: each is what its name says. */

import { sha256, toHex } from '../hash.ts';
import type { LedgerBreak } from '../ledger-error.ts';
import { DOCUMENT_FOLDER, listedSize, MAX_DOCUMENT_BYTES, type LedgerStorage } from '../log/storage.ts';

/** Rejects only where the storage does. */
export async function documentFault(storage: LedgerStorage): Promise<LedgerBreak | undefined> {
  for (const name of await storage.list(DOCUMENT_FOLDER)) {
    if (!/^[0-9a-f]{64}$/.test(name)) continue;
    const file = `${DOCUMENT_FOLDER}/${name}`;
    const bytes = await listedSize(storage, file);
    const isWhole = bytes <= MAX_DOCUMENT_BYTES && toHex(sha256(await storage.read(file))) === name;
    if (!isWhole)
      return { record: 'document', code: 'DOCUMENT-CHANGED', message: `${file} has other bytes than its name says` };
  }
  return undefined;
}
