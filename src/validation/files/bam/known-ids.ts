/** Whether ids in optional fields are those of the header, without making a text of each: most were asked for just before. */

import { Buffer } from 'node:buffer';
import { isSameBytes } from '../text/same-bytes.ts';

const SLOTS = 256;

export interface KnownIds {
  /** `bytes[start, end)` is the id. */
  has(bytes: Uint8Array, start: number, end: number): boolean;
}

/** Without ids every one is known, as in SAM. */
export function createKnownIds(ids: ReadonlySet<string>): KnownIds {
  const kept: (Uint8Array | undefined)[] = Array.from({ length: SLOTS });
  const answers = new Uint8Array(SLOTS);
  return {
    has(bytes, start, end) {
      if (ids.size === 0) return true;
      const length = end - start;
      // Where ids of a file differ, mostly.
      const hash = (length + 7 * (bytes[end - 1] ?? 0) + 31 * (bytes[end - 2] ?? 0) + 61 * (bytes[start] ?? 0)) % SLOTS;
      const last = kept[hash];
      if (last !== undefined && isSameBytes(last, bytes, start, end)) return answers[hash] === 1;
      const isKnown = ids.has(Buffer.from(bytes.buffer, bytes.byteOffset + start, length).toString('latin1'));
      kept[hash] = bytes.slice(start, end);
      answers[hash] = Number(isKnown);
      return isKnown;
    },
  };
}
