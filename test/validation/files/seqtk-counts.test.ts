/** Numbers of FASTQ files held against those of Debian's seqtk (skipped where it is not installed). */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeGenome, makeReadPairs } from '../../../bench/files/reads.ts';
import { judgeBytes } from './packed.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'seqplan-seqtk-'));
const CORPUS = new URL('../../../../shared/data/conformance/fastq/passed/', import.meta.url);

const seqtk = (...words: readonly string[]): string => spawnSync('seqtk', words, { encoding: 'utf8' }).stdout;

/** `seqtk comp`: name, length, A, C, G, T, two-, three- and four-fold ambiguous letters (N among the last). */
function theirs(content: Uint8Array) {
  const file = path.join(folder, 'x.fastq');
  writeFileSync(file, content);
  const rows = seqtk('comp', file)
    .split('\n')
    .filter((row) => row !== '')
    .map((row) => row.split('\t').map(Number));
  const sum = (column: number): number => rows.reduce((total, row) => total + (row[column] ?? 0), 0);
  const lengths = rows.map((row) => row[1] ?? 0);
  return {
    reads: rows.length,
    bases: sum(1),
    gc_bases: sum(3) + sum(4),
    n_bases: sum(8),
    length_min: Math.min(...lengths),
    length_max: Math.max(...lengths),
  };
}

/** `seqtk fqchk -q`: per cent of bases below and not below that quality, one decimal, in the row of all cycles. */
function percentAtLeast(quality: number, file: string): number {
  const all = seqtk('fqchk', `-q${quality}`, file)
    .split('\n')
    .find((row) => row.startsWith('ALL'));
  return Number(all?.trimEnd().split('\t').at(-1));
}

describe.skipIf(spawnSync('seqtk', ['comp', '/dev/null']).status !== 0)('numbers of reads are those of seqtk', () => {
  it('for a generated file: composition, lengths, and shares of good qualities', async () => {
    const genome = makeGenome(50_000, 3);
    const content = Buffer.concat([...makeReadPairs({ genome, pairs: 3000, seed: 4 })].map(([first]) => first));
    const expected = theirs(content);
    expect(expected).toMatchObject({ reads: 3000, bases: 450_000 });
    const { metrics } = await judgeBytes('x.fastq', content);
    expect(metrics).toMatchObject(expected);
    for (const [quality, percent] of [
      [20, metrics['pct_q20']],
      [30, metrics['pct_q30']],
    ] as const) {
      const share = percentAtLeast(quality, path.join(folder, 'x.fastq'));
      expect(share).toBeGreaterThan(50);
      expect(Math.abs(share - Number(percent))).toBeLessThanOrEqual(0.051);
    }
  });

  it.skipIf(!existsSync(CORPUS))('for every accepted file of the conformance set', async () => {
    let compared = 0;
    for (const name of readdirSync(CORPUS)) {
      const content = readFileSync(new URL(name, CORPUS));
      // seqtk takes U, gaps and dots for N.
      const { n_bases, ...expected } = theirs(content);
      expect(n_bases).toBeGreaterThanOrEqual(0);
      expect((await judgeBytes(name, content)).metrics, name).toMatchObject(expected);
      compared += expected.reads;
    }
    expect(compared).toBeGreaterThan(20);
  });
});
