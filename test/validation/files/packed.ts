/** Files in memory, and the parts of BGZF and gzip to make good and bad ones of. */

import { Buffer } from 'node:buffer';
import { crc32, deflateRawSync } from 'node:zlib';
import type { ByteSource, FileReport } from '../../../src/validation/files/content-judge.ts';
import { judgeFile, type FileJudging } from '../../../src/validation/files/judge-file.ts';

export const sourceOf = (name: string, bytes: Uint8Array): ByteSource => ({
  name,
  size: bytes.length,
  read(offset, into) {
    const piece = bytes.subarray(offset, offset + into.length);
    into.set(piece);
    return Promise.resolve(piece.length);
  },
});

export const judgeBytes = (name: string, bytes: Uint8Array, judging?: FileJudging): Promise<FileReport> =>
  judgeFile(sourceOf(name, bytes), judging);

/** `PLACE CODE`, errors and warnings. */
export const codesOf = ({ findings }: FileReport): readonly string[] =>
  findings.map(({ code, line, offset }) => `${line ?? offset} ${code}`);

export const EOF_BLOCK = Buffer.from('1f8b08040000000000ff0600424302001b0003000000000000000000', 'hex');

/** Fields of a block in place of those that are right. */
export interface BlockChanges {
  readonly data?: Buffer;
  readonly bsize?: number;
  readonly crc?: number;
  readonly isize?: number;
  readonly extra?: Buffer;
}

export function block(content: string | Uint8Array, changes: BlockChanges = {}): Buffer {
  const bytes = Buffer.from(content);
  const data = changes.data ?? deflateRawSync(bytes);
  const extraBytes = changes.extra?.length ?? 6;
  const size = 12 + extraBytes + data.length + 8;
  const extra = changes.extra ?? bc(changes.bsize ?? size - 1);
  const head = Buffer.from([31, 139, 8, 4, 0, 0, 0, 0, 0, 255, extra.length & 255, extra.length >> 8]);
  const tail = Buffer.alloc(8);
  tail.writeUInt32LE(changes.crc ?? crc32(bytes), 0);
  tail.writeUInt32LE(changes.isize ?? bytes.length, 4);
  return Buffer.concat([head, extra, data, tail]);
}

export function bc(bsize: number): Buffer {
  return Buffer.from([66, 67, 2, 0, bsize & 255, bsize >> 8]);
}

/** Reads `from` to `to` of a made-up run, four lines each. */
export function reads(from: number, to: number): string {
  let text = '';
  for (let i = from; i < to; i++) {
    const sequence = Array.from({ length: 60 }, (_, k) => 'ACGT'[(i * 7 + k * k * 3 + ((i * k) >> 2)) & 3]).join('');
    const qualities = Array.from({ length: 60 }, (_, k) => '#,:F'[(i + k * i) & 3]).join('');
    text += `@run:1:${i} 1:N:0\n${sequence}\n+\n${qualities}\n`;
  }
  return text;
}
