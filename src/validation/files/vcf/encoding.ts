/** What may be in a line of text: VCFv4.3 section 1.1. UTF-8, without control characters but the tabs between columns. */

import { isUtf8 } from 'node:buffer';

const [TAB, BLANK, ASCII] = [0x09, 0x20, 0x80];

/** What is wrong with the line `bytes[start, end)`, which is without its end; undefined where nothing is. */
export function encodingFault(bytes: Uint8Array, start: number, end: number): string | undefined {
  let isAscii = true;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < BLANK && byte !== TAB) return `the control character 0x${byte.toString(16).padStart(2, '0')}`;
    if (byte >= ASCII) isAscii = false;
  }
  return isAscii || isUtf8(bytes.subarray(start, end)) ? undefined : 'bytes that are no UTF-8';
}

export function isAscii(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte < BLANK || byte >= ASCII) return false;
  return true;
}
