/** BAM files made by hand, as SAMv1 section 4.2 lays them out, with any field in place of the one that is right. */

import { Buffer } from 'node:buffer';
import { block, EOF_BLOCK } from './packed.ts';

export interface Reference {
  readonly name: string;
  readonly length: number;
}

export const REFERENCES: readonly Reference[] = [
  { name: 'chr1', length: 100_000 },
  { name: 'chr2', length: 50_000 },
];

export const headerText = (references = REFERENCES, order = 'unsorted'): string =>
  [
    `@HD\tVN:1.6\tSO:${order}`,
    ...references.map(({ name, length }) => `@SQ\tSN:${name}\tLN:${length}`),
    '@RG\tID:g1\tSM:a',
    '@PG\tID:p1',
    '',
  ].join('\n');

export const int32 = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => bytes.writeInt32LE(value | 0, 4 * i));
  return bytes;
};
export const int16 = (value: number): Buffer => Buffer.from([value & 255, (value >> 8) & 255]);

export interface HeaderChanges {
  readonly magic?: Buffer;
  readonly textLength?: number;
  readonly count?: number;
  readonly list?: Buffer;
}

export function header(text = headerText(), references = REFERENCES, changes: HeaderChanges = {}): Buffer {
  const list = references.map(({ name, length }) =>
    Buffer.concat([int32(name.length + 1), Buffer.from(`${name}\0`, 'latin1'), int32(length)]),
  );
  const textBytes = Buffer.from(text);
  return Buffer.concat([
    changes.magic ?? Buffer.from('BAM\x01', 'latin1'),
    int32(changes.textLength ?? textBytes.length),
    textBytes,
    int32(changes.count ?? references.length),
    changes.list ?? Buffer.concat(list),
  ]);
}

export type Operation = readonly [length: number, code: number];
export const [M, I, D, N, S, H, P] = [0, 1, 2, 3, 4, 5, 6];

/** An alignment by its fields; lengths and bin are those that follow from the others unless they are given. */
export interface Fields {
  readonly blockSize?: number;
  readonly reference: number;
  readonly position: number;
  readonly nameLength?: number;
  readonly mappingQuality: number;
  readonly bin?: number;
  readonly operationCount?: number;
  readonly flag: number;
  readonly baseCount?: number;
  readonly nextReference: number;
  readonly nextPosition: number;
  readonly templateLength: number;
  /** With its NUL. */
  readonly name: string;
  readonly cigar: readonly Operation[];
  readonly bases: string;
  readonly qualities?: readonly number[];
  readonly tags: readonly Buffer[];
}

export const READ: Fields = {
  reference: 0,
  position: 99,
  mappingQuality: 60,
  flag: 0,
  nextReference: -1,
  nextPosition: -1,
  templateLength: 0,
  name: 'read1\0',
  cigar: [[5, M]],
  bases: 'ACGTN',
  qualities: [30, 31, 2, 40, 0],
  tags: [],
};

const LETTERS = '=ACMGRSVTWYHKDBN';

/** From the specification, level by level: not the code of the judge. */
export function binOf(start: number, end: number): number {
  for (const [shift, first] of [
    [14, 4681],
    [17, 585],
    [20, 73],
    [23, 9],
    [26, 1],
  ] as const) {
    const size = 2 ** shift;
    if (Math.floor(start / size) === Math.floor((end - 1) / size)) return first + Math.floor(start / size);
  }
  return 0;
}

export const covered = (cigar: readonly Operation[]): number =>
  cigar.reduce((sum, [length, code]) => sum + ([M, D, N, 7, 8].includes(code) ? length : 0), 0);

export function alignment(changes: Partial<Fields> = {}): Buffer {
  const fields: Fields = { ...READ, ...changes };
  const { position, cigar, bases, flag } = fields;
  const end = position + Math.max(1, (flag & 4) === 0 ? covered(cigar) : 1);
  const packed = Buffer.alloc((bases.length + 1) >> 1);
  [...bases].forEach((base, i) => {
    packed[i >> 1] = (packed[i >> 1] ?? 0) | (LETTERS.indexOf(base) << (i % 2 === 0 ? 4 : 0));
  });
  const name = Buffer.from(fields.name, 'latin1');
  const body = Buffer.concat([
    int32(fields.reference, position),
    Buffer.from([fields.nameLength ?? name.length, fields.mappingQuality]),
    int16(fields.bin ?? binOf(position, end)),
    int16(fields.operationCount ?? cigar.length),
    int16(flag),
    int32(fields.baseCount ?? bases.length, fields.nextReference, fields.nextPosition, fields.templateLength),
    name,
    int32(...cigar.map(([length, code]) => length * 16 + code)),
    packed,
    fields.qualities === undefined ? Buffer.alloc(bases.length, 0xff) : Buffer.from(fields.qualities),
    ...fields.tags,
  ]);
  return Buffer.concat([int32(fields.blockSize ?? body.length), body]);
}

/** `type` and `value` as they are stored. */
export const tag = (name: string, type: string, value: Buffer | string | number): Buffer =>
  Buffer.concat([
    Buffer.from(name + type, 'latin1'),
    typeof value === 'number' ? Buffer.from([value]) : Buffer.from(value as string, 'latin1'),
  ]);
export const text = (name: string, value: string, type = 'Z'): Buffer => tag(name, type, `${value}\0`);
export const array = (name: string, type: string, count: number, elements: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${name}B${type}`, 'latin1'), int32(count), elements]);

export const content = (...alignments: readonly Buffer[]): Buffer => Buffer.concat([header(), ...alignments]);

/** Stored in blocks of so many bytes of content. */
export function packed(bytes: Buffer, blockBytes = 60_000): Buffer {
  const blocks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += blockBytes) blocks.push(block(bytes.subarray(at, at + blockBytes)));
  return Buffer.concat([...blocks, EOF_BLOCK]);
}
