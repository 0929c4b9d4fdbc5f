/** Keys of INFO by their bytes, with what they are defined as: most keys of a file are few and come again. */

import { Buffer } from 'node:buffer';
import type { Definition, Definitions } from './definitions.ts';
import { isAscii } from './encoding.ts';
import { planOf, type ValuePlan } from './glance/scan.ts';

export interface KeyEntry {
  readonly bytes: Uint8Array;
  readonly definition: Definition;
  readonly plan: ValuePlan;
  readonly isGood: boolean;
  /** Of others each record that has them is to be read column by column: there may be something to say of its encoding. */
  readonly isAscii: boolean;
  /** Where it was met last, for whoever looks for repetitions. */
  lastSeen: number;
  /** The key that came after it first, and the last other one: they will come again. */
  follower: KeyEntry | undefined;
  otherFollower: KeyEntry | undefined;
}

/** Foreign files may have a new key on every line. */
const MOST_KEYS = 20_000;

export interface KeyTable {
  /** The key `bytes[start, end)`. */
  find(bytes: Uint8Array, start: number, end: number): KeyEntry;
  /** That key where it was met before. */
  known(bytes: Uint8Array, start: number, end: number): KeyEntry | undefined;
  /** Changes when the table forgets its entries. */
  readonly generation: number;
}

export function createKeyTable(definitions: Definitions, isGood: (key: string) => boolean): KeyTable {
  // Not a table of our own: foreign keys may be made to fall into one bucket.
  const entries = new Map<string, KeyEntry>();
  let generation = 0;
  return {
    get generation() {
      return generation;
    },
    known: (bytes, start, end) => entries.get(text(bytes, start, end)),
    find(bytes, start, end) {
      const key = text(bytes, start, end);
      const known = entries.get(key);
      if (known !== undefined) return known;
      if (entries.size >= MOST_KEYS) {
        entries.clear();
        generation++;
      }
      const definition = definitions.get(key);
      const entry: KeyEntry = {
        bytes: bytes.slice(start, end),
        definition,
        plan: planOf(definition),
        isGood: isGood(key),
        isAscii: isAscii(bytes.subarray(start, end)),
        lastSeen: -1,
        follower: undefined,
        otherFollower: undefined,
      };
      entries.set(key, entry);
      return entry;
    },
  };
}

const text = (bytes: Uint8Array, start: number, end: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
