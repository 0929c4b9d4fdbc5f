import { Buffer } from 'node:buffer';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { UNPACK_LIMITS } from '../../../src/validation/files/container/container.ts';
import { bc, block, codesOf, EOF_BLOCK, judgeBytes, reads, sourceOf } from './packed.ts';
import { judgeFile } from '../../../src/validation/files/judge-file.ts';

const join = (...parts: readonly Uint8Array[]): Buffer => Buffer.concat(parts);
const codes = async (name: string, ...parts: readonly Uint8Array[]) => codesOf(await judgeBytes(name, join(...parts)));
const bgzf = (...parts: readonly Uint8Array[]) => codes('x.fastq.gz', ...parts);

const [FIRST, SECOND] = [block(reads(0, 50)), block(reads(50, 100))];
const SECOND_AT = FIRST.length;
const END = FIRST.length + SECOND.length;

describe('BGZF', () => {
  it('is unpacked and judged, in blocks of any size', async () => {
    // 100 reads of 60 bases.
    const whole = { verdict: 'accepted', format: 'fastq', findings: [], metrics: { reads: 100, bases: 6000 } };
    expect(await judgeBytes('x.fastq.gz', join(FIRST, SECOND, EOF_BLOCK))).toMatchObject(whole);
    const bytes = Buffer.from(reads(0, 100));
    const small = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, i) =>
      block(bytes.subarray(7 * i, 7 * i + 7)),
    );
    expect(await judgeBytes('x', join(...small, EOF_BLOCK))).toMatchObject(whole);
  });

  it('may have other subfields beside BC, empty blocks, and files joined to one', async () => {
    const other = block(reads(0, 1), { extra: join(Buffer.from([88, 89, 1, 0, 7]), bc(0)) });
    other.writeUInt16LE(other.length - 1, 12 + 5 + 4);
    // SI1 and SI2 of the first subfield are not BC: no tool takes it for BGZF, and it is good gzip.
    expect(await bgzf(other)).toEqual([]);
    const after = block(reads(0, 1), { extra: join(bc(0), Buffer.from([88, 89, 1, 0, 7])) });
    after.writeUInt16LE(after.length - 1, 12 + 4);
    expect(await bgzf(after, EOF_BLOCK)).toEqual([]);
    expect(await bgzf(FIRST, block('', { data: deflateRawSync('', { level: 0 }) }), SECOND, EOF_BLOCK)).toEqual([]);
    expect(await bgzf(FIRST, EOF_BLOCK, SECOND, EOF_BLOCK)).toEqual([`${SECOND_AT + 28} BGZF-EOF-INSIDE`]);
  });

  it.each([
    ['no end-of-file marker', [FIRST, SECOND], `${END} BGZF-EOF-MISSING`],
    [
      'another empty block at the end',
      [FIRST, block('', { data: deflateRawSync('', { level: 0 }) })],
      `BGZF-EOF-MISSING`,
    ],
    ['bytes after the marker', [FIRST, EOF_BLOCK, Buffer.from('x')], `${SECOND_AT + 28} BGZF-TRAILING`],
    ['zero bytes after the marker', [FIRST, EOF_BLOCK, Buffer.alloc(9)], `${SECOND_AT + 28} BGZF-TRAILING`],
    ['a gzip member in between', [FIRST, gzipSync(reads(50, 100)), EOF_BLOCK], `${SECOND_AT} BGZF-MAGIC`],
    ['a file cut at the header', [FIRST, SECOND.subarray(0, 11)], `${SECOND_AT} BGZF-TRUNCATED`],
    ['a file cut in the extra field', [FIRST, SECOND.subarray(0, 17)], `${SECOND_AT} BGZF-TRUNCATED`],
    ['a file cut before the last byte', [FIRST, SECOND, EOF_BLOCK.subarray(0, 27)], `${END} BGZF-TRUNCATED`],
    ['another CRC', [FIRST, block(reads(50, 100), { crc: 1 }), EOF_BLOCK], `${SECOND_AT} BGZF-CRC`],
    ['another ISIZE', [FIRST, block(reads(50, 100), { isize: 9 }), EOF_BLOCK], `${SECOND_AT} BGZF-ISIZE`],
    ['an ISIZE past 16 bits', [FIRST, block('A'.repeat(65_537)), EOF_BLOCK], `${SECOND_AT} BGZF-ISIZE`],
    ['BSIZE without room', [block(reads(0, 1), { bsize: 20 }), EOF_BLOCK], '0 BGZF-BSIZE'],
    ['BSIZE that is short', [block(reads(0, 9), { bsize: 60 }), EOF_BLOCK], '0 BGZF-DATA'],
    [
      'bytes between data and CRC',
      [block(reads(0, 9), { data: join(deflateRawSync(reads(0, 9)), Buffer.from('x')) }), EOF_BLOCK],
      '0 BGZF-BSIZE',
    ],
    [
      'no BC after the first block',
      [FIRST, block('', { extra: Buffer.from([88, 89, 0, 0]) })],
      `${SECOND_AT} BGZF-EXTRA`,
    ],
    ['BC of four bytes', [block('', { extra: Buffer.from([66, 67, 4, 0, 1, 1, 1, 1]) })], '0 BGZF-EXTRA'],
    ['BC twice', [block('', { extra: join(bc(99), bc(99)) })], '0 BGZF-EXTRA'],
    ['subfields past XLEN', [block('', { extra: join(bc(99), Buffer.from([88, 89, 9, 0])) })], '0 BGZF-EXTRA'],
    ['another method', [FIRST, changed(SECOND, 2, 7), EOF_BLOCK], `${SECOND_AT} BGZF-MAGIC`],
    ['other flags', [FIRST, changed(SECOND, 3, 12), EOF_BLOCK], `${SECOND_AT} BGZF-MAGIC`],
    ['data that are none', [FIRST, changed(SECOND, 18, 255), EOF_BLOCK], `${SECOND_AT} BGZF-DATA`],
  ])('is rejected with %s', async (_, parts, code) => {
    const found = await bgzf(...parts);
    expect(found.length).toBeGreaterThanOrEqual(1);
    expect(found[0]).toContain(code);
  });

  it('without one of its blocks is rejected by what the content lacks', async () => {
    const bytes = Buffer.from(reads(0, 100));
    const blocks = [0, 5000, 10_000].map((at) => block(bytes.subarray(at, at === 10_000 ? undefined : at + 5000)));
    const report = await judgeBytes('x.fq.gz', join(blocks[0] ?? EOF_BLOCK, blocks[2] ?? EOF_BLOCK, EOF_BLOCK));
    expect(report.verdict).toBe('rejected');
  });

  it('has its end mark looked for even where the rest is not read', async () => {
    const many = join(...Array.from({ length: 400 }, (_, i) => block(reads(i * 90, i * 90 + 90))));
    expect(await judgeBytes('x.fq.gz', join(many, EOF_BLOCK), { depth: 'quick' })).toMatchObject({ findings: [] });
    expect(codesOf(await judgeBytes('x.fq.gz', many, { depth: 'quick' }))).toEqual([
      `${many.length - 28} BGZF-EOF-MISSING`,
    ]);
  });
});

describe('gzip', () => {
  const member = gzipSync(reads(0, 50));
  const other = gzipSync(reads(50, 100));
  const gzip = (...parts: readonly Uint8Array[]) => codes('x.fastq.gz', ...parts);

  it('of several members is one file', async () => {
    expect(await judgeBytes('x.fastq.gz', join(member, other))).toMatchObject({
      verdict: 'accepted',
      findings: [],
      metrics: { reads: 100 },
    });
  });

  it.each([
    ['cut before the last byte', [member.subarray(0, -1)], 'GZIP-TRUNCATED'],
    ['cut in the data', [member.subarray(0, 100)], 'GZIP-TRUNCATED'],
    ['cut in the header', [member.subarray(0, 3)], 'GZIP-TRUNCATED'],
    ['cut in the second member', [member, other.subarray(0, 30)], 'GZIP-TRUNCATED'],
    ['of no byte', [], 'GZIP-TRUNCATED'],
    ['of another CRC', [changed(member, member.length - 8, 1, 2)], 'GZIP-CRC'],
    ['of another length', [changed(member, member.length - 4, 1, 2)], 'GZIP-ISIZE'],
    ['of another method', [changed(member, 2, 7)], 'GZIP-HEADER'],
    ['of reserved flags', [changed(member, 3, 128)], 'GZIP-HEADER'],
    ['with other bytes behind', [member, Buffer.from('trailing')], 'GZIP-TRAILING'],
    ['with a zero and other bytes behind', [member, Buffer.from('\0\0x')], 'GZIP-TRAILING'],
    ['with a damaged byte', [changed(member, 20, 255, 254)], 'GZIP-'],
  ])('is rejected %s', async (_, parts, code) => {
    const report = await judgeBytes('x.fastq.gz', join(...parts));
    expect(report.verdict).toBe('rejected');
    expect(codesOf(report).join()).toContain(code);
  });

  it('may end in zeros, with a warning', async () => {
    expect(await gzip(member, Buffer.alloc(600_000))).toEqual([`${member.length} GZIP-PADDING`]);
  });

  it('in the name and not in the file is a warning', async () => {
    expect(await gzip(Buffer.from(reads(0, 2)))).toEqual(['0 GZIP-NAME']);
  });
});

describe('bombs', () => {
  const limits = { ...UNPACK_LIMITS, contentBytes: 1_000_000, ratioFrom: 100_000 };
  const zeros = Buffer.alloc(500_000);

  it('by ratio are refused', async () => {
    for (const [name, stored] of [
      ['gzip', gzipSync(zeros)],
      ['BGZF', join(...Array.from({ length: 8 }, () => block(Buffer.alloc(65_536))), EOF_BLOCK)],
    ] as const) {
      const found = codesOf(await judgeBytes('x.fq.gz', stored, { limits }));
      expect([name, found.some((one) => one.endsWith('GZIP-BOMB'))]).toEqual([name, true]);
    }
  });

  it('by size are refused, whatever they are', async () => {
    const text = Buffer.from(reads(0, 9000));
    expect(text.length).toBeGreaterThan(1_000_000);
    expect(codesOf(await judgeBytes('x.fq.gz', gzipSync(text), { limits })).join()).toContain('GZIP-BOMB');
  });
});

describe('a file', () => {
  it('is told by its name, then by its first line', async () => {
    const sam = Buffer.from('@HD\tVN:1.6\n');
    expect(await judgeBytes('a', sam)).toMatchObject({ format: 'sam', verdict: 'accepted' });
    expect(await judgeBytes('a', Buffer.from(reads(0, 1)))).toMatchObject({ format: 'fastq', verdict: 'accepted' });
    const vcf = gzipSync('##fileformat=VCFv4.3\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n');
    expect(await judgeBytes('a', vcf)).toMatchObject({ format: 'vcf', verdict: 'accepted' });
    expect(await judgeBytes('a.sam', Buffer.from(reads(0, 1)))).toMatchObject({ format: 'sam', verdict: 'rejected' });
    expect(await judgeBytes('a.sam', Buffer.from(reads(0, 1)), { format: 'fastq' })).toMatchObject({
      verdict: 'accepted',
    });
    for (const bytes of [Buffer.from('MZ'), Buffer.alloc(0), gzipSync('hello')]) {
      const report = await judgeBytes('a', bytes);
      expect(report).toMatchObject({ format: 'unknown', verdict: 'rejected', metrics: {} });
      expect(codesOf(report)).toEqual(['0 FILE-FORMAT']);
    }
  });

  it('that the system does not give is unreadable, at whatever byte', async () => {
    const text = Buffer.from(reads(0, 20_000));
    for (const stored of [text, gzipSync(text, { level: 0 })]) {
      const whole = sourceOf('x.fq', stored);
      const broken = {
        ...whole,
        read: (offset: number, into: Uint8Array) =>
          offset < 300_000 ? whole.read(offset, into) : Promise.reject(new Error('EIO')),
      };
      const report = await judgeFile(broken);
      expect(report).toMatchObject({ verdict: 'unreadable', metrics: {} });
      expect(report.findings.at(-1)).toMatchObject({ code: 'FILE-UNREADABLE', message: 'EIO' });
    }
  });

  it('that is cut in its container is not said to be cut in its content too', async () => {
    expect(await bgzf(FIRST, SECOND.subarray(0, 100))).toEqual([`${SECOND_AT} BGZF-TRUNCATED`]);
  });
});

const CORPUS = new URL('../../../../shared/data/conformance/fastq/passed/', import.meta.url);

it.skipIf(!existsSync(CORPUS))('packed files of others are accepted (skipped where ../shared is absent)', async () => {
  const names = readdirSync(CORPUS).filter((name) => name.endsWith('gz'));
  expect(names.length).toBeGreaterThanOrEqual(3);
  for (const name of names) {
    const report = await judgeBytes(name, readFileSync(new URL(name, CORPUS)));
    expect([name, report.verdict, report.metrics['reads']]).toEqual([name, 'accepted', 3]);
  }
});

/** Packed by whoever made the format, where it is installed; what it says of the same bytes cut short. */
describe.skipIf(spawnSync('bgzip', ['--version']).status !== 0)(
  'bgzip and gzip (skipped where bgzip is not installed)',
  () => {
    const text = reads(0, 3000);
    const pack = (...[tool, ...words]: readonly string[]): Buffer =>
      spawnSync(tool ?? '', words, { input: text }).stdout;

    it('write files that are accepted, of every level', async () => {
      for (const stored of [
        pack('bgzip', '-c'),
        pack('bgzip', '-c', '-l', '0'),
        pack('gzip', '-c'),
        pack('gzip', '-1c'),
      ]) {
        expect(await judgeBytes('x.fq.gz', stored)).toMatchObject({
          findings: [],
          metrics: { reads: 3000, bases: 180_000 },
        });
      }
    });

    it('agree about files that are cut or changed inside a block', async () => {
      const stored = pack('bgzip', '-c');
      const damaged = Array.from({ length: 24 }, (_, i) => {
        const at = 30 + Math.floor(((stored.length - 90) * i) / 24);
        return i % 2 === 0 ? stored.subarray(0, at) : changed(stored, at, (stored[at] ?? 0) ^ 0x55);
      });
      let refused = 0;
      for (const bytes of damaged) {
        const theirs = spawnSync('bgzip', ['-t'], { input: bytes }).status;
        if (theirs === 0) continue;
        refused++;
        expect((await judgeBytes('x.fq.gz', bytes)).verdict).toBe('rejected');
      }
      expect(refused).toBeGreaterThan(12);
    });
  },
);

/** One byte replaced; by the other value where it is that already. */
function changed(bytes: Buffer, at: number, value: number, otherwise = 254): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = copy[at] === value ? otherwise : value;
  return copy;
}
