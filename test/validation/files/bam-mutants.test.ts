/**
 * Good BAM files and their indexes with one planted fault each: every one is rejected, by a rule that the fault breaks.
 */

import { Buffer } from 'node:buffer';
import { expect, it } from 'vitest';
import { createRandom, type Random } from '../../../src/base/index.ts';
import {
  alignment,
  array,
  covered,
  D,
  header,
  headerText,
  I,
  int32,
  M,
  packed,
  S,
  tag,
  text,
  type Fields,
  type HeaderChanges,
  type Operation,
  type Reference,
} from './bam-file.ts';
import {
  baiBytes,
  csiBytes,
  indexOf,
  offsetsIn,
  type Indexed,
  type IndexModel,
  type ReferenceModel,
} from './index-file.ts';
import { judgeBytes, sourceOf } from './packed.ts';

const SEED = Number(process.env['SEQPLAN_SEED'] ?? 1);
const PER_OPERATOR = 12;
const BLOCK_BYTES = 700;

const REFERENCES: readonly Reference[] = [
  { name: 'chr1', length: 400_000 },
  { name: 'chr2', length: 90_000 },
  { name: 'empty', length: 5000 },
];

/** Sorted by coordinate, all of two references, with a few unmapped and unplaced. */
function goodReads(random: Random): readonly Fields[] {
  const reads: Fields[] = [];
  for (const [reference, count] of [
    [0, 25],
    [1, 10],
  ] as const) {
    const positions = Array.from({ length: count }, () => random.below((REFERENCES[reference]?.length ?? 0) - 300));
    for (const position of positions.toSorted((a, b) => a - b))
      reads.push(goodRead(random, reads.length, reference, position));
  }
  for (let i = 0; i < 4; i++)
    reads.push({ ...goodRead(random, reads.length, -1, -1), flag: 4, cigar: [], nextReference: -1 });
  return reads;
}

function goodRead(random: Random, number: number, reference: number, position: number): Fields {
  const length = 20 + random.below(60);
  const cigar: readonly Operation[] =
    random.below(3) === 0
      ? [
          [3, S],
          [length - 8, M],
          [2, I],
          [1, D],
          [3, M],
        ]
      : [[length, M]];
  const isMapped = number === 0 || random.below(8) > 0;
  return {
    reference,
    position,
    mappingQuality: random.below(61),
    flag: isMapped ? 16 * random.below(2) : 4,
    nextReference: reference,
    nextPosition: Math.max(-1, position),
    templateLength: 0,
    name: `run:${number}:${random.below(1000)}\0`,
    cigar: isMapped ? cigar : [],
    bases: Array.from({ length }, () => 'ACGTN'[random.below(5)]).join(''),
    qualities: Array.from({ length }, () => random.below(42)),
    // A number, a text, an array, in any order.
    tags: [tag('NM', 'C', random.below(9)), text('MD', String(length)), array('ML', 'S', 3, Buffer.alloc(6, 7))].slice(
      random.below(2),
    ),
  };
}

interface File {
  readonly reads: readonly Fields[];
  readonly text?: string;
  readonly references?: readonly Reference[];
  readonly changes?: HeaderChanges;
  /** What becomes of the whole content. */
  readonly content?: (content: Buffer) => Buffer;
}

function contentOf({ reads, text: ofHeader, references = REFERENCES, changes, content }: File): Buffer {
  const bytes = Buffer.concat([
    header(ofHeader ?? headerText(references, 'coordinate'), references, changes),
    ...reads.map(alignment),
  ]);
  return content?.(bytes) ?? bytes;
}

function indexFor(reads: readonly Fields[], shape?: [number, number], order = 'coordinate'): IndexModel {
  const ofHeader = headerText(REFERENCES, order);
  let at = header(ofHeader, REFERENCES).length;
  const records = reads.map((read): Indexed => {
    const from = at;
    at += alignment(read).length;
    const isMapped = (read.flag & 4) === 0;
    const end = read.position + (isMapped ? covered(read.cigar) : 1);
    return { reference: read.reference, begin: read.position, end, isMapped, from, to: at };
  });
  const content = contentOf({ reads, text: ofHeader });
  return indexOf(records, REFERENCES.length, offsetsIn(content, BLOCK_BYTES), shape);
}

interface Mutant {
  readonly bytes: Buffer;
  /** With no index beside it where there is none. */
  readonly bai?: Buffer;
  readonly csi?: Buffer;
  /** The first error is one of them. */
  readonly wanted: readonly string[];
}

type Operator = (reads: readonly Fields[], random: Random) => Mutant;

const stored = (file: File): Buffer => packed(contentOf(file), BLOCK_BYTES);
const one = <T>(list: readonly T[], random: Random): T => {
  const index = random.below(list.length);
  const found = list[index];
  if (found === undefined) throw new RangeError('an empty list');
  return found;
};

/** One read with other fields. */
const onRead =
  (change: (read: Fields, random: Random) => Partial<Fields>, ...wanted: readonly string[]): Operator =>
  (reads, random) => {
    const mapped = reads.filter(({ cigar }) => cigar.length > 0);
    // Not the last: something follows.
    const index = reads.indexOf(one(mapped, random));
    const read = reads[index] as Fields;
    return { bytes: stored({ reads: reads.with(index, { ...read, ...change(read, random) }) }), wanted };
  };

const onTags = (make: (random: Random) => readonly Buffer[], ...wanted: readonly string[]): Operator =>
  onRead((read, random) => ({ tags: [...read.tags, ...make(random)] }), ...wanted);

const onHeader =
  (change: (random: Random) => Omit<File, 'reads'>, ...wanted: readonly string[]): Operator =>
  (reads, random) => ({ bytes: stored({ reads, ...change(random) }), wanted });

const put = (name: string, random: Random, byte: number): string => {
  const at = random.below(name.length - 1);
  return name.slice(0, at) + String.fromCharCode(byte) + name.slice(at + 1);
};
const sizeOf = (read: Fields): number => alignment(read).length - 4;
const SHIFTED = [
  'BAM-TAG',
  'BAM-BLOCK-SIZE',
  'SAM-TAG-FORMAT',
  'SAM-TAG-VALUE',
  'SAM-QUAL',
  'SAM-CIGAR',
  'SAM-CIGAR-CLIP',
  'SAM-CIGAR-LENGTH',
];
const with30 = (read: Fields): readonly number[] => read.qualities ?? [];

const RECORDS: Readonly<Record<string, Operator>> = {
  'block_size larger': onRead((read, random) => ({ blockSize: sizeOf(read) + 1 + random.below(40) }), ...SHIFTED),
  'block_size smaller': onRead((read, random) => ({ blockSize: sizeOf(read) - 1 - random.below(40) }), ...SHIFTED),
  'block_size below the least': onRead((_, random) => ({ blockSize: random.below(32) }), 'BAM-BLOCK-SIZE'),
  'block_size negative': onRead((_, random) => ({ blockSize: -1 - random.below(1 << 30) }), 'BAM-BLOCK-SIZE'),
  'block_size beyond the file': onRead(
    (_, random) => ({ blockSize: (1 << 23) + random.below(1 << 30) }),
    'BAM-TRUNCATED',
    'BAM-BLOCK-SIZE',
  ),
  'refID too large': onRead((_, random) => ({ reference: 3 + random.below(1000) }), 'BAM-REFERENCE-ID'),
  'refID below -1': onRead((_, random) => ({ reference: -2 - random.below(1000) }), 'BAM-REFERENCE-ID'),
  'next_refID too large': onRead((_, random) => ({ nextReference: 3 + random.below(1000) }), 'BAM-REFERENCE-ID'),
  'pos below -1': onRead((_, random) => ({ position: -2 - random.below(1000), bin: 0 }), 'SAM-POS'),
  'next_pos below -1': onRead((_, random) => ({ nextPosition: -2 - random.below(1000) }), 'SAM-PNEXT'),
  'l_read_name larger': onRead(
    (read, random) => ({ nameLength: read.name.length + 1 + random.below(8) }),
    'BAM-NAME',
    'SAM-QNAME',
  ),
  'l_read_name smaller': onRead((read, random) => ({ nameLength: 1 + random.below(read.name.length - 1) }), 'BAM-NAME'),
  'l_read_name 0': onRead(() => ({ nameLength: 0 }), 'BAM-NAME'),
  'NUL of a name lost': onRead((read) => ({ name: `${read.name.slice(0, -1)}x` }), 'BAM-NAME'),
  'character no part of a name': onRead(
    (read, random) => ({ name: put(read.name, random, one([0, 9, 32, 64, 127, 200], random)) }),
    'SAM-QNAME',
  ),
  'n_cigar_op larger': onRead(
    (read, random) => ({
      operationCount: read.cigar.length + 1 + random.below(3),
      // What is left of it once four, eight or twelve bytes are taken is no field.
      tags: [text('XX', 'a longer text')],
    }),
    ...SHIFTED,
  ),
  'n_cigar_op smaller': onRead((read, random) => ({ operationCount: random.below(read.cigar.length) }), ...SHIFTED),
  'operation that is none': onRead(
    (read, random) => ({ cigar: [...read.cigar, [1, 9 + random.below(7)]] }),
    'SAM-CIGAR',
  ),
  'operation longer': onRead(
    (read, random) => ({ cigar: [[10 + random.below(9), M], ...read.cigar.filter(([, code]) => code !== S)] }),
    'SAM-CIGAR-LENGTH',
  ),
  'clip inside': onRead(
    (read) => ({ cigar: [[1, M], [1, S], [1, M], ...read.cigar.filter(([, code]) => code !== S)] }),
    'SAM-CIGAR-CLIP',
  ),
  'l_seq larger': onRead((read, random) => ({ baseCount: read.bases.length + 1 + random.below(30) }), ...SHIFTED),
  'l_seq smaller': onRead((read, random) => ({ baseCount: random.below(read.bases.length) }), ...SHIFTED),
  'l_seq negative': onRead((_, random) => ({ baseCount: -1 - random.below(1000) }), 'BAM-BLOCK-SIZE'),
  'base lost': onRead((read) => ({ bases: read.bases.slice(1), qualities: with30(read).slice(1) }), 'SAM-CIGAR-LENGTH'),
  'quality too high': onRead(
    (read, random) => ({ qualities: with30(read).with(random.below(read.bases.length), 94 + random.below(161)) }),
    'SAM-QUAL',
  ),
  'quality missing among others': onRead(
    (read, random) => ({ qualities: with30(read).with(random.below(read.bases.length), 255) }),
    'SAM-QUAL',
  ),
  'type of a field that is none': onTags(
    (random) => [tag('XX', one([...'abdDjJzhF\0'], random), 'abcdefgh')],
    'BAM-TAG',
  ),
  'text not closed': onTags((random) => [tag('XX', one(['Z', 'H'], random), 'AB'.repeat(random.below(9)))], 'BAM-TAG'),
  'text with a control character': onTags(
    (random) => [text('XX', put('some text', random, one([1, 9, 10, 127, 255], random)))],
    'SAM-TAG-VALUE',
  ),
  'hexadecimal digits odd': onTags((random) => [text('XX', 'A'.repeat(1 + 2 * random.below(4)), 'H')], 'SAM-TAG-VALUE'),
  'count of an array larger': onTags(
    (random) => [array('XX', 's', 3 + random.below(1000), Buffer.alloc(4))],
    'BAM-TAG',
  ),
  'count of an array negative': onTags(
    (random) => [array('XX', 's', -1 - random.below(1000), Buffer.alloc(4))],
    'BAM-TAG',
  ),
  'count of an array smaller': onTags(
    (random) => [array('XX', 's', random.below(3), Buffer.alloc(6))],
    'BAM-TAG',
    'SAM-TAG-FORMAT',
  ),
  'array of a type that is none': onTags(
    (random) => [array('XX', one([...'AZHBd\0'], random), 1, Buffer.alloc(8))],
    'BAM-TAG',
  ),
  'field cut': onTags(
    (random) => [tag('XX', 'I', 'abcd').subarray(0, 1 + random.below(6))],
    'BAM-TAG',
    'SAM-TAG-FORMAT',
  ),
  'tag twice': onTags(() => [tag('X1', 'C', 1), text('XX', 'x'), tag('X1', 'C', 1)], 'SAM-TAG-DUPLICATE'),
  'tag that is none': onTags(
    (random) => [tag(one(['\u0001A', 'A\u0000', ':A', 'A '], random), 'C', 1)],
    'SAM-TAG-FORMAT',
  ),
  'reads exchanged': (reads, random) => {
    const index = reads.findIndex((read, i) => i >= random.below(20) && (reads[i + 1]?.position ?? -1) > read.position);
    return { bytes: stored({ reads: swapped(reads, index) }), wanted: ['SAM-SORT-ORDER'] };
  },
  'an unplaced read before the others': (reads, random) => {
    const unplaced = reads.at(-1) as Fields;
    return { bytes: stored({ reads: [unplaced, ...reads.slice(random.below(5))] }), wanted: ['SAM-SORT-ORDER'] };
  },
  'order of names claimed': (reads) => ({
    bytes: stored({ reads: reads.toReversed(), text: headerText(REFERENCES, 'queryname') }),
    wanted: ['SAM-SORT-ORDER'],
  }),
  'content cut in an alignment': (reads, random) => {
    const last = alignment(reads.at(-1)).length;
    return {
      bytes: stored({ reads, content: (bytes) => bytes.subarray(0, bytes.length - 1 - random.below(last - 1)) }),
      wanted: ['BAM-TRUNCATED'],
    };
  },
};

function swapped(reads: readonly Fields[], index: number): readonly Fields[] {
  const [first, second] = [reads[index] as Fields, reads[index + 1] as Fields];
  return reads.with(index, second).with(index + 1, first);
}

const others = (change: (references: readonly Reference[]) => readonly Reference[]) => ({
  references: change(REFERENCES),
  text: headerText(REFERENCES, 'coordinate'),
});
const HEADER_SHIFTED = [
  'BAM-HEADER-TEXT',
  'BAM-REFERENCE',
  'BAM-REFERENCE-TEXT',
  'SAM-HEADER-LINE',
  'BAM-TRUNCATED',
  'BAM-BLOCK-SIZE',
  'SAM-SQ-VALUE',
];

const HEADERS: Readonly<Record<string, Operator>> = {
  'other magic number': onHeader(
    (random) => ({ changes: { magic: Buffer.from([66, 65, 77, 2 + random.below(200)]) } }),
    'BAM-MAGIC',
  ),
  'l_text larger': onHeader(
    (random) => ({ changes: { textLength: headerText(REFERENCES, 'coordinate').length + 1 + random.below(60) } }),
    ...HEADER_SHIFTED,
  ),
  'l_text smaller': onHeader(
    (random) => ({ changes: { textLength: headerText(REFERENCES, 'coordinate').length - 1 - random.below(60) } }),
    ...HEADER_SHIFTED,
  ),
  'l_text negative': onHeader((random) => ({ changes: { textLength: -1 - random.below(1000) } }), 'BAM-HEADER-TEXT'),
  'n_ref larger': onHeader(
    (random) => ({ changes: { count: 4 + random.below(1000) } }),
    'BAM-REFERENCE',
    'BAM-REFERENCE-TEXT',
    'BAM-TRUNCATED',
  ),
  'n_ref smaller': onHeader(
    (random) => ({ changes: { count: random.below(3) } }),
    'BAM-REFERENCE-TEXT',
    'BAM-BLOCK-SIZE',
  ),
  'n_ref negative': onHeader((random) => ({ changes: { count: -1 - random.below(1000) } }), 'BAM-REFERENCE'),
  'reference lost': onHeader((random) => others((list) => list.toSpliced(random.below(3), 1)), 'BAM-REFERENCE-TEXT'),
  'references exchanged': onHeader(
    () => others(([a, b, c]) => [b, a, c] as readonly Reference[]),
    'BAM-REFERENCE-TEXT',
  ),
  'other name of a reference': onHeader(
    (random) => others((list) => list.with(random.below(3), { name: 'chrX', length: 5000 })),
    'BAM-REFERENCE-TEXT',
  ),
  'other length of a reference': onHeader(
    (random) => others((list) => list.with(0, { name: 'chr1', length: 1 + random.below(399_999) })),
    'BAM-REFERENCE-TEXT',
  ),
  'character no part of a reference': onHeader(
    (random) => others((list) => list.with(0, { name: one(['ch,r1', 'ch\0r1', '*', 'a b'], random), length: 5 })),
    'BAM-REFERENCE',
  ),
  '@SQ twice': onHeader(
    () => ({ text: `${headerText(REFERENCES, 'coordinate')}@SQ\tSN:chr1\tLN:400000\n` }),
    'SAM-SQ-DUPLICATE',
  ),
  'header line that is none': onHeader(
    () => ({ text: `${headerText(REFERENCES, 'coordinate')}chr1\n` }),
    'SAM-HEADER-LINE',
  ),
  'header cut': onHeader(
    (random) => ({ content: (bytes) => bytes.subarray(0, 1 + random.below(230)) }),
    'BAM-TRUNCATED',
  ),
};

/** What becomes of the index, as a model or as bytes; the file is good. */
const onIndex =
  (change: (index: IndexModel, random: Random) => void, ...wanted: readonly string[]): Operator =>
  (reads, random) => {
    const isCsi = random.below(2) === 1;
    const index = indexFor(reads, isCsi ? [12, 6] : undefined);
    change(index, random);
    const bytes = stored({ reads });
    return isCsi ? { bytes, csi: csiBytes(index), wanted } : { bytes, bai: baiBytes(index), wanted };
  };
const onBai =
  (change: (bytes: Buffer, random: Random) => Buffer, ...wanted: readonly string[]): Operator =>
  (reads, random) => ({ bytes: stored({ reads }), bai: change(baiBytes(indexFor(reads)), random), wanted });

const placed = ({ references }: IndexModel, random: Random): ReferenceModel =>
  references[random.below(2)] as ReferenceModel;
const anyBin = (index: IndexModel, random: Random) => one(placed(index, random).bins, random);

const INDEXES: Readonly<Record<string, Operator>> = {
  'index of another file': (reads, random) => ({
    bytes: stored({ reads }),
    bai: baiBytes(indexFor(goodReads(random))),
    wanted: ['INDEX-UNCOVERED', 'INDEX-OFFSET', 'INDEX-LINEAR', 'INDEX-COUNTS', 'INDEX-OUTSIDE'],
  }),
  'other magic number': onBai(
    (bytes, random) => Buffer.concat([Buffer.from([66, 65, 73, 2 + random.below(200)]), bytes.subarray(4)]),
    'INDEX-MAGIC',
  ),
  // Without the last eight bytes there is no n_no_coor, which is optional.
  'index cut': onBai(
    (bytes, random) => bytes.subarray(0, bytes.length - 9 - random.below(bytes.length - 9)),
    'INDEX-TRUNCATED',
  ),
  'index cut in its last number': onBai(
    (bytes, random) => bytes.subarray(0, bytes.length - 1 - random.below(7)),
    'INDEX-TRUNCATED',
  ),
  'bytes behind an index': onBai(
    (bytes, random) => Buffer.concat([bytes, Buffer.alloc(1 + random.below(40))]),
    'INDEX-TRAILING',
  ),
  'n_ref of an index negative': onBai(
    (bytes) => Buffer.concat([bytes.subarray(0, 4), int32(-1), bytes.subarray(8)]),
    'INDEX-COUNT',
  ),
  'a reference more': onIndex(
    (index) => index.references.push({ bins: [], intervals: [], counts: undefined }),
    'INDEX-REFERENCES',
  ),
  'a reference less': onIndex((index) => index.references.pop(), 'INDEX-REFERENCES'),
  'a bin lost': onIndex((index, random) => {
    const { bins } = placed(index, random);
    bins.splice(random.below(bins.length), 1);
  }, 'INDEX-UNCOVERED'),
  'number of a bin that is none': onIndex((index, random) => {
    anyBin(index, random).bin = 400_000 + random.below(1_000_000);
  }, 'INDEX-BIN'),
  // The last bins are of no place on these references.
  'number of a bin of elsewhere': onIndex((index, random) => {
    anyBin(index, random).bin = (8 ** (index.depth + 1) - 1) / 7 - 1 - random.below(1000);
  }, 'INDEX-UNCOVERED'),
  'a bin twice': onIndex((index, random) => {
    const { bins } = placed(index, random);
    bins.push({ bin: one(bins, random).bin, offset: 0n, chunks: [] });
  }, 'INDEX-BIN'),
  'a chunk lost': onIndex((index, random) => {
    const { chunks } = anyBin(index, random);
    chunks.splice(random.below(chunks.length), 1);
  }, 'INDEX-UNCOVERED'),
  'a chunk that begins in a record': onIndex(
    (index, random) => {
      const chunk = one(anyBin(index, random).chunks, random);
      chunk[0] += BigInt(1 + random.below(30));
    },
    'INDEX-UNCOVERED',
    'INDEX-OFFSET',
    'INDEX-CHUNK',
  ),
  'a chunk that ends where it begins': onIndex((index, random) => {
    const chunk = one(anyBin(index, random).chunks, random);
    chunk[1] = chunk[0];
  }, 'INDEX-UNCOVERED'),
  'a chunk that ends before it begins': onIndex((index, random) => {
    one(anyBin(index, random).chunks, random).reverse();
  }, 'INDEX-CHUNK'),
  'a chunk that ends behind the file': onIndex((index, random) => {
    one(anyBin(index, random).chunks, random)[1] += 1n << BigInt(32 + random.below(31));
  }, 'INDEX-OUTSIDE'),
  'fewer mapped records': onIndex((index, random) => {
    (placed(index, random).counts as [bigint, bigint])[0] -= 1n;
  }, 'INDEX-COUNTS'),
  'more unmapped records': onIndex((index, random) => {
    (placed(index, random).counts as [bigint, bigint])[1] += BigInt(1 + random.below(1000));
  }, 'INDEX-COUNTS'),
  'more records without a place': onIndex((index) => {
    index.unplaced = 5n;
  }, 'INDEX-COUNTS'),
  'an interval behind its first record': (reads, random) => {
    const index = indexFor(reads);
    const { intervals } = placed(index, random);
    const used = [...intervals.keys()].filter((i) => (intervals[i] ?? 0n) > 0n);
    const i = one(used, random);
    intervals[i] = (intervals[i] ?? 0n) + BigInt(1 + random.below(40));
    return { bytes: stored({ reads }), bai: baiBytes(index), wanted: ['INDEX-LINEAR', 'INDEX-OFFSET'] };
  },
  'an alignment lost from an indexed file': (reads, random) => ({
    bytes: stored({ reads: reads.toSpliced(random.below(reads.length), 1) }),
    bai: baiBytes(indexFor(reads)),
    wanted: ['INDEX-UNCOVERED', 'INDEX-OFFSET', 'INDEX-LINEAR', 'INDEX-COUNTS', 'INDEX-OUTSIDE'],
  }),
  'an index of a file that is not sorted': (reads, random) => {
    const index = reads.findIndex((read, i) => i >= random.below(20) && (reads[i + 1]?.position ?? -1) > read.position);
    const unsorted = swapped(reads, index);
    const bytes = stored({ reads: unsorted, text: headerText(REFERENCES, 'unsorted') });
    return { bytes, bai: baiBytes(indexFor(unsorted, undefined, 'unsorted')), wanted: ['INDEX-UNSORTED'] };
  },
};

it('a good file and its indexes are accepted', async () => {
  const random = createRandom(SEED).split('good');
  for (let i = 0; i < 50; i++) {
    const reads = goodReads(random);
    const companions = {
      bai: sourceOf('x.bam.bai', baiBytes(indexFor(reads))),
      csi: sourceOf('x.bam.csi', csiBytes(indexFor(reads, [12, 6]))),
    };
    const { findings } = await judgeBytes('x.bam', stored({ reads }), { companions });
    expect({ i, findings }).toEqual({ i, findings: [] });
  }
});

it('every planted fault is found by a rule that it breaks', async () => {
  const missed: unknown[] = [];
  let count = 0;
  const operators = [RECORDS, HEADERS, INDEXES].flatMap((group) => Object.entries(group));
  for (const [operator, mutate] of operators) {
    const random = createRandom(SEED).split(operator);
    for (let i = 0; i < PER_OPERATOR; i++) {
      const { bytes, bai, csi, wanted } = mutate(goodReads(random), random);
      const companions = {
        ...(bai && { bai: sourceOf('x.bam.bai', bai) }),
        ...(csi && { csi: sourceOf('x.bam.csi', csi) }),
      };
      const { verdict, findings } = await judgeBytes('x.bam', bytes, { companions });
      const first = findings.find(({ severity }) => severity === 'error')?.code;
      count++;
      if (verdict !== 'rejected' || first === undefined || !wanted.includes(first))
        missed.push({ operator, i, wanted, first });
    }
  }
  expect({ seed: SEED, missed }).toEqual({ seed: SEED, missed: [] });
  console.log(`BAM: ${count} mutants of ${operators.length} kinds, seed ${SEED}`);
  expect(count).toBe(operators.length * PER_OPERATOR);
  expect(operators.length).toBeGreaterThanOrEqual(70);
});
