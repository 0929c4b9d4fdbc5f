/** FILTER: VCFv4.3 section 1.6.1. Most records have one of a few texts, whose verdict is remembered. */

import { Buffer } from 'node:buffer';
import { excerpt } from '../file-finding.ts';
import { isAscii } from './encoding.ts';
import type { VcfMeta } from './meta.ts';
import type { VcfCode } from './vcf-rules.ts';
import { isSameBytes } from '../text/same-bytes.ts';

type Add = (code: VcfCode, line: number, message: string) => void;

const MOST_REMEMBERED = 1000;

export function createFilterCheck({ filters }: VcfMeta, add: Add) {
  const remembered = new Map<string, VcfCode | undefined>();
  let last = new Uint8Array();
  return {
    /** The one that was there last, of those that are good, and ASCII. */
    get lastGood(): Uint8Array {
      return last;
    },
    /** Whether it was found good before; it is then the last. */
    isKnown(bytes: Uint8Array, start: number, end: number): boolean {
      const text = textOf(bytes, start, end);
      if (!remembered.has(text) || remembered.get(text) !== undefined || !isAscii(bytes.subarray(start, end)))
        return false;
      last = bytes.slice(start, end);
      return true;
    },
    check(bytes: Uint8Array, start: number, end: number, line: number): void {
      if (isSameBytes(last, bytes, start, end)) return;
      const text = textOf(bytes, start, end);
      if (!remembered.has(text)) {
        if (remembered.size >= MOST_REMEMBERED) remembered.clear();
        remembered.set(text, verdict(text));
      }
      const code = remembered.get(text);
      // Only what is good is passed over unread.
      if (code === undefined) {
        if (isAscii(bytes.subarray(start, end))) last = bytes.slice(start, end);
      } else add(code, line, `FILTER '${excerpt(text)}'`);
    },
  };

  function verdict(text: string): VcfCode | undefined {
    if (text === '.' || text === 'PASS') return undefined;
    const names = text.split(';');
    const isGood = names.every((name) => name !== '' && name !== '0' && name !== 'PASS' && !/[\s,]/.test(name));
    if (!isGood || new Set(names).size < names.length) return 'VCF-FILTER';
    return filters.size > 0 && names.some((name) => !filters.has(name)) ? 'VCF-FILTER-UNKNOWN' : undefined;
  }
}

const textOf = (bytes: Uint8Array, start: number, end: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
