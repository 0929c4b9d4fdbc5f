/** The header of a container: CRAMv3 section 7. */

import type { Cursor, Step } from './cursor.ts';
import { readItf8, readLtf8 } from './numbers.ts';

export interface ContainerHeader {
  /** Where it begins, and its blocks. */
  readonly offset: number;
  readonly body: number;
  /** Bytes of its blocks. */
  readonly length: number;
  readonly reference: number;
  readonly start: number;
  readonly span: number;
  readonly records: number;
  readonly counter: number;
  readonly bases: number;
  readonly blocks: number;
  readonly landmarks: readonly number[];
  /** The checksum that is stored, and that of the bytes; version 3. */
  readonly crc: { readonly stored: number; readonly found: number } | undefined;
}

/** A slice has a header of at least 24 bytes. */
const LEAST_SLICE_BYTES = 24;
/** Programs write one to some hundred. */
const MOST_LANDMARKS = 1 << 20;

/** A text where it cannot be one, and nothing that follows can be found. */
export function* readContainerHeader(cursor: Cursor, major: number): Step<ContainerHeader | string> {
  const { offset } = cursor;
  cursor.crc = 0;
  const length = (yield* cursor.take(4)).readInt32LE(0);
  if (length < 0) return `length ${length}`;
  const reference = yield* readItf8(cursor);
  const start = yield* readItf8(cursor);
  const span = yield* readItf8(cursor);
  const records = yield* readItf8(cursor);
  const counter = major < 3 ? yield* readItf8(cursor) : yield* readLtf8(cursor);
  const bases = yield* readLtf8(cursor);
  const blocks = yield* readItf8(cursor);
  const count = yield* readItf8(cursor);
  if (count < 0 || count > Math.min(MOST_LANDMARKS, length / LEAST_SLICE_BYTES + 8))
    return `${count} landmarks in ${length} bytes`;
  const landmarks: number[] = [];
  for (let i = 0; i < count; i++) landmarks.push(yield* readItf8(cursor));
  const found = cursor.crc;
  const crc = major < 3 ? undefined : { found, stored: (yield* cursor.take(4)).readUInt32LE(0) };
  const body = cursor.offset;
  return { offset, body, length, reference, start, span, records, counter, bases, blocks, landmarks, crc };
}

/** What the header that marks the end has for a start: EOF in ASCII, behind 0xe0 (CRAMv3 section 9). */
const EOF_START = 0x45_4f46;

export const marksEnd = ({ reference, start, records, blocks }: ContainerHeader): boolean =>
  reference === -1 && start === EOF_START && records === 0 && blocks === 1;

/** The whole container that marks the end. Of version 2 the specification and programs have -1 in two ways. */
export const EOF_CONTAINERS: Readonly<Record<number, readonly string[]>> = {
  2: [
    '0b000000ffffffff0fe0454f460000000001000001000606010001000100',
    '0b000000ffffffffffe0454f460000000001000001000606010001000100',
  ],
  3: ['0f000000ffffffff0fe0454f4600000000010005bdd94f0001000606010001000100ee63014b'],
};

/** The longest. */
export const EOF_BYTES = 38;
