/**
 * A record read forward, once, to its line feed. It takes those that are surely good, which are nearly all; the others it leaves as
 * they were, for the judge that reads column by column and finds fault.
 */

import { alternativesIn, IS_BASE } from '../alleles.ts';
import { isAscii } from '../encoding.ts';
import type { createFilterCheck } from '../filters.ts';
import type { InfoKeys } from '../info.ts';
import type { VcfMeta } from '../meta.ts';
import type { SampleCheck } from '../samples.ts';
import type { SiteWatch } from '../sites.ts';
import type { VariantCounts } from '../variant-counts.ts';
import { MAX_LINE_BYTES } from '../../text/lines.ts';
import { isSameBytes } from '../../text/same-bytes.ts';
import { createInfoGlance } from './info.ts';
import { createReferenceGlance } from './references.ts';
import { createSamplesGlance } from './samples.ts';
import { COMMA, digitsEnd, DOT, hasLiteral, isColumnEnd, LF, literalOf, SEMICOLON, TAB, textOf } from './text.ts';
import { floatsEnd, NOT_SURE } from './scan.ts';

const [ZERO, LESS, STAR] = [0x30, 0x3c, 0x2a];
/** Little endian: a dot between tabs; and the tabs of columns of one character each. */
const [NO_ID, SINGLE, SINGLE_ALLELES] = [0x092e09, 0xff00ff00 | 0, 0x09000900];
const FIXED = 8;

/** What it shares with the judge of single columns: both may have seen the record before. */
export interface RecordState {
  readonly meta: VcfMeta;
  readonly columns: number;
  /** Gets where each column begins, and where one behind the last would. */
  readonly starts: Int32Array;
  /** The one entered last. */
  readonly contig: { readonly bytes: Uint8Array; readonly length: number };
  readonly sites: SiteWatch;
  readonly filters: ReturnType<typeof createFilterCheck>;
  readonly keys: InfoKeys;
  readonly samples: SampleCheck;
  readonly counts: VariantCounts;
}

export interface RecordGlance {
  /** Takes records that are surely good, of those that begin at `start` and no further than `last`: where the next begins; or NOT_SURE. */
  take(bytes: Uint8Array, start: number, last: number): number;
  /** How many the last call took that took any. */
  readonly taken: number;
}

export function createRecordGlance(state: RecordState): RecordGlance {
  const { meta, columns, starts, contig, sites, filters, keys, counts } = state;
  // FORMAT without samples is an error of the header line.
  if (columns === FIXED + 1) return { take: () => NOT_SURE, taken: 0 };
  const hasSamples = columns > FIXED;
  const info = createInfoGlance(meta, keys);
  const samples = createSamplesGlance(state.samples, columns);
  const references = createReferenceGlance(state);
  let text = textOf(new Uint8Array());
  let contigBytes: Uint8Array | undefined;
  let contigLiteral = literalOf(new Uint8Array(), TAB);
  let isAsciiContig = false;
  let filterBytes: Uint8Array | undefined;
  let filterLiteral = contigLiteral;
  /** An ALT that is not one allele of bases, read last; and how many alleles it has. */
  let lastAlt = new Uint8Array();
  let lastAlternatives = NOT_SURE;

  const alternativesAt = (bytes: Uint8Array, start: number, end: number): number => {
    if (end - start === 1 && bytes[start] === DOT) return 0;
    if (isSameBytes(lastAlt, bytes, start, end)) return lastAlternatives;
    const count = alternativesIn(bytes, start, end);
    if (count < 0 || (count > 1 && hasTwice(bytes, start, end))) return NOT_SURE;
    lastAlt = bytes.slice(start, end);
    lastAlternatives = count;
    return count;
  };

  /** Where a FILTER ends that is not as the last one. */
  const otherFilterEnd = (bytes: Uint8Array, start: number): number => {
    let end = start;
    while (!isColumnEnd(bytes[end] ?? LF)) end++;
    return bytes[end] === TAB && filters.isKnown(bytes, start, end) ? end : NOT_SURE;
  };

  const one = (bytes: Uint8Array, start: number): number => {
    if (text.bytes !== bytes) text = textOf(bytes);
    const { view } = text;
    if (contigBytes !== contig.bytes) {
      contigBytes = contig.bytes;
      contigLiteral = literalOf(contigBytes, TAB);
      isAsciiContig = isAscii(contigBytes);
    }
    if (!isAsciiContig || !hasLiteral(contigLiteral, view, start)) return NOT_SURE;
    const position = start + contigLiteral.length;
    let at = digitsEnd(view, position);
    if (at === position || at - position > 9) return NOT_SURE;
    let place = 0;
    for (let digit = position; digit < at; digit++) place = (place * 10 + (bytes[digit] ?? 0) - ZERO) | 0;
    if (place <= sites.last || place > contig.length + 1) return NOT_SURE;

    const id = at + 1;
    if ((view.getInt32(at, true) & 0xffffff) === NO_ID) at += 2;
    else {
      if (bytes[at] !== TAB) return NOT_SURE;
      at++;
      while (IS_PLAIN_ID[bytes[at] ?? 0] === 1) at++;
      if (at === id || bytes[at] !== TAB) return NOT_SURE;
    }

    const ref = ++at;
    let alt = ref + 2;
    let alternatives = 1;
    let isSymbolic = false;
    const alleles = view.getInt32(at, true);
    const isSingle = (alleles & SINGLE) === SINGLE_ALLELES;
    if (isSingle) {
      if (IS_BASE[alleles & 0xff] === 0) return NOT_SURE;
      const alternative = (alleles >> 16) & 0xff;
      if (alternative === DOT) alternatives = 0;
      else if (IS_BASE[alternative] === 0 && alternative !== STAR) return NOT_SURE;
      at += 3;
    } else {
      while (IS_BASE[bytes[at] ?? 0] === 1) at++;
      if (at === ref || bytes[at] !== TAB) return NOT_SURE;
      alt = ++at;
      while (IS_BASE[bytes[at] ?? 0] === 1) at++;
      if (at === alt || bytes[at] !== TAB) {
        while (IS_VISIBLE[bytes[at] ?? 0] === 1) {
          if (bytes[at] === LESS) isSymbolic = true;
          at++;
        }
        if (bytes[at] !== TAB) return NOT_SURE;
        alternatives = alternativesAt(bytes, alt, at);
        if (alternatives < 0) return NOT_SURE;
      }
    }
    const altEnd = at;

    const quality = ++at;
    if (bytes[at] === DOT && bytes[at + 1] === TAB) at++;
    else at = floatsEnd(text, at, 1, true);
    if (at < 0 || bytes[at] !== TAB) return NOT_SURE;

    const filter = ++at;
    if (filterBytes !== filters.lastGood) {
      filterBytes = filters.lastGood;
      filterLiteral = literalOf(filterBytes, TAB);
    }
    at = hasLiteral(filterLiteral, view, at) ? at + filterLiteral.length - 1 : otherFilterEnd(bytes, at);
    if (at <= filter) return NOT_SURE;

    const infoStart = ++at;
    at = info.end(text, at, alternatives);
    const infoEnd = at;
    if (at < 0 || bytes[at] !== (hasSamples ? TAB : LF)) return NOT_SURE;
    if (hasSamples) {
      starts[FIXED] = ++at;
      at = samples.end(text, at, starts, alternatives);
      if (at < 0) return NOT_SURE;
    }
    if (at - start > MAX_LINE_BYTES) return NOT_SURE;

    // It is good. What follows is what the judge of single columns would keep of it.
    if (isSingle) sites.next(place, alleles & 0xff, (alleles >> 16) & 0xff);
    else sites.at(place, bytes, ref, isSymbolic ? ref : altEnd);
    starts[0] = start;
    starts[1] = position;
    starts[2] = id;
    starts[3] = ref;
    starts[4] = alt;
    starts[5] = quality;
    starts[6] = filter;
    starts[7] = infoStart;
    starts[columns] = at + 1;
    counts.add(bytes, starts, alternatives, samples.last);
    if (alternatives === 0) references.learn(bytes, start, infoStart, infoEnd);
    return at + 1;
  };

  let taken = 0;
  return {
    take(bytes, start, last) {
      const next = references.take(bytes, start, last, samples.last.layout);
      taken = next > start ? references.taken : 1;
      return next > start ? next : one(bytes, start);
    },
    get taken() {
      return taken;
    },
  };
}

/** IDs of one name, without a sign that might be whitespace. */
const IS_PLAIN_ID = new Uint8Array(256).fill(1, 0x21, 0x7f);
IS_PLAIN_ID[SEMICOLON] = 0;
const IS_VISIBLE = new Uint8Array(256).fill(1, 0x21, 0x7f);

function hasTwice(bytes: Uint8Array, start: number, end: number): boolean {
  const alleles = new Set<string>();
  let [count, from] = [0, start];
  for (let at = start; at <= end; at++) {
    if (at < end && bytes[at] !== COMMA) continue;
    alleles.add(String.fromCharCode(...bytes.subarray(from, Math.min(at, from + 4096))));
    count++;
    from = at + 1;
  }
  return alleles.size < count;
}
