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
  const held = new Set<string>();

  const content = (name: string): Uint8Array => {
    const chunks = chunksOf.get(name);
    if (chunks === undefined) throw failure('ENOENT', `no file ${name}`);
    return new Uint8Array(Buffer.concat(chunks));
  };

  return {
    files: () => new Map([...chunksOf.keys()].toSorted(compareText).map((name) => [name, content(name)])),
    async list(folder) {
      const prefix = folder === '' ? '' : `${folder}/`;
      const inside = [...chunksOf.keys()].filter((name) => name.startsWith(prefix));
      return [...new Set(inside.map((name) => nameWithin(name, prefix)))].toSorted(compareText);
    },
    size: async (name) => chunksOf.get(name)?.reduce((sum, chunk) => sum + chunk.length, 0),
    read: async (name) => content(name),
    readAt: async (name, offset, length) => content(name).subarray(offset, offset + length),
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
    async truncate(name, bytes) {
      const kept = content(name).subarray(0, bytes);
      // In place, for whoever has the file open.
      chunksOf.get(name)?.splice(0, Infinity, kept);
    },
    async remove(name) {
      chunksOf.delete(name);
    },
    async lock(name) {
      if (held.has(name)) throw failure('ELOCKED', `${name} is in use by another`);
      held.add(name);
      let isHeld = true;
      return {
        async release() {
          if (isHeld) held.delete(name);
          isHeld = false;
        },
      };
    },
  };
}

/** The file, or the folder on the way to it. */
const nameWithin = (name: string, prefix: string): string => name.slice(prefix.length).replace(/\/.*$/su, '');

const failure = (code: string, message: string): Error => Object.assign(new Error(message), { code });
