/** Watches whether alignments are in the order that the header claims: SAMv1 section 1.3, SO. */

import { Buffer } from 'node:buffer';
import type { SortOrder } from './header.ts';

/** The reference of an alignment that has none: it comes last. */
export const UNPLACED = 2 ** 31 - 1;

export interface SortWatch {
  claim(order: SortOrder): void;
  /** `reference` in the order of @SQ; -1: not in the header. Name: `bytes[start, end)`. What breaks the order, once. */
  next(reference: number, position: number, bytes: Uint8Array, start: number, end: number): string | undefined;
}

export function createSortWatch(): SortWatch {
  let claimed: SortOrder = 'unknown';
  let [reference, position] = [-1, -1];
  let name = '';
  // The specification leaves open how names compare: as bytes, or with numbers by value.
  let isByBytes = true;
  let isNatural = true;

  const coordinate = (nextReference: number, nextPosition: number): string | undefined => {
    const [lastReference, lastPosition] = [reference, position];
    reference = nextReference;
    position = nextPosition;
    if (nextReference > lastReference || nextReference === UNPLACED) return undefined;
    if (lastReference === UNPLACED) return 'an alignment with a reference comes after those without';
    if (nextReference < lastReference) return 'a reference comes after one that is behind it in the header';
    return nextPosition < lastPosition ? `position ${nextPosition} comes after ${lastPosition}` : undefined;
  };

  const queryname = (text: string): string | undefined => {
    if (text === name) return undefined;
    // No name is less than that of no read.
    if (text < name) isByBytes = false;
    if (isNatural && compareNatural(name, text) > 0) isNatural = false;
    name = text;
    return isByBytes || isNatural ? undefined : 'names fall by bytes as well as by numbers';
  };

  return {
    claim(order) {
      claimed = order;
    },
    next(nextReference, nextPosition, bytes, start, end) {
      if (claimed !== 'coordinate' && claimed !== 'queryname') return undefined;
      const disorder =
        claimed === 'coordinate' ? coordinate(nextReference, nextPosition) : queryname(latin(bytes, start, end));
      if (disorder !== undefined) claimed = 'unsorted';
      return disorder;
    },
  };
}

const latin = (bytes: Uint8Array, start: number, end: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');

/** Runs of digits by value, everything else by bytes. */
export function compareNatural(a: string, b: string): number {
  const [left, right] = [parts(a), parts(b)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [x = '', y = ''] = [left[i], right[i]];
    if (x === y) continue;
    const isNumber = /^\d/.test(x) && /^\d/.test(y);
    if (!isNumber) return x < y ? -1 : 1;
    const [p, q] = [x.replace(/^0+/, ''), y.replace(/^0+/, '')];
    if (p.length !== q.length) return p.length - q.length;
    if (p !== q) return p < q ? -1 : 1;
  }
  return left.length - right.length;
}

const parts = (text: string): readonly string[] => text.match(/\d+|\D+/g) ?? [];
