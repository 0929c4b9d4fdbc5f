/**
 * Good FASTQ, BGZF and gzip files with one planted fault each: every structural fault is rejected, and where the fault has one place,
 * at that place by its rule.
 */

import { Buffer } from 'node:buffer';
import { gzipSync, inflateRawSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { createRandom, type Random } from '../../../src/base/index.ts';
import { bc, block, codesOf, EOF_BLOCK, judgeBytes, reads } from './packed.ts';

interface Mutant {
  readonly bytes: Buffer;
  /** The first error: `PLACE CODE`, or CODE alone, or some of several. */
  readonly wanted: readonly string[];
}

type Operator<Good> = (good: Good, random: Random) => Mutant;

const SEED = Number(process.env['SEQPLAN_SEED'] ?? 1);
const PER_OPERATOR = 30;

/** Lines of a FASTQ file of four lines a record. */
type Lines = readonly string[];

const text = (lines: Lines): Buffer => Buffer.from(`${lines.join('\n')}\n`, 'latin1');
/** A record that is not the last, so that something follows. */
const anyRecord = (lines: Lines, random: Random): number => 4 * random.below(lines.length / 4 - 1);
const withLine = (lines: Lines, at: number, change: (line: string) => string | undefined): Buffer => {
  const changed = change(lines[at] ?? '');
  return text([...lines.slice(0, at), ...(changed === undefined ? [] : [changed]), ...lines.slice(at + 1)]);
};
const put = (line: string, at: number, character: string): string => line.slice(0, at) + character + line.slice(at + 1);

/** Operators on one line of a record: which line, what becomes of it, and the finding with its line in the record. */
const onLine =
  (
    index: number,
    change: (line: string, random: Random) => string | undefined,
    code: string,
    wantedIndex = index,
  ): Operator<Lines> =>
  (lines, random) => {
    const record = anyRecord(lines, random);
    return {
      bytes: withLine(lines, record + index, (line) => change(line, random)),
      wanted: [`${record + wantedIndex + 1} ${code}`],
    };
  };

const inside = (line: string, random: Random): number => 1 + random.below(line.length - 2);
const pick = (from: string, random: Random): string => from[random.below(from.length)] ?? '';

const FASTQ: Readonly<Record<string, Operator<Lines>>> = {
  'title without @': onLine(0, (line) => line.slice(1), 'FASTQ-TITLE'),
  'title lost': onLine(0, () => undefined, 'FASTQ-TITLE'),
  'sequence lost': onLine(1, () => undefined, 'FASTQ-QUALITY-LENGTH', 2),
  '+ lost': onLine(2, () => undefined, 'FASTQ-SEQUENCE', 2),
  'qualities lost': onLine(3, () => undefined, 'FASTQ-QUALITY-LENGTH'),
  'character no letter': onLine(
    1,
    (line, random) => put(line, inside(line, random), pick('0 \t\0,!\u007F\u00FF\v', random)),
    'FASTQ-SEQUENCE',
  ),
  'letter more': onLine(1, (line, random) => put(line, inside(line, random), 'AC'), 'FASTQ-QUALITY-LENGTH', 3),
  'letter less': onLine(1, (line, random) => put(line, inside(line, random), ''), 'FASTQ-QUALITY-LENGTH', 3),
  '+ replaced': onLine(2, () => '-', 'FASTQ-SEQUENCE', 3),
  'another title after +': onLine(2, () => '+other', 'FASTQ-PLUS-TEXT'),
  'character no quality': onLine(
    3,
    (line, random) => put(line, inside(line, random), pick(' \t\0\u001F\u007F\u00FF\v', random)),
    'FASTQ-QUALITY',
  ),
  'quality more': onLine(3, (line, random) => put(line, inside(line, random), 'FF'), 'FASTQ-QUALITY-LENGTH'),
  'quality less': onLine(3, (line, random) => put(line, inside(line, random), ''), 'FASTQ-QUALITY-LENGTH'),
  'sequence twice': onLine(1, (line) => `${line}\n${line}`, 'FASTQ-QUALITY-LENGTH', 4),
  'qualities twice': onLine(3, (line) => `${line}\n${line}`, 'FASTQ-TITLE', 4),
  'blank line': (lines, random) => {
    const at = anyRecord(lines, random) + random.below(4);
    return { bytes: withLine(lines, at, (line) => `\n${line}`), wanted: [`${at + 1} FASTQ-BLANK-LINE`] };
  },
  'file cut in a record': (lines, random) => {
    const record = anyRecord(lines, random);
    const whole = text(lines.slice(0, record + 4));
    const start = text(lines.slice(0, record)).length - (record === 0 ? 1 : 0);
    // A byte of the record at least is there, and one besides the line feed is not.
    const at = start + 1 + random.below(whole.length - start - 2);
    return { bytes: whole.subarray(0, at), wanted: ['FASTQ-TRUNCATED'] };
  },
};

interface Blocks {
  readonly contents: readonly Buffer[];
  readonly blocks: readonly Buffer[];
}

const file = (blocks: readonly Buffer[]): Buffer => Buffer.concat([...blocks, EOF_BLOCK]);
const anyBlock = (good: Blocks, random: Random): number => random.below(good.blocks.length);
const offsetOf = ({ blocks }: Blocks, index: number): number =>
  blocks.slice(0, index).reduce((sum, { length }) => sum + length, 0);

/** Operators on one block: what becomes of it, and the rules of which one must be told at the block. */
const onBlock =
  (change: (bytes: Buffer, random: Random, content: Buffer) => Buffer, ...codes: readonly string[]): Operator<Blocks> =>
  (good, random) => {
    const index = anyBlock(good, random);
    const changed = change(Buffer.from(good.blocks[index] ?? ''), random, good.contents[index] ?? EOF_BLOCK);
    const place = offsetOf(good, index);
    return {
      bytes: file(good.blocks.map((one, i) => (i === index ? changed : one))),
      wanted: codes.map((code) => `${place} ${code}`),
    };
  };

const flip = (bytes: Buffer, at: number, random: Random): Buffer => {
  bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
  return bytes;
};
/** A bit between header and CRC whose change is one of the content: a match elsewhere may say the same, the last bits say nothing. */
function flipData(good: Buffer, header: number, random: Random): Buffer {
  const content = (bytes: Buffer): string => {
    try {
      return inflateRawSync(bytes.subarray(header, -8)).toString('latin1');
    } catch {
      return 'damaged';
    }
  };
  for (;;) {
    const bytes = flip(Buffer.from(good), header + random.below(good.length - header - 8), random);
    if (content(bytes) !== content(good)) return bytes;
  }
}

const other16 = (value: number, random: Random): number => (value + 1 + random.below(65_535)) & 0xffff;

const BGZF: Readonly<Record<string, Operator<Blocks>>> = {
  'no EOF marker': ({ blocks }) => ({ bytes: Buffer.concat(blocks), wanted: ['BGZF-EOF-MISSING'] }),
  'marker cut': ({ blocks }, random) => {
    const whole = file(blocks);
    const missing = 1 + random.below(27);
    return { bytes: whole.subarray(0, whole.length - missing), wanted: [`${whole.length - 28} BGZF-TRUNCATED`] };
  },
  'cut at a block boundary': (good, random) => {
    const at = offsetOf(good, 1 + random.below(good.blocks.length - 1));
    return { bytes: file(good.blocks).subarray(0, at), wanted: [`${at} BGZF-EOF-MISSING`] };
  },
  'cut a byte before a block boundary': (good, random) => {
    const index = 1 + random.below(good.blocks.length - 1);
    const at = offsetOf(good, index);
    return { bytes: file(good.blocks).subarray(0, at - 1), wanted: [`${offsetOf(good, index - 1)} BGZF-TRUNCATED`] };
  },
  'cut a byte after a block boundary': (good, random) => {
    const at = offsetOf(good, 1 + random.below(good.blocks.length - 1));
    return { bytes: file(good.blocks).subarray(0, at + 1), wanted: [`${at} BGZF-TRUNCATED`] };
  },
  'cut anywhere': (good, random) => {
    const whole = file(good.blocks);
    const wanted = ['BGZF-TRUNCATED', 'BGZF-EOF-MISSING', 'GZIP-TRUNCATED'];
    // With fewer bytes it is not known for BGZF, nor for gzip.
    return { bytes: whole.subarray(0, 2 + random.below(whole.length - 2)), wanted };
  },
  'bytes after the marker': ({ blocks }, random) => ({
    bytes: Buffer.concat([file(blocks), Buffer.alloc(1 + random.below(40), pick('\0\u001Fx@', random))]),
    wanted: ['BGZF-TRAILING', 'BGZF-MAGIC', 'BGZF-TRUNCATED'],
  }),
  'wrong CRC': onBlock((bytes, random) => flip(bytes, bytes.length - 8 + random.below(4), random), 'BGZF-CRC'),
  'wrong ISIZE': onBlock((bytes, random) => flip(bytes, bytes.length - 4 + random.below(4), random), 'BGZF-ISIZE'),
  'wrong BSIZE': onBlock(
    (bytes, random) => {
      bytes.writeUInt16LE(other16(bytes.readUInt16LE(16), random), 16);
      return bytes;
    },
    'BGZF-BSIZE',
    'BGZF-DATA',
    'BGZF-TRUNCATED',
  ),
  'BSIZE a byte less': onBlock((bytes) => {
    bytes.writeUInt16LE(bytes.readUInt16LE(16) - 1, 16);
    return bytes;
  }, 'BGZF-DATA'),
  'BSIZE a byte more': onBlock((bytes) => {
    bytes.writeUInt16LE(bytes.readUInt16LE(16) + 1, 16);
    return bytes;
  }, 'BGZF-BSIZE'),
  'content changed, CRC kept': onBlock((bytes, random, content) => {
    const changed = flip(Buffer.from(content), random.below(content.length), random);
    return block(changed, { crc: bytes.readUInt32LE(bytes.length - 8) });
  }, 'BGZF-CRC'),
  'bit of the data': onBlock(
    (bytes, random) => flipData(bytes, 18, random),
    'BGZF-DATA',
    'BGZF-CRC',
    'BGZF-ISIZE',
    'BGZF-BSIZE',
  ),
  'bit of the magic': (good, random) => {
    const index = 1 + random.below(good.blocks.length - 1);
    const bytes = good.blocks.map((one, i) => (i === index ? flip(Buffer.from(one), random.below(4), random) : one));
    return { bytes: file(bytes), wanted: [`${offsetOf(good, index)} BGZF-MAGIC`] };
  },
  'BC missing': (good, random) => {
    const index = 1 + random.below(good.blocks.length - 1);
    const changed = block(good.contents[index] ?? '', { extra: Buffer.from([88, 89, 2, 0, 1, 1]) });
    return {
      bytes: file(good.blocks.map((one, i) => (i === index ? changed : one))),
      wanted: [`${offsetOf(good, index)} BGZF-EXTRA`],
    };
  },
  'BC twice': onBlock((_, __, content) => block(content, { extra: Buffer.concat([bc(99), bc(99)]) }), 'BGZF-EXTRA'),
  'XLEN not filled': onBlock(
    (_, random, content) => block(content, { extra: Buffer.concat([bc(99), Buffer.alloc(1 + random.below(3))]) }),
    'BGZF-EXTRA',
  ),
  'more than 65,536 bytes': onBlock((_, random) => block('A'.repeat(65_537 + random.below(9))), 'BGZF-ISIZE'),
  // In place of the first the whole would be good gzip.
  'member of gzip between': (good, random) => {
    const index = 1 + random.below(good.blocks.length - 1);
    const member = gzipSync(good.contents[index] ?? '');
    return { bytes: file(good.blocks.with(index, member)), wanted: [`${offsetOf(good, index)} BGZF-MAGIC`] };
  },
  // Not the last: it may hold whole records, or a line feed alone.
  'block lost': (good, random) => {
    const index = random.below(good.blocks.length - 1);
    return { bytes: file(good.blocks.toSpliced(index, 1)), wanted: ['FASTQ-'] };
  },
  'blocks exchanged': (good, random) => {
    const index = random.below(good.blocks.length - 2);
    const [one = EOF_BLOCK, two = EOF_BLOCK] = good.blocks.slice(index, index + 2);
    return { bytes: file(good.blocks.toSpliced(index, 2, two, one)), wanted: ['FASTQ-'] };
  },
};

const GZIP: Readonly<Record<string, Operator<Buffer>>> = {
  'cut anywhere': (good, random) => ({
    bytes: good.subarray(0, 2 + random.below(good.length - 2)),
    wanted: ['GZIP-TRUNCATED'],
  }),
  'wrong CRC': (good, random) => ({
    bytes: flip(Buffer.from(good), good.length - 8 + random.below(4), random),
    wanted: ['GZIP-CRC'],
  }),
  'wrong ISIZE': (good, random) => ({
    bytes: flip(Buffer.from(good), good.length - 4 + random.below(4), random),
    wanted: ['GZIP-ISIZE'],
  }),
  'bit of the data': (good, random) => ({
    bytes: flipData(good, 10, random),
    wanted: ['GZIP-DATA', 'GZIP-CRC', 'GZIP-ISIZE', 'GZIP-TRUNCATED', 'GZIP-TRAILING', 'GZIP-PADDING', 'FASTQ-'],
  }),
  // One byte alone may be the beginning of a member.
  'trailing bytes': (good, random) => ({
    bytes: Buffer.concat([good, Buffer.alloc(random.below(9)), Buffer.alloc(1 + random.below(30), 'x')]),
    wanted: ['GZIP-TRAILING', 'GZIP-TRUNCATED'],
  }),
};

/** Every operator some thirty times; how many mutants there were. */
async function run<Good>(
  name: string,
  operators: Readonly<Record<string, Operator<Good>>>,
  good: (random: Random) => Good,
): Promise<number> {
  const missed: unknown[] = [];
  let count = 0;
  for (const [operator, mutate] of Object.entries(operators)) {
    const random = createRandom(SEED).split(operator);
    for (let i = 0; i < PER_OPERATOR; i++) {
      const { bytes, wanted } = mutate(good(random), random);
      const report = await judgeBytes(name, bytes);
      const first = codesOf({ ...report, findings: report.findings.filter(({ severity }) => severity === 'error') })[0];
      count++;
      const isFound =
        first !== undefined && wanted.some((one) => (/^\d/.test(one) ? first === one : first.includes(one)));
      if (report.verdict !== 'rejected' || !isFound) missed.push({ operator, i, wanted, first });
    }
  }
  expect({ seed: SEED, missed }).toEqual({ seed: SEED, missed: [] });
  return count;
}

const someReads = (random: Random): string => {
  const from = random.below(1000);
  return reads(from, from + 12 + random.below(40));
};

it('every planted fault is found, where it is and by its rule', async () => {
  const fastq = await run('x.fastq', FASTQ, (random) => someReads(random).trimEnd().split('\n'));
  const bgzf = await run('x.fastq.gz', BGZF, (random) => {
    const content = Buffer.from(someReads(random));
    // A record has 141 or 142 bytes; 775 is half a record more than five: what follows a block that is lost or moved never fits.
    const size = 775;
    const contents = Array.from({ length: Math.ceil(content.length / size) }, (_, i) =>
      content.subarray(i * size, i * size + size),
    );
    return { contents, blocks: contents.map((one) => block(one)) };
  });
  const gzip = await run('x.fastq.gz', GZIP, (random) => gzipSync(someReads(random)));
  console.log(
    `files: ${fastq + bgzf + gzip} mutants of ${[FASTQ, BGZF, GZIP].flatMap(Object.keys).length} kinds, seed ${SEED}`,
  );
  // 17 + 22 + 5 operators.
  expect(fastq + bgzf + gzip).toBe(44 * PER_OPERATOR);
});
