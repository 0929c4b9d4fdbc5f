/** The header of a slice, which is the content of its first block: CRAMv3 section 8.5. */

import type { Buffer } from 'node:buffer';
import { createNumbers } from './numbers.ts';

export interface SliceHeader {
  readonly reference: number;
  readonly start: number;
  readonly span: number;
  readonly records: number;
  readonly counter: number;
  /** Blocks that follow, and the content ids of the external ones. */
  readonly blocks: number;
  readonly contentIds: readonly number[];
  /** Content id of the block with the reference; -1 for none. */
  readonly embedded: number;
}

/** More is no header: some hundred content ids have a few bytes each. */
export const LARGEST_SLICE_HEADER = 1 << 20;

const MD5_BYTES = 16;

/** A text where it cannot be one. */
export function readSliceHeader(bytes: Buffer): SliceHeader | string {
  const numbers = createNumbers(bytes);
  const [reference, start, span, records] = [numbers.itf8(), numbers.itf8(), numbers.itf8(), numbers.itf8()];
  const counter = numbers.ltf8();
  const [blocks, count] = [numbers.itf8(), numbers.itf8()];
  if (reference === undefined || start === undefined || span === undefined || records === undefined) return 'too short';
  if (counter === undefined || blocks === undefined || count === undefined) return 'too short';
  if (records < 0) return `${records} records`;
  if (blocks < 0) return `${blocks} blocks`;
  if (count < 0 || count > numbers.left) return `${count} content ids in ${numbers.left} bytes`;
  const contentIds: number[] = [];
  for (let i = 0; i < count; i++) contentIds.push(numbers.itf8() ?? 0);
  const embedded = numbers.itf8();
  if (embedded === undefined || numbers.left < MD5_BYTES) return 'too short';
  return { reference, start, span, records, counter, blocks, contentIds, embedded };
}
