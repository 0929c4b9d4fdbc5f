/** No file, good or made to hurt, has `seqplan validate` hold more than 150 MB: the process as a whole, as the system counts it. */

import { Buffer } from 'node:buffer';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { JUDGED_FORMATS } from '../../../src/validation/files/judged-formats.ts';
import { validateApart, type Validated } from './largest-memory.ts';
import { block, EOF_BLOCK } from './packed.ts';

const MOST_MEGABYTES = 150;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'seqplan-memory-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// One line without an end, lines without anything, and what no text has.
const FILLS = ['A', '\n', '\0'];
const MEMBER_BYTES = 16 << 20;
/** Content over 64 MiB that is more than 500 times what is stored is given up (UNPACK_LIMITS): ten members are more than that. */
const MEMBERS = 10;

/** Of one byte again and again, behind what the content of the format begins with. */
function bomb(fill: string): Buffer {
  const member = gzipSync(Buffer.alloc(MEMBER_BYTES, fill), { level: 9 });
  return Buffer.concat(Array.from({ length: MEMBERS }, () => member));
}

const BEGINS: Readonly<Record<string, string>> = {
  fastq: '@r\n',
  sam: '@HD\tVN:1.6\nr\t0\t*\t0\t0\t*\t*\t0\t0\t',
  vcf: '##fileformat=VCFv4.3\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\nc\t1\t.\tA\t',
};

it.each(JUDGED_FORMATS.map(({ format, extensions: [extension = ''] }) => ({ format, extension })))(
  'bombs that say they are $format are refused in 150 MB',
  { timeout: 300_000 },
  async ({ format, extension }) => {
    const files = FILLS.map((fill, i) => {
      const file = path.join(folder, `${format}-${i}${extension}.gz`);
      writeFileSync(file, Buffer.concat([gzipSync(BEGINS[format] ?? ''), bomb(fill)]));
      return file;
    });
    // Nothing is stored of it, and nothing packed either: 256 MB of NUL.
    const sparse = path.join(folder, `${format}-sparse${extension}`);
    writeFileSync(sparse, BEGINS[format] ?? '');
    truncateSync(sparse, 256 << 20);

    const runs: Validated[] = [];
    for (const file of [...files, sparse]) runs.push(await validateApart([file]));
    const most = Math.max(...runs.map(({ megabytes }) => megabytes));
    console.log(`${format}: ${most} MB at most for one of ${runs.length} bombs`);
    expect(runs.map(({ exit }) => exit)).toEqual(runs.map(() => 1));
    expect(runs.flatMap(({ reports }) => reports.map(({ verdict }) => verdict))).toEqual(runs.map(() => 'rejected'));
    expect(most).toBeLessThanOrEqual(MOST_MEGABYTES);
  },
);

/** About 16 MB each: much more than is held at any time. */
function goodContents(): Readonly<Record<string, string>> {
  const lines = (count: number, line: (i: number) => string): string =>
    Array.from({ length: count }, (_, i) => line(i)).join('');
  const bases = Array.from({ length: 150 }, (_, k) => 'ACGT'[(k * k + (k >> 2)) & 3]).join('');
  const qualities = Array.from({ length: 150 }, (_, k) => '#,:F'[(k * k * 3 + (k >> 1)) & 3]).join('');
  return {
    'reads.fastq': lines(50_000, (i) => `@run:1:${i} 1:N:0\n${bases}\n+\n${qualities}\n`),
    'reads.sam':
      '@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:c\tLN:9000000\n' +
      lines(40_000, (i) => `r${i}\t0\tc\t${i + 1}\t60\t150M\t*\t0\t0\t${bases}\t${qualities}\tNM:i:0\tMD:Z:150\n`),
    'sites.vcf':
      '##fileformat=VCFv4.3\n##contig=<ID=c,length=9000000>\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS\n' +
      lines(
        200_000,
        (i) =>
          `c\t${i + 1}\t.\tA\tG,T\t${i % 90}\tPASS\tDP=${i % 70};AC=1,1;AN=4;AF=0.2,0.${i % 9}\tGT:DP:GQ\t1/2:${i % 70}:9\n`,
      ),
  };
}

it('good files, plain, gzip or BGZF, are accepted in 150 MB', { timeout: 300_000 }, async () => {
  const files: string[] = [];
  const put = (name: string, bytes: Uint8Array): void => {
    files.push(path.join(folder, name));
    writeFileSync(path.join(folder, name), bytes);
  };
  for (const [name, text] of Object.entries(goodContents())) {
    const bytes = Buffer.from(text);
    put(name, bytes);
    put(`gzip-${name}.gz`, gzipSync(bytes, { level: 1 }));
    const blocks: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += 65_280) blocks.push(block(bytes.subarray(at, at + 65_280)));
    put(`bgzf-${name}.gz`, Buffer.concat([...blocks, EOF_BLOCK]));
  }
  const { megabytes, exit, reports } = await validateApart(files);
  console.log(`good files: ${megabytes} MB`);
  expect(reports.flatMap(({ findings }) => findings)).toEqual([]);
  expect(reports.length).toBe(9);
  expect(exit).toBe(0);
  expect(megabytes).toBeLessThanOrEqual(MOST_MEGABYTES);
});
