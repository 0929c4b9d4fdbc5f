import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createFastaJudge } from '../../../src/validation/files/fasta/fasta-judge.ts';
import { FASTA_RULES } from '../../../src/validation/files/fasta/fasta-rules.ts';
import { companionNames } from '../../../src/validation/files/judged-formats.ts';
import { judgeWith } from './judge-text.ts';
import { block, codesOf, EOF_BLOCK, judgeBytes, sourceOf } from './packed.ts';

const judge = judgeWith(FASTA_RULES, createFastaJudge);
const codes = (text: string | Uint8Array): readonly string[] => judge(text).codes;

describe('a FASTA file', () => {
  it('is accepted, with its numbers', () => {
    // 10 bases: G 2, C 2, N 1; lower case is the same. Lengths 7, 3: half of ten is reached with the first.
    expect(judge('>a first\nACgt\nNGC\n>b\nAAA\n')).toMatchObject({
      verdict: 'accepted',
      findings: [],
      metrics: {
        sequences: 2,
        bases: 10,
        gc_bases: 4,
        n_bases: 1,
        pct_gc: 40,
        pct_n: 10,
        length_min: 3,
        length_mean: 5,
        length_max: 7,
        n50: 7,
      },
    });
  });

  it('may use every IUPAC code and gaps, in both cases', () => {
    expect(codes('>a\nACGTUNRYSWKMBDHVacgtunryswkmbdhv-\n')).toEqual([]);
  });

  it('of protein is accepted with one warning, without numbers of bases', () => {
    const report = judge('>p\nMEFILPQX*\n>q\nJOZ.\n');
    expect(report).toMatchObject({ verdict: 'accepted', codes: ['2 FASTA-LETTER'] });
    expect(report.metrics).toEqual({ sequences: 2, bases: 13, length_min: 4, length_mean: 6.5, length_max: 9, n50: 9 });
  });

  it('may have a title with tabs, Ctrl-A and UTF-8', () => {
    expect(codes('>a\tx\u0001b y é\nA\n')).toEqual([]);
    expect(codes('>lcl|a.1:x=+-_\nA\n')).toEqual([]);
  });

  it.each([
    ['no byte', '', '1 FASTA-EMPTY'],
    ['blank lines only', '\n \n', '1 FASTA-EMPTY'],
    ['text before the first title', '\nACGT\n>a\nA\n', '2 FASTA-TITLE'],
    ['reads of FASTQ', '@r\nACGT\n+\nIIII\n', '1 FASTA-TITLE'],
    ['a byte order mark', '\u{FEFF}>a\nA\n', '1 FASTA-TITLE'],
    ['a name twice', '>a\nA\n>b\nA\n>a other\nC\n', '5 FASTA-DUPLICATE'],
    ['a NUL in a title', '>a\0\nA\n', '1 FASTA-TITLE-CHARACTER'],
    ['a carriage return in a title', '>a\rACGT\r\nA\n', '1 FASTA-TITLE-CHARACTER'],
    ['a digit in a sequence', '>a\nAC1T\n', '2 FASTA-SEQUENCE'],
    ['a title that is not on a line of its own', '>a\nACGT>b\nAC\n', '2 FASTA-SEQUENCE'],
    ['a NUL in a sequence', '>a\nA\0\n', '2 FASTA-SEQUENCE'],
    ['a byte that is no ASCII', '>a\nAé\n', '2 FASTA-SEQUENCE'],
    ['two carriage returns', '>a\nACGT\r\r\n', '2 FASTA-SEQUENCE'],
    ['a carriage return at the start of a line', '>a\nAC\n\rAC\n', '3 FASTA-SEQUENCE'],
    ['no bases at the end', '>a\nA\n>b\n', '3 FASTA-TRUNCATED'],
    ['a title at the end', '>a\nA\n>b', '3 FASTA-TRUNCATED'],
  ])('with %s is rejected', (_, text, code) => {
    const report = judge(text);
    expect(report.verdict).toBe('rejected');
    expect(report.codes).toContain(code);
  });

  it.each([
    ['a title without a name', '>a\nA\n>\nC\n', ['3 FASTA-NAME']],
    ['a title of blanks', '>  \nC\n', ['1 FASTA-NAME']],
    ['reads of a pair', '>r#1 1:N:0:A\nA\n>r#1 2:Y:0:A\nA\n', ['3 FASTA-DUPLICATE-READ']],
    ['a blank before the name', '> a\nA\n', ['1 FASTA-NAME-PLACE']],
    ['a name that SAM does not allow', '>a,b\nA\n', ['1 FASTA-NAME-SAM']],
    ['comments', ';x\n>a\nA\n;y\nC\n', ['1 FASTA-COMMENT']],
    ['an empty sequence', '>a\n>b\nA\n', ['1 FASTA-SEQUENCE-EMPTY']],
    ['blanks in lines', '>a\nAC GT\nAC\t\n', ['2 FASTA-BLANKS', '3 FASTA-BLANKS']],
    ['a blank line inside', '>a\nAC\n\nAC\n', ['3 FASTA-BLANK-LINE', '1 FASTA-UNEVEN']],
    ['a line that is shorter before the last', '>a\nACG\nAC\nACG\n', ['1 FASTA-UNEVEN']],
    ['a last line that is longer', '>a\nACG\nACGT\n', ['1 FASTA-UNEVEN']],
    ['carriage returns', '>a\r\nACG\r\nAC\r\n', ['1 FASTA-CRLF']],
    ['no line feed at the end', '>a\nACG\nAC', ['3 FASTA-LAST-LINE']],
  ])('with %s is accepted with a warning', (_, text, expected) => {
    expect(judge(text)).toMatchObject({ verdict: 'accepted', codes: expected });
  });

  it('may have blank lines between sequences, before and after', () => {
    expect(codes('\n>a\nAC\n\n\n>b\nAC\n\n')).toEqual([]);
  });

  it('of one line of 40 MB is judged in a few pieces of memory', () => {
    const piece = Buffer.alloc(1 << 20, 'ACGTN');
    const report = judge(
      Buffer.concat([Buffer.from('>a\n'), ...Array.from({ length: 40 }, () => piece), Buffer.from('\n')]),
      1 << 20,
    );
    expect(report).toMatchObject({ findings: [], metrics: { bases: 40 << 20 } });
  });

  it('of 300,000 contigs has each name looked up, up to the limit of names', () => {
    let text = '';
    for (let i = 0; i < 300_000; i++) text += `>c${i}\nA\n`;
    expect(judge(text)).toMatchObject({ findings: [], metrics: { sequences: 300_000, n50: 1 } });
    expect(codes(`${text}>c299999\nA\n>c0\nA\n`)).toEqual(['600001 FASTA-DUPLICATE', '600003 FASTA-DUPLICATE']);
    const few = judgeWith(FASTA_RULES, (findings) =>
      createFastaJudge(findings, { nameLimits: { names: 2, bytes: 99 } }),
    );
    expect(few('>a\nA\n>b\nA\n>c\nA\n>c\nA\n>a\nA\n').codes).toEqual(['5 FASTA-NAMES-MANY', '9 FASTA-DUPLICATE']);
  });

  it('is told where the fault is in a long line, in pieces too', () => {
    const text = `>a\n${'ACGT'.repeat(1000)}!ACGT\n`;
    for (const piece of [1, 7, 5000]) {
      expect(judge(text, piece).findings).toMatchObject([{ code: 'FASTA-SEQUENCE', message: "'!' at 4001" }]);
    }
  });
});

/** Of the file below: offsets counted by hand. `>chr1 x` and its line feed are 8 bytes; chr1 ends at 8+5+5+2 = 20. */
const TEXT = '>chr1 x\nACGT\nACGT\nA\n>chr2\nacgtn\n';
const FAI = 'chr1\t9\t8\t4\t5\nchr2\t5\t26\t5\t6\n';
const md5 = (sequence: string): string => createHash('md5').update(sequence).digest('hex');
const DICT = `@HD\tVN:1.6\n@SQ\tSN:chr1\tLN:9\tM5:${md5('ACGTACGTA')}\n@SQ\tSN:chr2\tLN:5\tM5:${md5('ACGTN').toUpperCase()}\tUR:file:x\n`;

const beside = async (text: string | Buffer, companions: Readonly<Record<string, string | Buffer>>, name = 'x.fa') =>
  codesOf(
    await judgeBytes(name, Buffer.from(text), {
      companions: Object.fromEntries(
        Object.entries(companions).map(([format, bytes]) => [format, sourceOf(`x.${format}`, Buffer.from(bytes))]),
      ),
    }),
  );

describe('a FASTA file beside its index and dictionary', () => {
  it('agrees with them', async () => {
    expect(await beside(TEXT, { fai: FAI, dict: DICT })).toEqual([]);
    expect(await beside(TEXT, { dict: DICT.replaceAll(/\tM5:\w+/g, '') })).toEqual([]);
    // Of one line, any width beyond it says the same.
    expect(await beside(TEXT, { fai: FAI.replace('26\t5\t6', '26\t60\t61') })).toEqual([]);
    // Without its last line feed, and with carriage returns.
    expect(await beside(TEXT.slice(0, -1), { fai: FAI })).toEqual(['6 FASTA-LAST-LINE']);
    const dos = TEXT.replaceAll('\n', '\r\n');
    expect(await beside(dos, { fai: 'chr1\t9\t9\t4\t6\nchr2\t5\t31\t5\t7\n', dict: DICT })).toEqual(['1 FASTA-CRLF']);
  });

  it('may have empty sequences that samtools leaves out of the index', async () => {
    expect(await beside('>e\n>b\nAC\n', { fai: 'b\t2\t6\t2\t3\n' })).toEqual(['1 FASTA-SEQUENCE-EMPTY']);
    expect(await beside('>e\n>b\nAC\n', { fai: 'e\t0\t3\t0\t0\nb\t2\t6\t2\t3\n' })).toEqual(['1 FASTA-SEQUENCE-EMPTY']);
  });

  it.each([
    ['lacks a sequence', FAI.split('\n')[0] + '\n', '5 FASTA-INDEX-CONTIGS'],
    ['has one more', `${FAI}chr3\t1\t99\t1\t2\n`, '6 FASTA-INDEX-CONTIGS'],
    ['has another name', FAI.replace('chr2', 'chr3'), '5 FASTA-INDEX-CONTIGS'],
    ['has another length', FAI.replace('\t9\t', '\t8\t'), '1 FASTA-INDEX-LENGTH'],
    ['has another offset', FAI.replace('26', '27'), '5 FASTA-INDEX-OFFSET'],
    ['has other lines', FAI.replace('4\t5', '3\t4'), '1 FASTA-INDEX-LINES'],
    ['has another width', FAI.replace('4\t5', '5\t7'), '1 FASTA-INDEX-LINES'],
    ['is wrong by itself', 'chr1\t9\t8\t4\n', '1 FAI-COLUMNS'],
  ])('is rejected where the index %s', async (_, fai, code) => {
    expect(await beside(TEXT, { fai })).toEqual([code]);
  });

  it('is rejected where it cannot have been indexed', async () => {
    expect(await beside('>a\nACGT\nAC\nACGT\n', { fai: 'a\t10\t3\t4\t5\n' })).toEqual([
      '1 FASTA-UNEVEN',
      '1 FASTA-INDEX-LINES',
    ]);
  });

  it.each([
    ['lacks a sequence', DICT.replace(/@SQ\tSN:chr2.*\n/, ''), '5 FASTA-DICT-CONTIGS'],
    ['has one more', `${DICT}@SQ\tSN:chr3\tLN:1\n`, '6 FASTA-DICT-CONTIGS'],
    ['has another order', DICT.replace('chr1', 'chr0').replace('chr2', 'chr1'), '1 FASTA-DICT-CONTIGS'],
    ['has another length', DICT.replace('LN:5', 'LN:6'), '5 FASTA-DICT-LENGTH'],
    ['has another MD5', DICT.replace(md5('ACGTACGTA'), md5('x')), '1 FASTA-DICT-MD5'],
    ['is wrong by itself', DICT.replace('LN:9', 'LN:x'), '2 SAM-SQ-VALUE'],
  ])('is rejected where the dictionary %s', async (_, dict, code) => {
    expect(await beside(TEXT, { dict })).toEqual([code]);
  });

  it('says of the index what it is called', async () => {
    const report = await judgeBytes('x.fa', Buffer.from(TEXT), {
      companions: { fai: sourceOf('x.fa.fai', Buffer.from('chr1\n')) },
    });
    expect(report.findings[0]).toMatchObject({ code: 'FAI-COLUMNS', message: "x.fa.fai: 'chr1'" });
  });

  it('packed with gzip warns that the index is of no use', async () => {
    expect(await beside(gzipSync(TEXT), { fai: FAI }, 'x.fa.gz')).toEqual(['1 FASTA-INDEX-PACKED']);
    expect(await beside(Buffer.concat([block(TEXT), EOF_BLOCK]), { fai: FAI }, 'x.fa.gz')).toEqual([]);
  });
});

describe('a FASTA file of blocks beside the index of them', () => {
  const [one, two] = [block(TEXT.slice(0, 15)), block(TEXT.slice(15))];
  const packed = Buffer.concat([one, two, EOF_BLOCK]);
  const gzi = (...values: readonly number[]): Buffer => {
    const bytes = Buffer.alloc(8 * values.length);
    for (const [i, value] of values.entries()) bytes.writeBigUInt64LE(BigInt(value), 8 * i);
    return bytes;
  };
  const found = (bytes: Buffer) => beside(packed, { gzi: bytes }, 'x.fa.gz');

  it('agrees with it', async () => {
    expect(await found(gzi(1, one.length, 15))).toEqual([]);
    expect(await found(gzi(2, one.length, 15, one.length + two.length, TEXT.length))).toEqual([]);
    // 35,615 is 1f 8b: an index of so many blocks begins like gzip, and is none.
    expect(await found(gzi(35_615))).toEqual(['0 GZI-FORMAT']);
  });

  it.each([
    ['no count', gzi().subarray(0, 4), 'GZI-FORMAT'],
    ['a count that is wrong', gzi(2, one.length, 15), 'GZI-FORMAT'],
    ['offsets that fall', gzi(2, one.length, 15, 5, 20), 'GZI-FORMAT'],
    ['a missing block', gzi(0), 'GZI-BLOCK'],
    ['another stored offset', gzi(1, one.length + 1, 15), 'GZI-BLOCK'],
    ['another content offset', gzi(1, one.length, 14), 'GZI-BLOCK'],
    ['a block too many', gzi(3, one.length, 15, one.length + two.length, TEXT.length, 9999, 9999), 'GZI-BLOCK'],
  ])('is rejected with %s', async (_, bytes, code) => {
    expect(await found(bytes)).toEqual([`0 ${code}`]);
  });

  it('that has no blocks is told', async () => {
    expect(await beside(gzipSync(TEXT), { gzi: gzi(0) }, 'x.fa.gz')).toEqual(['0 GZI-BLOCK']);
  });
});

it('index and dictionary are looked for under the names that tools give them', () => {
  expect(companionNames('d.x/ref.fa')).toEqual({ fai: ['d.x/ref.fa.fai'], dict: ['d.x/ref.dict', 'd.x/ref.fa.dict'] });
  expect(companionNames('ref.fasta.gz')).toEqual({
    fai: ['ref.fasta.gz.fai'],
    dict: ['ref.dict', 'ref.fasta.dict', 'ref.fasta.gz.dict'],
    gzi: ['ref.fasta.gz.gzi'],
  });
  expect(companionNames('ref.fa.fai')).toEqual({});
});
