/** A ledger in memory: what a simulation writes to, and what tests damage. Nothing outlives the process. */

import { Buffer } from 'node:buffer';
import { compareText } from '../../base/index.ts';
import type { LedgerStorage } from './storage.ts';

export interface MemoryStorage extends LedgerStorage {
  /** What a folder would hold now: copies, by relative name, sorted. */
  files(): ReadonlyMap<string, Uint8Array>;
}

/** `files`: what is there to begin with, by relative name. */
export function memoryStorage(files: ReadonlyMap<string, Uint8Array> = new Map()): MemoryStorage {
  // Chunks as they were appended: joining them at each append would be quadratic.
  const chunksOf = new Map<string, Uint8Array[]>([...files].map(([name, bytes]) => [name, [new Uint8Array(bytes)]]));

  const content = (name: string): Uint8Array => {
    const chunks = chunksOf.get(name);
    if (chunks === undefined) throw Object.assign(new Error(`no file ${name}`), { code: 'ENOENT' });
    return new Uint8Array(Buffer.concat(chunks));
  };

  return {
    files: () => new Map([...chunksOf.keys()].toSorted(compareText).map((name) => [name, content(name)])),
    async list(folder) {
      const prefix = `${folder}/`;
      return [...chunksOf.keys()]
        .filter((name) => name.startsWith(prefix))
        .map((name) => name.slice(prefix.length))
        .toSorted(compareText);
    },
    size: async (name) => chunksOf.get(name)?.reduce((sum, chunk) => sum + chunk.length, 0),
    read: async (name) => content(name),
    async openAppend(name) {
      const chunks = chunksOf.get(name) ?? [];
      chunksOf.set(name, chunks);
      return {
        append: async (bytes) => void chunks.push(new Uint8Array(bytes)),
        sync: async () => {},
        close: async () => {},
      };
    },
    async writeAtomic(name, bytes) {
      chunksOf.set(name, [new Uint8Array(bytes)]);
    },
  };
}
