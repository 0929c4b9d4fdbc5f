/** Typed values: a byte that says type and length, a longer length as a typed value of its own, then the data. VCFv4.3 section 6.3.3. */

export const [MISSING, INT8, INT16, INT32, FLOAT, TEXT] = [0, 1, 2, 3, 5, 7] as const;

/** By type: bytes of one value; -1 where there is no such type. */
const SIZES: readonly number[] = [0, 1, 2, 4, -1, 4, -1, 1];
const LONG = 15;

/** Reads typed values one after the other, up to a place that it must not pass. */
export interface TypedReader {
  at: number;
  type: number;
  /** Values of `type`; where their data begin. */
  length: number;
  data: number;
}

export const createTypedReader = (): TypedReader => ({ at: 0, type: 0, length: 0, data: 0 });

export const sizeOf = (type: number): number => SIZES[type] ?? -1;

/** Type and length at `reader.at`, which is moved to the data; false where they are none or lie behind `end`. */
export function readDescriptor(reader: TypedReader, view: DataView, end: number): boolean {
  if (reader.at >= end) return false;
  const byte = view.getUint8(reader.at++);
  reader.type = byte & 15;
  reader.length = byte >> 4;
  if (sizeOf(reader.type) < 0) return false;
  if (reader.length === LONG) {
    if (reader.at >= end) return false;
    const long = view.getUint8(reader.at++);
    // One whole number.
    if (long >> 4 !== 1 || !isWhole(long & 15) || reader.at + sizeOf(long & 15) > end) return false;
    reader.length = wholeAt(view, reader.at, long & 15);
    reader.at += sizeOf(long & 15);
    if (reader.length < 0) return false;
  }
  reader.data = reader.at;
  return true;
}

/** A whole typed value; `reader.at` is behind it. */
export function readTyped(reader: TypedReader, view: DataView, end: number): boolean {
  if (!readDescriptor(reader, view, end)) return false;
  reader.at = reader.data + reader.length * sizeOf(reader.type);
  return reader.at <= end;
}

/** A typed value that is one whole number of 0 or more; -1 where it is not. */
export function readNumber(reader: TypedReader, view: DataView, end: number): number {
  if (!readTyped(reader, view, end) || reader.length !== 1 || !isWhole(reader.type)) return -1;
  return wholeAt(view, reader.data, reader.type);
}

export const isWhole = (type: number): boolean => type >= INT8 && type <= INT32;

export function wholeAt(view: DataView, at: number, type: number): number {
  if (type === INT8) return view.getInt8(at);
  return type === INT16 ? view.getInt16(at, true) : view.getInt32(at, true);
}

/** By type of whole numbers: the one that is missing; the next one says that the vector is over. */
const MISSING_WHOLE: readonly number[] = [0, -128, -32_768, -2_147_483_648];
const [MISSING_FLOAT, END_FLOAT] = [0x7f800001, 0x7f800002];

/** Values before the end of the vector; 0 where it is missing. Of texts: those between commas. */
export function countOf({ type, length, data }: TypedReader, view: DataView): number {
  if (type === TEXT) return countTexts(view, data, data + length);
  let count = 0;
  let given = 0;
  for (; count < length; count++) {
    const value =
      type === FLOAT ? view.getUint32(data + 4 * count, true) : wholeAt(view, data + count * sizeOf(type), type);
    const missing = type === FLOAT ? MISSING_FLOAT : (MISSING_WHOLE[type] ?? 0);
    if (value === (type === FLOAT ? END_FLOAT : missing + 1)) break;
    if (value !== missing) given++;
  }
  return given === 0 && count === 1 ? 0 : count;
}

function countTexts(view: DataView, start: number, end: number): number {
  let count = 1;
  let bytes = 0;
  for (let at = start; at < end; at++) {
    const byte = view.getUint8(at);
    if (byte === 0) break;
    bytes++;
    if (byte === 0x2c) count++;
  }
  return bytes === 0 || (bytes === 1 && view.getUint8(start) === 0x2e) ? 0 : count;
}
