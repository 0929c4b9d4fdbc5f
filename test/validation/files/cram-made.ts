/** CRAM files of made-up blocks, field by field by CRAMv3 and CRAMv2.1, to make good and bad ones of. */

import { Buffer } from 'node:buffer';
import { crc32, gzipSync } from 'node:zlib';

export const EOF_3 = Buffer.from('0f000000ffffffff0fe0454f4600000000010005bdd94f0001000606010001000100ee63014b', 'hex');
export const EOF_2 = Buffer.from('0b000000ffffffff0fe0454f460000000001000001000606010001000100', 'hex');

/** CRAMv3 2.3: leading ones of the first byte say how many bytes follow. */
export function itf8(value: number): Buffer {
  const v = value >>> 0;
  if (v < 0x80) return Buffer.from([v]);
  if (v < 0x4000) return Buffer.from([0x80 | (v >> 8), v & 0xff]);
  if (v < 0x20_0000) return Buffer.from([0xc0 | (v >> 16), (v >> 8) & 0xff, v & 0xff]);
  if (v < 0x1000_0000) return Buffer.from([0xe0 | (v >> 24), (v >> 16) & 0xff, (v >> 8) & 0xff, v & 0xff]);
  return Buffer.from([0xf0 | (v >>> 28), (v >> 20) & 0xff, (v >> 12) & 0xff, (v >> 4) & 0xff, v & 0x0f]);
}

export function ltf8(value: bigint): Buffer {
  for (let more = 0; more < 8; more++) {
    const bits = BigInt(7 * more + 7);
    if (value >= 0n && value < 1n << bits) {
      const bytes = Buffer.alloc(8);
      bytes.writeBigUInt64BE(value);
      const kept = Buffer.from(bytes.subarray(7 - more));
      kept[0] = (kept[0] ?? 0) | ((0xff00 >> more) & 0xff);
      return kept;
    }
  }
  const bytes = Buffer.alloc(9, 0xff);
  bytes.writeBigUInt64BE(BigInt.asUintN(64, value), 1);
  return bytes;
}

export interface MadeBlock {
  readonly method?: number;
  readonly type: number;
  readonly contentId?: number;
  readonly data: Buffer;
  readonly size?: number;
  readonly rawSize?: number;
  readonly crc?: number;
}

export interface Made {
  readonly major: 2 | 3;
  readonly minor: number;
}
export const V30: Made = { major: 3, minor: 0 };

export function madeBlock({ major }: Made, block: MadeBlock): Buffer {
  const { method = 0, type, contentId = 0, data } = block;
  const size = block.size ?? data.length;
  const bytes = Buffer.concat([
    Buffer.from([method, type]),
    itf8(contentId),
    itf8(size),
    itf8(block.rawSize ?? size),
    data,
  ]);
  return major < 3 ? bytes : Buffer.concat([bytes, uint32(block.crc ?? crc32(bytes))]);
}

export interface MadeContainer {
  readonly reference: number;
  readonly start: number;
  readonly span: number;
  readonly records: number;
  readonly counter: number | bigint;
  readonly bases: number | bigint;
  readonly blocks: number;
  readonly landmarks: readonly number[];
  readonly length?: number;
  readonly crc?: number;
  readonly body: Buffer;
}

export function madeContainer({ major }: Made, one: MadeContainer): Buffer {
  const head = Buffer.concat([
    uint32(one.length ?? one.body.length),
    ...[one.reference, one.start, one.span, one.records].map(itf8),
    major < 3 ? itf8(Number(one.counter)) : ltf8(BigInt(one.counter)),
    ltf8(BigInt(one.bases)),
    itf8(one.blocks),
    itf8(one.landmarks.length),
    ...one.landmarks.map(itf8),
  ]);
  return Buffer.concat([head, major < 3 ? Buffer.alloc(0) : uint32(one.crc ?? crc32(head)), one.body]);
}

export interface MadeSlice {
  readonly reference: number;
  readonly start: number;
  readonly span: number;
  readonly records: number;
  readonly counter: number;
  readonly blocks: number;
  readonly contentIds: readonly number[];
  readonly embedded: number;
}

export const madeSlice = (one: MadeSlice): Buffer =>
  Buffer.concat([
    ...[one.reference, one.start, one.span, one.records].map(itf8),
    ltf8(BigInt(one.counter)),
    itf8(one.blocks),
    itf8(one.contentIds.length),
    ...one.contentIds.map(itf8),
    itf8(one.embedded),
    Buffer.alloc(16),
  ]);

export const definition = ({ major, minor }: Made, magic = 'CRAM'): Buffer =>
  Buffer.concat([Buffer.from(magic), Buffer.from([major, minor]), Buffer.alloc(20, 'x')]);

export const SQ = `@HD\tVN:1.6\n@SQ\tSN:chr1\tLN:100000\tM5:${'0'.repeat(32)}\n@SQ\tSN:chr2\tLN:500\tM5:${'1'.repeat(32)}\n`;

export function headerContainer(made: Made, text = SQ, changes: Partial<MadeBlock & MadeContainer> = {}): Buffer {
  const content = changes.data ?? Buffer.concat([uint32(text.length), Buffer.from(text)]);
  const isPacked = changes.method === 1;
  const data = isPacked ? gzipSync(content) : content;
  const block = madeBlock(made, {
    method: changes.method ?? 0,
    type: changes.type ?? 0,
    data,
    ...(isPacked && { rawSize: content.length }),
    ...(changes.rawSize !== undefined && { rawSize: changes.rawSize }),
  });
  const body = changes.body === undefined ? block : Buffer.concat([block, changes.body]);
  const blocks = changes.blocks ?? 1;
  return madeContainer(made, { ...NOTHING, landmarks: [0], ...changes, blocks, body });
}

const NOTHING = { reference: 0, start: 0, span: 0, records: 0, counter: 0, bases: 0 } as const;

/** Changes for one container: what is put in place of what is right. */
export interface Changes {
  readonly container?: Partial<MadeContainer>;
  readonly slice?: Partial<MadeSlice>;
  readonly sliceBlock?: Partial<MadeBlock>;
  readonly compression?: Partial<MadeBlock>;
  readonly external?: Partial<MadeBlock>;
  readonly core?: Partial<MadeBlock>;
  /** Blocks in place of all. */
  readonly blocks?: (blocks: readonly Buffer[]) => readonly Buffer[];
}

/** A container of two slices with two external blocks each, on chr1, after `counter` records. */
export function dataContainer(made: Made, counter: number, changes: Changes = {}): Buffer {
  const [records, first] = [7, 4];
  const sliceOf = (index: number): readonly Buffer[] => {
    const isFirst = index === 0;
    const mine = isFirst ? changes : {};
    const header = madeSlice({
      reference: 0,
      start: isFirst ? 1000 : 2000,
      span: 500,
      records: isFirst ? first : records - first,
      counter: isFirst ? counter : counter + first,
      blocks: 3,
      contentIds: [11, 200],
      embedded: -1,
      ...mine.slice,
    });
    return [
      madeBlock(made, { type: 2, data: header, ...mine.sliceBlock }),
      madeBlock(made, { type: 5, data: Buffer.from([1, 2, 3]), ...mine.core }),
      madeBlock(made, { type: 4, contentId: 11, method: 1, data: gzipSync('xyz'), rawSize: 3, ...mine.external }),
      madeBlock(made, { type: 4, contentId: 200, data: Buffer.from('abcdef') }),
    ];
  };
  const compression = madeBlock(made, { type: 1, data: Buffer.from([1, 0, 1, 0, 1, 0]), ...changes.compression });
  const [one, two] = [sliceOf(0), sliceOf(1)];
  const landmarks = [compression.length, compression.length + Buffer.concat([...one]).length];
  const all = [compression, ...one, ...two];
  const body = Buffer.concat([...(changes.blocks?.(all) ?? all)]);
  return madeContainer(made, {
    reference: 0,
    start: 1000,
    span: 1500,
    records,
    counter,
    bases: 700,
    blocks: 9,
    landmarks,
    body,
    ...changes.container,
  });
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}
