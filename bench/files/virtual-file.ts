/**
 * Files of any size that nobody stores: each byte is made when it is read, from the number of the record or block that it lies in.
 */

import { Buffer } from 'node:buffer';
import { crc32 } from 'node:zlib';
import type { ByteSource } from '../../src/validation/files/content-judge.ts';

/** Content of records that are all of one length. */
export interface VirtualContent {
  readonly head: Uint8Array;
  readonly recordBytes: number;
  readonly records: number;
  /** Writes record `index` into `into[at, at + recordBytes)`. */
  readonly write: (index: number, into: Buffer, at: number) => void;
}

export const contentBytes = ({ head, recordBytes, records }: VirtualContent): number =>
  head.length + records * recordBytes;

/** Fills `into` with the content from `offset` on; how many bytes there were. */
function readContent(content: VirtualContent, offset: number, into: Uint8Array): number {
  const { head, recordBytes } = content;
  const count = Math.max(0, Math.min(into.length, contentBytes(content) - offset));
  const record = Buffer.alloc(recordBytes);
  let done = 0;
  if (offset < head.length) {
    done = Math.min(count, head.length - offset);
    into.set(head.subarray(offset, offset + done));
  }
  while (done < count) {
    const from = offset + done - head.length;
    const index = Math.floor(from / recordBytes);
    const within = from - index * recordBytes;
    const length = Math.min(recordBytes - within, count - done);
    content.write(index, record, 0);
    into.set(record.subarray(within, within + length), done);
    done += length;
  }
  return count;
}

export interface VirtualSource extends ByteSource {
  readonly size: number;
  /** Bytes read so far. */
  readonly bytesRead: number;
}

function sourceOf(name: string, size: number, read: (offset: number, into: Uint8Array) => number): VirtualSource {
  let bytesRead = 0;
  return {
    name,
    size,
    get bytesRead() {
      return bytesRead;
    },
    read(offset, into) {
      const count = read(offset, into);
      bytesRead += count;
      return Promise.resolve(count);
    },
  };
}

export const plainSource = (name: string, content: VirtualContent): VirtualSource =>
  sourceOf(name, contentBytes(content), (offset, into) => readContent(content, offset, into));

const EOF_BLOCK = Buffer.from('1f8b08040000000000ff0600424302001b0003000000000000000000', 'hex');
/** Content of a block; header, subfield, one stored DEFLATE block, CRC-32 and length around it: as long as all others. */
const BLOCK_CONTENT = 60_000;
const AROUND = 18 + 5 + 8;
const BLOCK_BYTES = BLOCK_CONTENT + AROUND;

export interface BlockChanges {
  /** Changes the stored block `index` where it lies; for faults of the container. */
  readonly damage?: (index: number, block: Buffer) => void;
}

/** BGZF of blocks that store their content as it is. */
export function blockSource(name: string, content: VirtualContent, { damage }: BlockChanges = {}): VirtualSource {
  const total = contentBytes(content);
  const blocks = Math.ceil(total / BLOCK_CONTENT);
  const lastBytes = total - (blocks - 1) * BLOCK_CONTENT + AROUND;
  const stored = (blocks - 1) * BLOCK_BYTES + lastBytes;
  const block = (index: number): Buffer => {
    const length = index < blocks - 1 ? BLOCK_CONTENT : lastBytes - AROUND;
    const bytes = Buffer.alloc(length + AROUND);
    Buffer.from([31, 139, 8, 4, 0, 0, 0, 0, 0, 255, 6, 0, 66, 67, 2, 0]).copy(bytes);
    bytes.writeUInt16LE(bytes.length - 1, 16);
    // One block of DEFLATE, the last, stored: its length, and that with all bits turned.
    bytes[18] = 1;
    bytes.writeUInt16LE(length, 19);
    bytes.writeUInt16LE(0xffff - length, 21);
    const data = bytes.subarray(23, 23 + length);
    readContent(content, index * BLOCK_CONTENT, data);
    bytes.writeUInt32LE(crc32(data), 23 + length);
    bytes.writeUInt32LE(length, 27 + length);
    damage?.(index, bytes);
    return bytes;
  };
  return sourceOf(name, stored + EOF_BLOCK.length, (offset, into) => {
    const count = Math.max(0, Math.min(into.length, stored + EOF_BLOCK.length - offset));
    for (let done = 0; done < count;) {
      const at = offset + done;
      const index = Math.min(Math.floor(at / BLOCK_BYTES), blocks);
      const from = at >= stored ? stored : index * BLOCK_BYTES;
      const bytes = at >= stored ? EOF_BLOCK : block(index);
      const piece = bytes.subarray(at - from, at - from + count - done);
      into.set(piece, done);
      done += piece.length;
    }
    return count;
  });
}

const BASES = Array.from({ length: 150 }, (_, k) => 'ACGT'[(k * k + (k >> 2)) & 3]).join('');
const QUALITIES = Array.from({ length: 150 }, (_, k) => '#,:F@+'[(k * k * 3 + (k >> 1)) % 6]).join('');

interface Template {
  readonly head?: string;
  /** In which a run of # is the number of the record, from `first` on. */
  readonly text: string;
  readonly first?: number;
}

/** About `bytes` bytes of records, which `damage` may change. */
function templated(
  { head = '', text, first = 0 }: Template,
  bytesWanted: number,
  damage: VirtualDamage = () => undefined,
): VirtualContent {
  const bytes = Buffer.from(text, 'latin1');
  const [marks = ''] = /#{5,}/.exec(text) ?? [];
  const numberAt = text.indexOf(marks);
  return {
    head: Buffer.from(head, 'latin1'),
    recordBytes: bytes.length,
    records: Math.round(bytesWanted / text.length),
    write(index, into, at) {
      bytes.copy(into, at);
      if (marks !== '') into.write(String(first + index).padStart(marks.length, '0'), at + numberAt);
      damage(index, into.subarray(at, at + bytes.length));
    },
  };
}

/** Changes record `index` in its place. */
export type VirtualDamage = (index: number, record: Buffer) => void;

/** About `bytes` bytes of FASTQ, four lines a record. */
export const virtualFastq = (bytes: number, damage?: VirtualDamage): VirtualContent =>
  templated({ text: `@run:1:${'#'.repeat(10)} 1:N:0\n${BASES}\n+\n${QUALITIES}\n` }, bytes, damage);

/** About `bytes` bytes of BAM content, without an order: alignments of 150 bases. */
export const virtualBam = (bytes: number, damage?: VirtualDamage): VirtualContent => {
  const int32 = (...values: readonly number[]): string => values.map((value) => latin(value, 4)).join('');
  const name = `r${'#'.repeat(10)}`;
  // 150M; bases as pairs of 4 bits (1 is A), qualities of 30.
  const fields =
    int32(0, 499) + // refID, pos
    latin(name.length + 1, 1) + // l_read_name
    latin(60, 1) + // mapq
    latin(4681, 2) + // bin of [499, 649)
    latin(1, 2) + // n_cigar_op
    latin(0, 2) + // flag
    int32(150, -1, -1, 0); // l_seq, next_refID, next_pos, tlen
  const record = `${fields}${name}\0${int32(150 << 4)}${'\x11'.repeat(75)}${'\x1e'.repeat(150)}NMC\0`;
  const text = '@HD\tVN:1.6\n@SQ\tSN:c\tLN:1000\n';
  const head = `BAM\x01${int32(text.length)}${text}${int32(1, 2)}c\0${int32(1000)}`;
  return templated({ head, text: `${int32(record.length)}${record}` }, bytes, damage);
};

/** A little-endian number as characters of one byte each. */
const latin = (value: number, bytes: number): string =>
  Array.from({ length: bytes }, (_, i) => String.fromCharCode((value >> (8 * i)) & 0xff)).join('');

/** About `bytes` bytes of SAM, without an order. */
export const virtualSam = (bytes: number, damage?: VirtualDamage): VirtualContent => {
  const text = `r${'#'.repeat(10)}\t0\tc\t500\t60\t150M\t*\t0\t0\t${BASES}\t${QUALITIES}\tNM:i:0\n`;
  return templated({ head: '@HD\tVN:1.6\n@SQ\tSN:c\tLN:1000\n', text }, bytes, damage);
};

/** About `bytes` bytes of VCF, up to 110 GB; positions of nine digits, rising by one a record. */
export const virtualVcf = (bytes: number, damage?: VirtualDamage): VirtualContent => {
  const text = `c\t${'#'.repeat(9)}\trs${'0'.repeat(35)}\tA\tG\t50\tPASS\tDP=20;AC=1;AN=2;AF=0.5;MQ=60;NS=1\tGT:DP:GQ:AD\t0/1:20:50:10,10\n`;
  const declared = (kind: string, keys: readonly string[]): string =>
    keys.map((key) => `##${kind}=<ID=${key},Description="">\n`).join('');
  const info = ['DP,Number=1,Type=Integer', 'AC,Number=A,Type=Integer', 'AN,Number=1,Type=Integer'];
  const more = ['AF,Number=A,Type=Float', 'MQ,Number=1,Type=Float', 'NS,Number=1,Type=Integer'];
  const format = [
    'GT,Number=1,Type=String',
    'DP,Number=1,Type=Integer',
    'GQ,Number=1,Type=Integer',
    'AD,Number=R,Type=Integer',
  ];
  const meta = `${declared('INFO', [...info, ...more])}${declared('FORMAT', format)}##contig=<ID=c,length=2147483647>\n`;
  const head = `##fileformat=VCFv4.3\n${meta}#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS\n`;
  return templated({ head, text, first: 1e8 }, bytes, damage);
};
