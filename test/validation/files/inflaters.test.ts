/** What threads inflate is judged as what the judge's own thread inflates: same report, whatever the threads and batches. */

import { Buffer } from 'node:buffer';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { validateFile } from '../../../src/index.ts';
import { createRandom } from '../../../src/base/index.ts';
import { createInflaters, type Inflaters } from '../../../src/service/inflaters.ts';
import { inflateBatch, type BlockInflater } from '../../../src/validation/files/container/index.ts';
import { judgeFile } from '../../../src/validation/files/judge-file.ts';
import { seqplan } from '../../support/command.ts';
import { validateApart } from './largest-memory.ts';
import { bc, block, codesOf, EOF_BLOCK, judgeBytes, reads, sourceOf } from './packed.ts';

const SEED = Number(process.env['SEQPLAN_SEED'] ?? 1);
const NAME = 'x.fastq.gz';

// Twelve blocks of eight reads each.
const CONTENTS = Array.from({ length: 12 }, (_, i) => reads(8 * i, 8 * i + 8));
const BLOCKS = CONTENTS.map((content) => block(content));
const GOOD = Buffer.concat([...BLOCKS, EOF_BLOCK]);
const withBlock = (index: number, changed: Buffer): Buffer =>
  Buffer.concat([...BLOCKS.with(index, changed), EOF_BLOCK]);

/** One fault, in the first block, in one that ends a batch of three, in one that begins the next, or in the last. */
const PLACES = [0, 2, 3, 11];
const faults = (content: string): Readonly<Record<string, Buffer>> => ({
  crc: block(content, { crc: 1 }),
  isize: block(content, { isize: 9 }),
  both: block(content, { crc: 1, isize: 9 }),
  large: block('A'.repeat(65_537)),
  bsize: block(content, { bsize: 20 }),
  short: block(content, { bsize: 60 }),
  beyond: block(content, { data: Buffer.concat([deflateRawSync(content), Buffer.from('x')]) }),
  extra: block(content, { extra: Buffer.concat([bc(99), bc(99)]) }),
  member: gzipSync(content),
  marker: EOF_BLOCK,
  empty: block('', { data: deflateRawSync('', { level: 0 }) }),
  content: block('no read\n'),
  full: block(`@r\n${'A'.repeat(32_766)}\n+\n${'I'.repeat(32_762)}\n`),
});

const FILES: readonly (readonly [string, Buffer])[] = [
  ['good', GOOD],
  ['no marker', Buffer.concat(BLOCKS)],
  ['marker alone', EOF_BLOCK],
  ['bytes behind', Buffer.concat([GOOD, Buffer.from('xyz')])],
  ['NUL behind', Buffer.concat([GOOD, Buffer.alloc(40)])],
  ['two files joined', Buffer.concat([GOOD, GOOD])],
  ...PLACES.flatMap((index) =>
    Object.entries(faults(CONTENTS[index] ?? '')).map(
      ([kind, changed]) => [`${kind} ${index}`, withBlock(index, changed)] as const,
    ),
  ),
];

const pools: Inflaters[] = [];
const pool = (threads: number, blocks: number): Inflaters => {
  const created = createInflaters({ threads, blocks });
  pools.push(created);
  return created;
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'seqplan-inflaters-'));
});
afterAll(async () => {
  for (const one of pools) await one.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.each([
  [1, 1],
  [1, 3],
  [2, 3],
  [2, 64],
])('%i threads, %i blocks in a batch', (threads, blocks) => {
  it('give the report that none give, of good files and bad', async () => {
    const inflater = pool(threads, blocks);
    const verdicts = new Set<string>();
    for (const [name, bytes] of FILES) {
      const alone = await judgeBytes(NAME, bytes);
      expect(await judgeBytes(NAME, bytes, { inflater }), name).toEqual(alone);
      for (const code of codesOf(alone)) verdicts.add(code.split(' ')[1] ?? '');
    }
    // The files do show what they are made for.
    expect([...verdicts].filter((code) => code.startsWith('BGZF')).toSorted()).toEqual([
      'BGZF-BSIZE',
      'BGZF-CRC',
      'BGZF-DATA',
      'BGZF-EOF-INSIDE',
      'BGZF-EOF-MISSING',
      'BGZF-EXTRA',
      'BGZF-ISIZE',
      'BGZF-MAGIC',
      'BGZF-TRAILING',
    ]);
  });

  it('give the same of files with bytes changed or cut off anywhere', async () => {
    const inflater = pool(threads, blocks);
    const random = createRandom(SEED).split(`inflaters ${threads} ${blocks}`);
    let rejected = 0;
    for (let i = 0; i < 150; i++) {
      const bytes = Buffer.from(
        GOOD.subarray(0, random.below(4) === 0 ? 18 + random.below(GOOD.length - 18) : GOOD.length),
      );
      for (let k = random.below(3); k > 0; k--) bytes[random.below(bytes.length)] = random.below(256);
      const alone = await judgeBytes(NAME, bytes);
      expect(await judgeBytes(NAME, bytes, { inflater }), `seed ${SEED}, file ${i}`).toEqual(alone);
      if (alone.verdict === 'rejected') rejected++;
    }
    expect(rejected).toBeGreaterThan(50);
  });
});

/** Inflates here, and counts; batches are answered when `turn` says so. */
function counting(blocks: number, turn: (inflate: () => void, nth: number) => void) {
  const counted = { batches: 0, blocks: 0 };
  const inflater: BlockInflater = {
    blocks,
    batches: 3,
    inflate(batch) {
      counted.blocks += batch.blocks.length;
      const nth = counted.batches++;
      return new Promise((resolve) => turn(() => resolve(inflateBatch(batch).inflated), nth));
    },
  };
  return { counted, inflater };
}

describe('batches', () => {
  it('are judged in the order of the file, whatever the order in which they are answered', async () => {
    const waiting: (() => void)[] = [];
    const { inflater, counted } = counting(2, (inflate, nth) => {
      waiting.push(inflate);
      // Three are under way: the last is answered first. 13 blocks are 7 batches, the seventh alone.
      if (waiting.length === 3 || nth === 6) for (const answer of waiting.splice(0).toReversed()) answer();
      else if (nth > 2) for (const answer of waiting.splice(0)) answer();
    });
    expect(await judgeBytes(NAME, GOOD, { inflater })).toEqual(await judgeBytes(NAME, GOOD));
    expect(counted).toEqual({ batches: 7, blocks: 13 });
  });

  it('are no longer asked for once the judge has enough', async () => {
    const { inflater, counted } = counting(1, (inflate) => inflate());
    const unknown = Buffer.concat([block('what is this?\n'), ...BLOCKS, EOF_BLOCK]);
    expect(codesOf(await judgeBytes('x', unknown, { inflater }))).toContain('0 FILE-FORMAT');
    // Three at once, of one block each; the first is enough.
    expect(counted).toEqual({ batches: 3, blocks: 3 });
  });

  it('are not inflated beside the judge where a file is not read whole', async () => {
    const { inflater, counted } = counting(1, (inflate) => inflate());
    expect((await judgeBytes(NAME, GOOD, { inflater, depth: 'quick' })).verdict).toBe('accepted');
    expect(counted.batches).toBe(0);
  });

  it('that cannot be read do not keep those before them from being judged', async () => {
    // A MiB is read at once: the second read fails, and a fault lies before it.
    const many = Buffer.concat([
      ...BLOCKS.with(3, block(CONTENTS[3] ?? '', { crc: 1 })),
      ...Array.from({ length: 1500 }, () =>
        block('', { data: Buffer.concat([deflateRawSync(Buffer.alloc(800), { level: 0 })]) }),
      ),
    ]);
    const broken = {
      ...sourceOf(NAME, many),
      read: (offset: number, into: Uint8Array) =>
        offset > 0 ? Promise.reject(new Error('EIO')) : sourceOf(NAME, many).read(offset, into),
    };
    const alone = await judgeFile(broken);
    expect(alone.verdict).toBe('unreadable');
    expect(codesOf(alone).some((code) => code.endsWith('BGZF-CRC'))).toBe(true);
    for (const blocks of [1, 5, 64]) expect(await judgeFile(broken, { inflater: pool(2, blocks) })).toEqual(alone);
  });
});

describe('a thread that ends', () => {
  const run = async (code: string) => {
    const file = new URL(`data:text/javascript,${encodeURIComponent(code)}`);
    const inflater = createInflaters({ threads: 2, blocks: 2, file });
    try {
      return await judgeBytes(NAME, GOOD, { inflater });
    } finally {
      await inflater.close();
    }
  };

  it.each([
    ['at once', `process.exit(3)`, 'exit code 3'],
    ['by an error', `throw new Error('no memory')`, 'no memory'],
    [
      'at its first batch',
      `import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => process.exit(4));`,
      'exit code 4',
    ],
  ])('%s makes the file unreadable', async (_, code, why) => {
    const { verdict, findings } = await run(code);
    expect(verdict).toBe('unreadable');
    expect(findings).toMatchObject([{ code: 'FILE-UNREADABLE', message: `a thread that inflates ended: ${why}` }]);
  });

  it('because it is closed refuses what waits for it', async () => {
    const inflater = createInflaters({
      threads: 1,
      file: new URL(`data:text/javascript,${encodeURIComponent('setInterval(() => 0, 1000)')}`),
    });
    const asked = inflater.inflate({ stored: new Uint8Array(EOF_BLOCK), blocks: [{ at: 0, size: 28, data: 18 }] });
    const refused = expect(asked).rejects.toThrow('a thread that inflates ended');
    await inflater.close();
    await refused;
  });
});

describe('a file of more than 8 MB', () => {
  const size = 65_280;
  let file = '';
  beforeAll(() => {
    const random = createRandom(SEED).split('large');
    // Bases and qualities without any pattern: some 80 of 210 bytes are left of a record when it is packed.
    const record = (i: number): string => {
      const take = (letters: string): string =>
        Array.from({ length: 100 }, () => letters[random.below(letters.length)]).join('');
      return `@r${i}\n${take('ACGT')}\n+\n${take('!#%+,:;AFI?@BCDEGH')}\n`;
    };
    const some = Buffer.from(Array.from({ length: 4000 }, (_, i) => record(i)).join(''));
    const blocks: Buffer[] = [];
    for (let at = 0; at < some.length; at += size) blocks.push(block(some.subarray(at, at + size)));
    const copies = Array.from({ length: 40 }, () => blocks).flat();
    file = path.join(folder, 'large.fastq.gz');
    writeFileSync(file, Buffer.concat([...copies, EOF_BLOCK]));
  });

  it(
    'is judged with threads as without, by the library and by the command, in 150 MB',
    { timeout: 120_000 },
    async () => {
      expect(statSync(file).size).toBeGreaterThan(8 << 20);
      const alone = await validateFile(file);
      // 40 times 4000 reads.
      expect(alone).toMatchObject({ verdict: 'accepted', metrics: { reads: 160_000 } });
      expect(await validateFile(file, { workers: 2 })).toEqual(alone);
      const { exit, out } = await seqplan('validate', file, '--json', '--workers', '1');
      expect(exit).toBe(0);
      expect(JSON.parse(out)).toEqual(alone);
      for (const workers of ['2', '4']) {
        const apart = await validateApart([file, '--workers', workers]);
        console.log(`${workers} threads: ${apart.megabytes} MB`);
        expect(apart.reports).toEqual([alone]);
        expect(apart.megabytes).toBeLessThanOrEqual(150);
      }
    },
  );
});

describe('--workers', () => {
  it('is a number from 0 to 4', async () => {
    for (const count of ['5', '-1', '1.5', 'many']) {
      expect((await seqplan('validate', 'x.bam', `--workers=${count}`)).err).toContain('write a number from 0 to 4.');
    }
  });
});
