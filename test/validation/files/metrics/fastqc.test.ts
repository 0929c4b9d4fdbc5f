/** Estimates of reads held against those of Debian's FastQC (skipped where it is not installed). */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createFastqJudge } from '../../../../src/validation/files/fastq/fastq-judge.ts';
import { FASTQ_RULES } from '../../../../src/validation/files/fastq/fastq-rules.ts';
import { judgeWith } from '../judge-text.ts';

const isInstalled = spawnSync('fastqc', ['--version']).status === 0;

/** 120,000 reads of 60 bases: the first letters are the number of the read or of one of a few, and some run into an adapter. */
function content(): string {
  const letters = (value: number): string =>
    value
      .toString(4)
      .padStart(10, '0')
      .replaceAll(/\d/g, (digit) => 'ACGT'[Number(digit)] ?? '');
  const lines: string[] = [];
  for (let i = 0; i < 120_000; i++) {
    const start = letters(i % 9 === 0 ? i % 700 : i);
    const sequence = `${start}${i % 40 === 0 ? 'AGATCGGAAGAGCACACGTC' : ''}${'CATTGACCGA'.repeat(6)}`.slice(0, 60);
    lines.push(`@r${i}\n${sequence}\n+\n${'F'.repeat(59)}#\n`);
  }
  return lines.join('');
}

it.skipIf(!isInstalled)('duplicates, tracked to the limit and beyond, and adapters are those of FastQC', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'seqplan-fastqc-'));
  const file = path.join(folder, 'x.fastq');
  const text = content();
  writeFileSync(file, text);
  expect(spawnSync('fastqc', ['-q', '--extract', '--nogroup', '-o', folder, file]).status).toBe(0);
  const data = readFileSync(path.join(folder, 'x_fastqc', 'fastqc_data.txt'), 'utf8');
  const { metrics } = judgeWith(FASTQ_RULES, (findings) => createFastqJudge(findings, { metrics: 'all' }))(text);

  expect(metrics['duplication_tracked_sequences']).toBe(100_000);
  const remaining = Number(/^#Total Deduplicated Percentage\t(.*)$/m.exec(data)?.[1]);
  // It leaves out corrections of less than a hundredth of a sequence.
  expect(metrics['pct_duplicates_estimate']).toBeCloseTo(100 - remaining, 3);
  // Cycle, Illumina Universal Adapter, and others; as far as twelve bases can begin.
  const table = data.slice(data.indexOf('>>Adapter Content')).split('\n').slice(2);
  const rows = table.slice(0, table.indexOf('>>END_MODULE')).map((row) => row.split('\t').map(Number));
  expect(rows.length).toBeGreaterThan(40);
  for (const [cycle = 0, percent = 0] of rows) {
    expect([metrics['pct_adapter_by_cycle']].flat()[cycle - 1]).toBeCloseTo(percent, 3);
  }
  expect(rows.at(-1)?.[1]).toBeGreaterThan(2);
});
