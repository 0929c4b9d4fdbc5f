/** What the tests of the writer and of recovery share: a storage that tells and fails on demand, facts of a given size, keys. */

import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { seconds, type AppendFile } from '../../src/base/index.ts';
import type { Fact, Timed } from '../../src/model/index.ts';
import {
  formatVkey,
  memoryStorage,
  openLedger,
  readLedger,
  type LedgerStorage,
  type MemoryStorage,
  type NoteSigner,
  type OpenLedgerOptions,
  type ReadRecord,
} from '../../src/provenance/index.ts';
import { EPOCH_MS, ORIGIN } from './sample-ledger.ts';

/** What changes files, and `sync`, `close`, `read`, `lock`. */
export type Operation = 'append' | 'sync' | 'close' | 'open' | 'write' | 'truncate' | 'remove' | 'read' | 'lock';

export interface WatchedStorage {
  readonly storage: LedgerStorage;
  readonly inner: MemoryStorage;
  /** `append segments/0000000000.seg`, ... in order, failed ones too. */
  readonly log: string[];
  /** Awaited before each operation; what it throws is what the operation rejects with. Replaceable. */
  before: (operation: Operation, name: string) => void | Promise<void>;
}

export function watchedStorage(inner: MemoryStorage = memoryStorage()): WatchedStorage {
  const watched: WatchedStorage = { storage: inner, inner, log: [], before: () => {} };
  const told = async <T>(operation: Operation, name: string, work: () => Promise<T>): Promise<T> => {
    if (operation !== 'read' && operation !== 'lock') watched.log.push(`${operation} ${name}`);
    await watched.before(operation, name);
    return work();
  };
  const storage: LedgerStorage = {
    ...inner,
    read: (name) => told('read', name, () => inner.read(name)),
    readAt: (name, offset, length) => told('read', name, () => inner.readAt(name, offset, length)),
    async openAppend(name) {
      const file = await told('open', name, () => inner.openAppend(name));
      return {
        append: (bytes) => told('append', name, () => file.append(bytes)),
        sync: () => told('sync', name, () => file.sync()),
        close: () => told('close', name, () => file.close()),
      } satisfies AppendFile;
    },
    writeAtomic: (name, bytes) => told('write', name, () => inner.writeAtomic(name, bytes)),
    truncate: (name, bytes) => told('truncate', name, () => inner.truncate(name, bytes)),
    remove: (name) => told('remove', name, () => inner.remove(name)),
    lock: (name) => told('lock', name, () => inner.lock(name)),
  };
  return Object.assign(watched, { storage });
}

export const systemError = (code: string): Error => Object.assign(new Error(`${code}: as asked`), { code });

/** A record of some 250 bytes and `length` more. */
export const fill = (length: number): Timed<Fact> => ({
  type: 'plan-refused',
  at: seconds(0),
  request: 1,
  reason: 'x'.repeat(length),
});

export const clock = { nowMs: () => EPOCH_MS };

/** Opens, with what need not vary. */
export const openSample = (options: Pick<OpenLedgerOptions, 'storage'> & Partial<OpenLedgerOptions>) =>
  openLedger({ clock, origin: ORIGIN, version: '1.2.3', ...options });

export async function recordsOf(storage: LedgerStorage): Promise<readonly ReadRecord[]> {
  const records: ReadRecord[] = [];
  for await (const record of readLedger(storage)) records.push(record);
  return records;
}

export const typesOf = async (storage: LedgerStorage): Promise<readonly string[]> =>
  (await recordsOf(storage)).map(({ fact }) => fact.type);

/** An Ed25519 key whose seed is one byte repeated. */
export function testSigner(name: string, seed: number): NoteSigner {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, seed)]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
  return { vkey: formatVkey(name, 1, publicKey), sign: (message) => sign(null, message, key) };
}

/** A promise and what settles it. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}
