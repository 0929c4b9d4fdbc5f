import { spawnSync } from 'node:child_process';
import { Buffer } from 'node:buffer';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/base/index.ts';
import { companionNames } from '../../../src/validation/files/judged-formats.ts';
import type { FileFormat } from '../../../src/validation/files/content-judge.ts';
import { block, codesOf, EOF_BLOCK, judgeBytes, sourceOf } from './packed.ts';

const HEADER =
  '##fileformat=VCFv4.2\n##contig=<ID=chr1>\n##contig=<ID=chr2>\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n';
const line = (contig: string, position: number): string => `${contig}\t${position}\t.\tA\tG\t.\t.\t.\n`;

/** Blocks of content, and where each is stored. */
function stored(contents: readonly string[]) {
  const blocks = contents.map((content) => block(content));
  const offsets = blocks.map((_, i) => blocks.slice(0, i).reduce((sum, { length }) => sum + length, 0));
  return { file: Buffer.concat([...blocks, EOF_BLOCK]), offsets };
}

const int32 = (...values: readonly number[]): Buffer => Buffer.from(Int32Array.from(values).buffer);
const uint64 = (...values: readonly number[]): Buffer => Buffer.from(BigUint64Array.from(values, BigInt).buffer);

interface Chunk {
  readonly bin: number;
  readonly begin: number;
  readonly end: number;
}
interface Index {
  readonly magic?: string;
  readonly format?: number;
  readonly columns?: readonly [number, number, number];
  readonly meta?: number;
  readonly skip?: number;
  readonly names?: string;
  readonly nameBytes?: number;
  readonly references: readonly {
    readonly chunks: readonly Chunk[];
    readonly intervals: readonly number[];
    readonly count?: number;
  }[];
}

function tbi({
  magic = 'TBI\x01',
  format = 2,
  columns = [1, 2, 0],
  meta = 35,
  skip = 0,
  names = 'chr1\0chr2\0',
  nameBytes,
  references,
}: Index): Buffer {
  const parts = [
    Buffer.from(magic, 'latin1'),
    int32(references.length, format, ...columns, meta, skip, nameBytes ?? names.length),
    Buffer.from(names),
  ];
  for (const { chunks, intervals, count } of references) {
    parts.push(int32(chunks.length + (count === undefined ? 0 : 1)));
    for (const { bin, begin, end } of chunks) parts.push(int32(bin, 1), uint64(begin, end));
    if (count !== undefined) parts.push(int32(37_450, 2), uint64(0, 0, count, 0));
    parts.push(int32(intervals.length), uint64(...intervals));
  }
  return Buffer.concat(parts);
}

/** Two lines of one contig in the first block and one that goes on in the second, where the other contig follows. */
const [FIRST, SECOND] = [
  HEADER + line('chr1', 100) + line('chr1', 20_000) + 'chr1\t',
  `30000\t.\tA\tG\t.\t.\t.\n${line('chr2', 5)}`,
];
const { file: FILE, offsets: OFFSETS } = stored([FIRST, SECOND]);
const SECOND_BLOCK = (OFFSETS[1] ?? 0) * 65_536;
const starts = {
  at100: HEADER.length,
  at20000: HEADER.length + line('chr1', 100).length,
  at30000: HEADER.length + line('chr1', 100).length + line('chr1', 20_000).length,
  chr2: SECOND_BLOCK + SECOND.length - line('chr2', 5).length,
  end: SECOND_BLOCK + SECOND.length,
};
/** 20,000 and 30,000 are in the second interval of 16,384. */
const GOOD: Index = {
  references: [
    {
      chunks: [
        { bin: 4681, begin: starts.at100, end: starts.at20000 },
        { bin: 4682, begin: starts.at20000, end: starts.chr2 },
      ],
      intervals: [starts.at100, starts.at20000],
      count: 3,
    },
    { chunks: [{ bin: 4681, begin: starts.chr2, end: starts.end }], intervals: [starts.chr2], count: 1 },
  ],
};
const withReference = (change: Partial<Index['references'][number]>): Index => ({
  references: [{ ...(GOOD.references[0] ?? { chunks: [], intervals: [] }), ...change }, ...GOOD.references.slice(1)],
});

const judgeBeside = (index: Buffer, file = FILE, format: FileFormat = 'tbi') =>
  judgeBytes('x.vcf.gz', file, {
    companions: { [format]: sourceOf(`x.vcf.gz.${format}`, Buffer.concat([block(index), EOF_BLOCK])) },
  });
const codes = async (index: Buffer, file = FILE): Promise<readonly string[]> =>
  (await judgeBeside(index, file)).findings.map(({ code }) => code);

describe('a TBI by itself', () => {
  it('is accepted, and counted', async () => {
    const report = await judgeBytes('x.vcf.gz.tbi', Buffer.concat([block(tbi(GOOD)), EOF_BLOCK]));
    expect(report).toMatchObject({
      format: 'tbi',
      verdict: 'accepted',
      findings: [],
      metrics: { references: 2, bins: 3, chunks: 3 },
    });
  });

  it.each<[string, Partial<Index>, string]>([
    ['another magic number', { magic: 'TBI\x02' }, 'INDEX-MAGIC'],
    ['a format that is none', { format: 7 }, 'INDEX-TABIX'],
    ['flags that are none', { format: 0x20002 }, 'INDEX-TABIX'],
    ['no column of contigs', { columns: [0, 2, 0] }, 'INDEX-TABIX'],
    ['a comment that is no byte', { meta: 256 }, 'INDEX-TABIX'],
    ['a name that is not closed', { names: 'chr1\0chr2' }, 'INDEX-TABIX'],
    ['a name less', { names: 'chr1\0' }, 'INDEX-NAMES'],
    ['a name twice', { names: 'chr1\0chr1\0' }, 'INDEX-NAMES'],
    ['an empty name', { names: 'chr1\0\0' }, 'INDEX-NAMES'],
    ['a negative length of names', { nameBytes: -1 }, 'INDEX-COUNT'],
    ['names that go on to the end', { nameBytes: 100_000 }, 'INDEX-TRUNCATED'],
  ])('is rejected for %s', async (_, change, code) => {
    const report = await judgeBytes('x.tbi', Buffer.concat([block(tbi({ ...GOOD, ...change })), EOF_BLOCK]));
    expect(codesOf(report).map((one) => one.replace(/^\d+ /, ''))).toEqual([code]);
  });
});

describe('a TBI beside its file', () => {
  it('is looked for beside packed files alone', () => {
    expect(companionNames('a/x.vcf.gz')).toEqual({ tbi: ['a/x.vcf.gz.tbi'], csi: ['a/x.vcf.gz.csi'] });
    expect(companionNames('x.vcf')).toEqual({});
    expect(companionNames('x.bcf')).toEqual({ csi: ['x.bcf.csi'] });
  });

  it('that is right is accepted, whatever the blocks', async () => {
    expect(await codes(tbi(GOOD))).toEqual([]);
  });

  it('may have contigs that the file has not', async () => {
    const more = [...GOOD.references, { chunks: [], intervals: [] }];
    expect(await codes(tbi({ ...GOOD, names: 'chr1\0chr2\0chrM\0', references: more }))).toEqual([]);
  });

  it.each<[string, Index, string]>([
    ['names of other contigs', { ...GOOD, names: '1\x002\0' }, 'INDEX-NAMES'],
    ['contigs in another order', { names: 'chr2\0chr1\0', references: GOOD.references.toReversed() }, 'INDEX-UNSORTED'],
    ['another preset', { ...GOOD, format: 0x10000 }, 'INDEX-PRESET'],
    ['a bin less', withReference({ chunks: (GOOD.references[0]?.chunks ?? []).slice(0, 1) }), 'INDEX-UNCOVERED'],
    [
      'a chunk that ends before the last record',
      withReference({
        chunks: [
          { bin: 4681, begin: starts.at100, end: starts.at20000 },
          { bin: 4682, begin: starts.at20000, end: starts.at30000 },
        ],
      }),
      'INDEX-UNCOVERED',
    ],
    [
      'a chunk that begins inside a record',
      withReference({
        chunks: [
          { bin: 4681, begin: starts.at100 - 3, end: starts.at20000 },
          { bin: 4682, begin: starts.at20000, end: starts.chr2 },
        ],
      }),
      'INDEX-OFFSET',
    ],
    ['an interval that begins too late', withReference({ intervals: [starts.at100, starts.at30000] }), 'INDEX-LINEAR'],
    ['another count', withReference({ count: 2 }), 'INDEX-COUNTS'],
    [
      'an offset behind the end',
      withReference({
        chunks: [
          { bin: 4681, begin: starts.at100, end: starts.at20000 },
          { bin: 4682, begin: starts.at20000, end: starts.end + 10 * 65_536_000 },
        ],
      }),
      'INDEX-OUTSIDE',
    ],
  ])('is rejected for %s', async (_, index, code) => {
    const report = await judgeBeside(tbi(index));
    expect(report.findings.map((one) => one.code)).toContain(code);
    expect(report.verdict).toBe('rejected');
  });

  it('of a file that is gzip without blocks is rejected', async () => {
    const report = await judgeBeside(tbi(GOOD), gzipSync(FIRST + SECOND));
    expect(report.findings.map(({ code }) => code)).toContain('INDEX-CONTAINER');
    expect(report.verdict).toBe('rejected');
  });

  it('of a file that is not sorted is rejected', async () => {
    const { file } = stored([HEADER + line('chr1', 200) + line('chr1', 100)]);
    expect(await codes(tbi(GOOD), file)).toContain('INDEX-UNSORTED');
  });

  it('that is broken says nothing of its file', async () => {
    expect(await codes(tbi(GOOD).subarray(0, 60))).toEqual(['INDEX-TRUNCATED']);
  });
});

const SEED = Number(process.env['SEQPLAN_SEED'] ?? 1);
const hasTools = ['bcftools', 'bgzip', 'tabix'].every((tool) => spawnSync(tool, ['--version']).status === 0);

describe.skipIf(!hasTools)('indexes that tabix and bcftools write (skipped where they are not installed)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'seqplan-tbi-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const path = (name: string): string => join(folder, name);
  const run = (tool: string, ...args: readonly string[]): void => {
    const { status, stderr } = spawnSync(tool, args);
    if (status !== 0) throw new Error(String(stderr));
  };

  // Some 600 kB: several blocks, lines across their ends, deletions with END.
  const random = createRandom(SEED).split('tabix');
  let text = HEADER.replace('#CHROM', '##INFO=<ID=END,Number=1,Type=Integer,Description="End">\n#CHROM');
  for (const contig of ['chr1', 'chr2']) {
    for (let position = 1; position < 3_000_000; position += 1 + random.below(400)) {
      const isLong = random.below(50) === 0;
      text += `${contig}\t${position}\t.\tA\t${isLong ? '<DEL>' : 'G'}\t.\t.\t${isLong ? `END=${position + random.below(200_000)}` : '.'}\n`;
    }
  }
  writeFileSync(path('x.vcf'), text);
  run('bgzip', '-k', path('x.vcf'));
  run('tabix', '-p', 'vcf', path('x.vcf.gz'));
  run('tabix', '-C', '-p', 'vcf', path('x.vcf.gz'));
  run('bcftools', 'view', '-Ob', '--no-version', '-o', path('x.bcf'), path('x.vcf'));
  run('bcftools', 'index', path('x.bcf'));

  it.each<[string, string, FileFormat]>([
    ['TBI', 'x.vcf.gz', 'tbi'],
    ['CSI', 'x.vcf.gz', 'csi'],
    ['CSI of BCF', 'x.bcf', 'csi'],
  ])('%s are accepted', async (_, name, format) => {
    const index = readFileSync(path(`${name}.${format}`));
    expect(codesOf(await judgeBytes(`${name}.${format}`, index))).toEqual([]);
    const report = await judgeBytes(name, readFileSync(path(name)), {
      companions: { [format]: sourceOf(`${name}.${format}`, index) },
    });
    expect(codesOf(report)).toEqual([]);
    expect(report.metrics['records']).toBeGreaterThan(20_000);
  });

  it.each<[string, FileFormat]>([
    ['x.vcf.gz', 'tbi'],
    ['x.vcf.gz', 'csi'],
    ['x.bcf', 'csi'],
  ])('of another %s (%s) are rejected', async (name, format) => {
    const lines = text.split('\n');
    const fewer = lines.filter((one, i) => one.startsWith('#') || one === '' || i % 1000 !== 0).join('\n');
    writeFileSync(path('y.vcf'), fewer);
    if (name.endsWith('.bcf')) run('bcftools', 'view', '-Ob', '--no-version', '-o', path('y.bcf'), path('y.vcf'));
    else run('bgzip', '-f', '-k', path('y.vcf'));
    const index = readFileSync(path(`${name}.${format}`));
    const report = await judgeBytes(name, readFileSync(path(name.replace('x', 'y'))), {
      companions: { [format]: sourceOf(`${name}.${format}`, index) },
    });
    expect(report.findings.map(({ code }) => code)).toContain('INDEX-COUNTS');
  });
});
