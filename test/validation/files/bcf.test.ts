import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../../../src/base/index.ts';
import { createVcfJudge } from '../../../src/validation/files/vcf/vcf-judge.ts';
import { VCF_RULES } from '../../../src/validation/files/vcf/vcf-rules.ts';
import { BCF_HEADER, bcf, bcfRecord, floats, GOOD_FIELDS, int16, type BcfFields, type BcfParts } from './bcf-texts.ts';
import { judgeWith } from './judge-text.ts';
import { block, codesOf, EOF_BLOCK, judgeBytes } from './packed.ts';
import { vcfBytes, vcfText } from './vcf-texts.ts';

/** In blocks of `blockBytes` bytes of content. */
const packed = (content: Buffer, blockBytes = 60_000): Buffer => {
  const blocks: Buffer[] = [];
  for (let at = 0; at < content.length; at += blockBytes) blocks.push(block(content.subarray(at, at + blockBytes)));
  return Buffer.concat([...blocks, EOF_BLOCK]);
};
const codes = async (content: Buffer): Promise<readonly string[]> =>
  codesOf(await judgeBytes('x.bcf', packed(content))).map((one) => one.replace(/^\d+ /, ''));
const withFields = (fields: Partial<BcfFields>): Buffer =>
  bcf({
    records: [
      bcfRecord(GOOD_FIELDS),
      bcfRecord({ ...GOOD_FIELDS, pos: 200, ...fields }),
      bcfRecord({ ...GOOD_FIELDS, chrom: 1 }),
    ],
  });

describe('a good BCF file', () => {
  it('is accepted, and counted', async () => {
    const report = await judgeBytes('x.bcf', packed(bcf()));
    expect(report).toMatchObject({
      format: 'bcf',
      verdict: 'accepted',
      findings: [],
      metrics: { records: 3, variants: 3, samples: 2 },
    });
  });

  it('is told by its first bytes', async () => {
    expect(await judgeBytes('x', packed(bcf()))).toMatchObject({ format: 'bcf', verdict: 'accepted' });
  });

  it('is judged the same in blocks of any size', async () => {
    const broken = withFields({ chrom: 7, filter: [3] });
    const messages = async (blockBytes: number): Promise<unknown> =>
      (await judgeBytes('x.bcf', packed(broken, blockBytes))).findings.map(({ code, message }) => [code, message]);
    for (const size of [1, 7, 100, 1000]) expect(await messages(size)).toEqual(await messages(60_000));
  });

  it.each<[string, Buffer]>([
    ['no records', bcf({ records: [] })],
    ['no IDX, numbered in order', bcf({ header: BCF_HEADER.replaceAll(/,IDX=\d+/g, '') })],
    ['more NULs behind the text', bcf({ terminator: '\0\0\0' })],
    [
      'nothing in its fields',
      withFields({
        id: Buffer.from([7]),
        filter: Buffer.from([0]),
        info: [],
        alleles: ['A'],
        format: [[[6], Buffer.from([0x21, 0, 0, 2, 0x81])]],
      }),
    ],
    [
      'a symbolic allele, and a breakend',
      withFields({ alleles: ['N', '<DEL>', 'N[chr2:7['], info: [[[3], floats(1, 2)]], format: [] }),
    ],
    [
      'numbers of two bytes, and a missing one',
      withFields({
        info: [
          [[2], int16(300)],
          [[3], Buffer.from([0x15, 1, 0, 0x80, 0x7f])],
        ],
      }),
    ],
    ['a flag with a value', withFields({ info: [[[5], [1]]] })],
  ])('may have %s', async (_, content) => {
    expect(await codes(content)).toEqual([]);
  });
});

describe('a warning, and no more, is', () => {
  it.each<[string, Buffer, Buffer, string]>([
    ['the version of before', packed(bcf({ magic: [0x42, 0x43, 0x46, 2, 1] })), bcf(), 'BCF-VERSION-OLD'],
    ['no container', bcf(), bcf(), 'BCF-CONTAINER'],
    ['gzip without blocks', gzipSync(bcf()), bcf(), 'BCF-CONTAINER'],
  ])('%s', async (_, file, __, code) => {
    const report = await judgeBytes('x.bcf', file);
    expect(report.findings.map((one) => one.code)).toEqual([code]);
    expect(report.verdict).toBe('accepted');
  });
});

const withHeader = (from: string | RegExp, to: string, parts: BcfParts = {}): Buffer =>
  bcf({ header: BCF_HEADER.replace(from, to), ...parts });

describe('rejected, by its rule, is', () => {
  it.each<[string, Buffer, string]>([
    ['another magic number', bcf({ magic: [0x42, 0x43, 0x46, 4, 2] }), 'BCF-MAGIC'],
    ['a later version', bcf({ magic: [0x42, 0x43, 0x46, 2, 3] }), 'BCF-MAGIC'],
    ['a header too long to be one', bcf({ lText: 0x7fffffff }), 'BCF-HEADER'],
    ['a header without NUL', bcf({ terminator: '' }), 'BCF-HEADER'],
    ['a NUL inside the header', withHeader('chr2', 'ch\0r2'), 'BCF-HEADER'],
    ['a header that VCF would reject', withHeader('Number=A', 'Number=X'), 'VCF-META-VALUE'],
    ['IDX that is no number', withHeader('IDX=7', 'IDX=x'), 'BCF-DICTIONARY'],
    ['IDX of two names', withHeader('IDX=7', 'IDX=6'), 'BCF-DICTIONARY'],
    [
      'IDX other than before',
      withHeader('"Depth",IDX=2>\n##FORMAT=<ID=AD', '"Depth",IDX=9>\n##FORMAT=<ID=AD'),
      'BCF-DICTIONARY',
    ],
    ['an end inside the magic number', bcf().subarray(0, 3), 'BCF-TRUNCATED'],
    ['an end inside the header', bcf().subarray(0, 100), 'BCF-TRUNCATED'],
    ['an end inside a record', bcf().subarray(0, -1), 'BCF-TRUNCATED'],
    ['l_shared that is too small for any', withFields({ lShared: 23 }), 'BCF-LENGTH'],
    ['l_indiv that is too large for any', withFields({ lIndiv: 0x7fffffff }), 'BCF-LENGTH'],
    ['a contig that is not there', withFields({ chrom: 2 }), 'BCF-CHROM'],
    ['a negative contig', withFields({ chrom: -1 }), 'BCF-CHROM'],
    ['a place before the telomere', withFields({ pos: -2 }), 'BCF-POS'],
    ['a negative length', withFields({ rlen: -1 }), 'BCF-POS'],
    ['a place that falls', withFields({ pos: 98 }), 'BCF-UNSORTED'],
    [
      'a contig that comes again',
      bcf({ records: [0, 1, 0].map((chrom) => bcfRecord({ ...GOOD_FIELDS, chrom })) }),
      'BCF-CONTIGUOUS',
    ],
    ['no allele', withFields({ alleles: [], info: [], format: [] }), 'BCF-ALLELES'],
    ['REF that is none', withFields({ alleles: ['<DEL>', 'G'] }), 'BCF-ALLELES'],
    ['ALT that is none', withFields({ alleles: ['A', 'R'] }), 'BCF-ALLELES'],
    ['a number for an allele', withFields({ alleles: ['A', [1]] }), 'BCF-TYPE'],
    ['a number for the ID', withFields({ id: [1] }), 'BCF-TYPE'],
    ['a text for FILTER', withFields({ filter: 'PASS' }), 'BCF-TYPE'],
    ['a filter that is none', withFields({ filter: [2] }), 'BCF-KEY'],
    ['a filter out of the dictionary', withFields({ filter: [9] }), 'BCF-KEY'],
    ['a key that is none of INFO', withFields({ info: [[[6], 'x']] }), 'BCF-KEY'],
    ['a key that is none of FORMAT', withFields({ format: [[[3], Buffer.from([0x11, 1, 1])]] }), 'BCF-KEY'],
    ['a key that is a text', withFields({ info: [['DP', [1]]] }), 'BCF-TYPE'],
    ['a real number for a whole one', withFields({ info: [[[2], floats(1)]] }), 'BCF-TYPE'],
    ['a text for a real number', withFields({ info: [[[3], 'x']] }), 'BCF-TYPE'],
    ['a type that is none', withFields({ info: [[[2], Buffer.from([0x14, 0])]] }), 'BCF-TYPE'],
    ['a length that is negative', withFields({ info: [[[2], Buffer.from([0xf1, 0x11, 0xff])]] }), 'BCF-TYPE'],
    ['a length that is no number', withFields({ info: [[[2], Buffer.from([0xf1, 0x15, 0, 0, 0, 0])]] }), 'BCF-TYPE'],
    ['a value beyond the record', withFields({ info: [[[2], Buffer.from([0xf1, 0x12, 0xff, 0x7f])]] }), 'BCF-TYPE'],
    ['two values for one', withFields({ info: [[[2], [1, 2]]] }), 'BCF-NUMBER'],
    ['a frequency for each of two', withFields({ info: [[[3], floats(1, 2)]] }), 'BCF-NUMBER'],
    ['another number of samples', withFields({ samples: 1, format: [] }), 'BCF-SAMPLES'],
    ['a vector of more values', withFields({ format: [[[7], Buffer.from([0x31, 1, 2, 3, 1, 2, 3])]] }), 'BCF-NUMBER'],
    ['a type of samples', withFields({ format: [[[2], Buffer.from([0x17, 65, 65])]] }), 'BCF-TYPE'],
    ['samples beyond the record', withFields({ format: [[[2], Buffer.from([0x11, 1])]] }), 'BCF-TYPE'],
    ['a genotype of texts', withFields({ format: [[[6], Buffer.from([0x17, 65, 65])]] }), 'BCF-TYPE'],
    ['an allele beyond', withFields({ format: [[[6], Buffer.from([0x21, 2, 6, 2, 2])]] }), 'BCF-GENOTYPE'],
    ['fields that end before l_shared', withFields({ nInfo: 3 }), 'BCF-LENGTH'],
    ['fields that end before l_indiv', withFields({ nFormat: 2 }), 'BCF-LENGTH'],
    ['more keys than there are', withFields({ nInfo: 5 }), 'BCF-TYPE'],
    ['more alleles than there are', withFields({ nAllele: 3 }), 'BCF-TYPE'],
  ])('%s', async (_, content, code) => {
    expect((await codes(content))[0]).toBe(code);
    expect((await judgeBytes('x.bcf', packed(content))).verdict).toBe('rejected');
  });
});

const SEED = Number(process.env['SEQPLAN_SEED'] ?? 1);

it('bytes changed anywhere end in findings, the same in blocks of any size', async () => {
  const random = createRandom(SEED).split('bcf');
  const good = bcf();
  let rejected = 0;
  for (let i = 0; i < 400; i++) {
    const bytes = Buffer.from(good);
    const at = random.below(bytes.length);
    bytes[at] = ((bytes[at] ?? 0) + 1 + random.below(255)) & 255;
    const [whole, parts] = await Promise.all(
      [bytes, bytes].map((one, k) => judgeBytes('x.bcf', packed(one, k === 0 ? 60_000 : 50))),
    );
    const said = (report: typeof whole): unknown => report?.findings.map(({ code, message }) => [code, message]);
    expect({ i, seed: SEED, said: said(parts) }).toEqual({ i, seed: SEED, said: said(whole) });
    if (whole?.verdict === 'rejected') rejected++;
  }
  expect(rejected).toBeGreaterThan(100);
});

const hasBcftools = spawnSync('bcftools', ['--version']).status === 0;
const CORPUS = new URL('../../../../shared/data/conformance/vcf/passed/', import.meta.url);
/** bcftools wants a line for each contig. */
function withContigs(vcf: string): Buffer {
  const names = vcf
    .split('\n')
    .flatMap((line) => (line.startsWith('#') || line === '' ? [] : [line.split('\t')[0] ?? '']));
  const lines = [...new Set(names)]
    .filter((name) => !vcf.includes(`##contig=<ID=${name}`))
    .map((name) => `##contig=<ID=${name}>\n`);
  return Buffer.from(
    vcf.replace('#CHROM', () => `${lines.join('')}#CHROM`),
    'latin1',
  );
}

const judgeVcf = judgeWith(VCF_RULES, createVcfJudge);

describe.skipIf(!hasBcftools)('what bcftools writes (skipped where it is not installed)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'seqplan-bcf-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** undefined where bcftools does not take it. */
  const converted = (vcf: Buffer): Buffer | undefined => {
    writeFileSync(join(folder, 'x.vcf'), vcf);
    const run = spawnSync('bcftools', [
      'view',
      '-Ob',
      '--no-version',
      '-o',
      join(folder, 'x.bcf'),
      join(folder, 'x.vcf'),
    ]);
    return run.status === 0 ? readFileSync(join(folder, 'x.bcf')) : undefined;
  };

  it('of good VCF files is accepted, with as many records', async () => {
    const random: Random = createRandom(SEED).split('bcftools');
    let compared = 0;
    for (let i = 0; i < 12; i++) {
      const vcf = vcfBytes(vcfText(random));
      const file = converted(vcf);
      if (file === undefined) continue;
      const report = await judgeBytes('x.bcf', file);
      expect({ i, seed: SEED, codes: codesOf(report) }).toEqual({ i, seed: SEED, codes: [] });
      expect(report.metrics['records']).toBe(judgeVcf(vcf).metrics['records']);
      compared++;
    }
    expect(compared).toBeGreaterThan(5);
  });

  it.skipIf(!existsSync(CORPUS))(
    'of the public files that are good is accepted (skipped where ../shared is absent)',
    async () => {
      let compared = 0;
      for (const name of readdirSync(CORPUS)) {
        const file = converted(withContigs(readFileSync(new URL(encodeURIComponent(name), CORPUS), 'latin1')));
        if (file === undefined) continue;
        const report = await judgeBytes('x.bcf', file);
        expect({ name, errors: report.findings.filter(({ severity }) => severity === 'error') }).toEqual({
          name,
          errors: [],
        });
        compared++;
      }
      expect(compared).toBeGreaterThan(10);
    },
  );

  it('reads what the fields of these tests make', () => {
    writeFileSync(join(folder, 'own.bcf'), packed(bcf()));
    const text = execFileSync('bcftools', ['view', '-H', join(folder, 'own.bcf')], { encoding: 'utf8' });
    expect(text.split('\n')[0]).toBe(
      'chr1\t100\trs1\tA\tG\t30\tPASS\tDP=30;AF=0.5;CSQ=A|missense_variant|x;DB\tGT:DP:AD\t0/1:30:10,20\t1|1:.:0,30',
    );
  });
});
