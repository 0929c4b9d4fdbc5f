/** BCF in its fields, to make good and bad files of: VCFv4.3 section 6.3. */

import { Buffer } from 'node:buffer';

/** Whole numbers of one byte, real numbers, or text; a typed value that is written as it is. */
export type Typed = readonly number[] | string | Buffer;

export function typed(value: Typed): Buffer {
  if (Buffer.isBuffer(value)) return value;
  const [type, data] =
    typeof value === 'string' ? [7, Buffer.from(value)] : [1, Buffer.from(Int8Array.from(value).buffer)];
  const length = data.length;
  const head = length < 15 ? Buffer.from([(length << 4) | type]) : Buffer.from([0xf0 | type, 0x11, length]);
  return Buffer.concat([head, data]);
}

export const floats = (...values: readonly number[]): Buffer =>
  Buffer.concat([Buffer.from([(values.length << 4) | 5]), Buffer.from(Float32Array.from(values).buffer)]);

export const int16 = (...values: readonly number[]): Buffer =>
  Buffer.concat([Buffer.from([(values.length << 4) | 2]), Buffer.from(Int16Array.from(values).buffer)]);

export interface BcfFields {
  readonly chrom: number;
  readonly pos: number;
  readonly rlen: number;
  readonly id: Typed;
  readonly alleles: readonly Typed[];
  readonly filter: Typed;
  readonly info: readonly (readonly [key: Typed, value: Typed])[];
  /** Of all samples: type byte and data in one. */
  readonly format: readonly (readonly [key: Typed, data: Buffer])[];
  readonly samples: number;
  /** In place of what is right. */
  readonly nAllele?: number;
  readonly nInfo?: number;
  readonly nFormat?: number;
  readonly lShared?: number;
  readonly lIndiv?: number;
}

export function bcfRecord(fields: BcfFields): Buffer {
  const { chrom, pos, rlen, id, alleles, filter, info, format, samples } = fields;
  const fixed = Buffer.alloc(24);
  fixed.writeInt32LE(chrom, 0);
  fixed.writeInt32LE(pos, 4);
  fixed.writeInt32LE(rlen, 8);
  fixed.writeFloatLE(30, 12);
  fixed.writeUInt16LE(fields.nInfo ?? info.length, 16);
  fixed.writeUInt16LE(fields.nAllele ?? alleles.length, 18);
  fixed.writeUInt32LE(((fields.nFormat ?? format.length) * 2 ** 24 + samples) >>> 0, 20);
  const shared = Buffer.concat([fixed, typed(id), ...alleles.map(typed), typed(filter), ...info.flat().map(typed)]);
  const indiv = Buffer.concat(format.flatMap(([key, data]) => [typed(key), data]));
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32LE(fields.lShared ?? shared.length, 0);
  lengths.writeUInt32LE(fields.lIndiv ?? indiv.length, 4);
  return Buffer.concat([lengths, shared, indiv]);
}

export const BCF_HEADER = `##fileformat=VCFv4.3
##FILTER=<ID=PASS,Description="All filters passed",IDX=0>
##FILTER=<ID=q10,Description="Low",IDX=1>
##INFO=<ID=DP,Number=1,Type=Integer,Description="Depth",IDX=2>
##INFO=<ID=AF,Number=A,Type=Float,Description="Frequency",IDX=3>
##INFO=<ID=CSQ,Number=.,Type=String,Description="Consequence",IDX=4>
##INFO=<ID=DB,Number=0,Type=Flag,Description="Known",IDX=5>
##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype",IDX=6>
##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Depth",IDX=2>
##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Depths",IDX=7>
##contig=<ID=chr1,length=100000,IDX=0>
##contig=<ID=chr2,IDX=1>
#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\ta\tb
`;

export const GOOD_FIELDS: BcfFields = {
  chrom: 0,
  pos: 99,
  rlen: 1,
  id: 'rs1',
  alleles: ['A', 'G'],
  filter: [0],
  info: [
    [[2], [30]],
    [[3], floats(0.5)],
    [[4], 'A|missense_variant|x'],
    [[5], Buffer.from([0])],
  ],
  // 0/1 and 1|1, as (allele + 1) << 1 and the phase; the missing DP; a vector for each sample.
  format: [
    [[6], Buffer.from([0x21, 2, 4, 4, 5])],
    [[2], Buffer.from([0x11, 30, 0x80])],
    [[7], Buffer.from([0x21, 10, 20, 0, 30])],
  ],
  samples: 2,
};

export interface BcfParts {
  readonly magic?: readonly number[];
  readonly header?: string;
  /** Behind the text. */
  readonly terminator?: string;
  readonly lText?: number;
  readonly records?: readonly Buffer[];
}

export function bcf({
  magic = [0x42, 0x43, 0x46, 2, 2],
  header = BCF_HEADER,
  terminator = '\0',
  lText,
  records = [
    bcfRecord(GOOD_FIELDS),
    bcfRecord({ ...GOOD_FIELDS, pos: 200 }),
    bcfRecord({ ...GOOD_FIELDS, chrom: 1, pos: -1 }),
  ],
}: BcfParts = {}): Buffer {
  const text = Buffer.from(header + terminator);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(lText ?? text.length);
  return Buffer.concat([Buffer.from(magic), length, text, ...records]);
}
