/** The kernel of BAM against the way without it, and against its own text. */

import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import wabt from 'wabt';
import { createRandom, type Random } from '../../../src/base/index.ts';
import { createBamJudge, type BamJudging } from '../../../src/validation/files/bam/bam-judge.ts';
import { createPlainAlignments, ROW } from '../../../src/validation/files/bam/kernel/kernel.ts';
import { PLAIN_ALIGNMENTS_WASM } from '../../../src/validation/files/bam/kernel/plain-alignments-wasm.ts';
import { createFindings } from '../../../src/validation/files/file-finding.ts';
import { ALL_RULES } from '../../../src/validation/files/judge-file.ts';
import {
  alignment,
  array,
  D,
  H,
  header,
  headerText,
  I,
  int16,
  int32,
  M,
  N,
  P,
  REFERENCES,
  S,
  tag,
  text,
  type Fields,
  type Operation,
} from './bam-file.ts';

const SEED = Number(process.env['SEQPLAN_SEED'] ?? 1);

it('the kernel is what its text assembles to', async () => {
  const source = readFileSync(
    new URL('../../../src/validation/files/bam/kernel/plain-alignments.wat', import.meta.url),
    'utf8',
  );
  const { buffer } = (await wabt()).parseWat('plain-alignments.wat', source).toBinary({});
  expect(PLAIN_ALIGNMENTS_WASM).toBe(Buffer.from(buffer).toString('base64'));
});

/** Everything that a judge says of content that comes in such pieces, and what it shows. */
function said(content: Buffer, pieceBytes: number, judging: BamJudging, isObserved: boolean | undefined) {
  const findings = createFindings(ALL_RULES);
  const shown: string[] = [];
  const judge = createBamJudge(findings, {
    ...judging,
    ...(isObserved && {
      onAlignment: {
        alignment: ({ bytes }, one) =>
          shown.push(
            JSON.stringify({ ...one, bytes: Buffer.from(bytes.subarray(one.start, one.end)).toString('hex') }),
          ),
      },
    }),
  });
  for (let at = 0; at < content.length; at += pieceBytes) {
    judge.block?.(1000 + at);
    judge.push(Uint8Array.from(content.subarray(at, at + pieceBytes)));
  }
  judge.end();
  return { findings: findings.list(), metrics: judge.metrics, shown };
}

/** Of both ways; how many findings there were. */
function expectSame(content: Buffer, pieceBytes: number, random?: Random): number {
  // Without either, most alignments are counted by the kernel as well.
  const metrics = random?.below(8) === 0 ? 'all' : 'basic';
  const isObserved = random?.below(4) === 0;
  const [kernel, oneByOne] = [false, true].map((isOneByOne) =>
    said(content, pieceBytes, { metrics, isOneByOne }, isObserved),
  );
  expect({ seed: SEED, ...kernel }).toEqual({ seed: SEED, ...oneByOne });
  return oneByOne?.findings.length ?? 0;
}

const picked = <T>(random: Random, from: readonly T[]): T => from[random.below(from.length)] as T;
const letters = (random: Random, length: number): string =>
  Array.from({ length }, () => String.fromCharCode(0x41 + random.below(26))).join('');

/** RG and PG of the reads of a file: each its own, all the same mostly, or none. */
type Groups = 'any' | 'one' | 'none';

/** Lengths are around the sixteen bytes that are taken at once. */
function goodRead(random: Random, groups: Groups): Partial<Fields> {
  const length = random.below(random.below(5) === 0 ? 600 : 70);
  const bases = Array.from({ length }, () => picked(random, [...'ACGTN'])).join('');
  const isMapped = random.below(6) > 0;
  const isPlaced = isMapped || random.below(2) === 0;
  const cigars: readonly (readonly Operation[])[] = [
    [[length, M]],
    [[length, 7]],
    [
      [2, H],
      [3, S],
      [length - 9, M],
      [2, I],
      [4, D],
      [1, M],
      [40_000, N],
      [2, 8],
      [1, S],
    ],
    [
      [length - 3, M],
      [2, P],
      [3, M],
      [5, H],
    ],
    [],
  ];
  const cigar = picked(random, length > 12 ? cigars : length > 0 ? [[[length, M]], []] : [[], [[30, M]]]);
  const hasQualities = random.below(4) > 0;
  const tags = [
    tag('NM', 'C', random.below(256)),
    text('MD', letters(random, random.below(40))),
    ...(groups === 'any'
      ? [text('RG', picked(random, ['g1', 'g1', 'g1', 'other'])), text('PG', picked(random, ['p1', 'none']))]
      : []),
    tag('AS', 's', int16(-random.below(300))),
    tag('XA', 'A', '!'),
    tag('Xf', 'f', int32(random.below(99))),
    tag('X0', 'I', int32(-1)),
    tag('XC', 'c', 200),
    array('ML', 'C', 3, Buffer.from('abc')),
    array('Xs', 's', 2, int32(7)),
    array('Xg', 'f', 2, int32(7, 8)),
    array('Xe', 'i', 0, Buffer.alloc(0)),
    text('XH', '0AFF', 'H'),
    text('SA', `chr2,${random.below(99)},+,5M,0;`.repeat(random.below(9))),
  ];
  const isFirst = random.below(2) === 0;
  const position = random.below(random.below(40) === 0 ? 60_000 : 9000);
  return {
    reference: isPlaced ? random.below(2) : -1,
    position: isPlaced ? position : -1,
    mappingQuality: random.below(61),
    flag:
      (isMapped ? 0 : 4) |
      picked(random, [0, 1, 3, 9, 0x11, 0x21, 0x31, 0x101, 0x801, 0x400]) |
      (isFirst ? 0x40 : 0x80),
    nextReference: random.below(3) - 1,
    nextPosition: random.below(9) === 0 ? position : random.below(9000) - 1,
    templateLength: random.below(3) === 0 ? 0 : random.below(20_000) - 10_000,
    name: `${letters(random, 1 + random.below(random.below(9) === 0 ? 250 : 40))}\0`,
    cigar,
    bases,
    qualities: Array.from({ length }, () => (hasQualities ? random.below(94) : 255)),
    tags: [
      ...tags.filter(() => random.below(3) === 0),
      ...(groups === 'one' ? [text('RG', random.below(30) === 0 ? 'g2' : 'g1')] : []),
    ].toSorted(() => random.below(3) - 1),
  };
}

const heading = (random: Random): Buffer => {
  const order = picked(random, ['unsorted', 'unsorted', 'coordinate', 'queryname']);
  const isSmall = random.below(4) === 0;
  const references = isSmall ? REFERENCES.map((one) => ({ ...one, length: 5000 })) : REFERENCES;
  return header(headerText(references, order), references);
};

/** Mostly as the header says, if it says coordinates. */
function goodReads(random: Random, count: number): readonly Buffer[] {
  const groups = picked(random, ['any', 'one', 'none'] as const);
  const reads = Array.from({ length: count }, () => goodRead(random, groups));
  const isPlacedLast = ({ reference = 0 }: Partial<Fields>): number => (reference < 0 ? 9 : reference);
  if (random.below(3) > 0)
    reads.sort((a, b) => isPlacedLast(a) - isPlacedLast(b) || (a.position ?? 0) - (b.position ?? 0));
  return reads.map((read) => alignment(read));
}

/** How many the kernel passes, if it is called again behind each that it leaves; and counts, of those behind a first one. */
function passedBy(reads: readonly Buffer[]): { readonly passed: number; readonly followed: number } {
  const bytes = Buffer.concat(reads);
  const plain = createPlainAlignments(REFERENCES.length);
  plain.hold(bytes, 0);
  let [at, passed, followed] = [0, 0, 0];
  while (at < bytes.length) {
    const now = plain.pass(at);
    for (let row = 0; row < ROW * now; row += ROW) {
      const run = plain.follow({ at, row, limit: -1, isKnown: true })?.count ?? 0;
      followed += run;
      row += ROW * run;
      at = plain.base + (plain.rows[row] ?? 0);
    }
    if (now === 0) at += 4 + bytes.readInt32LE(at);
    passed += now;
  }
  return { passed, followed };
}

it('says the same of good files, wherever they are cut', () => {
  const random = createRandom(SEED).split('good');
  let [all, passed, followed, findings] = [0, 0, 0, 0];
  for (let file = 0; file < 400; file++) {
    const reads = goodReads(random, 1 + random.below(25));
    const content = Buffer.concat([heading(random), ...reads]);
    const end = random.below(3) === 0 ? random.below(content.length) : content.length;
    const pieceBytes = random.below(3) === 0 ? 1 + random.below(2000) : content.length;
    findings += expectSame(content.subarray(0, end), pieceBytes, random);
    all += reads.length;
    const kernel = passedBy(reads);
    passed += kernel.passed;
    followed += kernel.followed;
  }
  // 400 files of 13 reads at the mean. All but those with H: a third.
  expect(all).toBeGreaterThan(4000);
  expect(passed / all).toBeGreaterThan(0.6);
  expect(passed / all).toBeLessThan(0.75);
  expect(followed).toBeGreaterThan(1000);
  // Groups that are not in the header, disorder, alignments beyond the end, files that are cut.
  expect(findings).toBeGreaterThan(400);
});

it('says the same of files with a byte changed, left out or put in', () => {
  const random = createRandom(SEED).split('changed');
  let [bad, left] = [0, 0];
  for (let file = 0; file < 1000; file++) {
    const reads = goodReads(random, 3);
    const start = heading(random);
    const content = Buffer.concat([start, ...reads]);
    const at = start.length + random.below(content.length - start.length);
    const kind = random.below(10);
    const byte =
      kind < 7
        ? picked(random, [0, 1, 9, 0x1f, 0x20, 0x40, 0x42, 0x48, 0x5a, 0x5e, 0x7e, 0x7f, 0xff])
        : random.below(256);
    const rest = content.subarray(kind === 0 ? at : at + 1);
    const changed = Buffer.concat([content.subarray(0, at), kind === 1 ? Buffer.alloc(0) : Buffer.from([byte]), rest]);
    const found = expectSame(changed, random.below(4) === 0 ? 1 + random.below(300) : content.length, random);
    if (found > 0) bad++;
    if (reads.length > passedBy(reads).passed) left++;
  }
  expect(bad).toBeGreaterThan(500);
  expect(left).toBeGreaterThan(400);
});

it('says the same of every fixed field at its limits', () => {
  const numbers = [
    -(2 ** 31),
    -2,
    -1,
    0,
    1,
    2,
    3,
    31,
    32,
    93,
    255,
    256,
    65_535,
    2 ** 26,
    2 ** 29 - 1,
    2 ** 29,
    2 ** 31 - 2,
    2 ** 31 - 1,
  ];
  let bad = 0;
  for (let field = 0; field < 36; field += field === 12 || field === 14 ? 2 : 4) {
    for (const number of numbers) {
      for (const read of [
        {},
        { flag: 4 },
        { flag: 0x51 },
        { bases: '', cigar: [] },
        { flag: 0x21, cigar: [] },
      ] as const) {
        const reads = [alignment(), alignment(read), alignment()];
        reads[1]?.writeInt32LE(number, field);
        const content = Buffer.concat([header(), ...reads]);
        if (expectSame(content, content.length) > 0) bad++;
      }
    }
  }
  expect(bad).toBeGreaterThan(300);
});

it('says the same of every byte in every place', () => {
  const tags = [
    tag('XA', 'A', '!'),
    text('MD', 'A'.repeat(17)),
    text('RG', 'g1'),
    array('ML', 'S', 1, int16(7)),
    tag('AS', 's', int16(-5)),
    text('PG', 'p1'),
    tag('Xi', 'i', int32(1)),
  ];
  const bases = 'ACGTACGTACGTACGTACG';
  const read: Partial<Fields> = {
    tags,
    bases,
    cigar: [
      [1, S],
      [18, M],
    ],
    qualities: [...bases].map(() => 93),
    name: `${bases}\0`,
  };
  const good = alignment(read);
  let [passed, bad] = [0, 0];
  for (let at = 4; at < good.length; at++) {
    const reads = Array.from({ length: 256 }, (_, byte) => {
      const changed = Buffer.from(good);
      changed[at] = byte;
      return changed;
    });
    const content = Buffer.concat([header(headerText(REFERENCES, 'coordinate')), ...reads]);
    bad += expectSame(content, content.length);
    passed += passedBy(reads).passed;
  }
  // Of a name, 93 of 256 bytes are good, of a quality 94, of a text 95: the kernel passes at least those.
  expect(passed).toBeGreaterThan(93 * (19 + 19 + 17));
  expect(bad).toBeGreaterThan(1000);
});

it('says the same of every bin, near and far', () => {
  const references = [{ name: 'long', length: 2 ** 31 - 1 }];
  for (const position of [
    0,
    1,
    16_383,
    2 ** 17 - 1,
    2 ** 20 - 3,
    2 ** 23 - 1,
    2 ** 26 - 1,
    2 ** 29 - 2,
    2 ** 29 - 1,
    2 ** 30,
  ]) {
    for (const length of [1, 2, 20_000, 2 ** 18, 2 ** 25, 2 ** 28 - 1]) {
      for (const flag of [0, 4]) {
        const cigar: readonly Operation[] = [
          [5, M],
          [length, N],
        ];
        const reads = [-1, 0, 1].map((by) => {
          const read = alignment({ position, cigar, flag });
          read.writeUInt16LE((read.readUInt16LE(14) + by) & 0xffff, 14);
          return read;
        });
        const content = Buffer.concat([header(headerText(references), references), ...reads]);
        const found = expectSame(content, content.length);
        if (position + length + 5 <= 2 ** 29 && flag === 0) expect(found).toBe(2);
      }
    }
  }
});

it('goes on behind as much as it holds, and leaves what is longer', () => {
  const random = createRandom(SEED).split('window');
  const long = alignment({
    bases: 'A'.repeat(300_000),
    cigar: [[300_000, S]],
    qualities: Array.from({ length: 300_000 }, () => 9),
  });
  const reads = goodReads(random, 3000);
  const content = Buffer.concat([header(), ...reads, long, ...reads]);
  expect(content.length).toBeGreaterThan(1 << 20);
  expectSame(content, content.length);
  const small = Array.from({ length: 9000 }, () => alignment({ bases: '', cigar: [], qualities: [], name: '*\0' }));
  expectSame(Buffer.concat([header(), ...small]), 1 << 20);
  expect(passedBy(small)).toEqual({ passed: 9000, followed: 9000 - 3 });
});

it('counts the same of pairs that lie in any way', () => {
  const random = createRandom(SEED).split('pairs');
  let pairs = 0;
  for (let flag = 1; flag < 4096; flag += 2) {
    if (flag % 16 !== 1 && flag % 7 !== 0) continue;
    const reads = Array.from({ length: 4 }, (_, i) => {
      const isAny = random.below(3) > 0;
      return alignment({
        flag,
        position: 100 + 10 * i,
        nextReference: isAny ? 0 : random.below(3) - 1,
        nextPosition: 95 + 5 * random.below(10),
        templateLength: picked(random, [0, 1, -1, 300, -300, 7999, 8000, -8001, 2 ** 31 - 1, -(2 ** 31)]),
        mappingQuality: random.below(10),
      });
    });
    const content = Buffer.concat([header(), ...reads]);
    expectSame(content, content.length);
    pairs += Number(said(content, content.length, {}, false).metrics['both_mapped']);
  }
  expect(pairs).toBeGreaterThan(200);
});

it('forgets tags before their numbers come again', () => {
  const module = new WebAssembly.Module(Buffer.from(PLAIN_ALIGNMENTS_WASM, 'base64'));
  const { memory, begun, scan } = new WebAssembly.Instance(module).exports as {
    readonly memory: { readonly buffer: ArrayBuffer };
    readonly begun: { value: number };
    readonly scan: (at: number, end: number, references: number) => number;
  };
  const read = alignment({ tags: [text('MD', '5')] });
  new Uint8Array(memory.buffer).set(read);
  expect(scan(0, read.length, 2)).toBe(1);
  expect(begun.value).toBe(1);
  // Of all 2^32 the last has come; the next has the number of the first.
  begun.value = -1;
  expect(scan(0, read.length, 2)).toBe(1);
  expect(begun.value).toBe(1);
});

/** Part of the language; the types of Node 20 do not know it. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};
