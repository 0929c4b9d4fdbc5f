/** Watches whether alignments are in the order that the header claims: SAMv1 section 1.3, SO. */

import { Buffer } from 'node:buffer';
import type { SortOrder } from './header.ts';

export interface Place {
  /** In the order of @SQ; -1: not in the header. */
  readonly reference: number;
  readonly position: number;
}

export interface SortWatch {
  claim(order: SortOrder): void;
  /** `place`: undefined for one without a reference, which come last. Name: `bytes[start, end)`. What breaks the order, once. */
  next(place: Place | undefined, bytes: Uint8Array, start: number, end: number): string | undefined;
}

export function createSortWatch(): SortWatch {
  let claimed: SortOrder = 'unknown';
  let last: Place | undefined;
  let isUnplaced = false;
  let name = '';
  // The specification leaves open how names compare: as bytes, or with numbers by value.
  let isByBytes = true;
  let isNatural = true;
  let isFirst = true;

  const coordinate = (place: Place | undefined): string | undefined => {
    if (place === undefined) {
      isUnplaced = true;
      return undefined;
    }
    const before = last;
    last = place;
    if (isUnplaced) return 'an alignment with a reference comes after those without';
    if (before === undefined || place.reference > before.reference) return undefined;
    if (place.reference < before.reference) return 'a reference comes after one that is behind it in the header';
    return place.position < before.position ? `position ${place.position} comes after ${before.position}` : undefined;
  };

  const queryname = (text: string): string | undefined => {
    if (!isFirst) {
      if (text < name) isByBytes = false;
      if (compareNatural(name, text) > 0) isNatural = false;
    }
    name = text;
    return isByBytes || isNatural ? undefined : 'names fall by bytes as well as by numbers';
  };

  return {
    claim(order) {
      claimed = order;
    },
    next(place, bytes, start, end) {
      if (claimed !== 'coordinate' && claimed !== 'queryname') return undefined;
      const text = (): string => Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
      const disorder = claimed === 'coordinate' ? coordinate(place) : queryname(text());
      isFirst = false;
      if (disorder !== undefined) claimed = 'unsorted';
      return disorder;
    },
  };
}

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
