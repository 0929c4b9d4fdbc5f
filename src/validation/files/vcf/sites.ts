/** The order of records: contigs together, positions rising, no record twice. VCFv4.3 sections 1.6 and 1.6.1. */

import { Buffer } from 'node:buffer';

export interface SiteWatch {
  /** The last position; -1 on a contig that has none yet. */
  readonly last: number;
  /** The next record is on another contig; false where that one has been left before. */
  enter(contig: string): boolean;
  /** A record on the contig entered last. `bytes[start, end)`: REF and ALT; an empty range where repetition is allowed. */
  /** The same for the next position that is larger than the last, with REF and ALT of one character each. */
  next(position: number, ref: number, alt: number): void;
  at(position: number, bytes: Uint8Array, start: number, end: number): 'unsorted' | 'duplicate' | undefined;
}

const TAB = 0x09;
/** More alleles at one position than this are not remembered: memory stays bounded. */
const MOST_AT_ONE_PLACE = 10_000;
const MOST_CONTIGS = 2_000_000;

export function createSiteWatch(): SiteWatch {
  const left = new Set<string>();
  let current: string | undefined;
  let last = -1;
  // The alleles of the first record at the last position, as bytes: most positions have one record, which needs no text.
  let first = new Uint8Array(256);
  let firstLength = 0;
  /** Both characters where they are one each; 0 where they are not. */
  let single = 0;
  let others: Set<string> | undefined;
  return {
    get last() {
      return last;
    },
    enter(contig) {
      if (current !== undefined && left.size < MOST_CONTIGS) left.add(current);
      current = contig;
      last = -1;
      return !left.has(contig);
    },
    next(position, ref, alt) {
      last = position;
      single = (ref << 8) | alt;
      others = undefined;
    },
    at(position, bytes, start, end) {
      const before = last;
      last = position;
      if (position < before) return 'unsorted';
      if (position > before) {
        single = 0;
        firstLength = end - start;
        if (firstLength > first.length) first = new Uint8Array(2 * firstLength);
        for (let i = 0; i < firstLength; i++) first[i] = bytes[start + i] ?? 0;
        others = undefined;
        return undefined;
      }
      if (start === end) return undefined;
      others ??= new Set([
        single > 0 ? String.fromCharCode(single >> 8, TAB, single & 0xff) : text(first, 0, firstLength),
      ]);
      const name = text(bytes, start, end);
      if (others.has(name)) return 'duplicate';
      if (others.size < MOST_AT_ONE_PLACE) others.add(name);
      return undefined;
    },
  };
}

const text = (bytes: Uint8Array, start: number, end: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
