/**
 * Shapes that make readers slow: each is so large that an algorithm which compares everything with everything would not end within
 * the time of a test (300,000 squared), and small for one that reads it once.
 */

import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import type { FileFormat } from '../../../src/validation/files/content-judge.ts';
import { judgeBytes } from './packed.ts';

const many = (count: number, part: (i: number) => string, between = ''): string =>
  Array.from({ length: count }, (_, i) => part(i)).join(between);

const MANY = 300_000;
const SAM_HEAD = '@HD\tVN:1.6\n@SQ\tSN:c\tLN:2000000000\n';
const samLine = (changes: { readonly cigar?: string; readonly bases?: string; readonly tags?: string }): string =>
  `r\t0\tc\t1\t0\t${changes.cigar ?? '*'}\t*\t0\t0\t${changes.bases ?? '*'}\t*${changes.tags ?? ''}\n`;
const VCF_HEAD = '##fileformat=VCFv4.3\n##contig=<ID=c,length=1000>\n';
const COLUMNS = '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO';
const vcfLine = (changes: Readonly<Record<string, string>>): string =>
  `c\t1\t${changes['id'] ?? '.'}\t${changes['ref'] ?? 'A'}\t${changes['alt'] ?? 'G'}\t.\t${changes['filter'] ?? '.'}\t${changes['info'] ?? '.'}`;

interface Shape {
  readonly name: string;
  readonly format: FileFormat;
  readonly text: () => string;
  readonly verdict: 'accepted' | 'rejected';
}

const SHAPES: readonly Shape[] = [
  {
    name: '300,000 references',
    format: 'sam',
    verdict: 'accepted',
    text: () => many(MANY, (i) => `@SQ\tSN:s${i}\tLN:9\n`),
  },
  {
    name: 'one reference 300,000 times',
    format: 'sam',
    verdict: 'rejected',
    text: () => '@SQ\tSN:c\tLN:9\n'.repeat(MANY),
  },
  {
    name: '300,000 read groups',
    format: 'sam',
    verdict: 'accepted',
    text: () => many(MANY, (i) => `@RG\tID:g${i}\n`),
  },
  {
    name: 'a chain of 90,000 programs',
    format: 'sam',
    verdict: 'accepted',
    text: () => many(90_000, (i) => `@PG\tID:p${i}${i > 0 ? `\tPP:p${i - 1}` : ''}\n`),
  },
  {
    name: '300,000 fields in a header line',
    format: 'sam',
    verdict: 'rejected',
    text: () => `@RG\tID:x${'\tDS:y'.repeat(MANY)}\n`,
  },
  {
    name: 'a CIGAR of 600,000 operations',
    format: 'sam',
    verdict: 'accepted',
    text: () => SAM_HEAD + samLine({ cigar: '1M1D'.repeat(MANY), bases: 'A'.repeat(MANY) }),
  },
  {
    name: 'alignments of ten thousand tags',
    format: 'sam',
    verdict: 'rejected',
    text: () => SAM_HEAD + samLine({ tags: '\tXA:i:1'.repeat(9_900) }).repeat(200),
  },
  { name: 'a line of ten million tabs', format: 'sam', verdict: 'rejected', text: () => SAM_HEAD + '\t'.repeat(1e7) },
  {
    name: 'ten million empty lines',
    format: 'sam',
    verdict: 'rejected',
    text: () => SAM_HEAD + samLine({}) + '\n'.repeat(1e7),
  },
  {
    name: '300,000 contigs',
    format: 'vcf',
    verdict: 'accepted',
    text: () => `${VCF_HEAD}${many(MANY, (i) => `##contig=<ID=x${i}>\n`)}${COLUMNS}\n`,
  },
  {
    name: '300,000 samples',
    format: 'vcf',
    verdict: 'accepted',
    text: () => `${VCF_HEAD}${COLUMNS}\tFORMAT\t${many(MANY, (i) => `s${i}`, '\t')}\n`,
  },
  {
    name: '300,000 INFO keys',
    format: 'vcf',
    verdict: 'accepted',
    text: () => `${VCF_HEAD}${COLUMNS}\n${vcfLine({ info: many(MANY, (i) => `K${i}=1`, ';') })}\n`,
  },
  {
    name: 'one INFO key 300,000 times',
    format: 'vcf',
    verdict: 'rejected',
    text: () => `${VCF_HEAD}${COLUMNS}\n${vcfLine({ info: 'K=1;'.repeat(MANY) })}\n`,
  },
  {
    name: '300,000 alleles',
    format: 'vcf',
    verdict: 'accepted',
    text: () => `${VCF_HEAD}${COLUMNS}\n${vcfLine({ alt: many(MANY, (i) => `<A${i}>`, ',') })}\n`,
  },
  {
    name: '300,000 filters',
    format: 'vcf',
    verdict: 'accepted',
    text: () => `${VCF_HEAD}${COLUMNS}\n${vcfLine({ filter: many(MANY, (i) => `f${i}`, ';') })}\n`,
  },
  {
    name: '300,000 FORMAT keys',
    format: 'vcf',
    verdict: 'accepted',
    text: () => `${VCF_HEAD}${COLUMNS}\tFORMAT\tS\n${vcfLine({})}\t${many(MANY, (i) => `K${i}`, ':')}\t.\n`,
  },
  {
    name: 'twenty thousand records of one place',
    format: 'vcf',
    verdict: 'accepted',
    text: () =>
      `${VCF_HEAD}${COLUMNS}\n${many(20_000, (i) => `${vcfLine({ ref: `A${'C'.repeat(i % 200)}`, alt: `A${'G'.repeat(1 + Math.floor(i / 200))}` })}\n`)}`,
  },
  {
    name: 'a quoted text of ten million signs',
    format: 'vcf',
    verdict: 'accepted',
    text: () => `${VCF_HEAD}##INFO=<ID=K,Number=1,Type=String,Description="${'\\"'.repeat(5e6)}">\n${COLUMNS}\n`,
  },
  { name: '300,000 empty reads', format: 'fastq', verdict: 'accepted', text: () => '@r\n\n+\n\n'.repeat(MANY) },
  {
    name: 'a read wrapped to single letters',
    format: 'fastq',
    verdict: 'accepted',
    text: () => `@r\n${'A\n'.repeat(MANY)}+\n${'I\n'.repeat(MANY)}`,
  },
  { name: 'ten million @', format: 'fastq', verdict: 'rejected', text: () => '@\n'.repeat(5e6) },
  { name: 'ten million empty lines', format: 'fastq', verdict: 'rejected', text: () => `@r\n${'\n'.repeat(1e7)}` },
  { name: '300,000 sequences', format: 'fasta', verdict: 'accepted', text: () => many(MANY, (i) => `>s${i}\nA\n`) },
  {
    name: 'a sequence wrapped to single bases',
    format: 'fasta',
    verdict: 'accepted',
    text: () => `>s\n${'A\n'.repeat(3e6)}`,
  },
  {
    name: '300,000 intervals',
    format: 'bed',
    verdict: 'accepted',
    text: () => many(MANY, (i) => `c\t${i}\t${i + 1}\n`),
  },
  {
    name: '300,000 sequences',
    format: 'fai',
    verdict: 'accepted',
    text: () => many(MANY, (i) => `s${i}\t1\t${20 * i + 12}\t1\t2\n`),
  },
];

describe('shapes of very many parts are read once', () => {
  it.each(SHAPES)('$format: $name: $verdict', { timeout: 120_000 }, async ({ format, text, verdict }) => {
    const report = await judgeBytes(`x.${format}`, Buffer.from(text(), 'latin1'), { format });
    expect({
      verdict: report.verdict,
      first: report.findings.find(({ severity }) => severity === 'error')?.message,
    }).toEqual({
      verdict,
      first: verdict === 'accepted' ? undefined : expect.any(String),
    });
  });
});

it('names with a meaning to JavaScript are names: nothing is taken for more, and no prototype changes', async () => {
  const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', 'then'];
  const before = Object.getOwnPropertyNames(Object.prototype).length;
  const meta = many(
    names.length,
    (i) =>
      `##${names[i]}=<ID=${names[i]},Description="x">\n##contig=<ID=${names[i]}>\n##FILTER=<ID=${names[i]},Description="x">\n##INFO=<ID=${names[i]},Number=1,Type=String,Description="x">\n##FORMAT=<ID=${names[i]},Number=1,Type=String,Description="x">\n`,
  );
  const records = names.map((name) => `${name}\t1\t${name}\tA\tG\t.\t${name}\t${name}=x\t${name}\tx\n`).join('');
  const vcf = `${VCF_HEAD}${meta}${COLUMNS}\tFORMAT\t${names[0]}\n${records}`;
  expect((await judgeBytes('x.vcf', Buffer.from(vcf))).findings).toEqual([]);
  const sam = `${names.map((name) => `@SQ\tSN:${name}\tLN:9\n@RG\tID:${name}\n`).join('')}${names.map((name) => `${name}\t0\t${name}\t1\t0\t*\t*\t0\t0\t*\t*\tRG:Z:${name}\n`).join('')}`;
  expect((await judgeBytes('x.sam', Buffer.from(sam))).findings).toEqual([]);
  expect(Object.getOwnPropertyNames(Object.prototype).length).toBe(before);
  expect(Reflect.get({}, 'ID')).toBeUndefined();
});
