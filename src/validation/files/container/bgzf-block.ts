/** One block of BGZF: where it ends, what it holds, and what SAMv1 section 4.1 has against it. Pure: threads run it too. */

import { Buffer } from 'node:buffer';
import { crc32, inflateRawSync } from 'node:zlib';
import type { ContainerCode } from './container-rules.ts';
import { asBytes } from './give-back.ts';
import { hex32 } from '../text/hex.ts';

/** Of a block, packed or not (SAMv1 4.1: BSIZE and ISIZE have 16 bits and one more). */
export const LARGEST = 65_536;
/** Fixed fields before the extra field, and after the data. */
const [HEAD_BYTES, TAIL_BYTES] = [12, 8];

const MAGIC = [31, 139, 8, 4];

/** The empty block that ends every file (SAMv1 4.1.2). */
export const EOF_MARKER = Buffer.from('1f8b08040000000000ff0600424302001b0003000000000000000000', 'hex');

export type Fault = readonly [code: ContainerCode, message: string];

/** `fault`: it has no content. `faults`: it has, and they do not end the reading. */
export type Inflated = { readonly bytes: Uint8Array; readonly faults: readonly Fault[] } | { readonly fault: Fault };

const NONE: readonly Fault[] = [];

/** `block`: all of it; its data begin at `data`. */
export function inflateBlock(block: Buffer, data: number): Inflated {
  const inflated = inflate(block.subarray(data, block.length - TAIL_BYTES));
  if ('fault' in inflated) return inflated;
  const bytes = asBytes(inflated.bytes);
  const crc = block.readUInt32LE(block.length - 8);
  const length = block.readUInt32LE(block.length - 4);
  const found = crc32(bytes);
  if (length === bytes.length && found === crc) return { bytes, faults: NONE };
  const faults: Fault[] = [];
  if (length !== bytes.length) faults.push(['BGZF-ISIZE', `ISIZE ${length}, there are ${bytes.length} bytes`]);
  if (found !== crc) faults.push(['BGZF-CRC', `CRC-32 ${hex32(crc)}, the content has ${hex32(found)}`]);
  return { bytes, faults };
}

/** As many bytes as `blockStart` wants: a block begins in the first half, unless there is none. */
export const SEARCH_BYTES = 2 * LARGEST;

/** Where the first block begins in bytes from the middle of a file: one that another follows, or the end of `bytes`; -1: nowhere. */
export function blockStart(bytes: Buffer): number {
  const isMagic = (at: number): boolean => MAGIC.every((byte, i) => at + i >= bytes.length || bytes[at + i] === byte);
  for (let at = bytes.indexOf(31); at >= 0; at = bytes.indexOf(31, at + 1)) {
    if (!isMagic(at) || at + HEAD_BYTES > bytes.length) continue;
    const extraEnd = at + HEAD_BYTES + bytes.readUInt16LE(at + 10);
    const size = extraEnd <= bytes.length ? blockSize(bytes.subarray(at + HEAD_BYTES, extraEnd)) : '';
    if (typeof size === 'number' && isMagic(at + size)) return at;
  }
  return -1;
}

/** Of a block that lies whole in `rest` or is cut by the end of the file: its size, and where its data begin. */
export function readBlock(rest: Buffer): { readonly size: number; readonly data: number } | { readonly fault: Fault } {
  const wrong = MAGIC.findIndex((byte, i) => i < rest.length && rest[i] !== byte);
  if (wrong >= 0) {
    const field = ['ID1', 'ID2', 'CM', 'FLG'][wrong] ?? '';
    return { fault: ['BGZF-MAGIC', `${field} is ${rest[wrong] ?? 0}, not ${MAGIC[wrong] ?? 0}`] };
  }
  if (rest.length < HEAD_BYTES) return { fault: truncated(rest) };
  const extra = rest.readUInt16LE(10);
  const data = HEAD_BYTES + extra;
  if (rest.length < data) return { fault: truncated(rest) };
  const size = blockSize(rest.subarray(HEAD_BYTES, data));
  if (typeof size === 'string') return { fault: ['BGZF-EXTRA', size] };
  // Two bytes of data are the least: an empty block of DEFLATE has ten bits.
  if (size < data + 2 + TAIL_BYTES) return { fault: ['BGZF-BSIZE', `BSIZE ${size - 1} leaves no room for data`] };
  if (rest.length < size) return { fault: truncated(rest, size) };
  return { size, data };
}

const truncated = (rest: Buffer, size?: number): Fault => [
  'BGZF-TRUNCATED',
  size === undefined
    ? `the file ends ${rest.length} bytes into a block`
    : `the file ends after ${rest.length} of ${size} bytes`,
];

/** Total bytes of the block, of its extra field; a text where it does not say. */
function blockSize(extra: Buffer): number | string {
  let size: number | undefined;
  let at = 0;
  while (at + 4 <= extra.length) {
    const length = extra.readUInt16LE(at + 2);
    if (at + 4 + length > extra.length) break;
    if (extra[at] === 66 && extra[at + 1] === 67) {
      if (length !== 2) return `BC has ${length} bytes, not 2`;
      if (size !== undefined) return 'BC comes twice';
      size = extra.readUInt16LE(at + 4) + 1;
    }
    at += 4 + length;
  }
  if (at !== extra.length) return `XLEN is ${extra.length}, the subfields end at ${at}`;
  return size ?? 'there is no BC';
}

function inflate(data: Buffer): { readonly bytes: Buffer } | { readonly fault: Fault } {
  try {
    // With `info` the engine is returned too; the types do not know.
    const { buffer, engine } = inflateRawSync(data, {
      info: true,
      maxOutputLength: LARGEST,
      chunkSize: LARGEST,
    }) as unknown as {
      readonly buffer: Buffer;
      readonly engine: { readonly bytesWritten: number };
    };
    if (engine.bytesWritten !== data.length) {
      return { fault: ['BGZF-BSIZE', `the data end after ${engine.bytesWritten} of ${data.length} bytes`] };
    }
    return { bytes: buffer };
  } catch (error) {
    const { code, message } = error as { readonly code?: string; readonly message: string };
    if (code === 'ERR_BUFFER_TOO_LARGE') return { fault: ['BGZF-ISIZE', `more than ${LARGEST} bytes of content`] };
    return { fault: ['BGZF-DATA', message] };
  }
}
