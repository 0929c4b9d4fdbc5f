/** BAM files that Debian's samtools writes are accepted, and counted as it counts (skipped where it is not installed). */

import { Buffer } from 'node:buffer';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/base/index.ts';
import { codesOf, judgeBytes, sourceOf } from './packed.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'seqplan-bam-'));
const CORPUS = new URL('../../../../shared/data/conformance/sam/passed/', import.meta.url);

const samtools = (args: readonly string[], input?: Uint8Array) => {
  const { status, stdout, stderr } = spawnSync('samtools', args, { input, maxBuffer: 1 << 28 });
  return { isGood: status === 0, stdout, text: stdout.toString('latin1'), stderr: stderr.toString() };
};

/** Reads of three references with flags of every kind, mates here and there, some unmapped, some without a place. */
function someSam(count: number): string {
  const random = createRandom(5);
  const names = ['one', 'two', 'three'];
  const lines = names.map((name, i) => `@SQ\tSN:${name}\tLN:${60_000 * (i + 1)}`);
  for (let i = 0; i < count; i++) {
    const isPlaced = random.below(20) > 0;
    const isMapped = isPlaced && random.below(10) > 0;
    const mate = random.below(4) === 0 ? '*' : random.below(3) === 0 ? (names[random.below(3)] ?? '') : '=';
    const odd = (bit: number, one: number): number => (random.below(one) === 0 ? bit : 0);
    const paired = mate === '*' ? 0 : 1 | odd(2, 2) | odd(8, 6) | odd(0x40, 2) | odd(0x80, 2);
    const flag =
      (isMapped ? 0 : 4) | paired | odd(0x10, 2) | odd(0x100, 15) | odd(0x200, 12) | odd(0x400, 9) | odd(0x800, 11);
    const place = isPlaced ? [names[random.below(3)], 1 + random.below(59_000)] : ['*', 0];
    const length = 1 + random.below(300);
    const bases = Array.from({ length }, () => 'ACGTN'[random.below(5)]).join('');
    const qualities = random.below(9) === 0 ? '*' : Array.from({ length }, () => '#,:FI~!'[random.below(7)]).join('');
    const cigar = !isMapped ? '*' : length > 9 && random.below(3) === 0 ? `2S3M7D${length - 8}M1I2M` : `${length}M`;
    const next = mate === '*' || !isPlaced ? ['*', 0] : [mate, 1 + random.below(50_000)];
    const tags = [
      'NM:i:3',
      'XB:B:s,1,-2,3',
      'XZ:Z:text of any kind',
      'XA:A:!',
      'Xf:f:1.5',
      `X${i % 10}:i:${i * 9973 - 400_000}`,
    ];
    lines.push(
      [
        `read${i}`,
        flag,
        ...place,
        random.below(61),
        cigar,
        ...next,
        0,
        bases,
        qualities === '*' ? '*' : qualities,
        ...tags.slice(0, random.below(7)),
      ].join('\t'),
    );
  }
  return `${lines.join('\n')}\n`;
}

/** `flagstat` by the names of our metrics: reads that passed and those that failed together. */
function flagstat(file: string): Readonly<Record<string, number>> {
  const rows = samtools(['flagstat', file]).text.split('\n');
  const sum = (end: string): number => {
    const row = rows.find((one) =>
      one
        .replace(/ \([\d.]+% : .*$|\(N\/A.*$/, '')
        .trimEnd()
        .endsWith(` ${end}`),
    );
    const [, passed, failed] = /^(\d+) \+ (\d+) /.exec(row ?? '') ?? [];
    return Number(passed) + Number(failed);
  };
  const failed = rows.find((row) => row.includes('in total'))?.split(' ')[2];
  return {
    records: sum('in total (QC-passed reads + QC-failed reads)'),
    primary: sum('primary'),
    secondary: sum('secondary'),
    supplementary: sum('supplementary'),
    mapped: sum('primary mapped'),
    mapped_records: sum('mapped'),
    duplicates: sum('primary duplicates'),
    duplicate_records: sum('duplicates'),
    qc_failed: Number(failed),
    paired: sum('paired in sequencing'),
    first_of_pair: sum('read1'),
    second_of_pair: sum('read2'),
    proper_pairs: sum('properly paired'),
    both_mapped: sum('with itself and mate mapped'),
    singletons: sum('singletons'),
    mate_elsewhere: sum('with mate mapped to a different chr'),
    mate_elsewhere_mapq5: sum('with mate mapped to a different chr (mapQ>=5)'),
  };
}

function sortedAndIndexed(sam: string) {
  const file = path.join(folder, 'sorted.bam');
  const sorted = samtools(['sort', '-o', file, '-'], Buffer.from(sam));
  expect(sorted.stderr).toBe('');
  expect(samtools(['index', file]).isGood).toBe(true);
  return file;
}

describe.skipIf(!samtools(['--version']).isGood)('BAM as samtools writes it', () => {
  it('is accepted, and flags and references are counted as flagstat and idxstats do', async () => {
    const file = sortedAndIndexed(someSam(20_000));
    const report = await judgeBytes('x.bam', readFileSync(file));
    expect(report.findings.filter(({ severity, code }) => severity === 'error' || code === 'BAM-BIN')).toEqual([]);
    const expected = flagstat(file);
    expect(expected['records']).toBe(20_000);
    expect(Object.values(expected).every((count) => count > 0)).toBe(true);
    expect(report.metrics).toMatchObject(expected);
    const idxstats = samtools(['idxstats', file])
      .text.trimEnd()
      .split('\n')
      .map((row) => row.split('\t'));
    expect(idxstats).toHaveLength(4);
    expect(report.metrics).toMatchObject({
      mapped_by_reference: idxstats.slice(0, 3).map((row) => Number(row[2])),
      unmapped_by_reference: idxstats.slice(0, 3).map((row) => Number(row[3])),
      unplaced: Number(idxstats[3]?.[3]),
    });
  });

  it('and its indexes agree with it, whatever their bins', async () => {
    const file = sortedAndIndexed(someSam(20_000));
    const bam = readFileSync(file);
    for (const args of [['-b'], ['-c'], ['-m', '10'], ['-m', '17']]) {
      const index = path.join(folder, 'index');
      expect(samtools(['index', ...args, file, index]).stderr).toBe('');
      const format = args[0] === '-b' ? 'bai' : 'csi';
      const bytes = readFileSync(index);
      const alone = await judgeBytes(`x.bam.${format}`, bytes);
      expect(alone).toMatchObject({ format, verdict: 'accepted', findings: [], metrics: { references: 3 } });
      const beside = { [format]: sourceOf(`x.bam.${format}`, bytes) };
      const { findings } = await judgeBytes('x.bam', bam, { companions: beside });
      expect({ args, errors: findings.filter(({ severity }) => severity === 'error') }).toEqual({ args, errors: [] });
      // The same reads in another order: every offset is another.
      const other = samtools(['sort', '-n', file]).stdout;
      const codes = (await judgeBytes('x.bam', other, { companions: beside })).findings.map(({ code }) => code);
      expect(codes).toContain('INDEX-UNSORTED');
    }
  });

  it('with the bases that samtools stats counts', async () => {
    const file = sortedAndIndexed(someSam(3000));
    const row = samtools(['stats', file])
      .text.split('\n')
      .find((one) => one.startsWith('SN\ttotal length:'));
    const { metrics } = await judgeBytes('x.bam', readFileSync(file));
    expect(metrics['bases']).toBe(Number(row?.split('\t')[2]));
  });

  it('in any order, compressed or not', async () => {
    const sam = Buffer.from(someSam(500));
    for (const args of [
      ['sort', '-'],
      ['sort', '-n', '-'],
      ['sort', '-t', 'NM', '-'],
      ['view', '-u', '-'],
      ['view', '-bh', '-'],
    ]) {
      const bam = samtools(args, sam).stdout;
      const judged = await judgeBytes('x.bam', bam);
      expect({
        args,
        codes: codesOf({ ...judged, findings: judged.findings.filter((one) => one.severity === 'error') }),
      }).toEqual({ args, codes: [] });
      expect(judged.metrics['records']).toBe(500);
    }
  });

  it('with more than 65,535 operations', async () => {
    const sam = `@SQ\tSN:long\tLN:1000000\nr\t0\tlong\t1\t60\t${'1M1D'.repeat(50_000)}\t*\t0\t0\t${'A'.repeat(50_000)}\t*\n`;
    const { verdict, findings } = await judgeBytes('x.bam', samtools(['view', '-b', '-'], Buffer.from(sam)).stdout);
    expect({ verdict, findings }).toEqual({ verdict: 'accepted', findings: [] });
  });

  it.skipIf(!existsSync(CORPUS))(
    'of every good public SAM file that it takes (skipped where ../shared is absent)',
    async () => {
      const rejected: unknown[] = [];
      let judged = 0;
      for (const name of readdirSync(CORPUS)) {
        const { isGood, stdout } = samtools(
          ['view', '-b', '--no-PG', '-'],
          readFileSync(new URL(encodeURIComponent(name), CORPUS)),
        );
        if (!isGood) continue;
        judged++;
        const { verdict, findings } = await judgeBytes(`${name}.bam`, stdout);
        if (verdict === 'rejected') rejected.push({ name, findings });
      }
      expect(rejected).toEqual([]);
      expect(judged).toBeGreaterThanOrEqual(60);
      console.log(`BAM: ${judged} public files accepted as samtools writes them`);
    },
  );
});
