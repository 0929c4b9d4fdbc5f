/** Good VCF files with one planted fault each: every one is rejected, at its line by its rule. */

import { expect, it } from 'vitest';
import { createRandom, type Random } from '../../../src/base/index.ts';
import { createVcfJudge } from '../../../src/validation/files/vcf/vcf-judge.ts';
import { VCF_RULES } from '../../../src/validation/files/vcf/vcf-rules.ts';
import { judgeWith } from './judge-text.ts';
import { FIRST_RECORD, vcfBytes, vcfText, type VcfText } from './vcf-texts.ts';

const SEED = Number(process.env['SEQPLAN_SEED'] ?? 1);
const PER_OPERATOR = 20;
const judge = judgeWith(VCF_RULES, createVcfJudge);

interface Mutant {
  readonly bytes: Buffer;
  /** The first error: `LINE CODE`, or CODE alone where the fault has no one line, or one of several. */
  readonly wanted: readonly string[];
}

type Operator = (good: VcfText, random: Random) => Mutant;

const pick = <T>(from: readonly T[], random: Random): T => from[random.below(from.length)] as T;
const HEADER_LINE = FIRST_RECORD - 1;

/** On one record that is neither first nor last: which column, what becomes of it. */
const onColumn =
  (
    column: number,
    change: (text: string, random: Random, columns: readonly string[]) => string,
    ...codes: string[]
  ): Operator =>
  (good, random) => {
    const index = 1 + random.below(good.records.length - 2);
    const columns = (good.records[index] ?? '').split('\t');
    const changed = columns.with(column, change(columns[column] ?? '', random, columns));
    return {
      bytes: vcfBytes({ ...good, records: good.records.with(index, changed.join('\t')) }),
      wanted: codes.map((code) => `${FIRST_RECORD + index} ${code}`),
    };
  };

/** A part more of INFO, in front. */
const withInfo = (part: (random: Random, columns: readonly string[]) => string, code: string): Operator =>
  onColumn(
    7,
    (text, random, columns) =>
      [part(random, columns), ...(text === '.' ? [] : withoutKey(text, part(random, columns)))].join(';'),
    code,
  );
const withoutKey = (text: string, part: string): readonly string[] =>
  text.split(';').filter((one) => one.split('=')[0] !== part.split('=')[0]);

/** FORMAT of four keys, and a sample of its own for all. */
const withSample =
  (sample: (random: Random, alternatives: number) => string, code: string): Operator =>
  (good, random) => {
    const index = 1 + random.below(good.records.length - 2);
    const columns = (good.records[index] ?? '').split('\t').slice(0, 8);
    const samples = good.header.split('\t').length - 9;
    const changed = random.below(samples);
    const record = [...columns.with(4, 'AT,CT'), 'GT:AD:DP:PL'];
    // INFO by alternatives would have other numbers now.
    record[7] = 'DP=3';
    for (let i = 0; i < samples; i++) record.push(i === changed ? sample(random, 2) : '0/1:1,2,3:6:1,2,3,4,5,6');
    return {
      bytes: vcfBytes({ ...good, records: good.records.with(index, record.join('\t')) }),
      wanted: [`${FIRST_RECORD + index} ${code}`],
    };
  };

const onRecords =
  (change: (records: readonly string[], random: Random) => readonly [readonly string[], ...string[]]): Operator =>
  (good, random) => {
    const [records, ...wanted] = change(good.records, random);
    return { bytes: vcfBytes({ ...good, records }), wanted };
  };

const onMeta =
  (change: (lines: readonly string[], random: Random) => readonly string[], ...wanted: string[]): Operator =>
  (good, random) => ({
    bytes: vcfBytes({ ...good, meta: `${change(good.meta.trimEnd().split('\n'), random).join('\n')}\n` }),
    wanted,
  });
/** A line of meta-information more, as the last. */
const withMeta = (lines: readonly string[], code: string): Operator =>
  onMeta((meta, random) => [...meta, pick(lines, random)], `${HEADER_LINE} ${code}`);

const onHeader =
  (change: (names: readonly string[], random: Random) => readonly string[], code: string): Operator =>
  (good, random) => ({
    bytes: vcfBytes({ ...good, header: change(good.header.split('\t'), random).join('\t') }),
    wanted: [`${HEADER_LINE} ${code}`],
  });

const inside = (text: string, put: string, random: Random): string => {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + put + text.slice(at);
};

/** Anywhere in a record of version 4.3, which says what text is; not at its end. */
const inVersion3 =
  (change: (text: string, random: Random) => string): Operator =>
  (good, random) => {
    const meta = good.meta.replace('VCFv4.2', 'VCFv4.3');
    return onColumn(random.below(8), change, 'VCF-ENCODING')({ ...good, meta }, random);
  };

const OPERATORS: Readonly<Record<string, Operator>> = {
  'fileformat gone': onMeta((lines) => lines.slice(1), '1 VCF-VERSION'),
  'fileformat of no version': onMeta(
    (lines, random) => [
      '##fileformat=VCFv' + pick(['4.0', '5.0', '4', '4.22', '3.3', ' 4.2', ''], random),
      ...lines.slice(1),
    ],
    '1 VCF-VERSION',
  ),
  'meta line without =': withMeta(['##some text', '##reference', '##x='], 'VCF-META'),
  'meta line with one #': onMeta((lines, random) => {
    const at = 1 + random.below(lines.length - 1);
    return lines.with(at, (lines[at] ?? '').slice(1));
  }, 'VCF-HEADER'),
  'meta value that is not closed': withMeta(
    ['##INFO=<ID=Q,Number=1,Type=Float,Description="x>', '##FILTER=<ID=Q,Description="x"', '##contig=ID=9'],
    'VCF-META-STRUCTURE',
  ),
  'meta key missing': withMeta(
    [
      '##INFO=<ID=Q,Number=1,Description="x">',
      '##FORMAT=<ID=Q,Type=Float,Description="x">',
      '##FILTER=<ID=Q>',
      '##contig=<length=9>',
    ],
    'VCF-META-KEY',
  ),
  'meta key twice': withMeta(
    ['##INFO=<ID=Q,ID=P,Number=1,Type=Float,Description="x">', '##contig=<ID=9,ID=9>'],
    'VCF-META-KEY',
  ),
  'meta value of none': withMeta(
    [
      '##INFO=<ID=Q,Number=x,Type=Float,Description="x">',
      '##FORMAT=<ID=Q,Number=1,Type=Double,Description="x">',
      '##contig=<ID=9,length=-1>',
    ],
    'VCF-META-VALUE',
  ),
  'reserved key of another type': withMeta(
    ['##INFO=<ID=END,Number=1,Type=String,Description="x">', '##FORMAT=<ID=HQ,Number=2,Type=Float,Description="x">'],
    'VCF-RESERVED',
  ),
  '#CHROM line gone': (good) => ({
    bytes: Buffer.from(`${good.meta}${good.records.join('\n')}\n`),
    wanted: [`${HEADER_LINE} VCF-HEADER`],
  }),
  '#CHROM column missing': onHeader((names, random) => names.toSpliced(random.below(8), 1), 'VCF-HEADER'),
  '#CHROM columns exchanged': onHeader((names) => names.with(3, 'ALT').with(4, 'REF'), 'VCF-HEADER'),
  'FORMAT without samples': onHeader((names) => names.slice(0, 9), 'VCF-HEADER'),
  'sample name empty': onHeader((names, random) => names.with(9 + random.below(names.length - 9), ''), 'VCF-HEADER'),
  'sample name twice': onHeader((names) => [...names, names[9] ?? ''], 'VCF-SAMPLE-DUPLICATE'),
  'second #CHROM line': onRecords((records, random) => {
    const at = 1 + random.below(records.length - 1);
    return [records.toSpliced(at, 0, '#CHROM\tPOS'), `${FIRST_RECORD + at} VCF-HEADER`];
  }),
  'meta line behind #CHROM': onRecords((records, random) => {
    const at = random.below(records.length);
    return [records.toSpliced(at, 0, '##late=x'), `${FIRST_RECORD + at} VCF-META`];
  }),
  'column less': onRecords((records, random) => {
    const at = 1 + random.below(records.length - 1);
    const columns = (records[at] ?? '').split('\t');
    return [
      records.with(at, columns.toSpliced(random.below(columns.length), 1).join('\t')),
      `${FIRST_RECORD + at} VCF-COLUMNS`,
    ];
  }),
  'column more': onRecords((records, random) => {
    const at = 1 + random.below(records.length - 1);
    return [records.with(at, inside(records[at] ?? '', '\t', random)), `${FIRST_RECORD + at} VCF-COLUMNS`];
  }),
  'column empty': (good, random) => onColumn(random.below(8), () => '', 'VCF-COLUMNS')(good, random),
  'line empty': onRecords((records, random) => {
    const at = random.below(records.length);
    return [records.toSpliced(at, 0, ''), `${FIRST_RECORD + at} VCF-COLUMNS`];
  }),
  'line broken in two': onRecords((records, random) => {
    const at = 1 + random.below(records.length - 1);
    const record = records[at] ?? '';
    // Before the last column: both parts have too few.
    const last = record.lastIndexOf('\t');
    const broken = inside(record.slice(0, last), '\n', random) + record.slice(last);
    return [records.with(at, broken), `${FIRST_RECORD + at} VCF-COLUMNS`];
  }),
  'POS no number': onColumn(
    1,
    (text, random) => pick([`-${text}`, `${text}x`, '.', `${text}.0`, `+${text}`, '1e3'], random),
    'VCF-POS',
  ),
  'CHROM no name': onColumn(
    0,
    (text, random) => pick([`${text},2`, `${text} 1`, `<${text}`, '<>', `a>b`], random),
    'VCF-CHROM',
  ),
  'POS falls': onRecords((records, random) => {
    const at = 1 + random.below(records.length - 1);
    const [one = '', two = ''] = [records[at - 1], records[at]];
    const [chrom, position = ''] = one.split('\t');
    // Below the one before it, and on its contig.
    const columns = two
      .split('\t')
      .with(0, chrom ?? '')
      .with(1, '0');
    const before = one.split('\t').with(1, String(Number(position) + 1));
    return [
      records
        .with(at - 1, before.join('\t'))
        .with(at, columns.join('\t'))
        .slice(0, at + 1),
      `${FIRST_RECORD + at} VCF-UNSORTED`,
    ];
  }),
  'contig in two blocks': onRecords((records, random) => {
    const extra = (chrom: string): string => (records[0] ?? '').split('\t').with(0, chrom).with(1, '1').join('\t');
    const [a, b] = pick(
      [
        ['x', 'y'],
        ['chr1', 'x'],
        ['chr7', 'chr8'],
      ],
      random,
    ) as [string, string];
    return [[a, b, a].map(extra), `${FIRST_RECORD + 2} VCF-CONTIGUOUS`];
  }),
  'record twice': onRecords((records, random) => {
    // Symbolic alleles may come again.
    const plain = [...records.keys()].filter((i) => records[i]?.split('\t')[4]?.includes('<') === false);
    const at = pick(plain, random);
    return [records.toSpliced(at, 0, records[at] ?? ''), `${FIRST_RECORD + at + 1} VCF-DUPLICATE`];
  }),
  'ID with whitespace, or twice': onColumn(2, (_, random) => pick(['rs 1', 'rs1;', ';', 'rs1;;rs2'], random), 'VCF-ID'),
  'REF no bases': onColumn(
    3,
    (text, random) => pick(['.', 'R', '<DEL>', `${text},A`, `${text}-`, '*', 'A C'], random),
    'VCF-REF',
  ),
  'ALT no allele': onColumn(
    4,
    (_, random) => pick(['R', '<DEL', 'DEL>', 'A,', ',A', 'A[1:1]', '[1:1[', 'A[1[', 'A C', '-'], random),
    'VCF-ALT',
  ),
  'QUAL no number': onColumn(
    5,
    (_, random) => pick(['high', '1,5', '1e', '--1', '1.2.3', '0x1F', '5 '], random),
    'VCF-QUAL',
  ),
  'FILTER no filter': onColumn(
    6,
    (_, random) => pick(['PASS;q10', 'q10;q10', 'q 10', '0', ';', 'q10;', 'q10,LowQual'], random),
    'VCF-FILTER',
  ),
  'INFO key no key': withInfo((random) => pick(['=1', '*=1', '', 'A,B=1', '<X>=1'], random), 'VCF-INFO'),
  'INFO with whitespace': withInfo((random) => pick(['CSQ=a b', 'D B', 'CSQ= '], random), 'VCF-INFO'),
  'INFO key twice': onColumn(
    7,
    (text) => `DP=1;${withoutKey(text, 'DP').join(';').replace(/^\.$/, 'AN=2')};DP=2`,
    'VCF-INFO',
  ),
  'INFO of another type': withInfo(
    (random) =>
      pick(
        [
          'DP=x',
          'DP=1.5',
          'DP=-1',
          'AN=1e3',
          'MQRankSum=low',
          'BASE=AC',
          'DP=',
          'DP',
          'DB=2',
          'DELTA=1,,2',
          'DP=2147483648',
        ],
        random,
      ),
    'VCF-INFO-TYPE',
  ),
  'INFO of another number': withInfo((random, columns) => {
    // Of a record without alternative any number is good.
    const many = list((columns[4] ?? '').split(',').length + 1);
    const other = ['DP=1,2', 'DP4=1,2,3', 'DP4=1,2,3,4,5', 'MQRankSum=1,2'];
    return pick(columns[4] === '.' ? other : [...other, `AC=${many}`, `AF=${many}`], random.split('number'));
  }, 'VCF-INFO-NUMBER'),
  'FORMAT no keys': onColumn(
    8,
    (_, random) => pick(['DP:GT', ':GT', 'GT:', 'GT::DP', 'GT:A B', 'GT:A=B'], random),
    'VCF-FORMAT',
  ),
  'sample with more fields': withSample(
    (random) => `0/1:1,2,3:6:1,2,3,4,5,6${':1'.repeat(1 + random.below(3))}`,
    'VCF-SAMPLE-FIELDS',
  ),
  'sample of another type': withSample(
    (random) => `0/1:${pick(['1,x,3', '1.5,2,3', '-1,2,3', '1,2,', ''], random)}:6`,
    'VCF-SAMPLE-TYPE',
  ),
  'sample of another number': withSample(
    (random) =>
      pick(
        [
          '0/1:1,2:6',
          '0/1:1,2,3,4',
          '0/1:1,2,3:6,7',
          '0/1:1,2,3:6:1,2,3',
          '0:1,2,3:6:1,2,3,4,5,6',
          '0/0/1:.:6:1,2,3,4,5,6',
        ],
        random,
      ),
    'VCF-SAMPLE-NUMBER',
  ),
  'genotype that is none': withSample(
    (random) => pick(['0/', '/', '', '0\\1', 'A/T', '0//1', '0/1/', '-1/0', '0 /1', 'x'], random),
    'VCF-GENOTYPE',
  ),
  'allele beyond': withSample(
    (random, alternatives) => `0${pick(['/', '|'], random)}${alternatives + 1 + random.below(20)}`,
    'VCF-GENOTYPE',
  ),
  'no line feed at the end': (good) => ({
    bytes: vcfBytes({ ...good, meta: good.meta.replace('VCFv4.2', 'VCFv4.3') }).subarray(0, -1),
    wanted: ['VCF-LAST-LINE'],
  }),
  'file cut in a record': (good, random) => {
    const whole = vcfBytes(good);
    const last = whole.lastIndexOf('\n', whole.length - 2) + 1;
    // Before the last column begins.
    const columns = whole.lastIndexOf('\t');
    return { bytes: whole.subarray(0, last + 1 + random.below(columns - last - 1)), wanted: ['VCF-COLUMNS'] };
  },
  'bytes that are no UTF-8': inVersion3((text, random) =>
    inside(text, pick(['\u00FF', '\u00C3', '\u0080'], random), random),
  ),
  'carriage return inside': inVersion3((text, random) => inside(text, '\r', random)),
  'control character inside': inVersion3((text, random) =>
    inside(text, pick(['\0', '\u0007', '\u000B', '\u001B'], random), random),
  ),
};

const list = (count: number): string => Array.from({ length: count }, (_, i) => i).join(',');

it('every planted fault is found, where it is and by its rule', () => {
  const missed: unknown[] = [];
  let count = 0;
  for (const [operator, mutate] of Object.entries(OPERATORS)) {
    const random = createRandom(SEED).split(operator);
    for (let i = 0; i < PER_OPERATOR; i++) {
      const good = vcfText(random, { samples: 1 + random.below(3) });
      const { bytes, wanted } = mutate(good, random);
      const { verdict, findings } = judge(bytes);
      const error = findings.find(({ severity }) => severity === 'error');
      const first = `${error?.line} ${error?.code}`;
      const isFound = wanted.some((one) => (/^\d/.test(one) ? first === one : error?.code === one));
      if (verdict !== 'rejected' || !isFound) missed.push({ operator, i, wanted, first, message: error?.message });
      count++;
    }
  }
  const kinds = Object.keys(OPERATORS).length;
  expect({ seed: SEED, missed }).toEqual({ seed: SEED, missed: [] });
  console.log(`VCF: ${count} mutants of ${kinds} kinds, seed ${SEED}`);
  expect(kinds).toBeGreaterThanOrEqual(45);
  expect(count).toBe(kinds * PER_OPERATOR);
});
