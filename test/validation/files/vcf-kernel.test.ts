/** The kernel of reference records of VCF against the way without it, and against its own text. */

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import wabt from 'wabt';
import { createRandom, type Random } from '../../../src/base/index.ts';
import type { MetricsLevel } from '../../../src/validation/files/content-judge.ts';
import { createFindings } from '../../../src/validation/files/file-finding.ts';
import { forgetPiece, WINDOW_BYTES } from '../../../src/validation/files/vcf/kernel/kernel.ts';
import { REFERENCE_RECORDS_WASM } from '../../../src/validation/files/vcf/kernel/reference-records-wasm.ts';
import { createVcfMeta } from '../../../src/validation/files/vcf/meta.ts';
import { createRecordJudge } from '../../../src/validation/files/vcf/record.ts';
import { createColumnwiseVcfJudge, createVcfJudge } from '../../../src/validation/files/vcf/vcf-judge.ts';
import { VCF_RULES } from '../../../src/validation/files/vcf/vcf-rules.ts';
import { judgeWith } from './judge-text.ts';

const SEED = Number(process.env['SEQPLAN_SEED'] ?? 1);

it('the kernel is what its text assembles to', async () => {
  const text = readFileSync(
    new URL('../../../src/validation/files/vcf/kernel/reference-records.wat', import.meta.url),
    'utf8',
  );
  const { buffer } = (await wabt()).parseWat('reference-records.wat', text).toBinary({});
  expect(REFERENCE_RECORDS_WASM).toBe(Buffer.from(buffer).toString('base64'));
});

const META = `##fileformat=VCFv4.2
##FILTER=<ID=PASS,Description="All filters passed">
##FILTER=<ID=LowQualityOfTheSite,Description="Low quality">
##INFO=<ID=DP,Number=1,Type=Integer,Description="Depth">
##INFO=<ID=AC,Number=A,Type=Integer,Description="Alleles">
##INFO=<ID=AN,Number=1,Type=Integer,Description="Number">
##INFO=<ID=MQ0F,Number=1,Type=Float,Description="Share">
##INFO=<ID=AS_ReadPosRankSum,Number=1,Type=Float,Description="Rank sum">
##INFO=<ID=SHARES,Number=2,Type=Float,Description="Two">
##INFO=<ID=DELTA,Number=1,Type=Integer,Description="Difference">
##INFO=<ID=DELTAS,Number=.,Type=Integer,Description="Any">
##INFO=<ID=DP4,Number=4,Type=Integer,Description="Four">
##INFO=<ID=NOTE,Number=1,Type=String,Description="Text">
##INFO=<ID=DB,Number=0,Type=Flag,Description="In a data base">
##INFO=<ID=BASE,Number=1,Type=Character,Description="A base">
##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Depths">
##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Depth">
##FORMAT=<ID=PL,Number=G,Type=Integer,Description="Likelihoods">
##FORMAT=<ID=FT,Number=1,Type=String,Description="Filter">
##FORMAT=<ID=FRACTION,Number=1,Type=Float,Description="Fraction">
##contig=<ID=1,length=999999999>
##contig=<ID=chrUn_KI270742v1,length=186739>
`;
const COLUMNS = '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO';
const FORMATS = ['GT', 'GT:DP', 'GT:AD:DP:PL', 'GT:FT:FRACTION:AD:DP:PL'];
const SHAPES = [
  'DP MQ0F AN DP4',
  'DP SHARES AS_ReadPosRankSum MQ0F AN DP4',
  'DP DB NOTE',
  'DB DELTA DELTAS DP4',
  'DP BASE',
  'DP AC',
];

const pick = <T>(from: readonly T[], random: Random): T => from[random.below(from.length)] as T;
const list = (count: number, of: () => string): string => Array.from({ length: count }, of).join(',');

/** Records as a caller writes them for every site: few kinds of INFO, few variants. */
function allSites(random: Random, records: number): { readonly header: string; readonly records: readonly string[] } {
  const samples = random.below(4);
  const whole = (): string => String(random.below(pick([10, 1000, 1_000_000_000], random)));
  const share = (): string =>
    pick(['0', '0.5', '66.5869', '12345.678901', '.5', '3.', '1e-05', '2.5E+10', '0.123456789012345'], random);
  const signed = (of: string): string => (random.below(2) === 0 ? `-${of}` : of);
  const values: Readonly<Record<string, () => string>> = {
    DP: () => (random.below(9) === 0 ? '.' : whole()),
    AN: whole,
    AC: whole,
    MQ0F: share,
    AS_ReadPosRankSum: () => signed(share()),
    SHARES: () => list(2, share),
    DELTA: () => signed(whole()),
    DELTAS: () => list(1 + random.below(3), () => signed(whole())),
    DP4: () => list(4, whole),
    NOTE: () => pick(['x', 'a=b|%3B', '.x'], random),
    BASE: () => 'A',
  };
  const info = (shape: string): string =>
    shape
      .split(' ')
      .map((key) => (key === 'DB' ? key : `${key}=${values[key]?.() ?? ''}`))
      .join(';');
  const fields: Readonly<Record<string, () => string>> = {
    GT: () => pick(['0/0', '0/0', '0/0', '0|0', './.', '.|.'], random),
    AD: () => pick([whole(), '.'], random),
    DP: whole,
    PL: () => pick(['.', '0', '0,10,120'], random),
    FT: () => pick(['PASS', 'a,b'.slice(0, 1), '.'], random),
    FRACTION: share,
  };
  const usual = pick(FORMATS, random);
  const shapes = [pick(SHAPES, random), pick(SHAPES, random)];
  const sample = (format: string): string => {
    const keys = format.split(':');
    const given = random.below(9) === 0 ? keys.slice(0, 1 + random.below(keys.length)) : keys;
    return given.map((key) => fields[key]?.() ?? '').join(':');
  };
  let position = random.below(pick([10, 100_000], random));
  const chrom = pick(['1', 'chrUn_KI270742v1'], random);
  const filters = pick([['PASS'], ['.'], ['LowQualityOfTheSite'], ['PASS', 'LowQualityOfTheSite']], random);
  const lines = Array.from({ length: records }, () => {
    const isUnusual = random.below(20) === 0;
    position += 1 + (isUnusual ? random.below(200) : 0);
    const [ref, alt] = isUnusual ? pick(['A\tC', 'AC\tA', 'A\tG,T', 'ACG\t.', 'n\t.'], random).split('\t') : ['', '.'];
    const alternatives = alt === '.' ? 0 : (alt ?? '').split(',').length;
    const format = isUnusual ? 'GT' : usual;
    const genotype = (): string => (alternatives > 0 ? pick(['0/1', '1/1', '0/0', './.'], random) : sample(format));
    return [
      chrom,
      String(position),
      isUnusual ? pick(['.', 'rs1'], random) : '.',
      ref === '' ? pick([...'ACGTNacgtn'], random) : ref,
      alt,
      random.below(6) === 0 ? '.' : pick(['66.5869', '30', '0.5', '.5', '12345.67890', '3e2', share()], random),
      pick(filters, random),
      alternatives > 0 ? 'DP=3' : random.below(9) === 0 ? '.' : info(pick(shapes, random)),
      ...(samples > 0 ? [format, ...Array.from({ length: samples }, genotype)] : []),
    ].join('\t');
  });
  const names = Array.from({ length: samples }, (_, i) => `\ts${i}`).join('');
  return { header: COLUMNS + (samples > 0 ? `\tFORMAT${names}` : ''), records: lines };
}

const textOf = ({ header, records }: { readonly header: string; readonly records: readonly string[] }): Buffer =>
  Buffer.from(`${META}${header}\n${records.join('\n')}\n`, 'latin1');

function expectTheSame(bytes: Buffer, pieceBytes: number, what: string): void {
  for (const metrics of ['basic', 'all'] as const satisfies readonly MetricsLevel[]) {
    const fast = judgeWith(VCF_RULES, (findings) => createVcfJudge(findings, { metrics }));
    const slow = judgeWith(VCF_RULES, (findings) => createColumnwiseVcfJudge(findings, { metrics }));
    const [one, other] = [fast(bytes, pieceBytes), slow(bytes)];
    expect({ what, level: metrics, seed: SEED, ...one }).toEqual({ what, level: metrics, seed: SEED, ...other });
  }
}

/** How many records are taken together with others: those of the kernel. What is not taken at a glance is read by columns. */
function takenTogether(bytes: Buffer, headerLines: number): number {
  const findings = createFindings(VCF_RULES);
  const meta = createVcfMeta(findings);
  const lines = bytes.toString('latin1').split('\n');
  lines.slice(0, headerLines - 1).forEach((line, i) => meta.line(line, i + 1));
  const columns = lines[headerLines - 1]?.split('\t').length ?? 0;
  const judge = createRecordJudge(findings, meta, columns, 'basic');
  const all = Buffer.concat([bytes, Buffer.alloc(4)]);
  let at = Buffer.byteLength(`${lines.slice(0, headerLines).join('\n')}\n`, 'latin1');
  let together = 0;
  forgetPiece();
  while (at < bytes.length) {
    const next = judge.glance.take(all, at, bytes.length - 1);
    if (next < 0) {
      const end = bytes.indexOf(0x0a, at);
      judge.record(all, at, end, 1);
      at = end + 1;
    } else {
      if (judge.glance.taken > 1) together += judge.glance.taken;
      at = next;
    }
  }
  return together;
}

const HEADER_LINES = META.split('\n').length;

it('says the same as the way without it, of files of all sites in pieces of any size', () => {
  const random = createRandom(SEED).split('good');
  let together = 0;
  let records = 0;
  for (let i = 0; i < 120; i++) {
    const text = allSites(random, 20 + random.below(100));
    const bytes = textOf(text);
    expectTheSame(bytes, random.below(2) === 0 ? bytes.length : 100 + random.below(8000), `file ${i}`);
    together += takenTogether(bytes, HEADER_LINES);
    records += text.records.length;
  }
  // One of twenty is a variant, a third has a number, key or FILTER where the kernel stops: runs are short. It was 31 % of them.
  expect(together).toBeGreaterThan(records / 5);
});

const CHARACTERS = '\t\n\r \0;:,.=/|<>*0123456789-+eEACGTNacgt_%\u00A0\u00FF';

it('says the same of files with bytes changed, put in or taken out', () => {
  const random = createRandom(SEED).split('changed');
  const verdicts = { accepted: 0, rejected: 0 };
  let together = 0;
  for (let i = 0; i < 500; i++) {
    let bytes = textOf(allSites(random, 30));
    const body = bytes.indexOf('#CHROM');
    for (let edits = 1 + random.below(3); edits > 0; edits--) {
      const at = body + 60 + random.below(bytes.length - body - 60);
      const put = random.below(4) === 0 ? '' : pick([...CHARACTERS], random);
      const taken = random.below(4) === 0 ? 0 : 1;
      bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(put, 'latin1'), bytes.subarray(at + taken)]);
    }
    expectTheSame(bytes, random.below(2) === 0 ? bytes.length : 100 + random.below(3000), `change ${i}`);
    const judged = judgeWith(VCF_RULES, createVcfJudge)(bytes);
    verdicts[judged.verdict]++;
    if (bytes.at(-1) === 0x0a) together += takenTogether(bytes, HEADER_LINES);
  }
  expect(Math.min(verdicts.accepted, verdicts.rejected)).toBeGreaterThan(100);
  // Of 15,000; it was 3,200.
  expect(together).toBeGreaterThan(1500);
});

const REPLACING = '\t\n\r ;:,.=/|*09-eCx\u00A0';

/** Records like those of `bcftools call` of one sample, and of a joint caller of three. */
const LIKE: readonly (readonly [names: string, record: (position: number) => string])[] = [
  ['s0', (position) => `1\t${position}\t.\tC\t.\t66.5869\t.\tDP=12;MQ0F=0.5;AN=2;DP4=1,20,0,0;DELTA=-7\tGT\t0/0`],
  [
    's0\ts1\ts2',
    (position) =>
      `1\t${position}\t.\tC\t.\t.\tPASS\tDP=12;DB;NOTE=x\tGT:AD:FT:FRACTION\t0/0:12:PASS:0.5\t0|0:3:.:1\t./.:.:x:1e-3`,
  ],
  [
    's0',
    (position) =>
      `chrUn_KI270742v1\t${position}\t.\tC\t.\t.\tLowQualityOfTheSite\tDP=12;AS_ReadPosRankSum=-0.5\tGT:FT:FRACTION:AD:DP:PL\t0/0:PASS`,
  ],
];

it.each(LIKE)('says the same whatever byte of a record of %s is replaced by whatever other', (names, record) => {
  const before = Array.from({ length: 12 }, (_, i) => record(100_000 + i));
  const after = Array.from({ length: 3 }, (_, i) => record(100_100 + i));
  const good = record(100_050);
  const header = `${COLUMNS}\tFORMAT\t${names}`;
  const whole = textOf({ header, records: [...before, good, ...after] });
  // Of twelve records before it some have told the kernel what they are like: those behind it, and itself, are taken together.
  expect(takenTogether(whole, HEADER_LINES)).toBeGreaterThanOrEqual(8);
  const start = textOf({ header, records: before }).length;
  let changes = 0;
  for (let at = 0; at <= good.length; at++) {
    for (const character of REPLACING) {
      const bytes = Buffer.from(whole);
      bytes.write(character, start + at, 'latin1');
      const [fast, slow] = [createVcfJudge, createColumnwiseVcfJudge].map((create) =>
        judgeWith(VCF_RULES, create)(bytes),
      );
      expect({ at, character, ...fast }).toEqual({ at, character, ...slow });
      changes++;
    }
  }
  expect(changes).toBe((good.length + 1) * REPLACING.length);
});

const VALUES: readonly (readonly [column: number, key: string, values: readonly string[]])[] = [
  [3, '', ['', 'N', 'n', 'R', 'AC', '.', 'AA']],
  [4, '', ['C', 'A', '*', '<*>', '.,.', 'C,C', '']],
  [
    5,
    '',
    ['', '-1', '+1', '1e5', '1.', '.5', '..', '1..', '1e', 'nan', '12345678901234', '1.23456789012', '1.234567890123'],
  ],
  [5, '', ['0.12345678901234567', '1234567890123456', '12345678901234567', 'x', '5x', '.x']],
  [6, '', ['', 'PASS', '.', 'q', 'PASS;q', 'PAS', 'PASSS', '0']],
  [7, '', ['', '.', ';', 'DP', 'DP=1;', 'DP=1;;AN=2', 'DP=1;DP=1', 'DP=1;MQ0F=0;DP=1', 'DP=1;X=1', 'DB=1', 'DP=1;DBX']],
  [
    7,
    'DP',
    ['', '.', '..', '-1', '+1', '1.5', '1,2', '1,', ',1', '999999999', '2147483647', '2147483648', '9999999999'],
  ],
  [7, 'DELTA', ['-', '--1', '-1', '1-', '-999999999', '-2147483640', '-2147483641', '-9999999999', '.', '-1,-2']],
  [7, 'DP4', ['', '.', '1,2,3', '1,2,3,4,5', '1,2,3,', ',1,2,3', '1,,2,3', '1,2,,', '1,.,2,3', '-1,2,3,4', '1,2,3,4,']],
  [7, 'DP4', ['9999999999,1,2,3', '1,2,3,9999999999', '2,9999999999,1,3', '999999999,1,2,3', '1,2,3,999999999']],
  [7, 'DP4', ['111111,222222,3,4', '1111111111111111,2,3,4', '1,2222222222222222,3,4', '1,2,3,1234567890123']],
  [
    7,
    'MQ0F',
    ['', '.', '-', '-.', '-0.5', '+1', '1e', '1e-', '1E5', '1e+5', '1e5.5', '1.2.3', '.e5', 'e5', 'inf', '0,1'],
  ],
  [
    7,
    'MQ0F',
    ['12345678901234567890', '0.12345678901234567', '1e1234567890123456', '1234567890123.', '12345678901234.'],
  ],
  [7, 'SHARES', ['1', '1,2', '1,2,3', '-1,2', '1e-5,.5', '1,', '.', '.,1', '1.,2.']],
  [7, 'NOTE', ['', '.', 'a b', 'a,b', 'a=b', 'a\u00E9', '=', '..', 'x'.repeat(40)]],
  [
    7,
    'DELTAS',
    ['', '1', '-1,2', '1,-2', ',', '1,,2', '-', '1,-', '.', '1234567890,1', '9999999999,1', '1,9999999999'],
  ],
  [
    9,
    '',
    [
      '',
      '.',
      '0',
      '0/',
      '0/0',
      '0|0',
      '/0',
      '0/1',
      '0/0/0',
      '0/0:',
      '0/0:1',
      '0/0:1,2',
      '0/0:1:',
      '0/0:1:x',
      './.:1:x:0',
    ],
  ],
  [
    9,
    '',
    [
      './.',
      '.|.',
      '.:1',
      '0x0',
      '.x.',
      '0/.',
      '0/0:1:x:1e-5',
      '0/0:1:x:-1',
      '0/0:1:x:1:1',
      '0/0:1:x:1:.',
      '0/0:1:x:1:',
      '0/0::x',
      '0/0:-1',
    ],
  ],
  [
    9,
    '',
    [
      '0/0:.:.:.',
      '0/0:1:a,b',
      '0/0:1: ',
      '0/0:9999999999',
      '0/0:1:x:1,2',
      '0/0:1:x:.5.',
      '0/0:1:\u00E9',
      '0/0:1;',
      '0/0;',
    ],
  ],
];

it('says the same of values at the edge of what the kernel takes', () => {
  const usual: Readonly<Record<string, string>> = {
    DP: '12',
    MQ0F: '0.5',
    DELTA: '-7',
    DELTAS: '-7,8',
    SHARES: '0.5,1',
    DP4: '1,20,0,0',
    DB: '',
    NOTE: 'x',
  };
  const like = (position: number, changes: Readonly<Record<string, string>> = {}): readonly string[] => {
    const info = Object.entries({ ...usual, ...changes }).map(([key, value]) =>
      key === 'DB' ? key : `${key}=${value}`,
    );
    return [
      '1',
      String(position),
      '.',
      'C',
      '.',
      '66.5869',
      'PASS',
      info.join(';'),
      'GT:AD:FT:FRACTION',
      '0/0:12:PASS:0.5',
    ];
  };
  const before = Array.from({ length: 12 }, (_, i) => like(10 + i).join('\t'));
  const after = Array.from({ length: 6 }, (_, i) => like(50 + i).join('\t'));
  const header = `${COLUMNS}\tFORMAT\ts0`;
  let accepted = 0;
  let values = 0;
  for (const [column, key, texts] of VALUES) {
    for (const text of texts) {
      const changed = key === '' ? like(40).with(column, text) : like(40, { [key]: text });
      const bytes = textOf({ header, records: [...before, changed.join('\t'), ...after] });
      expectTheSame(bytes, Number.POSITIVE_INFINITY, `${column} ${key} '${text}'`);
      // The kernel is at work before and behind it.
      expect(takenTogether(bytes, HEADER_LINES)).toBeGreaterThanOrEqual(8);
      if (judgeWith(VCF_RULES, createVcfJudge)(bytes).verdict === 'accepted') accepted++;
      values++;
    }
  }
  expect(accepted).toBeGreaterThan(40);
  expect(values - accepted).toBeGreaterThan(40);
});

it.each([
  ['POS of one digit to nine', [1, 22, 333, 4444, 55_555, 666_666, 7_777_777, 88_888_888, 999_999_998, 999_999_999]],
  [
    'POS that falls by one',
    [1, 2, 3, 4, 5, 6, ...[1, 2, 3, 4, 5, 6, 7, 8].flatMap((n) => [2 * 10 ** n, 2 * 10 ** n - 1])],
  ],
  ['POS at the end of the contig, and behind it', [999_999_998, 999_999_999, 1_000_000_000, 1_000_000_001]],
])('says the same of %s', (_, positions) => {
  const record = (position: number): string => `1\t${position}\t.\tC\t.\t.\t.\tDP=1`;
  // Keys and FILTER are known from another contig.
  const known = Array.from({ length: 8 }, (_, i) => record(i + 1).replace(/^1/, 'chrUn_KI270742v1'));
  const records = positions.map(record);
  expectTheSame(textOf({ header: COLUMNS, records: [...known, ...records] }), Number.POSITIVE_INFINITY, 'positions');
  expectTheSame(textOf({ header: COLUMNS, records: records.toReversed() }), Number.POSITIVE_INFINITY, 'falling');
});

it('says the same of a reserved float that has no sign, where it is declared as one value', () => {
  const record = (position: number, value: string): string => `1\t${position}\t.\tC\t.\t.\t.\tAF=${value}`;
  for (const value of ['0.5', '-0.5', '-0', '-', '1e-5', '-1e-5', '']) {
    const records = Array.from({ length: 20 }, (_, i) => record(i + 1, i === 12 ? value : '0.25'));
    const declared = '##INFO=<ID=AF,Number=1,Type=Float,Description="Frequency">\n#CHROM';
    const text = textOf({ header: COLUMNS, records }).toString('latin1').replace('#CHROM', declared);
    expectTheSame(Buffer.from(text, 'latin1'), Number.POSITIVE_INFINITY, value);
    expect(takenTogether(Buffer.from(text, 'latin1'), HEADER_LINES + 1)).toBeGreaterThan(8);
  }
});

it('goes on behind its window, and leaves a record that is longer', () => {
  const record = (position: number, note: string): string => `1\t${position}\t.\tC\t.\t.\t.\tDP=1;DB;NOTE=${note}`;
  const short = Array.from({ length: 20_000 }, (_, i) => record(i + 1, 'x'.repeat(1 + (i % 50))));
  const files = {
    'many windows': short,
    'one of a window and more': [
      ...short.slice(0, 100),
      record(200, 'x'.repeat(WINDOW_BYTES)),
      ...short.slice(300, 400),
    ],
    'each half a window': Array.from({ length: 20 }, (_, i) => record(i + 1, 'x'.repeat(WINDOW_BYTES / 2))),
  };
  const together = Object.entries(files).map(([what, records]) => {
    const bytes = textOf({ header: COLUMNS, records });
    expectTheSame(bytes, Number.POSITIVE_INFINITY, what);
    return takenTogether(bytes, HEADER_LINES);
  });
  expect(together[0]).toBeGreaterThan(19_900);
  expect(together[1]).toBeGreaterThan(150);
  expect(together[2]).toBeGreaterThan(10);
});

it('has room for the keys that come after those that filled it', () => {
  // It has 256 words; each of these records has forty that others have not, or not in this order, or keys longer than a word.
  const other = (record: number): string =>
    Array.from({ length: 40 }, (_, key) => `K${(40 * record + key) % 600}=1`).join(';');
  const long = 'K'.repeat(40);
  const records = Array.from(
    { length: 6000 },
    (_, i) => `1\t${i + 1}\t.\tC\t.\t.\t.\t${i > 3000 ? 'DP=1;DB' : i % 5 === 0 ? `${long}=1` : other(i)}`,
  );
  const bytes = textOf({ header: COLUMNS, records });
  expectTheSame(bytes, Number.POSITIVE_INFINITY, 'many keys');
  // It is asked every 1,024 records by then.
  expect(takenTogether(bytes, HEADER_LINES)).toBeGreaterThan(900);
});

it('judges that take turns do not disturb each other', () => {
  const random = createRandom(SEED).split('turns');
  const files = Array.from({ length: 4 }, () => textOf(allSites(random, 400)));
  const judges = files.map(() => {
    const findings = createFindings(VCF_RULES);
    return { findings, judge: createVcfJudge(findings, { metrics: 'all' }) };
  });
  const longest = Math.max(...files.map((file) => file.length));
  for (let at = 0; at < longest; at += 3000) {
    files.forEach((file, i) => judges[i]?.judge.push(file.subarray(at, at + 3000)));
  }
  files.forEach((file, i) => {
    judges[i]?.judge.end();
    const alone = judgeWith(VCF_RULES, (findings) => createColumnwiseVcfJudge(findings, { metrics: 'all' }))(file);
    expect(judges[i]?.judge.metrics).toEqual(alone.metrics);
    expect(judges[i]?.findings.list()).toEqual(alone.findings);
  });
  const together = files.map((file) => takenTogether(file, HEADER_LINES));
  expect(Math.max(...together)).toBeGreaterThan(100);
});
