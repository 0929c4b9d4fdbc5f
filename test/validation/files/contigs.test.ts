/** Contigs of headers, indexes and intervals, and what two files disagree about. */

import { Buffer } from 'node:buffer';
import { spawnSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { FileFormat } from '../../../src/validation/files/content-judge.ts';
import { compareContigs } from '../../../src/validation/files/contigs/compare-contigs.ts';
import type { Contig, ContigList } from '../../../src/validation/files/contigs/contig-list.ts';
import { readContigs } from '../../../src/validation/files/contigs/read-contigs.ts';
import { definition, headerContainer, V30 } from './cram-made.ts';
import { block, EOF_BLOCK, sourceOf } from './packed.ts';

const MD5 = '0123456789abcdef0123456789abcdef';
const SAM_HEADER = `@HD\tVN:1.6\n@SQ\tSN:chr1\tLN:1000\tM5:${MD5.toUpperCase()}\n@SQ\tSN:chr2\tLN:500\n`;
const [ONE, TWO]: readonly [Contig, Contig] = [
  { name: 'chr1', length: 1000, md5: MD5 },
  { name: 'chr2', length: 500 },
];

const contigsOf = async (name: string, content: string | Uint8Array, format?: FileFormat) => {
  const read = await readContigs(sourceOf(name, Buffer.from(content)), format);
  return read.kind === 'contigs' ? read.contigs : read.message;
};

function bam(text: string, contigs: readonly Contig[], magic = 'BAM\u0001'): Buffer {
  const parts = [Buffer.from(magic, 'latin1'), int32(text.length), Buffer.from(text), int32(contigs.length)];
  for (const { name, length = 0 } of contigs) {
    parts.push(int32(name.length + 1), Buffer.from(`${name}\0`), int32(length));
  }
  return Buffer.concat(parts);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

describe('contigs are read', () => {
  it('from an index, from a dictionary, and from the headers of SAM, BAM, VCF and BCF', async () => {
    expect(await contigsOf('a.fai', 'chr1\t1000\t6\t60\t61\nchr2\t500\t1030\t60\t61\n', 'fai')).toEqual([
      { name: 'chr1', length: 1000 },
      TWO,
    ]);
    expect(await contigsOf('a.dict', SAM_HEADER, 'dict')).toEqual([ONE, TWO]);
    expect(await contigsOf('a.sam', `${SAM_HEADER}r\t4\t*\t0\t0\t*\t*\t0\t0\t*\t*\n@SQ\tSN:late\tLN:1\n`)).toEqual([
      ONE,
      TWO,
    ]);
    const packed = Buffer.concat([block(bam(SAM_HEADER, [ONE, TWO])), EOF_BLOCK]);
    expect(await contigsOf('a.bam', packed, 'bam')).toEqual([ONE, TWO]);
    const meta = `##fileformat=VCFv4.3\n##contig=<ID=chr1,length=1000,md5=${MD5}>\n##contig=<ID=chr2,length=500>\n#CHROM\n`;
    expect(await contigsOf('a.vcf.gz', gzipSync(meta))).toEqual([ONE, TWO]);
    const bcf = Buffer.concat([Buffer.from('BCF\u0002\u0002', 'latin1'), int32(meta.length), Buffer.from(meta)]);
    expect(await contigsOf('a.bcf', Buffer.concat([block(bcf), EOF_BLOCK]), 'bcf')).toEqual([ONE, TWO]);
  });

  it('from intervals, each name with its largest end', async () => {
    const text = '#x\ntrack name=a\nbrowser hide all\nchr2\t5\t9\nchr1 1 4 a\r\nchr2\t1\t7\nchr2\t8\t30\nbroken\n';
    expect(await contigsOf('a.bed', text, 'bed')).toEqual([
      { name: 'chr2', reach: 30 },
      { name: 'chr1', reach: 4 },
    ]);
  });

  it('from CRAM, no further than its header, and from FASTA', async () => {
    const file = Buffer.concat([definition(V30), headerContainer(V30, SAM_HEADER, { method: 1 }), Buffer.alloc(99)]);
    expect(await contigsOf('a.cram', file)).toEqual([ONE, TWO]);
    expect(await contigsOf('a.cram', file.subarray(0, 40))).toBe('the file ends in its header');
    expect(await contigsOf('a.cram', 'CRAN'.repeat(9))).toBe('the first bytes are not CRAM');
    expect(await contigsOf('a.fa.gz', gzipSync('>a x\nACGT\nAC\n>b\nA\n>a\nCC\n'))).toEqual([
      { name: 'a', length: 6 },
      { name: 'b', length: 1 },
    ]);
    expect(await contigsOf('a.fa', '')).toBe('the file has no sequences');
  });

  it('or it is said why not', async () => {
    expect(await contigsOf('a.fastq', '@r\n')).toBe('contigs of fastq are not read');
    expect(await contigsOf('a.xyz', '')).toBe('contigs of unknown files are not read');
    expect(await contigsOf('a.bam', 'SAM', 'bam')).toBe('the file ends in its header');
    expect(await contigsOf('a.bam', bam('', [], 'MAB\u0001'), 'bam')).toBe('the first bytes are not those of BAM');
    expect(await contigsOf('a.bcf', 'BCF\u0001\u0000\u0000\u0000\u0000\u0000', 'bcf')).toContain('not those of BCF');
    expect(await contigsOf('a.bam', bam('', [{ name: '', length: 1 }]).fill(0, 12, 16), 'bam')).toContain('0 bytes');
    const cut = bam(SAM_HEADER, [{ name: 'chr1', length: 1 }]);
    expect(await contigsOf('a.bam', cut.subarray(0, -3), 'bam')).toBe('the file ends in its header');
    const damaged = block(cut);
    expect(await contigsOf('a.bam', damaged.subarray(0, 40), 'bam')).toContain('the file ends');
    expect(await contigsOf('a.bam', 'BAM\u0001\u0000\u0000\u0000\u0080\u0000\u0000\u0000\u0000', 'bam')).toContain(
      'the header text has',
    );
    expect(await contigsOf('a.bam', bam(SAM_HEADER, []).subarray(0, 30), 'bam')).toBe('the file ends in its header');
    const long = Buffer.concat([Buffer.from('BCF\u0002\u0002'), Buffer.from([0, 0, 0, 0x7f])]);
    expect(await contigsOf('a.bcf', long, 'bcf')).toContain('the header text has');
    expect(await contigsOf('a.bcf', long.fill(9, 5).fill(0, 6), 'bcf')).toBe('the file ends in its header');
    expect(await contigsOf('a.bcf', 'BCF', 'bcf')).toBe('the file ends in its header');
    const source = { ...sourceOf('a.dict', Buffer.alloc(0)), read: () => Promise.reject(new Error('EIO')) };
    expect(await readContigs(source, 'dict')).toEqual({ kind: 'none', file: 'a.dict', message: 'EIO' });
  });

  it('of a header of many pieces', async () => {
    // 20,000 contigs of some 17 bytes: more than the first 64 KiB that are looked at.
    const many = Array.from({ length: 20_000 }, (_, i) => ({ name: `contig${i}`, length: i + 1 }));
    const bytes = bam('', many);
    const blocks = Array.from({ length: Math.ceil(bytes.length / 60_000) }, (_, i) =>
      block(bytes.subarray(i * 60_000, (i + 1) * 60_000)),
    );
    expect(await contigsOf('a.bam', Buffer.concat([...blocks, EOF_BLOCK]), 'bam')).toEqual(many);
  });
});

const list = (format: FileFormat, ...contigs: readonly Contig[]): ContigList => ({
  kind: 'contigs',
  file: `x.${format}`,
  format,
  contigs,
});
const named = (...names: readonly string[]): Contig[] => names.map((name, i) => ({ name, length: 100 * (i + 1) }));
const codes = (file: ContigList, reference: ContigList): readonly string[] =>
  compareContigs(file, reference).map(({ code, line }) => `${line} ${code}`);

describe('two files', () => {
  const reference = list('fai', ...named('chr1', 'chr2', 'chr3', 'chrM'));

  it('of one reference have nothing to say', () => {
    expect(codes(list('bam', ...reference.contigs), reference)).toEqual([]);
    expect(codes(list('vcf', ...named('chr1', 'chr2')), reference)).toEqual([]);
    expect(codes(list('vcf', { name: 'chr2' }), reference)).toEqual([]);
    expect(codes(list('bed', { name: 'chr3', reach: 300 }, { name: 'chr1', reach: 1 }), reference)).toEqual([]);
    expect(codes(list('vcf'), reference)).toEqual([]);
  });

  it('differ in a contig that the other lacks', () => {
    expect(codes(list('vcf', ...named('chr1'), { name: 'chr9' }), reference)).toEqual(['2 CONTIG-MISSING']);
  });

  it('differ in a length, a checksum, an end', () => {
    expect(codes(list('vcf', { name: 'chr2', length: 201 }), reference)).toEqual(['1 CONTIG-LENGTH']);
    expect(codes(list('bed', { name: 'chr2', reach: 201 }), reference)).toEqual(['1 CONTIG-BEYOND']);
    const dict = list('dict', { name: 'a', length: 1, md5: MD5 });
    expect(codes(list('bam', { name: 'a', length: 1, md5: MD5.replace('0', '1') }), dict)).toEqual(['1 CONTIG-MD5']);
    expect(codes(list('bam', { name: 'a', length: 1 }), dict)).toEqual([]);
  });

  it('differ in their order, and in what a header leaves out', () => {
    const [one, two, three, four] = reference.contigs as [Contig, Contig, Contig, Contig];
    expect(codes(list('bam', one, three, two, four), reference)).toEqual(['3 CONTIG-ORDER']);
    expect(codes(list('bam', one, two), reference)).toEqual(['2 CONTIG-EXTRA'.replace('2', '3')]);
  });

  it('of two customs of naming are told so once, with both names', () => {
    const [finding, ...others] = compareContigs(list('vcf', ...named('1', '2', '3', 'MT')), reference);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ code: 'CONTIG-PREFIX', message: "'1' in x.vcf is 'chr1' in x.fai" });
    expect(codes(list('bed', { name: 'chr7', reach: 1 }), list('fai', ...named('6', '7')))).toEqual([
      '1 CONTIG-PREFIX',
    ]);
    expect(codes(list('bed', { name: 'chrM', reach: 1 }), list('fai', { name: 'MT' }))).toEqual(['1 CONTIG-PREFIX']);
    expect(codes(list('bed', { name: 'MT', reach: 1 }), reference)).toEqual(['1 CONTIG-PREFIX']);
  });

  it('have what a missing contig may be called named', () => {
    const messages = compareContigs(
      list('vcf', ...named('chr1'), { name: 'M' }, { name: 'NC_000003.12', length: 300 }),
      reference,
    ).map(({ message }) => message);
    expect(messages).toEqual([
      "'M' is not in x.fai, which has 'chrM'",
      "'NC_000003.12' is not in x.fai, which has 'chr3' of the same length",
    ]);
  });

  it('with thousands of differences have five of a kind told', () => {
    const many = Array.from({ length: 50_000 }, (_, i) => ({ name: `x${i}`, length: i }));
    const findings = compareContigs(
      list('vcf', ...many),
      list('fai', ...many.map(({ name }) => ({ name: `${name}y` }))),
    );
    expect(findings).toHaveLength(5);
    expect(findings[4]?.message).toContain('and 49995 more');
  });
});

describe.skipIf(spawnSync('samtools', ['--version']).status !== 0)('contigs of samtools', () => {
  it('are read from the BAM that it writes', async () => {
    const packed = spawnSync('samtools', ['view', '-b', '-'], { input: SAM_HEADER }).stdout;
    expect(await contigsOf('a.bam', packed, 'bam')).toEqual([ONE, TWO]);
  });
});
