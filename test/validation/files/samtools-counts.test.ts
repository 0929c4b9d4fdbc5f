/** Numbers of FASTQ files held against those of Debian's samtools (skipped where it is not installed). */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { judgeBytes, reads } from './packed.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'seqplan-samtools-'));
const CORPUS = new URL('../../../../shared/data/conformance/fastq/passed/', import.meta.url);
const REAL = [
  'tricky.fastq',
  'example.fastq',
  'longreads_original_sanger.fastq',
  'wrapping_original_sanger.fastq',
  'zero_length.fastq',
];

/** `samtools stats` of the reads: first fragments, one row of counts by quality for each cycle (FFQ). */
function theirs(content: Uint8Array) {
  const file = path.join(folder, 'x.fastq');
  writeFileSync(file, content);
  const bam = spawnSync('samtools', ['import', '-0', file], { maxBuffer: 1 << 26 }).stdout;
  const rows = spawnSync('samtools', ['stats', '-'], { input: bam, encoding: 'utf8' }).stdout.split('\n');
  const number = (name: string): number => Number(rows.find((row) => row.startsWith(`SN\t${name}:`))?.split('\t')[2]);
  const byQuality = rows.filter((row) => row.startsWith('FFQ')).map((row) => row.split('\t').slice(2).map(Number));
  const atLeast = (quality: number): number =>
    byQuality.flatMap((counts) => counts.slice(quality)).reduce((sum, count) => sum + count, 0);
  return {
    // `stats` leaves out reads without letters.
    reads: Number(spawnSync('samtools', ['view', '-c', '-'], { input: bam, encoding: 'utf8' }).stdout),
    bases: number('total length'),
    length_max: number('maximum length'),
    q20_bases: atLeast(20),
    q30_bases: atLeast(30),
  };
}

describe.skipIf(spawnSync('samtools', ['--version']).status !== 0)(
  'reads, bases and qualities are those of samtools',
  () => {
    it('for a generated file', async () => {
      const content = Buffer.from(reads(0, 2000));
      const expected = theirs(content);
      expect(expected.reads).toBe(2000);
      expect((await judgeBytes('x.fastq', content)).metrics).toMatchObject(expected);
    });

    it.skipIf(!existsSync(CORPUS)).each(REAL)('for %s', async (name) => {
      const content = readFileSync(new URL(name, CORPUS));
      const expected = theirs(content);
      expect(expected.bases).toBeGreaterThan(0);
      expect((await judgeBytes(name, content)).metrics).toMatchObject(expected);
    });
  },
);
