import { describe, expect, it } from 'vitest';
import { createFaiJudge } from '../../../src/validation/files/fai/fai-judge.ts';
import { FAI_RULES } from '../../../src/validation/files/fai/fai-rules.ts';
import { judgeWith } from './judge-text.ts';
import { judgeBytes } from './packed.ts';

const judge = judgeWith(FAI_RULES, createFaiJudge);

// `>a` ends at 3; its 9 bases in lines of 4: 5 + 5 + 1, a line feed: 15; `>b` ends at 18.
const FAI = 'a\t9\t3\t4\t5\nb\t4\t18\t4\t5\n';

describe('an index of FASTA', () => {
  it('is accepted, with its numbers', () => {
    expect(judge(FAI)).toEqual({
      verdict: 'accepted',
      findings: [],
      codes: [],
      metrics: { sequences: 2, bases: 13 },
    });
  });

  it('of FASTQ has the offset of qualities', () => {
    // `@r`, ACGT from 3, `+`, four qualities from 10; the next begins at 15.
    expect(judge('r\t4\t3\t4\t5\t10\ns\t4\t18\t4\t5\t25\n').codes).toEqual([]);
    expect(judge('r\t4\t3\t4\t5\t9\n').codes).toEqual(['1 FAI-OFFSET']);
    expect(judge('r\t4\t3\t4\t5\t10\ns\t4\t17\t4\t5\t25\n').codes).toEqual(['2 FAI-OFFSET']);
    expect(judge('r\t4\t3\t4\t5\t10\ns\t4\t18\t4\t5\n').codes).toEqual(['2 FAI-COLUMNS']);
  });

  it('may have empty sequences, carriage returns of the file and blanks in lines', () => {
    expect(judge('a\t0\t3\t0\t0\nb\t4\t6\t4\t6\n').codes).toEqual([]);
  });

  it.each([
    ['four columns', 'a\t9\t3\t4\n', '1 FAI-COLUMNS'],
    ['seven columns', 'r\t4\t3\t4\t5\t10\t1\n', '1 FAI-COLUMNS'],
    ['blanks for tabs', 'a 9 3 4 5\n', '1 FAI-COLUMNS'],
    ['a blank line', `${FAI}\n`, '3 FAI-COLUMNS'],
    ['no number', FAI.replace('9', 'x'), '1 FAI-NUMBER'],
    ['a negative number', FAI.replace('9', '-9'), '1 FAI-NUMBER'],
    ['an empty number', FAI.replace('9', ''), '1 FAI-NUMBER'],
    ['a number past 2^53', FAI.replace('9', '9007199254740992'), '1 FAI-NUMBER'],
    ['no bases in a line', FAI.replace('4\t5', '0\t5'), '1 FAI-LINES'],
    ['no room for the line feed', FAI.replace('4\t5', '4\t4'), '1 FAI-LINES'],
    ['an offset inside the title', FAI.replace('\t3\t', '\t2\t'), '1 FAI-OFFSET'],
    ['an offset inside the sequence before', FAI.replace('18', '17'), '2 FAI-OFFSET'],
    ['a name twice', FAI.replace('b', 'a'), '2 FAI-DUPLICATE'],
    ['a line of 33 MB', 'x'.repeat(33 << 20), '1 FAI-LINE-TOO-LONG'],
  ])('with %s is rejected', (_, text, code) => {
    expect(judge(text)).toMatchObject({ verdict: 'rejected' });
    expect(judge(text).codes[0]).toBe(code);
  });

  it.each([
    ['no line', '', ['1 FAI-EMPTY']],
    ['another order', 'b\t4\t18\t4\t5\na\t9\t3\t4\t5\n', ['2 FAI-ORDER']],
    ['carriage returns', FAI.replaceAll('\n', '\r\n'), ['1 FAI-CRLF']],
    ['no line feed at the end', FAI.trimEnd(), ['2 FAI-LAST-LINE']],
  ])('with %s is accepted with a warning', (_, text, codes) => {
    expect(judge(text)).toMatchObject({ verdict: 'accepted', codes });
  });

  it('is told by its name', async () => {
    expect(await judgeBytes('x.fa.fai', Buffer.from(FAI))).toMatchObject({ format: 'fai', verdict: 'accepted' });
  });
});
