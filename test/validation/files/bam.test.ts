import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { createFindings } from '../../../src/validation/files/file-finding.ts';
import { createBamJudge } from '../../../src/validation/files/bam/bam-judge.ts';
import { BAM_RULES } from '../../../src/validation/files/bam/bam-rules.ts';
import { SAM_RULES } from '../../../src/validation/files/sam/sam-rules.ts';
import {
  alignment,
  array,
  content,
  D,
  H,
  header,
  headerText,
  I,
  int16,
  int32,
  M,
  N,
  packed,
  REFERENCES,
  S,
  tag,
  text,
  type Fields,
} from './bam-file.ts';
import { judgeWith } from './judge-text.ts';
import { codesOf, judgeBytes } from './packed.ts';

/** As if the whole were one block, stored at 0. */
const judge = judgeWith({ ...SAM_RULES, ...BAM_RULES }, (findings) => {
  const one = createBamJudge(findings);
  one.block?.(0);
  return one;
});

const one = (changes: Partial<Fields>) => judge(content(alignment(changes)));
const unplaced: Partial<Fields> = { reference: -1, position: -1, flag: 4, cigar: [] };
const codesIn = (judged: { readonly codes: readonly string[] }) => judged.codes.map((code) => code.replace('0 ', ''));

describe('a good BAM file', () => {
  it('is accepted, and counted', async () => {
    const reads = [
      alignment(),
      alignment({ flag: 0x400 }),
      alignment({ flag: 0x100, reference: 1 }),
      alignment({ flag: 0x900 }),
      alignment({ flag: 0x800 }),
      // A pair on two references, mapped well and badly.
      alignment({ flag: 0x1 | 0x40, nextReference: 1, nextPosition: 5, mappingQuality: 5 }),
      alignment({ flag: 0x1 | 0x80, reference: 1, nextReference: 0, nextPosition: 99, mappingQuality: 4 }),
      alignment({ flag: 0x1 | 0x2 | 0x40, nextReference: 0, nextPosition: 99 }),
      alignment({ flag: 0x1 | 0x8 | 0x200, nextReference: 0, nextPosition: 99 }),
      alignment({ ...unplaced, reference: 1, position: 7 }),
      alignment(unplaced),
    ];
    const report = await judgeBytes('x.bam', packed(content(...reads)));
    expect(report).toMatchObject({ format: 'bam', verdict: 'accepted', findings: [] });
    expect(report.metrics).toEqual({
      records: 11,
      primary: 8,
      secondary: 2,
      supplementary: 1,
      mapped: 6,
      mapped_records: 9,
      duplicates: 1,
      duplicate_records: 1,
      qc_failed: 1,
      paired: 4,
      first_of_pair: 2,
      second_of_pair: 1,
      proper_pairs: 1,
      both_mapped: 3,
      singletons: 1,
      mate_elsewhere: 2,
      mate_elsewhere_mapq5: 1,
      // Eight primary reads of five bases.
      bases: 40,
      length_mean: 5,
      length_max: 5,
      pct_reads_mapped: 75,
      pct_reads_properly_paired: 12.5,
      pct_reads_duplicate: 12.5,
      // The third is on another reference than the fourth.
      is_coordinate_sorted: 0,
      references: 2,
      unplaced: 1,
      mapped_by_reference: [7, 2],
      unmapped_by_reference: [0, 1],
    });
  });

  it('is judged the same in pieces of any size, and in blocks of any size', async () => {
    const reads = [
      alignment(),
      alignment({ position: -2 }),
      alignment({ cigar: [[4, M]] }),
      alignment({ reference: 2 }),
    ];
    const bytes = content(...reads);
    const whole = judge(bytes);
    expect(codesIn(whole)).toEqual(['SAM-POS', 'SAM-CIGAR-LENGTH', 'BAM-REFERENCE-ID']);
    for (const size of [1, 2, 7, 64]) expect(judge(bytes, size)).toEqual(whole);
    for (const size of [1, 13, 150]) {
      const report = await judgeBytes('x.bam', packed(bytes, size));
      expect(report.findings.map(({ code }) => code)).toEqual(codesIn(whole));
    }
  });

  it('is told where the block of an alignment is stored', async () => {
    // Two blocks of nothing but header, then one for each alignment.
    const [head, good, bad] = [header(), alignment(), alignment({ reference: 9 })];
    const blocks = [head.subarray(0, 20), head.subarray(20), good, bad].map((bytes) => packed(bytes).subarray(0, -28));
    const offset = blocks.slice(0, 3).reduce((sum, { length }) => sum + length, 0);
    const bytes = Buffer.concat([...blocks, packed(Buffer.alloc(0))]);
    const report = await judgeBytes('x.bam', bytes);
    expect(codesOf(report)).toEqual([`${offset} BAM-REFERENCE-ID`]);
    expect(report.findings[0]?.message).toBe("alignment 2 'read1': refID is 9; there are 2 references");
  });

  const everyTag = [
    tag('XA', 'A', 'x'),
    tag('Xc', 'c', 0x80),
    tag('XC', 'C', 0xff),
    tag('Xs', 's', int16(-1)),
    tag('XS', 'S', int16(-1)),
    tag('Xi', 'i', int32(-1)),
    tag('XI', 'I', int32(-1)),
    tag('Xf', 'f', Buffer.from([0, 0, 0xc0, 0x7f])),
    text('XZ', ''),
    text('RG', 'g1'),
    text('PG', 'p1'),
    text('XH', '0AFF', 'H'),
    text('XE', '', 'H'),
    array('Y0', 'c', 2, Buffer.from([1, 2])),
    array('Y1', 'S', 2, int32(0)),
    array('Y2', 'f', 1, int32(0)),
    array('Y3', 'I', 0, Buffer.alloc(0)),
  ];

  it.each<[string, Buffer]>([
    ['no text in its header', Buffer.concat([header(''), alignment()])],
    ['no @SQ lines', Buffer.concat([header('@CO\tx\n'), alignment()])],
    ['no alignment', header()],
    ['no reference, and reads without one', Buffer.concat([header('', []), alignment(unplaced)])],
    ['header text closed by NUL', header(`${headerText()}\0\0\0`)],
    ['header text without its last line feed', header(headerText().trimEnd())],
    ['blank lines at the end of its header text', header(`${headerText()}\n\n`)],
    ['a name of 254 characters', content(alignment({ name: `${'x'.repeat(254)}\0` }))],
    ['no name', content(alignment({ name: '*\0' }))],
    ['no sequence', content(alignment({ bases: '', qualities: [] }))],
    ['no qualities', content(alignment({ qualities: [255, 255, 255, 255, 255] }))],
    ['the highest quality', content(alignment({ qualities: [93, 93, 93, 93, 93] }))],
    [
      'a CIGAR of clips and padding',
      content(
        alignment({
          cigar: [
            [1, H],
            [1, S],
            [2, M],
            [3, 6],
            [2, S],
            [9, H],
          ],
        }),
      ),
    ],
    [
      '= and X',
      content(
        alignment({
          cigar: [
            [3, 7],
            [2, 8],
          ],
        }),
      ),
    ],
    ['bases left unmapped at a place', content(alignment({ flag: 4, bin: 4681 }))],
    ['undefined bits behind an odd number of bases', content(alignment({ bases: 'ACGTN' }).fill(0xff, 49 - 1, 49))],
    ['every kind of optional field', content(alignment({ tags: everyTag }))],
  ])('may have %s', (_, bytes) => {
    expect(judge(bytes)).toMatchObject({ verdict: 'accepted', findings: [] });
  });

  it('may have more operations than their count can say, in CG', () => {
    // 40,000 times 1M 1D: 40,000 bases, 80,000 of the reference.
    const operations = Array.from({ length: 80_000 }, (_, i) => 16 + (i % 2 === 0 ? M : D));
    const long = (skipped: number, count = 80_000) => ({
      bases: 'A'.repeat(40_000),
      qualities: Array.from({ length: 40_000 }, () => 20),
      cigar: [
        [40_000, S],
        [skipped, N],
      ] as const,
      tags: [tag('NM', 'C', 0), array('CG', 'I', count, int32(...operations.slice(0, count)))],
    });
    expect(one(long(80_000)).codes).toEqual([]);
    expect(codesIn(one(long(79_999)))).toEqual(['BAM-CIGAR-PLACEHOLDER']);
    // One 1M less, and one 1D.
    expect(codesIn(one(long(79_998, 79_998)))).toEqual(['SAM-CIGAR-LENGTH']);
  });
});

describe('a warning, and no more, is', () => {
  it.each<[string, Partial<Fields>, string]>([
    ['another bin', { bin: 4682 }, 'BAM-BIN'],
    ['the bin of a read without a place that is not 4680', { ...unplaced, bin: 0 }, 'BAM-BIN'],
    ['an alignment past the end', { position: 99_996 }, 'SAM-BEYOND-END'],
    ['a mapped read without a place', { reference: -1, position: -1 }, 'SAM-UNMAPPED'],
    ['a mapped read without a position', { position: -1, bin: 585 }, 'SAM-UNMAPPED'],
    ['a read group that is not there', { tags: [text('RG', 'g2')] }, 'SAM-TAG-GROUP'],
    ['a program that is not there', { tags: [text('PG', 'g1')] }, 'SAM-TAG-GROUP'],
    ['a tag with a sign in it', { tags: [tag('A!', 'A', 'x')] }, 'SAM-TAG-NAME'],
    ['hexadecimal digits in lower case', { tags: [text('XH', '0aff', 'H')] }, 'SAM-TAG-HEX'],
  ])('%s', (_, changes, code) => {
    const { verdict, codes } = one(changes);
    expect({
      verdict,
      codes: [...new Set(codesIn({ codes }))].filter((one) => one !== 'BAM-BIN' || one === code),
    }).toEqual({ verdict: 'accepted', codes: [code] });
  });

  it('carriage returns in the header text', () => {
    expect(judge(header(headerText().replaceAll('\n', '\r\n')))).toMatchObject({
      verdict: 'accepted',
      codes: ['1 SAM-CRLF'],
    });
  });

  it('no bin, where references are longer than the bins of BAI reach', () => {
    const references = [{ name: 'wheat', length: 800_000_000 }];
    const read = alignment({ position: 600_000_000, bin: 1234 });
    expect(judge(Buffer.concat([header(headerText(references), references), read])).codes).toEqual([]);
  });
});

describe('rejected, by its rule, is', () => {
  it.each<[string, Partial<Fields>, string]>([
    ['a size with no room for its parts', { baseCount: 4000 }, 'BAM-BLOCK-SIZE'],
    ['a negative number of bases', { baseCount: -1 }, 'BAM-BLOCK-SIZE'],
    ['a reference that is not there', { reference: 2 }, 'BAM-REFERENCE-ID'],
    ['a reference below -1', { reference: -2 }, 'BAM-REFERENCE-ID'],
    ['a next reference that is not there', { nextReference: 2 }, 'BAM-REFERENCE-ID'],
    ['a position below -1', { position: -2, bin: 0 }, 'SAM-POS'],
    ['a position past 31 bits', { position: 2 ** 31 - 1, bin: 0 }, 'SAM-POS'],
    ['a next position below -1', { nextPosition: -2 }, 'SAM-PNEXT'],
    ['a name that is not closed', { name: 'read1' }, 'BAM-NAME'],
    ['a name with nothing in it', { name: '\0' }, 'SAM-QNAME'],
    ['a name with @', { name: 'longer@name\0' }, 'SAM-QNAME'],
    ['a name with @ in its tail', { name: 'long@\0' }, 'SAM-QNAME'],
    ['a name with a blank', { name: 'long er name\0' }, 'SAM-QNAME'],
    ['a name with DEL', { name: 'long\u007Fname\0' }, 'SAM-QNAME'],
    ['a name beyond ASCII', { name: 'long\u00FFname\0' }, 'SAM-QNAME'],
    ['a NUL inside a name', { name: 'longn\0ame\0' }, 'SAM-QNAME'],
    ['an operation that is none', { cigar: [[5, 9]] }, 'SAM-CIGAR'],
    [
      'a hard clip inside',
      {
        cigar: [
          [2, M],
          [1, H],
          [3, M],
        ],
      },
      'SAM-CIGAR-CLIP',
    ],
    [
      'a soft clip inside',
      {
        cigar: [
          [2, M],
          [1, S],
          [2, M],
        ],
      },
      'SAM-CIGAR-CLIP',
    ],
    [
      'a CIGAR that is too long',
      {
        cigar: [
          [5, M],
          [1, I],
        ],
      },
      'SAM-CIGAR-LENGTH',
    ],
    ['a quality of 94', { qualities: [94, 0, 0, 0, 0] }, 'SAM-QUAL'],
    ['a quality of 94 in the tail', { qualities: [0, 0, 0, 0, 94] }, 'SAM-QUAL'],
    ['a quality of 128', { qualities: [0, 128, 0, 0, 0] }, 'SAM-QUAL'],
    ['qualities of which some are missing', { qualities: [255, 255, 255, 255, 0] }, 'SAM-QUAL'],
    ['qualities of which the first are missing', { qualities: [255, 0, 255, 255, 255] }, 'SAM-QUAL'],
    ['a field of two bytes', { tags: [Buffer.from('NM')] }, 'BAM-TAG'],
    ['a field without a value', { tags: [Buffer.from('NMC')] }, 'BAM-TAG'],
    ['a number that is cut', { tags: [tag('NM', 'i', 'abc')] }, 'BAM-TAG'],
    ['a type that is none', { tags: [tag('NM', 'd', 'abcdabcd')] }, 'BAM-TAG'],
    ['a text that is not closed', { tags: [tag('XZ', 'Z', 'abc')] }, 'BAM-TAG'],
    ['an array of no type', { tags: [array('XB', 'A', 1, Buffer.from('a'))] }, 'BAM-TAG'],
    ['an array that is cut in its count', { tags: [tag('XB', 'B', 'c12')] }, 'BAM-TAG'],
    ['an array that is cut', { tags: [array('XB', 's', 3, int32(0))] }, 'BAM-TAG'],
    ['an array of less than nothing', { tags: [array('XB', 's', -1, int32(0))] }, 'BAM-TAG'],
    ['a tag of control characters', { tags: [tag('\u0001X', 'C', 1)] }, 'SAM-TAG-FORMAT'],
    ['a tag twice', { tags: [tag('NM', 'C', 1), tag('NM', 'C', 1)] }, 'SAM-TAG-DUPLICATE'],
    ['a character that is a blank', { tags: [tag('XA', 'A', ' ')] }, 'SAM-TAG-VALUE'],
    ['a character that is DEL', { tags: [tag('XA', 'A', 127)] }, 'SAM-TAG-VALUE'],
    ['a text with a tab', { tags: [text('XZ', 'a\tb')] }, 'SAM-TAG-VALUE'],
    ['an odd number of hexadecimal digits', { tags: [text('XH', 'ABC', 'H')] }, 'SAM-TAG-VALUE'],
    ['a hexadecimal digit that is none', { tags: [text('XH', 'AG', 'H')] }, 'SAM-TAG-VALUE'],
  ])('%s', (_, changes, code) => {
    const { verdict, codes } = one(changes);
    expect({ verdict, codes: codesIn({ codes }).filter((one) => one !== 'BAM-BIN') }).toEqual({
      verdict: 'rejected',
      codes: [code],
    });
  });

  const list = (...references: readonly [string, number][]): Buffer =>
    Buffer.concat(references.flatMap(([name, length]) => [int32(name.length), Buffer.from(name), int32(length)]));

  it.each<[string, Buffer, readonly string[]]>([
    ['nothing', Buffer.alloc(0), ['0 BAM-TRUNCATED']],
    ['another magic number', header('', [], { magic: Buffer.from('BAM\x02') }), ['0 BAM-MAGIC']],
    ['a header that is cut', header().subarray(0, -1), ['0 BAM-TRUNCATED']],
    ['an alignment that is cut', content(alignment()).subarray(0, -1), ['0 BAM-TRUNCATED']],
    ['a size that is cut', content(alignment(), Buffer.from([1])), ['0 BAM-TRUNCATED']],
    ['a size below that of the fixed fields', content(int32(31), Buffer.alloc(31)), ['0 BAM-BLOCK-SIZE']],
    ['a size below zero', content(alignment(), int32(-1)), ['0 BAM-BLOCK-SIZE']],
    ['a header text of less than nothing', header('', [], { textLength: -1 }), ['0 BAM-HEADER-TEXT']],
    ['a header text that goes on behind its NUL', header('@CO\tx\n\0x'), ['0 BAM-HEADER-TEXT']],
    ['a header line that is none', header('@CO\tx\nx\n@CO\tx\n', []), ['2 SAM-HEADER-LINE']],
    ['a blank header line inside', header('@CO\tx\n\n@CO\tx\n', []), ['2 SAM-HEADER-LINE']],
    ['an order that is none', header('@HD\tVN:1.6\tSO:up\n', []), ['1 SAM-HD-VALUE']],
    ['less than no reference', header('', [], { count: -1 }), ['0 BAM-REFERENCE']],
    ['more references than anyone has', header('', [], { count: 1 << 23 }), ['0 BAM-REFERENCE']],
    ['a reference without a name', header('', [], { count: 1, list: int32(0, 0) }), ['0 BAM-REFERENCE']],
    ['a reference name without end', header('', [], { count: 1, list: int32(1 << 30, 0) }), ['0 BAM-REFERENCE']],
    ['a reference name that is not closed', header('', [], { count: 1, list: list(['x', 1]) }), ['0 BAM-REFERENCE']],
    ['a reference name that is none', header('', [], { count: 1, list: list(['a,b\0', 1]) }), ['0 BAM-REFERENCE']],
    ['a negative length', header('', [], { count: 1, list: list(['a\0', -1]) }), ['0 BAM-REFERENCE']],
    [
      'two references of one name',
      header('', [], { count: 2, list: list(['a\0', 1], ['a\0', 1]) }),
      ['0 BAM-REFERENCE'],
    ],
    [
      'another length than in @SQ',
      header(headerText([{ name: 'a', length: 1 }]), [{ name: 'a', length: 2 }]),
      ['0 BAM-REFERENCE-TEXT'],
    ],
    [
      'a name that is in no @SQ',
      header(headerText([{ name: 'a', length: 1 }]), [{ name: 'b', length: 1 }]),
      ['0 BAM-REFERENCE-TEXT'],
    ],
    ['fewer references than @SQ lines', header(headerText(), REFERENCES.slice(0, 1)), ['0 BAM-REFERENCE-TEXT']],
    [
      'another order than that of @SQ',
      header(headerText(), REFERENCES.toReversed()),
      ['0 BAM-REFERENCE-TEXT', '0 BAM-REFERENCE-TEXT'],
    ],
  ])('%s', (_, bytes, codes) => {
    expect(judge(bytes)).toMatchObject({ verdict: 'rejected', codes });
    expect(judge(bytes, 1)).toMatchObject({ verdict: 'rejected', codes });
  });

  it('what is not in blocks of BGZF', async () => {
    expect(codesOf(await judgeBytes('x.bam', content(alignment())))).toEqual(['0 BAM-CONTAINER']);
  });

  it('an order that is claimed and not kept', () => {
    const sorted = (order: string, ...reads: readonly Partial<Fields>[]) =>
      codesIn(judge(Buffer.concat([header(headerText(REFERENCES, order)), ...reads.map(alignment)])));
    expect(sorted('coordinate', {}, {}, { position: 100 }, { reference: 1, position: 0 }, unplaced, unplaced)).toEqual(
      [],
    );
    expect(sorted('coordinate', {}, { position: 98 })).toEqual(['SAM-SORT-ORDER']);
    expect(sorted('coordinate', { reference: 1 }, {})).toEqual(['SAM-SORT-ORDER']);
    expect(sorted('coordinate', unplaced, {})).toEqual(['SAM-SORT-ORDER']);
    expect(sorted('queryname', { name: 'a1\0' }, { name: 'a1\0' }, { name: 'a2\0' }, { name: 'a10\0' })).toEqual([]);
    expect(sorted('queryname', { name: 'b\0' }, { name: 'a\0' })).toEqual(['SAM-SORT-ORDER']);
    expect(sorted('unsorted', unplaced, {})).toEqual([]);
  });
});

describe('what follows an alignment that is broken is judged where it can be found', () => {
  it('after parts that do not fit', () => {
    const codes = codesIn(judge(content(alignment({ baseCount: 4000 }), alignment({ reference: 9 }))));
    expect(codes).toEqual(['BAM-BLOCK-SIZE', 'BAM-REFERENCE-ID']);
  });

  it('not after a size that cannot be', () => {
    const codes = codesIn(judge(content(alignment({ blockSize: -5 }), alignment({ reference: 9 }))));
    expect(codes).toEqual(['BAM-BLOCK-SIZE']);
  });
});

describe('an alignment that is too long to be held', () => {
  // 12 million bases: 18 MB.
  const bases = 12_000_000;
  const long = (changes: Partial<Fields> = {}, quality = 30, lastQuality = quality): Buffer => {
    const short = alignment({
      bases: '',
      qualities: [],
      baseCount: bases,
      cigar: [[bases, M]],
      tags: [],

      ...changes,
    });
    const letters = Buffer.alloc(bases / 2, 0x11);
    const qualities = Buffer.alloc(bases, quality);
    qualities[bases - 1] = lastQuality;
    const tags = Buffer.concat(changes.tags ?? []);
    const bytes = Buffer.concat([short.subarray(0, short.length - tags.length), letters, qualities, tags]);
    bytes.writeInt32LE(changes.blockSize ?? bytes.length - 4, 0);
    return bytes;
  };
  const references = [{ name: 'chr1', length: 20_000_000 }];
  const judgeLong = (...alignments: readonly Buffer[]) =>
    judge(Buffer.concat([header(headerText(references, 'coordinate'), references), ...alignments]), 1 << 16);

  it('is judged as it comes, and what follows it too', () => {
    const judged = judgeLong(
      alignment({ position: 5 }),
      long({ tags: [tag('NM', 'C', 3)] }),
      long(),
      alignment({ reference: 9 }),
    );
    expect(codesIn(judged)).toEqual(['BAM-REFERENCE-ID']);
    expect(judged.metrics).toMatchObject({ records: 4, bases: 24_000_010 });
  });

  it.each<[string, Buffer, readonly string[]]>([
    ['without qualities', long({}, 255), []],
    ['with a quality of 94 at its end', long({}, 93, 94), ['SAM-QUAL']],
    ['with one quality that is missing', long({}, 30, 255), ['SAM-QUAL']],
    ['with a CIGAR that is too short', long({ cigar: [[bases - 1, M]] }), ['SAM-CIGAR-LENGTH']],
    ['with an operation that is none', long({ cigar: [[bases, 12]] }), ['SAM-CIGAR']],
    ['with a field that is not closed', long({ tags: [tag('XX', 'Z', 'abc')] }), ['BAM-TAG']],
    ['that is no part of its order', long({ position: 3 }), ['SAM-SORT-ORDER']],
    ['that the file ends in', long().subarray(0, -1), ['BAM-TRUNCATED']],
    ['whose parts do not fit', long({ baseCount: 2 * bases }), ['BAM-BLOCK-SIZE']],
    ['with more optional fields than any has', long({ blockSize: 2 ** 31 - 1 }), ['BAM-BLOCK-SIZE']],
  ])('%s', (_, bytes, codes) => {
    expect(codesIn(judgeLong(alignment({ position: 50 }), bytes)).filter((code) => code !== 'BAM-BIN')).toEqual(codes);
  });

  it('may have its CIGAR in CG', () => {
    const fields = {
      cigar: [
        [bases, S],
        [bases, N],
      ] as const,
      tags: [array('CG', 'I', 1, int32(bases * 16))],
    };
    expect(codesIn(judgeLong(long(fields)))).toEqual([]);
    expect(codesIn(judgeLong(long({ ...fields, tags: [array('CG', 'I', 1, int32(16))] })))).toEqual([
      'BAM-CIGAR-PLACEHOLDER',
      'SAM-CIGAR-LENGTH',
      'BAM-BIN',
    ]);
  });
});

it('who watches sees the references, and every alignment that can be read', () => {
  const seen: unknown[] = [];
  const findings = createFindings({ ...SAM_RULES, ...BAM_RULES });
  const watched = createBamJudge(findings, {
    onAlignment: {
      references: (names, lengths) => seen.push([...names], [...lengths]),
      alignment({ bytes, view }, { name, cigar, operations, position, covered, qualities, bases }) {
        const first = operations > 0 ? view.getUint32(cigar, true) : undefined;
        seen.push([
          Buffer.from(bytes.subarray(name, cigar - 1)).toString(),
          position,
          covered,
          first,
          bytes[qualities],
          bases,
        ]);
      },
    },
  });
  watched.block?.(0);
  const reads = [
    alignment({
      cigar: [
        [5, M],
        [7, D],
      ],
    }),
    alignment({ tags: [Buffer.from('N')] }),
    alignment({ ...unplaced, name: 'x\0' }),
  ];
  watched.push(content(...reads));
  watched.end();
  // 5M: 5 * 16; it covers 5 + 7.
  expect(seen).toEqual([
    ['chr1', 'chr2'],
    [100_000, 50_000],
    ['read1', 99, 12, 80, 30, 5],
    ['x', -1, 0, undefined, 30, 5],
  ]);
});
