/** Entry bundles (C2SP tlog-tiles): up to 256 entries, each behind its length in two bytes, big-endian. */

import { Buffer } from 'node:buffer';
import { assert } from '../../base/index.ts';
import { TILE_WIDTH } from './tile.ts';

const LENGTH_BYTES = 2;

/** What two bytes can count. */
export const MAX_ENTRY_BYTES = 65_535;

/** 256 entries of the greatest length. */
export const MAX_BUNDLE_BYTES = TILE_WIDTH * (LENGTH_BYTES + MAX_ENTRY_BYTES);

export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
  const parts = entries.flatMap((entry) => {
    assert(entry.length <= MAX_ENTRY_BYTES, `entry of ${entry.length} bytes; the limit is ${MAX_ENTRY_BYTES}`);
    return [Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry];
  });
  return Buffer.concat(parts);
}

/** The entries, views into `bundle`; undefined unless it is `count` entries and nothing else. */
export function decodeBundle(bundle: Uint8Array, count: number): readonly Uint8Array[] | undefined {
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.byteLength);
  const entries: Uint8Array[] = [];
  let offset = 0;
  for (let i = 0; i < count; i++) {
    if (bundle.length - offset < LENGTH_BYTES) return undefined;
    const end = offset + LENGTH_BYTES + view.getUint16(offset);
    if (end > bundle.length) return undefined;
    entries.push(bundle.subarray(offset + LENGTH_BYTES, end));
    offset = end;
  }
  return offset === bundle.length ? entries : undefined;
}
