import { describe, expect, it } from 'vitest';
import { createDictJudge } from '../../../src/validation/files/dict/dict-judge.ts';
import { DICT_RULES } from '../../../src/validation/files/dict/dict-rules.ts';
import { SAM_RULES } from '../../../src/validation/files/sam/sam-rules.ts';
import { judgeWith } from './judge-text.ts';
import { judgeBytes } from './packed.ts';

const judge = judgeWith({ ...DICT_RULES, ...SAM_RULES }, createDictJudge);

const M5 = '0123456789abcdef0123456789abcdef';
const DICT = `@HD\tVN:1.0\tSO:unsorted\n@SQ\tSN:chr1\tLN:9\tM5:${M5}\tUR:file:/x.fa\tAS:x\tSP:Homo sapiens\n@SQ\tSN:chr2\tLN:5\n`;

describe('a sequence dictionary', () => {
  it('is accepted, with its numbers', () => {
    expect(judge(DICT)).toEqual({
      verdict: 'accepted',
      findings: [],
      codes: [],
      metrics: { sequences: 2, bases: 14 },
    });
    // What else a header may have.
    expect(judge(`${DICT}@CO\ttext\n`).codes).toEqual([]);
  });

  it.each([
    ['no @SQ', '@HD\tVN:1.6\n', '1 DICT-EMPTY'],
    ['no byte', '', '1 DICT-EMPTY'],
    ['an alignment', `${DICT}r\t4\t*\t0\t0\t*\t*\t0\t0\t*\t*\n`, '4 DICT-LINE'],
    ['a blank line', `${DICT}\n`, '4 DICT-LINE'],
    ['no SN', DICT.replace('SN:chr1\t', ''), '2 SAM-SQ-VALUE'],
    ['no LN', DICT.replace('\tLN:5', ''), '3 SAM-SQ-VALUE'],
    ['a length of zero', DICT.replace('LN:5', 'LN:0'), '3 SAM-SQ-VALUE'],
    ['a length past 2^31', DICT.replace('LN:5', 'LN:2147483648'), '3 SAM-SQ-VALUE'],
    ['an MD5 of 31 digits', DICT.replace('M5:0', 'M5:'), '2 SAM-SQ-VALUE'],
    ['a name twice', DICT.replace('chr2', 'chr1'), '3 SAM-SQ-DUPLICATE'],
    ['a name that is none', DICT.replace('chr2', 'chr,2'), '3 SAM-SQ-NAME'],
    ['a tag twice', DICT.replace('LN:5', 'LN:5\tLN:6'), '3 SAM-HEADER-DUPLICATE'],
    ['blanks for tabs', DICT.replace('\tSN', ' SN'), '2 SAM-HEADER-LINE'],
    ['no version', DICT.replace('VN:1.0\t', ''), '1 SAM-HD-VALUE'],
    ['@HD late', `@SQ\tSN:a\tLN:1\n@HD\tVN:1.6\n`, '2 SAM-HD-PLACE'],
    ['a line of 33 MB', `@CO\t${'x'.repeat(33 << 20)}`, '1 DICT-LINE-TOO-LONG'],
  ])('with %s is rejected', (_, text, code) => {
    const report = judge(text);
    expect(report.verdict).toBe('rejected');
    expect(report.codes).toContain(code);
  });

  it.each([
    ['no @HD', '@SQ\tSN:a\tLN:1\n', ['1 DICT-HD']],
    ['carriage returns', DICT.replaceAll('\n', '\r\n'), ['1 DICT-CRLF']],
    ['no line feed at the end', DICT.trimEnd(), ['3 DICT-LAST-LINE']],
  ])('with %s is accepted with a warning', (_, text, codes) => {
    expect(judge(text)).toMatchObject({ verdict: 'accepted', codes });
  });

  it('is told by its name', async () => {
    expect(await judgeBytes('x.dict', Buffer.from(DICT))).toMatchObject({ format: 'dict', verdict: 'accepted' });
  });
});
