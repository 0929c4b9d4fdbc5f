import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createSamJudge } from '../../../src/validation/files/sam/sam-judge.ts';
import { SAM_RULES } from '../../../src/validation/files/sam/sam-rules.ts';
import { compareNatural } from '../../../src/validation/files/sam/sort-watch.ts';
import { judgeWith } from './judge-text.ts';

const judge = judgeWith(SAM_RULES, createSamJudge);

const HEADER = '@HD\tVN:1.6\n@SQ\tSN:chr1\tLN:1000\n@SQ\tSN:chr2\tLN:500\n@RG\tID:g1\tSM:a\n@PG\tID:bwa\n';
const FIELDS = ['read1', '0', 'chr1', '10', '60', '4M', '*', '0', '0', 'ACGT', 'IIII'];
const line = (changes: Readonly<Record<number, string>> = {}, ...tags: readonly string[]): string =>
  `${[...FIELDS.map((field, i) => changes[i] ?? field), ...tags].join('\t')}\n`;

describe('a good SAM file', () => {
  it('is accepted, and counted', () => {
    const text =
      HEADER +
      line() +
      line({ 1: '1027' }, 'NM:i:0', 'RG:Z:g1') +
      line({ 1: '4', 2: '*', 3: '0', 5: '*' }) +
      line({ 1: '256' });
    expect(judge(text)).toEqual({
      verdict: 'accepted',
      findings: [],
      codes: [],
      metrics: {
        records: 4,
        primary: 3,
        secondary: 1,
        supplementary: 0,
        qc_failed: 0,
        mapped: 2,
        mapped_records: 3,
        duplicates: 1,
        duplicate_records: 1,
        paired: 1,
        first_of_pair: 0,
        second_of_pair: 0,
        proper_pairs: 1,
        both_mapped: 1,
        singletons: 0,
        // Its mate is mapped, nobody says where.
        mate_elsewhere: 1,
        mate_elsewhere_mapq5: 1,
        pct_reads_mapped: 200 / 3,
        pct_reads_properly_paired: 100 / 3,
        pct_reads_duplicate: 100 / 3,
        // Three sequences of four letters; the secondary one comes behind the one that has no place.
        bases: 12,
        length_mean: 4,
        length_max: 4,
        is_coordinate_sorted: 0,
        references: 2,
      },
    });
  });

  it('is judged the same in pieces of any size', () => {
    const text = HEADER + line() + line({ 4: '256' }) + line({ 9: 'AC GT' });
    const whole = judge(text);
    expect(whole.codes).toEqual(['7 SAM-MAPQ', '8 SAM-SEQ', '8 SAM-CIGAR-LENGTH', '8 SAM-QUAL-LENGTH']);
    for (const size of [1, 2, 7, 64]) expect(judge(text, size)).toEqual(whole);
  });

  it.each([
    ['an unusual order of header tags', '@HD\tSO:unsorted\tVN:1.6\n'],
    ['a header of comments only', '@CO\n@CO\tanything: at all\t\n'],
    ['UTF-8 where people write', '@SQ\tSN:tea\tLN:99\tDS:☕\n@PG\tID:x\tCL:echo "🐟"\n'],
    ['record types of one’s own', '@xy\tab:c\n'],
    ['a program that names one further down, or itself', '@PG\tID:a\tPP:b\n@PG\tID:b\tPP:b\n'],
    ['no @SQ at all, and any reference', line()],
    ['clipping at both ends', HEADER + line({ 5: '1H1S2M1S2H' })],
    ['a read that is soft clipped as a whole', HEADER + line({ 5: '4S' })],
    [
      'every kind of tag',
      HEADER +
        line(
          {},
          'XA:A:!',
          'Xi:i:-2147483648',
          'XI:i:4294967295',
          'Xf:f:-.5e+3',
          'XZ:Z:',
          'XH:H:0AFF',
          'XB:B:c,-128,127',
          'XF:B:f,1.5,-2',
          'XE:B:I',
        ),
    ],
    ['a name of 254 characters', HEADER + line({ 0: 'x'.repeat(254) })],
    ['no sequence and no qualities', HEADER + line({ 9: '*', 10: '*' })],
  ])('may have %s', (_, text) => {
    expect(judge(text)).toMatchObject({ verdict: 'accepted', findings: [] });
  });
});

describe('a warning, and no more, is', () => {
  it.each([
    ['carriage returns', (HEADER + line()).replaceAll('\n', '\r\n'), '1 SAM-CRLF'],
    ['no line feed at the end', (HEADER + line()).slice(0, -1), '6 SAM-LAST-LINE'],
    ['a record type in upper case that nobody knows', '@XY\tAB:c\n', '1 SAM-HEADER-TYPE'],
    ['a tag with a sign in it', HEADER + line({}, 'A!:A:x'), '6 SAM-TAG-NAME'],
    ['hexadecimal digits in lower case', HEADER + line({}, 'XH:H:0aff'), '6 SAM-TAG-HEX'],
    ['a read group that is not there', HEADER + line({}, 'RG:Z:g2'), '6 SAM-TAG-GROUP'],
    ['a program that is not there', HEADER + line({}, 'PG:Z:x'), '6 SAM-TAG-GROUP'],
    ['an alignment past the end', HEADER + line({ 3: '998' }), '6 SAM-BEYOND-END'],
    ['a mapped read without a place', HEADER + line({ 3: '0' }), '6 SAM-UNMAPPED'],
  ])('%s', (_, text, code) => {
    expect(judge(text)).toMatchObject({ verdict: 'accepted', codes: [code] });
  });
});

describe('rejected, by its rule at its line, is', () => {
  it.each([
    ['nothing', '', '1 SAM-EMPTY'],
    ['a header line with an empty value', '@PG\tID:\n', '1 SAM-HEADER-LINE'],
    ['a header line without fields', '@HD\n', '1 SAM-HEADER-LINE'],
    ['a comment without its tab', '@COx\n', '1 SAM-HEADER-LINE'],
    ['a tag twice in a header line', '@RG\tID:1\tID:2\n', '1 SAM-HEADER-DUPLICATE'],
    ['a header line after an alignment', HEADER + line() + '@SQ\tSN:x\tLN:1\n', '7 SAM-HEADER-LATE'],
    ['@HD in second place', '@CO\tx\n@HD\tVN:1.6\n', '2 SAM-HD-PLACE'],
    ['no version', '@HD\tSO:unsorted\n', '1 SAM-HD-VALUE'],
    ['a version of one number', '@HD\tVN:1\n', '1 SAM-HD-VALUE'],
    ['an order that is none', '@HD\tVN:1.6\tSO:query\n', '1 SAM-HD-VALUE'],
    ['a grouping that is none', '@HD\tVN:1.6\tGO:name\n', '1 SAM-HD-VALUE'],
    ['a sub-order with a blank', '@HD\tVN:1.6\tSS:unsorted:bar code\n', '1 SAM-HD-VALUE'],
    ['a reference without a name', '@SQ\tLN:5\n', '1 SAM-SQ-VALUE'],
    ['a reference of no length', '@SQ\tSN:x\tLN:0\n', '1 SAM-SQ-VALUE'],
    ['a reference too long', '@SQ\tSN:x\tLN:2147483648\n', '1 SAM-SQ-VALUE'],
    ['a digest that is too short', '@SQ\tSN:x\tLN:1\tM5:abc\n', '1 SAM-SQ-VALUE'],
    ['a topology that is none', '@SQ\tSN:x\tLN:1\tTP:round\n', '1 SAM-SQ-VALUE'],
    ['an alternative locus that runs back', '@SQ\tSN:x\tLN:1\tAH:y:200-100\n', '1 SAM-SQ-VALUE'],
    ['two references of one name', '@SQ\tSN:x\tLN:1\n@SQ\tSN:y\tLN:1\tAN:x\n', '2 SAM-SQ-DUPLICATE'],
    ['a reference name with a comma', '@SQ\tSN:a,b\tLN:1\n', '1 SAM-SQ-NAME'],
    ['a group without ID', '@RG\tSM:a\n', '1 SAM-RG-VALUE'],
    ['a group twice', '@RG\tID:1\n@RG\tID:1\n', '2 SAM-RG-DUPLICATE'],
    ['a date that is none', '@RG\tID:1\tDT:Tuesday\n', '1 SAM-RG-VALUE'],
    ['a platform that is none', '@RG\tID:1\tPL:454\n', '1 SAM-RG-VALUE'],
    ['a program twice', '@PG\tID:1\n@PG\tID:1\n', '2 SAM-PG-DUPLICATE'],
    ['a previous program that is missing', '@PG\tID:1\tPP:0\n', '1 SAM-PG-PREVIOUS'],
    ['ten fields', `${HEADER}${FIELDS.slice(0, 10).join('\t')}\n`, '6 SAM-FIELDS'],
    ['an empty line', `${HEADER}\n`, '6 SAM-FIELDS'],
    ['a name with @', HEADER + line({ 0: 'x@' }), '6 SAM-QNAME'],
    ['no name', HEADER + line({ 0: '' }), '6 SAM-QNAME'],
    ['a name of 255 characters', HEADER + line({ 0: 'x'.repeat(255) }), '6 SAM-QNAME'],
    ['a flag of 65536', HEADER + line({ 1: '65536' }), '6 SAM-FLAG'],
    ['an octal flag', HEADER + line({ 1: '020' }), '6 SAM-FLAG'],
    ['a reference that begins with =', '@CO\tx\n' + line({ 2: '=x' }), '2 SAM-RNAME'],
    ['a reference that is not in the header', HEADER + line({ 2: 'chr3' }), '6 SAM-RNAME-UNKNOWN'],
    ['a negative position', HEADER + line({ 3: '-1' }), '6 SAM-POS'],
    ['a position past 31 bits', HEADER + line({ 3: '2147483648' }), '6 SAM-POS'],
    ['a quality of 256', HEADER + line({ 4: '256' }), '6 SAM-MAPQ'],
    ['a count without an operation', HEADER + line({ 5: '4M2' }), '6 SAM-CIGAR'],
    ['an operation without a count', HEADER + line({ 5: 'M' }), '6 SAM-CIGAR'],
    ['an operation that is none', HEADER + line({ 5: '4Q' }), '6 SAM-CIGAR'],
    ['a hard clip inside', HEADER + line({ 5: '2M1H2M' }), '6 SAM-CIGAR-CLIP'],
    ['a soft clip inside', HEADER + line({ 5: '1M2S1M' }), '6 SAM-CIGAR-CLIP'],
    ['a CIGAR that is too long', HEADER + line({ 5: '5M' }), '6 SAM-CIGAR-LENGTH'],
    ['a next reference that is not in the header', HEADER + line({ 6: 'chr3' }), '6 SAM-RNEXT-UNKNOWN'],
    ['a next reference in brackets', HEADER + line({ 6: '<x>' }), '6 SAM-RNEXT'],
    ['a next position with a point', HEADER + line({ 7: '1.9' }), '6 SAM-PNEXT'],
    ['a template length that is a star', HEADER + line({ 8: '*' }), '6 SAM-TLEN'],
    ['a digit in the sequence', HEADER + line({ 9: 'AC1T' }), '6 SAM-SEQ'],
    ['a blank in the qualities', HEADER + line({ 10: 'II I' }), '6 SAM-QUAL'],
    ['qualities that are too short', HEADER + line({ 10: 'III' }), '6 SAM-QUAL-LENGTH'],
    ['qualities of no sequence', HEADER + line({ 9: '*' }), '6 SAM-QUAL-LENGTH'],
    ['a tag of one letter', HEADER + line({}, 'X:i:1'), '6 SAM-TAG-FORMAT'],
    ['a tag of three letters', HEADER + line({}, 'XXX:i:1'), '6 SAM-TAG-FORMAT'],
    ['a type that is none', HEADER + line({}, 'XX:q:1'), '6 SAM-TAG-FORMAT'],
    ['a tag twice', HEADER + line({}, 'XX:i:1', 'XX:Z:a'), '6 SAM-TAG-DUPLICATE'],
    ['an empty number', HEADER + line({}, 'XX:i:'), '6 SAM-TAG-VALUE'],
    ['a number past 32 bits', HEADER + line({}, 'XX:i:4294967296'), '6 SAM-TAG-VALUE'],
    ['a number of a million digits', HEADER + line({}, `XX:i:${'9'.repeat(1_000_000)}`), '6 SAM-TAG-VALUE'],
    ['two characters for one', HEADER + line({}, 'XX:A:ab'), '6 SAM-TAG-VALUE'],
    ['not a number', HEADER + line({}, 'XX:f:nan'), '6 SAM-TAG-VALUE'],
    ['a point without digits', HEADER + line({}, 'XX:f:1.'), '6 SAM-TAG-VALUE'],
    ['an exponent without digits', HEADER + line({}, 'XX:f:1e'), '6 SAM-TAG-VALUE'],
    ['an odd number of hexadecimal digits', HEADER + line({}, 'XX:H:ABC'), '6 SAM-TAG-VALUE'],
    ['an array of nothing', HEADER + line({}, 'XX:B:'), '6 SAM-TAG-VALUE'],
    ['an array of another kind', HEADER + line({}, 'XX:B:F,1'), '6 SAM-TAG-VALUE'],
    ['an array without its comma', HEADER + line({}, 'XX:B:c1'), '6 SAM-TAG-VALUE'],
    ['an element out of range', HEADER + line({}, 'XX:B:C,256'), '6 SAM-TAG-VALUE'],
  ])('%s', (_, text, code) => {
    expect(judge(text)).toMatchObject({ verdict: 'rejected', codes: [code] });
  });
});

describe('an order that is claimed', () => {
  const sorted = (order: string, ...lines: readonly string[]) =>
    judge(`@HD\tVN:1.6\tSO:${order}\n@SQ\tSN:chr2\tLN:500\n@SQ\tSN:chr1\tLN:1000\n${lines.join('')}`).codes;
  const unplaced = line({ 1: '4', 2: '*', 3: '0', 5: '*' });

  it('by coordinate is that of @SQ, then of positions, those without a reference last', () => {
    expect(
      sorted('coordinate', line({ 2: 'chr2' }), line({ 3: '10' }), line({ 3: '10' }), line({ 3: '11' }), unplaced),
    ).toEqual([]);
    expect(sorted('coordinate', line({ 3: '11' }), line({ 3: '10' }), line({ 3: '9' }))).toEqual(['5 SAM-SORT-ORDER']);
    expect(sorted('coordinate', line(), line({ 2: 'chr2' }))).toEqual(['5 SAM-SORT-ORDER']);
    expect(sorted('coordinate', unplaced, line())).toEqual(['5 SAM-SORT-ORDER']);
    expect(sorted('unsorted', unplaced, line({ 3: '11' }), line())).toEqual([]);
  });

  it('by name is by bytes or by numbers, one of both throughout', () => {
    const named = (...names: readonly string[]) => sorted('queryname', ...names.map((name) => line({ 0: name })));
    expect(named('a1', 'a10', 'a2', 'b')).toEqual([]);
    expect(named('a1', 'a2', 'a10', 'b')).toEqual([]);
    expect(named('a2', 'a10', 'a1')).toEqual(['6 SAM-SORT-ORDER']);
    expect(named('b', 'a')).toEqual(['5 SAM-SORT-ORDER']);
    expect(compareNatural('a002', 'a2')).toBe(0);
    expect(compareNatural('a2b', 'a2')).toBeGreaterThan(0);
    expect(compareNatural('a12', 'a13')).toBeLessThan(0);
  });
});

describe('limits', () => {
  it('of a line are told, and the next line is judged', () => {
    const long = `${'x'.repeat(33 * 1024 * 1024)}\n`;
    expect(judge(HEADER + long + line({ 4: 'x' }), 1 << 20).codes).toEqual(['6 SAM-LINE-TOO-LONG', '7 SAM-MAPQ']);
    expect(judge(HEADER + long + line({ 4: 'x' })).codes).toEqual(['6 SAM-LINE-TOO-LONG', '7 SAM-MAPQ']);
  });

  it('of fields are told', () => {
    expect(judge(HEADER + line({}, ...Array.from({ length: 10_000 }, () => 'XX:i:1'))).codes).toEqual(['6 SAM-FIELDS']);
  });

  it('of findings keep the first five of a code, and count', () => {
    const { findings } = judge(HEADER + line({ 4: 'x' }).repeat(8));
    expect(findings.map((one) => one.line)).toEqual([6, 7, 8, 9, 10]);
    expect(findings.at(-1)?.message).toBe("MAPQ 'x' (and 3 more)");
  });
});

const CORPUS = new URL('../../../../shared/data/conformance/sam/', import.meta.url);

describe.skipIf(!existsSync(CORPUS))('the public conformance files (skipped where ../shared is absent)', () => {
  const verdicts = (folder: string) =>
    readdirSync(new URL(folder, CORPUS)).map((name) => ({
      name,
      ...judge(readFileSync(new URL(`${folder}/${encodeURIComponent(name)}`, CORPUS))),
    }));

  it('that are good are all accepted', () => {
    const passed = verdicts('passed');
    expect(passed.length).toBeGreaterThanOrEqual(73);
    expect(passed.filter((one) => one.verdict === 'rejected').map(({ name, codes }) => [name, codes])).toEqual([]);
  });

  it('that are bad are rejected, but for hexadecimal digits in lower case, which htslib’s own good files have', () => {
    const failed = verdicts('failed');
    expect(failed.length).toBeGreaterThanOrEqual(48);
    expect(failed.filter((one) => one.verdict === 'accepted').map(({ name }) => name)).toEqual(['aux.fail-H2.sam']);
  });
});
