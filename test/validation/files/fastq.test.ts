import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createFastqJudge } from '../../../src/validation/files/fastq/fastq-judge.ts';
import { FASTQ_RULES } from '../../../src/validation/files/fastq/fastq-rules.ts';
import { judgeWith } from './judge-text.ts';

const judge = judgeWith(FASTQ_RULES, (findings) => createFastqJudge(findings));
const judgeFourLine = judgeWith(FASTQ_RULES, (findings) => createFastqJudge(findings, { dialect: 'four-line' }));

const READ = '@r1 1:N:0\nACGTN\n+\nII5?#\n';

describe('a good FASTQ file', () => {
  it('is accepted, and measured', () => {
    // ACGTN II5?# and gc.- #I?I: 9 bases; G and C: 2 + 2; N and point: 1 + 1.
    // 33 + 20 is 5, 33 + 30 is ?: at least 20 are I I 5 ? and I ? I, at least 30 I I ? and I ? I.
    expect(judge(`${READ}@r2\ngc.-\n+r2\n#I?I\n`)).toEqual({
      verdict: 'accepted',
      findings: [],
      codes: [],
      metrics: {
        reads: 2,
        bases: 9,
        yield_bp_q30: 6,
        q20_bases: 7,
        q30_bases: 6,
        gc_bases: 4,
        n_bases: 2,
        pct_q20: 700 / 9,
        pct_q30: 600 / 9,
        pct_gc: 400 / 9,
        pct_n: 200 / 9,
        length_min: 4,
        length_mean: 4.5,
        length_max: 5,
        quality_offset: 33,
      },
    });
  });

  it('is judged the same in pieces of any size', () => {
    const text = `${READ}@r2\nAC GT\n+\n!!!!!\n\n@r3\nAC\n+\n!!!!\n${READ}\n`;
    const whole = judge(text);
    expect(whole.codes).toEqual([
      '6 FASTQ-SEQUENCE',
      '9 FASTQ-BLANK-LINE',
      '13 FASTQ-QUALITY-LENGTH',
      '18 FASTQ-BLANK-END',
    ]);
    for (const size of [1, 2, 3, 7, 64]) expect(judge(text, size)).toEqual(whole);
  });

  it.each([
    ['qualities that begin with @ and +', '@r\nACGT\n+\n@+5!\n@r\nACGT\n+\n+@5!\n'],
    ['the title again', '@r one\nAC\n+r one\n!!\n'],
    [
      'every quality',
      `@r\n${'A'.repeat(94)}\n+\n${Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)).join('')}\n`,
    ],
    ['every code of IUPAC, gaps and stops', '@r\nACGTUNRYSWKMBDHVacgtunryswkmbdhv.-*\n+\n' + '5'.repeat(35) + '\n'],
    ['reads without letters', `@r\n\n+\n\n${READ}`],
  ])('may have %s', (_, text) => {
    expect(judge(text)).toMatchObject({ verdict: 'accepted', findings: [] });
    expect(judgeFourLine(text)).toMatchObject({ verdict: 'accepted', findings: [] });
  });

  it('may have wrapped lines, in the permissive dialect', () => {
    const text = '@r\nACGT\nAC\n+r\n@II\n!!I\n' + READ;
    expect(judge(text)).toMatchObject({ verdict: 'accepted', findings: [], metrics: { reads: 2, bases: 11 } });
    expect(judgeFourLine(text).codes[0]).toBe('3 FASTQ-PLUS');
    // The qualities that are next begin with @, as a title would.
    expect(judge('@r\n+\n' + READ)).toMatchObject({ verdict: 'accepted', metrics: { reads: 2 } });
    expect(judgeFourLine('@r\n\n+\n' + READ).codes).toEqual(['4 FASTQ-QUALITY-LENGTH']);
  });

  it('may have reads longer than a block of the tables', () => {
    const [long, from64] = ['GN'.repeat(5000), 'h'.repeat(9999)];
    expect(judge(`@r\n${long}\n+\n!${from64}\n`)).toMatchObject({
      findings: [],
      metrics: { gc_bases: 5000, n_bases: 5000, q30_bases: 9999, length_max: 10_000 },
    });
  });
});

describe('a warning, and no more, is', () => {
  it.each([
    ['no read', '', '1 FASTQ-EMPTY'],
    ['carriage returns', READ.replaceAll('\n', '\r\n').repeat(2), '1 FASTQ-CRLF'],
    ['no line feed at the end', READ.slice(0, -1), '4 FASTQ-LAST-LINE'],
    ['blank lines at the end', `${READ}\n\r\n`.replace('\r', ''), '5 FASTQ-BLANK-END'],
    ['a read without a name', `@\nA\n+\n!\n${READ}`, '1 FASTQ-NAME'],
    ['a name that begins with a blank', `@ x\nA\n+\n!\n${READ}`, '1 FASTQ-NAME'],
    ['a letter that is no code', `@x\nAX\n+\n!!\n${READ}`, '2 FASTQ-LETTER'],
    ['the range of Solexa', '@x\nACGT\n+\n;@Zh\n', '1 FASTQ-ENCODING'],
    ['the range of Illumina 1.3', '@x\nACGT\n+\n@TZh\n', '1 FASTQ-ENCODING'],
  ])('%s', (_, text, code) => {
    expect(judge(text)).toMatchObject({ verdict: 'accepted', codes: [code] });
  });

  it('given with numbers of the encoding that was found', () => {
    // From 64: @ is 0, T is 20, ^ is 30, h is 40.
    expect(judge('@x\nACGT\n+\n@T^h\n').metrics).toMatchObject({ q20_bases: 3, q30_bases: 2, quality_offset: 64 });
    // Good qualities alone of a young instrument.
    expect(judge('@x\nACGT\n+\nFFFJ\n')).toMatchObject({ findings: [], metrics: { q30_bases: 4, quality_offset: 33 } });
  });
});

describe('rejected, by its rule at its line, is', () => {
  it.each([
    ['a title without @', 'r\nA\n+\n!\n', '1 FASTQ-TITLE'],
    ['a title without @, later', `${READ}r\nA\n+\n!\n${READ}`, '5 FASTQ-TITLE'],
    ['a blank in a sequence', '@r\nA C\n+\n!!!\n', '2 FASTQ-SEQUENCE'],
    ['a digit in a sequence', '@r\nA1C\n+\n!!!\n', '2 FASTQ-SEQUENCE'],
    ['a byte past ASCII in a sequence', '@r\nAé\n+\n!!!\n', '2 FASTQ-SEQUENCE'],
    ['a carriage return in a line', '@r\nA\rC\n+\n!!!\n', '2 FASTQ-SEQUENCE'],
    ['no + line', `@r\nAC\n${READ}`, '3 FASTQ-PLUS'],
    ['another title after +', `@r\nAC\n+s\n!!\n${READ}`, '3 FASTQ-PLUS-TEXT'],
    ['a longer title after +', `@r\nAC\n+rr\n!!\n${READ}`, '3 FASTQ-PLUS-TEXT'],
    ['a tab among qualities', `@r\nACG\n+\n!\t!\n${READ}`, '4 FASTQ-QUALITY'],
    ['DEL among qualities', `@r\nACG\n+\n!\u007F!\n${READ}`, '4 FASTQ-QUALITY'],
    ['a quality too many', `${READ}@r\nAC\n+\n!!!\n${READ}`, '8 FASTQ-QUALITY-LENGTH'],
    ['a quality too few', `${READ}@r\nAC\n+\n!\n${READ}`, '8 FASTQ-QUALITY-LENGTH'],
    ['no qualities', `${READ}@r\nAC\n+\n${READ}`, '8 FASTQ-QUALITY-LENGTH'],
    ['a blank line for qualities', `${READ}@r\nAC\n+\n\n${READ}`, '8 FASTQ-QUALITY-LENGTH'],
    ['qualities without letters', `@r\n\n+\n!\n${READ}`, '4 FASTQ-QUALITY-LENGTH'],
    ['a blank line between records', `${READ}\n${READ}`, '5 FASTQ-BLANK-LINE'],
    ['a blank line at the beginning', `\n${READ}`, '1 FASTQ-BLANK-LINE'],
    ['a blank line in a record', `@r\n\nAC\n+\n!!\n${READ}`, '2 FASTQ-BLANK-LINE'],
    ['the end after a title', `${READ}@r\n`, '5 FASTQ-TRUNCATED'],
    ['the end after a sequence', `${READ}@r\nAC\n`, '6 FASTQ-TRUNCATED'],
    ['the end after +', `${READ}@r\nAC\n+\n`, '7 FASTQ-TRUNCATED'],
    ['the end among qualities', `${READ}@r\nACG\n+\n!!\n`, '8 FASTQ-TRUNCATED'],
  ])('%s', (_, text, code) => {
    expect(judge(text)).toMatchObject({ verdict: 'rejected', codes: [code] });
  });

  it('a file that is cut anywhere inside a record', () => {
    const text = '@r1\nACGT\n+r1\nIIII\n@r2\nAC\n+r2\n!!\n';
    const first = text.indexOf('@r2');
    for (let length = first + 1; length < text.length - 1; length++) {
      expect(judge(text.slice(0, length)).verdict).toBe('rejected');
      expect(judgeFourLine(text.slice(0, length)).verdict).toBe('rejected');
    }
  });
});

it('a line that is too long is told, and the next record is judged', () => {
  const long = `@r\n${'A'.repeat(33 * 1024 * 1024)}\n+\n!\n`;
  expect(judge(long + READ, 1 << 20)).toMatchObject({ codes: ['2 FASTQ-LINE-TOO-LONG'], metrics: { reads: 1 } });
});

const CORPUS = new URL('../../../../shared/data/conformance/fastq/', import.meta.url);

describe.skipIf(!existsSync(CORPUS))('the public conformance files (skipped where ../shared is absent)', () => {
  const verdicts = (folder: string) =>
    readdirSync(new URL(folder, CORPUS)).map((name) => {
      const stored = readFileSync(new URL(`${folder}/${encodeURIComponent(name)}`, CORPUS));
      return { name, ...judge(name.endsWith('gz') ? gunzipSync(stored) : stored) };
    });

  it('that are good are all accepted', () => {
    const passed = verdicts('passed');
    expect(passed.length).toBeGreaterThanOrEqual(40);
    expect(passed.filter((one) => one.verdict === 'rejected').map(({ name, codes }) => [name, codes])).toEqual([]);
  });

  it('that are bad are all rejected, at the line that their fault is in', () => {
    const failed = verdicts('failed');
    expect(failed.length).toBeGreaterThanOrEqual(22);
    const first = failed.map(({ name, codes }) => [name.replaceAll(/error_|\.fastq/g, ''), codes[0]]);
    expect(Object.fromEntries(first)).toEqual({
      diff_ids: '11 FASTQ-PLUS-TEXT',
      double_qual: '13 FASTQ-TITLE',
      double_seq: '15 FASTQ-PLUS',
      long_qual: '16 FASTQ-QUALITY-LENGTH',
      no_qual: '4 FASTQ-QUALITY-LENGTH',
      qual_del: '16 FASTQ-QUALITY',
      qual_escape: '20 FASTQ-QUALITY',
      qual_null: '4 FASTQ-QUALITY',
      qual_space: '16 FASTQ-QUALITY',
      qual_tab: '20 FASTQ-QUALITY',
      qual_unit_sep: '12 FASTQ-QUALITY',
      qual_vtab: '4 FASTQ-QUALITY',
      short_qual: '12 FASTQ-QUALITY-LENGTH',
      spaces: '2 FASTQ-SEQUENCE',
      tabs: '2 FASTQ-SEQUENCE',
      trunc_at_plus: '19 FASTQ-TRUNCATED',
      trunc_at_qual: '19 FASTQ-TRUNCATED',
      trunc_at_seq: '18 FASTQ-TRUNCATED',
      trunc_in_plus: '19 FASTQ-PLUS-TEXT',
      trunc_in_qual: '20 FASTQ-TRUNCATED',
      trunc_in_seq: '18 FASTQ-TRUNCATED',
      trunc_in_title: '17 FASTQ-TRUNCATED',
    });
  });
});
