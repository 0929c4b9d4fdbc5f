import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createVcfJudge } from '../../../src/validation/files/vcf/vcf-judge.ts';
import { VCF_RULES } from '../../../src/validation/files/vcf/vcf-rules.ts';
import { judgeWith } from './judge-text.ts';

const judge = judgeWith(VCF_RULES, createVcfJudge);

const VERSION = '##fileformat=VCFv4.3\n';
const META = [
  '##INFO=<ID=DP,Number=1,Type=Integer,Description="Depth">',
  '##INFO=<ID=TWO,Number=2,Type=Float,Description="Two, \\"escaped\\", numbers">',
  '##INFO=<ID=REFS,Number=R,Type=Integer,Description="By allele">',
  '##INFO=<ID=ONE,Number=1,Type=Character,Description="A sign">',
  '##FORMAT=<ID=XX,Number=A,Type=Integer,Description="By alternative">',
  '##FILTER=<ID=q10,Description="Low">',
  '##contig=<ID=1,length=1000>',
  '##contig=<ID=2>',
]
  .map((one) => `${one}\n`)
  .join('');
const NAMES = '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\ta\tb\n';
const HEADER = VERSION + META + NAMES;
/** Number of the first record's line. */
const FIRST = 11;

const FIELDS = ['1', '100', '.', 'A', 'G', '50', 'PASS', 'DP=7', 'GT:PL', '0/1:1,0,2', './.'];
const line = (changes: Readonly<Record<number, string>> = {}): string =>
  `${FIELDS.map((field, i) => changes[i] ?? field).join('\t')}\n`;
const good = (changes: Readonly<Record<number, string>>) => HEADER + line(changes);

describe('a good VCF file', () => {
  it('is accepted, and counted', () => {
    const text =
      HEADER + line() + line({ 1: '101', 4: 'C', 9: '1/1' }) + line({ 1: '102', 4: '.', 8: 'GT', 9: '0/0', 10: '0/0' });
    expect(judge(text)).toEqual({
      verdict: 'accepted',
      findings: [],
      codes: [],
      // A>G is a transition, A>C a transversion; one heterozygous, one homozygous; two of six not called.
      metrics: {
        records: 3,
        variants: 2,
        pass: 3,
        snvs: 2,
        mnvs: 0,
        indels: 0,
        insertions: 0,
        deletions: 0,
        svs: 0,
        other_variants: 0,
        multiallelic: 0,
        transitions: 1,
        transversions: 1,
        ratio_ti_tv: 1,
        samples: 2,
        ratio_het_hom_var: 1,
        pct_genotypes_called: (100 * 4) / 6,
        // All of them passed, on chromosome 1.
        count_snvs: 2,
        count_insertions: 0,
        count_deletions: 0,
        ratio_transitions_transversions_snv: 1,
        ratio_heterozygous_homzygous_snv: 1,
      },
    });
  });

  it('is judged the same in pieces of any size', () => {
    const text = HEADER + line({ 5: 'x' }) + line({ 1: '99' }) + line({ 7: 'DP=x' });
    const whole = judge(text);
    expect(whole.codes).toEqual([`${FIRST} VCF-QUAL`, `${FIRST + 1} VCF-UNSORTED`, `${FIRST + 2} VCF-INFO-TYPE`]);
    for (const size of [1, 3, 50]) expect(judge(text, size)).toEqual(whole);
  });

  it.each([
    ['no records', HEADER],
    ['no samples', `${VERSION}#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n1\t1\t.\tA\tT\t.\t.\t.\n`],
    ['carriage returns', (HEADER + line()).replaceAll('\n', '\r\n')],
    ['symbolic alleles, again at one place', good({ 4: '<DEL:ME>' }) + line({ 4: '<DEL:ME>' })],
    ['a breakend', good({ 4: 'A[2:300[' })],
    ['a breakend on an assembled contig', good({ 4: ']<ctg1>:7]A' })],
    ['a single breakend', good({ 4: '.A' })],
    ['an overlapping deletion and an unspecified allele', good({ 4: '*,<*>', 9: '0/2', 10: '1/2' })],
    ['a contig in angle brackets', good({ 0: '<1>' })],
    [
      'qualities that are no numbers',
      good({ 5: 'inf' }) + line({ 1: '101', 5: 'NaN' }) + line({ 1: '102', 5: '1e-3' }),
    ],
    ['a flag', good({ 7: 'DB;DP=1' })],
    ['a semicolon at the end of INFO', good({ 7: 'DP=1;' })],
    ['missing values', good({ 7: 'TWO=.;REFS=.,.' })],
    ['a percent-encoded sign', good({ 7: 'ONE=%3B' })],
    ['fewer fields than FORMAT', good({ 9: '0/1' })],
    ['haploid and triploid calls with as many likelihoods', good({ 9: '0:1,2', 10: '0/0/1:1,2,3,4' })],
    ['the telomere', good({ 1: '0' }) + line({ 1: '1001' })],
    ['values by alternative where there is none', good({ 4: '.', 7: 'AC=2', 8: 'GT:PL', 9: '0/1:1,2,3' })],
  ])('may have %s', (_, text) => {
    expect(judge(text)).toMatchObject({ verdict: 'accepted', findings: [] });
  });
});

describe('a warning, and no more, is', () => {
  const old = (text: string) => text.replace('VCFv4.3', 'VCFv4.1');
  it.each([
    ['a key that is not declared', good({ 7: 'NEW=1' }), `${FIRST} VCF-UNDECLARED`],
    ['a sample key that is not declared', good({ 8: 'GT:NEW', 9: '0/1:3' }), `${FIRST} VCF-UNDECLARED`],
    ['a filter that is not declared', good({ 6: 'q20' }), `${FIRST} VCF-FILTER-UNKNOWN`],
    ['a contig that is not declared', good({ 0: '3' }), `${FIRST} VCF-CONTIG-UNKNOWN`],
    ['a place past the end', good({ 1: '1002' }), `${FIRST} VCF-BEYOND-END`],
    ['an allele twice', good({ 4: 'G,G', 9: '0/1' }), `${FIRST} VCF-ALT-DUPLICATE`],
    ['a declaration twice', `${VERSION}##contig=<ID=1>\n##contig=<ID=1>\n${NAMES}`, '3 VCF-META-DUPLICATE'],
    [
      'a reserved key of any number',
      `${VERSION}##INFO=<ID=AF,Number=.,Type=Float,Description="x">\n${NAMES}`,
      '2 VCF-RESERVED-LOOSE',
    ],
    [
      'the mean quality as a whole number',
      `${VERSION}##INFO=<ID=MQ,Number=1,Type=Integer,Description="x">\n${NAMES}`,
      '2 VCF-RESERVED-LOOSE',
    ],
    [
      'a number by alleles in version 4.1',
      old(`${VERSION}##INFO=<ID=X,Number=R,Type=Float,Description="x">\n${NAMES}`),
      '2 VCF-NUMBER-NEWER',
    ],
    ['no line feed at the end of version 4.1', old(VERSION + NAMES).slice(0, -1), '2 VCF-LAST-LINE-OLD'],
  ])('%s', (_, text, code) => {
    expect(judge(text)).toMatchObject({ verdict: 'accepted', codes: [code] });
  });
});

describe('rejected, by its rule at its line, is', () => {
  const meta = (text: string): string => `${VERSION}${text}\n${NAMES}`;
  it.each([
    ['no version', NAMES, '1 VCF-VERSION'],
    ['a version with a blank', `##fileformat=VCF v4.3\n${NAMES}`, '1 VCF-VERSION'],
    ['a version of long ago', `##fileformat=VCFv3.3\n${NAMES}`, '1 VCF-VERSION'],
    ['no header line', VERSION, '1 VCF-HEADER'],
    ['another name in the header line', VERSION + NAMES.replace('POS', 'POSITION'), '2 VCF-HEADER'],
    ['FORMAT without samples', `${VERSION}#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\n`, '2 VCF-HEADER'],
    ['a second header line', VERSION + NAMES + NAMES, '3 VCF-HEADER'],
    ['a record before it', VERSION + line(), '2 VCF-HEADER'],
    ['two samples of one name', VERSION + NAMES.replace('\tb', '\ta'), '2 VCF-SAMPLE-DUPLICATE'],
    ['a meta line without =', meta('##Some random plain text'), '2 VCF-META'],
    ['a meta line without a value', meta('##reference='), '2 VCF-META'],
    ['meta-information after the header line', VERSION + NAMES + '##x=y\n', '3 VCF-META'],
    ['a quotation mark that is not closed', meta('##ALT=<ID=DUP,Description="x>'), '2 VCF-META-STRUCTURE'],
    ['quotation marks inside', meta('##ALT=<ID=DEL,Description="a "b" c">'), '2 VCF-META-STRUCTURE'],
    ['a list that is not closed', meta('##META=<ID=A,Number=.,Type=String,Values=[a, b>'), '2 VCF-META-STRUCTURE'],
    ['nothing between the brackets', meta('##INFO=<>'), '2 VCF-META-STRUCTURE'],
    ['a comma at the end', meta('##contig=<ID=1,>'), '2 VCF-META-STRUCTURE'],
    ['a contig without ID', meta('##contig=<length=1>'), '2 VCF-META-KEY'],
    ['an INFO without Description', meta('##INFO=<ID=X,Number=1,Type=Float>'), '2 VCF-META-KEY'],
    ['a key twice', meta('##contig=<ID=1,ID=2>'), '2 VCF-META-KEY'],
    ['a pedigree without ID', meta('##PEDIGREE=<Original=x>'), '2 VCF-META-KEY'],
    ['a number that is none', meta('##INFO=<ID=X,Number=N,Type=Float,Description="x">'), '2 VCF-META-VALUE'],
    ['a type that is none', meta('##INFO=<ID=X,Number=1,Type=Int,Description="x">'), '2 VCF-META-VALUE'],
    ['a flag in FORMAT', meta('##FORMAT=<ID=X,Number=0,Type=Flag,Description="x">'), '2 VCF-META-VALUE'],
    [
      'a description without quotation marks',
      meta('##INFO=<ID=X,Number=1,Type=Float,Description=x>'),
      '2 VCF-META-VALUE',
    ],
    ['a key with a star', meta('##INFO=<ID=X*,Number=1,Type=Float,Description="x">'), '2 VCF-META-VALUE'],
    ['a filter called 0', meta('##FILTER=<ID=0,Description="x">'), '2 VCF-META-VALUE'],
    ['a length that is none', meta('##contig=<ID=1,length=long>'), '2 VCF-META-VALUE'],
    ['a sample with a blank', meta('##SAMPLE=<ID=1 A>'), '2 VCF-META-VALUE'],
    ['a pedigree with a colon', meta('##PEDIGREE=<ID=p,Original=a:b>'), '2 VCF-META-VALUE'],
    ['values without brackets', meta('##META=<ID=A,Number=.,Type=String,Values=a b>'), '2 VCF-META-VALUE'],
    ['an assembly that is no URL', meta('##assembly=ftp://8080:8080/x'), '2 VCF-META-VALUE'],
    ['an allele type out of order', meta('##ALT=<ID=DEL,Type=String,Number=1,Description="x">'), '2 VCF-META-VALUE'],
    ['a reserved key of another type', meta('##INFO=<ID=AC,Number=A,Type=Float,Description="x">'), '2 VCF-RESERVED'],
    [
      'a reserved key of another number',
      meta('##FORMAT=<ID=GL,Number=A,Type=Float,Description="x">'),
      '2 VCF-RESERVED',
    ],
    ['ten columns', HEADER + FIELDS.slice(0, 10).join('\t') + '\n', `${FIRST} VCF-COLUMNS`],
    ['an empty line', HEADER + '\n', `${FIRST} VCF-COLUMNS`],
    ['an empty column', good({ 6: '' }), `${FIRST} VCF-COLUMNS`],
    ['a contig with a comma', good({ 0: 'a,b' }).replace(/##contig.*\n/g, ''), `${FIRST - 2} VCF-CHROM`],
    ['a contig that comes again', good({}) + line({ 0: '2' }) + line({ 1: '200' }), `${FIRST + 2} VCF-CONTIGUOUS`],
    ['a place that is no number', good({ 1: '1e3' }), `${FIRST} VCF-POS`],
    ['a place that falls', good({}) + line({ 1: '99' }), `${FIRST + 1} VCF-UNSORTED`],
    ['an ID with a blank', good({ 2: 'rs 1' }), `${FIRST} VCF-ID`],
    ['an ID twice', good({ 2: 'rs1;rs1' }), `${FIRST} VCF-ID`],
    ['two reference alleles', good({ 3: 'A,C' }), `${FIRST} VCF-REF`],
    ['an ambiguous alternative', good({ 4: 'R', 8: 'GT', 9: '.', 10: '.' }), `${FIRST} VCF-ALT`],
    ['a breakend without bases', good({ 4: '[1:100[', 8: 'GT', 9: '.', 10: '.' }), `${FIRST} VCF-ALT`],
    ['a record twice', good({}) + line({ 2: 'rs1' }), `${FIRST + 1} VCF-DUPLICATE`],
    ['a quality that is none', good({ 5: 'high' }), `${FIRST} VCF-QUAL`],
    ['a filter with a blank', good({ 6: 'my filter' }), `${FIRST} VCF-FILTER`],
    ['PASS beside a filter', good({ 6: 'PASS;q10' }), `${FIRST} VCF-FILTER`],
    ['an INFO key with a blank', good({ 7: 'D P=1' }), `${FIRST} VCF-INFO`],
    ['an INFO key twice', good({ 7: 'DP=1;DP=2' }), `${FIRST} VCF-INFO`],
    ['nothing between semicolons', good({ 7: 'DP=1;;DB' }), `${FIRST} VCF-INFO`],
    ['a text for a number', good({ 7: 'DP=x' }), `${FIRST} VCF-INFO-TYPE`],
    ['a negative count', good({ 7: 'AN=-1' }), `${FIRST} VCF-INFO-TYPE`],
    ['a number that BCF reserves', good({ 7: 'REFS=-2147483641,1' }), `${FIRST} VCF-INFO-TYPE`],
    ['a number past 31 bits', good({ 7: 'DP=2147483648' }), `${FIRST} VCF-INFO-TYPE`],
    ['a value of a flag', good({ 7: 'DB=2' }), `${FIRST} VCF-INFO-TYPE`],
    ['no value', good({ 7: 'DP' }), `${FIRST} VCF-INFO-TYPE`],
    ['two signs for one', good({ 7: 'ONE=ab' }), `${FIRST} VCF-INFO-TYPE`],
    ['a CIGAR that is none', good({ 7: 'CIGAR=12' }), `${FIRST} VCF-INFO-TYPE`],
    ['one value for two', good({ 7: 'TWO=1' }), `${FIRST} VCF-INFO-NUMBER`],
    ['a value for each allele but one', good({ 7: 'REFS=1' }), `${FIRST} VCF-INFO-NUMBER`],
    ['FORMAT with an empty key', good({ 8: 'GT::PL' }), `${FIRST} VCF-FORMAT`],
    ['GT in second place', good({ 8: 'PL:GT', 9: '1,2,3:0/1', 10: '.' }), `${FIRST} VCF-FORMAT`],
    ['FORMAT with a key twice', good({ 8: 'GT:PL:PL' }), `${FIRST} VCF-FORMAT`],
    ['more fields than FORMAT', good({ 9: '0/1:1,2,3:4' }), `${FIRST} VCF-SAMPLE-FIELDS`],
    ['a text for a likelihood', good({ 9: '0/1:a,b,c' }), `${FIRST} VCF-SAMPLE-TYPE`],
    ['likelihoods of another ploidy', good({ 9: '0:1,2,3' }), `${FIRST} VCF-SAMPLE-NUMBER`],
    ['a value for each alternative but one', good({ 4: 'G,T', 8: 'GT:XX', 9: '0/1:1' }), `${FIRST} VCF-SAMPLE-NUMBER`],
    ['a genotype of letters', good({ 9: '1/C' }), `${FIRST} VCF-GENOTYPE`],
    ['an allele that is not there', good({ 9: '0/2' }), `${FIRST} VCF-GENOTYPE`],
    ['no line feed at the end', good({}).slice(0, -1), `${FIRST} VCF-LAST-LINE`],
  ])('%s', (_, text, code) => {
    expect(judge(text)).toMatchObject({ verdict: 'rejected', codes: [code] });
  });

  it('nothing at all', () => {
    expect(judge('').codes).toEqual(['1 VCF-VERSION', '1 VCF-HEADER']);
  });

  it('whitespace in INFO before version 4.3', () => {
    const info = '##INFO=<ID=T,Number=1,Type=String,Description="x">\n';
    const text = `${VERSION}${info}${NAMES}${line({ 7: 'T=a b' })}`;
    expect(judge(text).verdict).toBe('accepted');
    expect(judge(text.replace('VCFv4.3', 'VCFv4.2')).codes).toEqual(['4 VCF-INFO']);
  });
});

describe('shapes that would take quadratic time', () => {
  it('take as long as their length: a million records in one piece, ten thousand alleles at one place', () => {
    const many = Array.from({ length: 20_000 }, (_, i) =>
      line({ 1: '100', 4: `G${'ACGT'[i % 4]}${i.toString(4).replaceAll(/\d/g, (d) => 'ACGT'[Number(d)] ?? 'A')}` }),
    ).join('');
    expect(judge(HEADER + many).metrics['records']).toBe(20_000);
    const keys = Array.from({ length: 30_000 }, (_, i) => line({ 1: String(i + 1), 7: `K${i}=1` })).join('');
    expect(judge(VERSION + NAMES + keys).metrics['records']).toBe(30_000);
  });
});

const CORPUS = new URL('../../../../shared/data/conformance/vcf/', import.meta.url);

describe.skipIf(!existsSync(CORPUS))('the public conformance files (skipped where ../shared is absent)', () => {
  const verdicts = (folder: string) =>
    readdirSync(new URL(folder, CORPUS)).map((name) => ({
      name,
      ...judge(readFileSync(new URL(`${folder}/${encodeURIComponent(name)}`, CORPUS))),
    }));

  it('that are good are all accepted', () => {
    const passed = verdicts('passed');
    expect(passed.length).toBeGreaterThanOrEqual(31);
    expect(passed.filter((one) => one.verdict === 'rejected').map(({ name, codes }) => [name, codes])).toEqual([]);
  });

  it('that are bad are rejected, but for six of 4.1 and 4.2 whose fault others write every day', () => {
    const failed = verdicts('failed');
    expect(failed.length).toBeGreaterThanOrEqual(296);
    // Underscores in FORMAT (GATK's MIN_DP), AA of any number, a key that was dropped (GLE), quoted values of SAMPLE.
    expect(failed.filter((one) => one.verdict === 'accepted').map(({ name }) => name)).toEqual([
      '4.1-failed_body_format_003.vcf',
      '4.1-failed_meta_format_030.vcf',
      '4.1-failed_meta_info_006.vcf',
      '4.1-failed_meta_sample_001.vcf',
      '4.2-failed_body_format_003.vcf',
      '4.2-failed_meta_sample_001.vcf',
    ]);
  });
});
