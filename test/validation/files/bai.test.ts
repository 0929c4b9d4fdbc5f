import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/base/index.ts';
import { baiBin, BAI_BINNING, firstBin, pseudoBin, reach } from '../../../src/validation/files/index-files/binning.ts';
import { createBaiJudge, createCsiJudge } from '../../../src/validation/files/index-files/index-judge.ts';
import { INDEX_RULES } from '../../../src/validation/files/index-files/index-rules.ts';
import { alignment, binOf, header, headerText, int32, M, N, packed, REFERENCES, type Fields } from './bam-file.ts';
import { baiBytes, csiBytes, indexOf, offsetsIn, uint64, type Indexed, type IndexModel } from './index-file.ts';
import { codesOf, judgeBytes, sourceOf } from './packed.ts';
import { judgeWith } from './judge-text.ts';

const bai = judgeWith(INDEX_RULES, createBaiJudge);
const csi = judgeWith(INDEX_RULES, createCsiJudge);

describe('bins', () => {
  it('are those of the specification', () => {
    // SAMv1 5.1.1: bins 4681 to 37448 span 16 kbp, up to 512 Mbp; 37450 holds counts; 4680 is for no place.
    expect([0, 1, 2, 3, 4, 5, 6].map(firstBin)).toEqual([0, 1, 9, 73, 585, 4681, 37_449]);
    expect(pseudoBin(BAI_BINNING)).toBe(37_450);
    expect(reach(BAI_BINNING)).toBe(512 * 2 ** 20);
    expect(baiBin(-1, 0)).toBe(4680);
    expect(baiBin(2 ** 29 - 1, 2 ** 29)).toBe(37_448);
    const random = createRandom(1);
    for (let i = 0; i < 20_000; i++) {
      const begin = random.below(2 ** 29);
      const end = Math.min(2 ** 29, begin + 1 + random.below(2 ** random.below(30)));
      expect(baiBin(begin, end)).toBe(binOf(begin, end));
    }
  });
});

const [A, B, C, D] = [1000n << 16n, (1000n << 16n) | 50n, 2000n << 16n, 3000n << 16n];

const model = (changes: Partial<IndexModel> = {}): IndexModel => ({
  minShift: 14,
  depth: 5,
  references: [
    {
      bins: [
        {
          bin: 4681,
          offset: A,
          chunks: [
            [A, B],
            [C, D],
          ],
        },
        { bin: 0, offset: 0n, chunks: [[B, C]] },
      ],
      intervals: [A, 0n, C],
      counts: [3n, 1n],
    },
    { bins: [], intervals: [], counts: undefined },
  ],
  unplaced: 7n,
  ...changes,
});

describe('a good index', () => {
  it('is accepted, in pieces of any size', () => {
    for (const size of [1, 3, 16, 1000]) {
      expect(bai(baiBytes(model()), size)).toMatchObject({
        verdict: 'accepted',
        findings: [],
        metrics: { references: 2, bins: 2, chunks: 3 },
      });
      expect(csi(csiBytes(model(), Buffer.alloc(200)), size)).toMatchObject({ verdict: 'accepted', findings: [] });
    }
  });

  it.each([
    ['no number of records without a place', model({ unplaced: undefined })],
    ['no reference', model({ references: [] })],
    ['no reference and no number', model({ references: [], unplaced: undefined })],
  ])('may have %s', (_, index) => {
    expect(bai(baiBytes(index))).toMatchObject({ verdict: 'accepted', findings: [] });
    expect(csi(csiBytes(index))).toMatchObject({ verdict: 'accepted', findings: [] });
  });

  it('is told by its name, or its first bytes', async () => {
    expect(await judgeBytes('x.bam.bai', baiBytes(model()))).toMatchObject({ format: 'bai', verdict: 'accepted' });
    expect(await judgeBytes('x', baiBytes(model()))).toMatchObject({ format: 'bai', verdict: 'accepted' });
    expect(await judgeBytes('x.bam.csi', packed(csiBytes(model())))).toMatchObject({
      format: 'csi',
      verdict: 'accepted',
    });
    expect(await judgeBytes('x', packed(csiBytes(model())))).toMatchObject({ format: 'csi', verdict: 'accepted' });
  });
});

const withBins = (...bins: IndexModel['references'][number]['bins']): IndexModel =>
  model({ references: [{ bins, intervals: [], counts: undefined }] });

describe('rejected, by its rule, is', () => {
  const start = Buffer.from('BAI\x01', 'latin1');
  it.each<[string, Buffer, string]>([
    ['nothing', Buffer.alloc(0), '0 INDEX-TRUNCATED'],
    ['another magic number', Buffer.from('BAI\x02'), '0 INDEX-MAGIC'],
    ['less than no reference', Buffer.concat([start, int32(-1)]), '4 INDEX-COUNT'],
    ['less than no bin', Buffer.concat([start, int32(1, -1)]), '8 INDEX-COUNT'],
    ['less than no chunk', Buffer.concat([start, int32(1, 1, 5, -1)]), '16 INDEX-COUNT'],
    ['less than no interval', Buffer.concat([start, int32(1, 0, -2)]), '12 INDEX-COUNT'],
    ['an index that is cut', baiBytes(model()).subarray(0, -9), `${baiBytes(model()).length - 9} INDEX-TRUNCATED`],
    [
      'bytes behind the end',
      Buffer.concat([baiBytes(model({ references: [] })), Buffer.alloc(1)]),
      '16 INDEX-TRAILING',
    ],
    ['a bin that is none', baiBytes(withBins({ bin: 37_449, offset: 0n, chunks: [] })), '12 INDEX-BIN'],
    [
      'a bin twice',
      baiBytes(withBins({ bin: 1, offset: 0n, chunks: [] }, { bin: 1, offset: 0n, chunks: [] })),
      '20 INDEX-BIN',
    ],
    ['counts in one chunk', baiBytes(withBins({ bin: 37_450, offset: 0n, chunks: [[A, B]] })), '12 INDEX-BIN'],
    [
      'a chunk that ends before it begins',
      baiBytes(withBins({ bin: 1, offset: 0n, chunks: [[B, A]] })),
      '20 INDEX-CHUNK',
    ],
  ])('%s', (_, bytes, code) => {
    expect(bai(bytes)).toMatchObject({ verdict: 'rejected', codes: [code] });
  });

  const csiStart = Buffer.from('CSI\x01', 'latin1');
  it.each<[string, Buffer, string]>([
    ['another magic number', baiBytes(model()), '0 INDEX-MAGIC'],
    ['a negative min_shift', Buffer.concat([csiStart, int32(-1, 5, 0, 0)]), '4 INDEX-BINNING'],
    ['a negative depth', Buffer.concat([csiStart, int32(14, -1, 0, 0)]), '4 INDEX-BINNING'],
    ['more bins than have numbers', Buffer.concat([csiStart, int32(14, 11, 0, 0)]), '4 INDEX-BINNING'],
    ['bins of more than 62 bits', Buffer.concat([csiStart, int32(40, 8, 0, 0)]), '4 INDEX-BINNING'],
    ['a negative length of what is beside', Buffer.concat([csiStart, int32(14, 5, -1, 0)]), '12 INDEX-COUNT'],
  ])('of CSI %s', (_, bytes, code) => {
    expect(csi(bytes)).toMatchObject({ verdict: 'rejected', codes: [code] });
  });
});

it('a warning, and no more, are offsets that fall', () => {
  const chunks: [bigint, bigint][] = [
    [C, D],
    [A, B],
    [C, D],
    [A, B],
  ];
  expect(bai(baiBytes(withBins({ bin: 1, offset: 0n, chunks })))).toMatchObject({
    verdict: 'accepted',
    codes: ['36 INDEX-ORDER'],
  });
  const references = [{ bins: [], intervals: [C, 0n, A, C, A], counts: undefined }];
  expect(bai(baiBytes(model({ references })))).toMatchObject({ verdict: 'accepted', codes: ['32 INDEX-ORDER'] });
});

/** Reads, and where they lie, as a file with blocks of `blockBytes` and its index. */
function indexed(reads: readonly Partial<Fields>[], blockBytes: number, shape?: [number, number]) {
  const head = header(headerText(REFERENCES, 'unsorted'));
  const bodies = reads.map((read) => alignment(read));
  const content = Buffer.concat([head, ...bodies]);
  let at = head.length;
  const records = reads.map((read, i): Indexed => {
    const { reference = 0, position = 99, flag = 0, cigar = [[5, M]] } = read;
    const from = at;
    at += bodies[i]?.length ?? 0;
    const length = (flag & 4) !== 0 ? 1 : cigar.reduce((sum, [count]) => sum + count, 0);
    return { reference, begin: position, end: position + length, isMapped: (flag & 4) === 0, from, to: at };
  });
  const offset = offsetsIn(content, blockBytes);
  return {
    bam: packed(content, blockBytes),
    index: indexOf(records, REFERENCES.length, offset, shape),
    offset,
    records,
  };
}

const judgeIndexed = async (bam: Buffer, companions: Readonly<Record<string, Buffer>>): Promise<readonly string[]> => {
  const sources = Object.entries(companions).map(([format, bytes]) => [format, sourceOf(`x.bam.${format}`, bytes)]);
  return codesOf(await judgeBytes('x.bam', bam, { companions: Object.fromEntries(sources) as object }));
};

const READS: readonly Partial<Fields>[] = [
  { position: 0 },
  // Over the edge of the first bins of 16 kbp, and over several of them.
  { position: 16_380 },
  {
    position: 16_384,
    cigar: [
      [2, M],
      [40_000, N],
      [3, M],
    ],
  },
  { position: 16_384, flag: 4, cigar: [] },
  { position: 60_000 },
  { reference: 1, position: 5 },
  { reference: 1, position: 49_990 },
  { reference: -1, position: -1, flag: 4, cigar: [] },
];

describe('an index beside its file', () => {
  it('agrees, however the content lies in blocks and whatever the bins', async () => {
    for (const blockBytes of [50, 61, 120, 60_000]) {
      for (const shape of [
        [14, 5],
        [10, 3],
        [14, 9],
        [20, 0],
      ] as [number, number][]) {
        const { bam, index } = indexed(READS, blockBytes, shape);
        expect(await judgeIndexed(bam, { csi: packed(csiBytes(index)) })).toEqual([]);
      }
      const { bam, index } = indexed(READS, blockBytes);
      expect(await judgeIndexed(bam, { bai: baiBytes(index) })).toEqual([]);
    }
  });

  it('may have small bins joined to those above them', async () => {
    const { bam, index } = indexed(READS, 60_000);
    const bins = index.references[0]?.bins ?? [];
    const chunks = bins.flatMap((bin) => bin.chunks);
    const joined = {
      ...index,
      references: index.references.with(0, { ...index.references[0], bins: [{ bin: 0, offset: 0n, chunks }] } as never),
    };
    expect(await judgeIndexed(bam, { bai: baiBytes(joined) })).toEqual([]);
  });

  it('may have chunks of a bin in any order, which is told', async () => {
    // Reads of bin 4681 with one of bin 585 between: two chunks.
    const reads = [
      { position: 0 },
      { position: 16_380 },
      { position: 16_380, cigar: [[1, M]], bases: 'A', qualities: [9] },
    ];
    const { bam, index } = indexed(reads as readonly Partial<Fields>[], 60_000);
    const bin = index.references[0]?.bins.find(({ chunks }) => chunks.length === 2);
    expect(bin?.bin).toBe(4681);
    bin?.chunks.reverse();
    expect(await judgeIndexed(bam, { bai: baiBytes(index) })).toEqual(['0 INDEX-ORDER']);
    bin?.chunks.pop();
    expect(await judgeIndexed(bam, { bai: baiBytes(index) })).toEqual(['0 INDEX-UNCOVERED']);
  });

  it('may say that a chunk begins where the block before ends', async () => {
    // Every read in a block of its own, but the header.
    const head = header(headerText(REFERENCES, 'unsorted')).length;
    const { bam, index, records } = indexed([{}, {}], head);
    const { index: one } = indexed([{}], head);
    expect(records[0]?.from).toBe(head);
    const chunk = one.references[0]?.bins[0]?.chunks[0] as [bigint, bigint];
    // The start of the second block is the end of the first, at 0 + the length of the header.
    const alias = BigInt(head);
    expect(alias < chunk[0]).toBe(true);
    const first = index.references[0]?.bins[0]?.chunks[0] as [bigint, bigint];
    first[0] = alias;
    expect(await judgeIndexed(bam, { bai: baiBytes(index) })).toEqual([]);
    first[0] = alias - 1n;
    expect(await judgeIndexed(bam, { bai: baiBytes(index) })).toMatchObject([expect.stringContaining('INDEX-OFFSET')]);
  });

  it('may count those without a position where it counts those without a place', async () => {
    const reads = [
      ...READS.slice(0, 5),
      { reference: 1, position: -1, flag: 4, cigar: [], bin: 4680 },
      ...READS.slice(5),
    ];
    const { bam, index } = indexed(reads, 60_000);
    expect(await judgeIndexed(bam, { bai: baiBytes({ ...index, unplaced: 2n }) })).toEqual([]);
    expect(await judgeIndexed(bam, { bai: baiBytes({ ...index, unplaced: 3n }) })).toMatchObject([
      expect.stringContaining('INDEX-COUNTS'),
    ]);
  });

  it('that is broken is told of, and not held against its file', async () => {
    const { bam } = indexed(READS, 60_000);
    expect(await judgeIndexed(bam, { bai: Buffer.from('BAI') })).toEqual(['0 INDEX-TRUNCATED']);
    expect(
      await judgeIndexed(bam, { bai: Buffer.concat([Buffer.from('BAI\x01'), int32(0), uint64(5n)]) }),
    ).toMatchObject([expect.stringContaining('INDEX-REFERENCES'), expect.stringContaining('INDEX-COUNTS')]);
  });

  it('cannot reach beyond 512 Mbp in BAI, and can in CSI', async () => {
    const references = [{ name: 'wheat', length: 800_000_000 }];
    const head = header(headerText(references), references);
    const read = alignment({ position: 600_000_000, bin: 0 });
    const content = Buffer.concat([head, read]);
    const record = {
      reference: 0,
      begin: 600_000_000,
      end: 600_000_005,
      isMapped: true,
      from: head.length,
      to: content.length,
    };
    const of = (shape: [number, number]) => indexOf([record], 1, offsetsIn(content, 60_000), shape);
    const deep = csiBytes(of([14, 6]));
    expect(await judgeIndexed(packed(content), { csi: deep })).toEqual([]);
    const flat = of([14, 6]);
    flat.depth = 5;
    const bins = flat.references[0]?.bins ?? [];
    if (bins[0] !== undefined) bins[0].bin = 0;
    expect(await judgeIndexed(packed(content), { csi: csiBytes(flat) })).toMatchObject([
      expect.stringContaining('INDEX-UNCOVERED'),
    ]);
  });
});
