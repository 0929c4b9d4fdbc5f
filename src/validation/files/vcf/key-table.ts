/** Finds the definition of a key by its bytes, without making a text of them: most keys of a file are few and come again. */

import { Buffer } from 'node:buffer';
import type { Definition, Definitions } from './definitions.ts';
import { isSameBytes } from '../text/same-bytes.ts';

export interface KeyEntry {
  readonly definition: Definition;
  readonly isGood: boolean;
  /** Where it was met last, for whoever looks for repetitions. */
  lastSeen: number;
}

interface Slot extends KeyEntry {
  readonly bytes: Uint8Array;
  readonly next: Slot | undefined;
}

const BUCKETS = 1024;
/** Foreign files may have a new key on every line. */
const MOST_KEYS = 20_000;

export interface KeyTable {
  /** The key `bytes[start, end)`. */
  find(bytes: Uint8Array, start: number, end: number): KeyEntry;
}

export function createKeyTable(definitions: Definitions, isGood: (key: string) => boolean): KeyTable {
  let buckets: (Slot | undefined)[] = Array.from({ length: BUCKETS }, () => undefined);
  let count = 0;
  return {
    find(bytes, start, end) {
      let hash = end - start;
      for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + (bytes[at] ?? 0)) | 0;
      const bucket = hash & (BUCKETS - 1);
      for (let slot = buckets[bucket]; slot !== undefined; slot = slot.next) {
        if (isSameBytes(slot.bytes, bytes, start, end)) return slot;
      }
      if (count++ > MOST_KEYS) {
        buckets = Array.from({ length: BUCKETS }, () => undefined);
        count = 0;
      }
      const key = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
      const slot: Slot = {
        bytes: bytes.slice(start, end),
        definition: definitions.get(key),
        isGood: isGood(key),
        lastSeen: -1,
        next: buckets[bucket],
      };
      buckets[bucket] = slot;
      return slot;
    },
  };
}
