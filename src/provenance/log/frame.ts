/** How one record lies in a segment: `u32 length | u32 CRC-32 | bytes`, both numbers big-endian, the CRC over the bytes. */

import { Buffer } from 'node:buffer';
import { crc32 } from 'node:zlib';
import { sha256, type Hash } from '../hash.ts';
import { LEAF_PREFIX } from '../tree/merkle.ts';

export const FRAME_HEADER_BYTES = 8;

/** The longest record: what a C2SP entry bundle can hold, whose lengths have two bytes. */
export const MAX_RECORD_BYTES = 65_535;

/** A frame's bytes, a view into the segment, and where the next frame begins. */
export interface Frame {
  readonly kind: 'frame';
  readonly bytes: Uint8Array;
  readonly end: number;
}

export interface FrameFault {
  readonly kind: 'fault';
  readonly code: 'FRAME-TRUNCATED' | 'FRAME-LENGTH' | 'FRAME-CRC';
  readonly message: string;
}

/** The frame of `text` in UTF-8, of 1 to MAX_RECORD_BYTES bytes, which the caller has checked; and the leaf hash of those. */
export function encodeFrame(text: string): { readonly frame: Uint8Array; readonly leafHash: Hash } {
  const length = Buffer.byteLength(text);
  const frame = Buffer.allocUnsafe(FRAME_HEADER_BYTES + length);
  frame.write(text, FRAME_HEADER_BYTES);
  // A leaf is 0x00 and the bytes: the CRC's last byte lends its place for that, so that nothing is copied to be hashed.
  frame[FRAME_HEADER_BYTES - 1] = LEAF_PREFIX;
  const leafHash = sha256(frame.subarray(FRAME_HEADER_BYTES - 1));
  frame.writeUInt32BE(length, 0);
  frame.writeUInt32BE(crc32(frame.subarray(FRAME_HEADER_BYTES)), 4);
  return { frame, leafHash };
}

/** The frame that begins at `offset`, which is before the end of `segment`. */
export function readFrame(segment: Uint8Array, offset: number): Frame | FrameFault {
  const left = segment.length - offset;
  if (left < FRAME_HEADER_BYTES) {
    return fault('FRAME-TRUNCATED', `${left} bytes at offset ${offset}; a frame's header has ${FRAME_HEADER_BYTES}`);
  }
  const header = new DataView(segment.buffer, segment.byteOffset + offset, FRAME_HEADER_BYTES);
  const length = header.getUint32(0);
  if (length < 1 || length > MAX_RECORD_BYTES) {
    return fault('FRAME-LENGTH', `length ${length} at offset ${offset}; a record has 1 to ${MAX_RECORD_BYTES} bytes`);
  }
  if (length > left - FRAME_HEADER_BYTES) {
    return fault('FRAME-TRUNCATED', `length ${length} at offset ${offset}; ${left - FRAME_HEADER_BYTES} bytes follow`);
  }
  const end = offset + FRAME_HEADER_BYTES + length;
  const bytes = segment.subarray(offset + FRAME_HEADER_BYTES, end);
  const stored = header.getUint32(4);
  const computed = crc32(bytes);
  if (stored !== computed)
    return fault('FRAME-CRC', `CRC-32 ${stored} stored, ${computed} computed at offset ${offset}`);
  return { kind: 'frame', bytes, end };
}

const fault = (code: FrameFault['code'], message: string): FrameFault => ({ kind: 'fault', code, message });
