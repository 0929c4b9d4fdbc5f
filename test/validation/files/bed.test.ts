import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../../../src/base/index.ts';
import { createBedJudge } from '../../../src/validation/files/bed/bed-judge.ts';
import { BED_RULES } from '../../../src/validation/files/bed/bed-rules.ts';
import { judgeWith } from './judge-text.ts';
import { judgeBytes } from './packed.ts';
import { findPlanted, pick, put, SEED, textOf, type Plant } from './planted.ts';

const judge = judgeWith(BED_RULES, createBedJudge);
const codes = (text: string): readonly string[] => judge(text).codes;

/** BEDv1 section 2.2. */
const TWELVE =
  'chr22 1000 5000 cloneA 960 + 1000 5000 0 2 567,488, 0,3512\nchr22 2000 6000 cloneB 900 - 2000 6000 0 2 433,399, 0,3601\n';

describe('a BED file', () => {
  it('is accepted, with its numbers', () => {
    // 10, 0 and 5 bases; the last begins before the one before it, on a chromosome that came before.
    expect(judge('chr1\t0\t10\nchr1\t10\t10\nchr2\t7\t12\n')).toEqual({
      verdict: 'accepted',
      findings: [],
      codes: [],
      metrics: { intervals: 3, bases: 15, zero_length: 1, out_of_order: 0, chromosomes: 2, columns: 3 },
    });
    const mixed = judge('b\t5\t6\na\t1\t2\nb\t1\t2\nb\t0\t2\n').metrics;
    expect(mixed).toMatchObject({ out_of_order: 2, chromosomes: 2 });
  });

  it('of twelve columns between blanks, as in the specification, is accepted', () => {
    expect(codes(TWELVE)).toEqual([]);
    expect(codes(TWELVE.replaceAll(' ', '\t'))).toEqual([]);
    expect(codes(TWELVE.replaceAll(' ', ' \t '))).toEqual([]);
  });

  it.each([
    ['comments, blank lines, track and browser lines', '#x\n\n \t\nbrowser hide all\ntrack name=a\nchr1\t1\t2\n#\n'],
    ['other columns in another track', 'track a\nchr1\t1\t2\ntrack b\nchr1\t1\t2\tx\n'],
    ['a name with blanks between tabs', 'chr1\t1\t2\ta b c\t0\t.\n'],
    ['bedGraph', 'chr1\t1\t2\t0.5\nchr1\t2\t3\t-1e-9\n'],
    ['positions up to 2^64 - 1', 'chr1\t0\t18446744073709551615\n'],
    ['colours and thick parts', 'c\t1\t9\tn\t0\t-\t1\t9\t255,0,0\nc\t1\t9\tn\t0\t-\t5\t5\t0\n'],
    ['custom columns behind twelve', `${TWELVE.replaceAll('\n', ' x y\n')}`],
    ['blocks that touch', 'c\t0\t9\tn\t0\t+\t0\t9\t0\t2\t4,5\t0,4\n'],
    ['one block without a comma', 'c\t0\t9\tn\t0\t+\t0\t9\t0\t1\t9\t0\n'],
    ['an empty custom column', 'c\t0\t9\tn\t0\t+\t0\t9\t0\t1\t9,\t0,\t\tx\n'],
  ])('may have %s', (_, text) => {
    expect(judge(text)).toMatchObject({ verdict: 'accepted', findings: [] });
  });

  it.each([
    ['no interval', '#\n', ['1 BED-EMPTY']],
    ['no byte', '', ['1 BED-EMPTY']],
    ['a name of a reference that is no word', 'GL000192.1\t1\t2\nHLA-A*01\t1\t2\n', ['1 BED-CHROM']],
    ['a long name', `c\t1\t2\t${'n'.repeat(256)}\n`, ['1 BED-NAME']],
    ['tabs at the end of some lines', 'c\t1\t2\nc\t1\t2\t\nc\t1\t2\t\t\n', ['2 BED-FIELD-EMPTY']],
    ['scores that are dots', 'c\t1\t2\tn\t. \t+\n', ['1 BED-SCORE-RANGE']],
    ['an empty name', 'c\t1\t2\t\t0\n', ['1 BED-FIELD-EMPTY']],
    ['a score past 1000', 'c\t1\t2\tn\t1001\n', ['1 BED-SCORE-RANGE']],
    ['a score with a point', 'c\t1\t2\tn\t12.5\n', ['1 BED-SCORE-RANGE']],
    ['no score', 'c\t1\t2\tn\t.\t+\n', ['1 BED-SCORE-RANGE']],
    ['text for scores', 'c\t1\t2\tn\tgene\nc\t1\t2\tn\tother\n', ['1 BED-CUSTOM']],
    ['nothing thick', 'c\t1\t2\tn\t0\t+\t0\t0\n', ['1 BED-THICK-NONE']],
    ['columns of narrowPeak', 'c\t1\t9\tn\t0\t.\t5.2\t-1\t3.3\t4\n', ['1 BED-CUSTOM', '1 BED-CUSTOM']],
    ['alleles in its columns', 'c\t1\t2\trs1\tA\tT\n', ['1 BED-CUSTOM', '1 BED-CUSTOM']],
    ['an accent', 'c\t1\t2\té\n', ['1 BED-ASCII']],
    ['carriage returns and line feeds', 'c\t1\t2\r\nc\t1\t2\r\n', ['1 BED-CRLF']],
    ['carriage returns alone', 'c\t1\t2\rc\t3\t4\rc\t1\t2\tn', ['1 BED-CRLF']],
    ['no line feed at the end', 'c\t1\t2', ['1 BED-LAST-LINE']],
  ])('with %s is accepted with a warning', (_, text, expected) => {
    // The last line of the one with carriage returns alone has a column more.
    const wanted = text.endsWith('\tn') ? [...expected, '3 BED-COLUMN-COUNT'] : expected;
    expect(codes(text)).toEqual(wanted);
  });

  it.each([
    ['two columns', 'chr1\t1\n', '1 BED-COLUMNS'],
    ['a line of text', 'hello\n', '1 BED-COLUMNS'],
    ['a line of column names', 'chrom\tstart\tend\nc\t1\t2\n', '1 BED-POSITION'],
    ['a negative start', 'c\t-1\t2\n', '1 BED-POSITION'],
    ['an end with a point', 'c\t1\t2.0\n', '1 BED-POSITION'],
    ['an end of 21 digits', 'c\t1\t184467440737095516150\n', '1 BED-POSITION'],
    ['no chromosome', '\t1\t2\n', '1 BED-COLUMNS'],
    ['an end before the start', 'c\t3\t2\n', '1 BED-END'],
    ['another number of columns', 'c\t1\t2\nc\t1\t2\tn\n', '2 BED-COLUMN-COUNT'],
    ['a column more than tabs at the end', 'c\t1\t2\t\nc\t1\t2\nc\t1\t2\tn\n', '3 BED-COLUMN-COUNT'],
    ['a control character', 'c\t1\t2\tn\u0007\n', '1 BED-CHARACTER'],
    ['a NUL in a comment', '#\0\n', '1 BED-CHARACTER'],
    ['a score that is none among others', 'c\t1\t2\tn\t5\nc\t1\t2\tn\tx\n', '2 BED-SCORE'],
    ['a strand that is none among others', 'c\t1\t2\tn\t5\t+\nc\t1\t2\tn\t5\tplus\n', '2 BED-STRAND'],
    ['another sign for a strand', 'c\t1\t2\tn\t5\tx\n', '1 BED-STRAND'],
    [
      'a strand that is none beside blocks',
      `${TWELVE.replaceAll(/ [+-] /g, ' plus ').split('\n')[0]}\n`,
      '1 BED-STRAND',
    ],
    ['a thick part outside, beside colours', 'c\t1\t9\tn\t0\t+\t0\t9\t1,2,3\n', '1 BED-THICK'],
    ['a thick part that ends before it begins', `${TWELVE}c 1 9 n 0 + 5 4 0 1 8 0\n`, '3 BED-THICK'],
    ['a colour of 256', 'c\t1\t9\tn\t0\t+\t1\t9\t256,0,0\n', '1 BED-COLOR'],
    ['a colour of two parts beside blocks', TWELVE.replace(' 0 2 567', ' 1,2 2 567'), '1 BED-COLOR'],
    ['a block too few', TWELVE.replace('567,488,', '567,'), '1 BED-BLOCKS'],
    ['another count of blocks', TWELVE.replace(' 2 567', ' 3 567'), '1 BED-BLOCKS'],
    ['a first block that is not at 0', TWELVE.replace(' 0,3512', ' 1,3512'), '1 BED-BLOCKS'],
    ['a last block that ends early', TWELVE.replace('488', '487'), '1 BED-BLOCKS'],
    ['blocks that overlap', 'c\t0\t9\tn\t0\t+\t0\t9\t0\t2\t5,5\t0,4\n', '1 BED-BLOCKS'],
    ['blocks that fall', 'c\t0\t9\tn\t0\t+\t0\t9\t0\t3\t1,1,1\t0,8,4\n', '1 BED-BLOCKS'],
    ['a block beyond the end', 'c\t0\t9\tn\t0\t+\t0\t9\t0\t2\t1,5\t0,5\n', '1 BED-BLOCKS'],
    ['no blocks', `${TWELVE}c 1 9 n 0 + 1 9 0 0 8 0\n`, '3 BED-BLOCKS'],
    ['blocks that are no numbers', `${TWELVE}c 1 9 n 0 + 1 9 0 1 8;1 0\n`, '3 BED-BLOCKS'],
    ['blocks with two commas', `${TWELVE}c 1 9 n 0 + 1 9 0 1 8,, 0\n`, '3 BED-BLOCKS'],
    ['a count of blocks that is no number', `${TWELVE}c 1 9 n 0 + 1 9 0 x 8 0\n`, '3 BED-BLOCKS'],
    ['a line of 33 MB', `c\t1\t2\t${'n'.repeat(33 << 20)}`, '1 BED-LINE-TOO-LONG'],
  ])('with %s is rejected', (_, text, code) => {
    const report = judge(text);
    expect(report.verdict).toBe('rejected');
    const errors = report.findings
      .filter(({ severity }) => severity === 'error')
      .map((one) => `${one.line} ${one.code}`);
    expect(errors).toEqual([code]);
  });

  it('says of many odd lines how many there are', () => {
    const text = 'c\t1\t2\tn\t0\t+\n'.repeat(20) + 'c\t1\t2\tn\t0\tplus\n'.repeat(15);
    const found = judge(text).findings;
    expect(found.map(({ line }) => line)).toEqual([21, 22, 23, 24, 25]);
    expect(found[4]?.message).toBe("strand 'plus' (and 10 more)");
  });

  it('is told by its name or its first line, packed too', async () => {
    expect(await judgeBytes('x.bed.gz', gzipSync('c\t1\t2\n'))).toMatchObject({ format: 'bed', verdict: 'accepted' });
    expect(await judgeBytes('x', Buffer.from('chr1\t1\t2\n'))).toMatchObject({ format: 'bed', verdict: 'accepted' });
    expect(await judgeBytes('x', Buffer.from('track name=x\n'))).toMatchObject({ format: 'bed', verdict: 'accepted' });
  });
});

/** BED12 of up to five blocks between tabs, good by construction. */
function twelve(random: Random): readonly string[] {
  return Array.from({ length: 3 + random.below(8) }, (_, i) => {
    const start = random.below(10_000);
    const sizes = Array.from({ length: 2 + random.below(4) }, () => 3 + random.below(50));
    let at = 0;
    const starts = sizes.map((size) => {
      const here = at;
      at += size + 3 + random.below(30);
      return here;
    });
    const end = start + (starts.at(-1) ?? 0) + (sizes.at(-1) ?? 0);
    const color = random.below(2) === 0 ? '0' : `${random.below(256)},0,255`;
    const comma = random.below(2) === 0 ? ',' : '';
    return [
      'chr1',
      start,
      end,
      `f${i}`,
      random.below(1001),
      pick('+-.', random),
      start,
      end,
      color,
      sizes.length,
      `${sizes.join(',')}${comma}`,
      `${starts.join(',')}${comma}`,
    ].join('\t');
  });
}

const column =
  (
    index: number,
    change: (field: string, random: Random, all: readonly string[]) => string,
    code: string,
  ): Plant<readonly string[]> =>
  (lines, random) => {
    const at = random.below(lines.length);
    const all = (lines[at] ?? '').split('\t');
    const changed = all.with(index, change(all[index] ?? '', random, all)).join('\t');
    return { bytes: textOf(lines.with(at, changed)), wanted: code === 'BED-COLUMN-COUNT' ? code : `${at + 1} ${code}` };
  };
const list =
  (change: (numbers: number[]) => readonly (number | string)[]) =>
  (field: string): string =>
    change(field.replace(/,$/, '').split(',').map(Number)).join(',');

const BED: Readonly<Record<string, Plant<readonly string[]>>> = {
  'start no number': column(
    1,
    (field, random) => put(field, random.below(field.length), pick('-+.xe', random)),
    'BED-POSITION',
  ),
  'end no number': column(
    2,
    (field, random) => put(field, random.below(field.length), pick('-+.xe', random)),
    'BED-POSITION',
  ),
  'start empty': column(1, () => '', 'BED-POSITION'),
  'start and end exchanged': (lines, random) => {
    const at = random.below(lines.length);
    const [chrom = '', start = '', end = '', ...rest] = (lines[at] ?? '').split('\t');
    const changed = [chrom, end, start, ...rest].join('\t');
    return { bytes: textOf(lines.with(at, changed)), wanted: `${at + 1} BED-END` };
  },
  'column lost': (lines, random) => {
    const at = 1 + random.below(lines.length - 1);
    const shorter = (lines[at] ?? '').split('\t').slice(0, -1).join('\t');
    return { bytes: textOf(lines.with(at, shorter)), wanted: `${at + 1} BED-COLUMN-COUNT` };
  },
  'column more': column(11, (field) => `${field}\tx`, 'BED-COLUMN-COUNT'),
  'two columns left': (lines, random) => {
    const at = random.below(lines.length);
    const shorter = (lines[at] ?? '').split('\t').slice(0, 2).join('\t');
    return { bytes: textOf(lines.with(at, shorter)), wanted: `${at + 1} BED-COLUMNS` };
  },
  'control character': column(3, (field, random) => `${field}${pick('\0\u0001\u001F\u007F', random)}`, 'BED-CHARACTER'),
  'score no number': column(4, () => 'high', 'BED-SCORE'),
  'strand another sign': column(5, (_, random) => pick('*?xF', random), 'BED-STRAND'),
  'strand a word': column(5, () => 'plus', 'BED-STRAND'),
  'thick start before the start': column(6, (_, __, all) => `${Number(all[1]) - 1}`, 'BED-THICK'),
  'thick end behind the end': column(7, (_, __, all) => `${Number(all[2]) + 1}`, 'BED-THICK'),
  'thick start behind its end': column(6, (_, __, all) => `${Number(all[7]) + 1}`, 'BED-THICK'),
  'colour past 255': column(8, () => '0,256,0', 'BED-COLOR'),
  'colour of two parts': column(8, () => '0,255', 'BED-COLOR'),
  'colour by name': column(8, () => 'red', 'BED-COLOR'),
  'block count more': column(9, (field) => `${Number(field) + 1}`, 'BED-BLOCKS'),
  'block count zero': column(9, () => '0', 'BED-BLOCKS'),
  'block count no number': column(9, () => 'x', 'BED-BLOCKS'),
  'size lost': column(
    10,
    list((sizes) => sizes.slice(1)),
    'BED-BLOCKS',
  ),
  'first start not 0': column(
    11,
    list((starts) => starts.with(0, 1)),
    'BED-BLOCKS',
  ),
  'last block ends early': column(
    10,
    list((sizes) => sizes.with(-1, (sizes.at(-1) ?? 0) - 1)),
    'BED-BLOCKS',
  ),
  'last block ends late': column(
    10,
    list((sizes) => sizes.with(-1, (sizes.at(-1) ?? 0) + 1)),
    'BED-BLOCKS',
  ),
  'blocks overlap': column(
    10,
    list((sizes) => sizes.with(0, 1000)),
    'BED-BLOCKS',
  ),
  'starts fall': column(
    11,
    list((starts) => starts.toReversed()),
    'BED-BLOCKS',
  ),
  'a size no number': column(
    10,
    list((sizes) => ['x', ...sizes.slice(1)]),
    'BED-BLOCKS',
  ),
};

it('every fault planted in a file of twelve columns is found by its rule', async () => {
  const count = await findPlanted('x.bed', BED, twelve, textOf);
  console.log(`BED: ${count} mutants`);
});

/** Three columns only, line by line, by the words of the specification. */
function slow(text: string) {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  let [intervals, bases] = [0, 0];
  let columns: readonly [number, number] | undefined;
  const errors: string[] = [];
  for (const [index, line] of lines.entries()) {
    const at = index + 1;
    if (/^[ \t]*$/.test(line)) continue;
    // oxlint-disable-next-line no-control-regex -- what must not be there
    if (/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(line)) {
      errors.push(`${at} BED-CHARACTER`);
      continue;
    }
    if (line.startsWith('#') || /^browser( |$)/.test(line)) continue;
    if (/^track( |$)/.test(line)) {
      columns = undefined;
      continue;
    }
    intervals++;
    const isNumber = (field: string | undefined): boolean => /^\d{1,20}$/.test(field ?? '');
    let fields = line.split('\t');
    const isGood = (): boolean => fields[0] !== '' && isNumber(fields[1]) && isNumber(fields[2]);
    if (!isGood()) fields = line.trim().split(/[ \t]+/);
    if (fields.length < 3) errors.push(`${at} BED-COLUMNS`);
    else if (!isGood()) errors.push(`${at} BED-POSITION`);
    else {
      const [start, end] = [Number(fields[1]), Number(fields[2])];
      // What all lines may have had: from how many columns to how many.
      let least = fields.length;
      while (least > 3 && fields[least - 1] === '') least--;
      const [low, high] = columns ?? [0, Infinity];
      if (least > high || fields.length < low) errors.push(`${at} BED-COLUMN-COUNT`);
      else columns = [Math.max(low, least), Math.min(high, fields.length)];
      if (end < start) errors.push(`${at} BED-END`);
      else bases += end - start;
    }
  }
  return { errors: errors.toSorted(), intervals, bases };
}

const PARTS = [
  'c',
  'chr1',
  '\t',
  '\t',
  '\t',
  ' ',
  '1',
  '5',
  '12',
  '7',
  '\n',
  '\n',
  '\n',
  '#',
  'track ',
  'browser ',
  'x',
  '-',
  '\u0001',
];

it('agrees about 8,000 made-up files with the slow judge, in pieces of any size', () => {
  const random = createRandom(SEED);
  let accepted = 0;
  for (let i = 0; i < 8000; i++) {
    const isTidy = random.below(2) === 0;
    const text = isTidy
      ? Array.from({ length: random.below(8) }, () => `c\t${random.below(9)}\t${5 + random.below(9)}\n`).join('')
      : Array.from({ length: random.below(30) }, () => PARTS[random.below(PARTS.length)]).join('');
    const report = judge(text);
    const inPieces = judge(text, 1 + random.below(9));
    if (JSON.stringify(report) !== JSON.stringify(inPieces)) expect({ text, ...inPieces }).toEqual({ text, ...report });
    const wanted = slow(text);
    const errors = report.findings
      .filter(({ severity, code }) => severity === 'error' && !/STRAND|SCORE|THICK|COLOR|BLOCKS/.test(code))
      .map((one) => `${one.line} ${one.code}`);
    if (wanted.errors.length > 4) continue;
    if (wanted.errors.length === 0) accepted++;
    const { intervals, bases } = report.metrics;
    const mine = { errors: errors.toSorted(), intervals, bases };
    if (JSON.stringify(mine) !== JSON.stringify(wanted)) expect({ text, ...mine }).toEqual({ text, ...wanted });
  }
  expect(accepted).toBeGreaterThan(2000);
});

it('takes any bytes without failing, in pieces as at once', () => {
  const random = createRandom(SEED).split('bytes');
  for (let i = 0; i < 1500; i++) {
    const bytes = Uint8Array.from({ length: random.below(300) }, () =>
      random.below(3) === 0 ? (Buffer.from('\t\t\n\r01,+ ')[random.below(9)] ?? 0) : random.below(256),
    );
    expect({ i, ...judge(bytes, 1 + random.below(20)) }).toEqual({ i, ...judge(bytes) });
  }
});
