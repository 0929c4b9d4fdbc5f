/** Documents that records name by digest: they lie beside the segments, each under its SHA-256, so that nobody has to ask for them. */

import { sha256, toHex } from '../hash.ts';
import { DOCUMENT_FOLDER, MAX_DOCUMENT_BYTES, type LedgerStorage } from '../log/storage.ts';

export type StoredDocument =
  | { readonly kind: 'document'; readonly bytes: Uint8Array }
  | { readonly kind: 'missing'; readonly message: string }
  /** There is a file of that name, and it holds something else. */
  | { readonly kind: 'changed'; readonly message: string };

/** Durable when it resolves, to the digest that names it: lower-case hex. Rejects as `LedgerStorage` does. */
export async function storeDocument(storage: LedgerStorage, bytes: Uint8Array): Promise<string> {
  const digest = toHex(sha256(bytes));
  const known = await readDocument(storage, digest);
  if (known.kind !== 'document') await storage.writeAtomic(fileOf(digest), bytes);
  return digest;
}

/** `digest`: lower-case hex; anything else names no document. Rejects as `LedgerStorage` does. */
export async function readDocument(storage: LedgerStorage, digest: string): Promise<StoredDocument> {
  const size = /^[0-9a-f]{64}$/.test(digest) ? await storage.size(fileOf(digest)) : undefined;
  if (size === undefined) return { kind: 'missing', message: `there is no document ${digest.slice(0, 64)}` };
  if (size > MAX_DOCUMENT_BYTES) {
    return { kind: 'changed', message: `document ${digest} has ${size} bytes; the limit is ${MAX_DOCUMENT_BYTES}` };
  }
  const bytes = await storage.read(fileOf(digest));
  const found = toHex(sha256(bytes));
  if (found === digest) return { kind: 'document', bytes };
  return { kind: 'changed', message: `document ${digest} has the digest ${found}` };
}

const fileOf = (digest: string): string => `${DOCUMENT_FOLDER}/${digest}`;
