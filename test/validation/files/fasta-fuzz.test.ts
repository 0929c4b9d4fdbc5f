/** The judge of FASTA against a slow one that splits the text, and against itself in pieces of any size; samtools on made-up files. */

import { Buffer } from 'node:buffer';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../../../src/base/index.ts';
import { createDictJudge } from '../../../src/validation/files/dict/dict-judge.ts';
import { createFaiJudge } from '../../../src/validation/files/fai/fai-judge.ts';
import { createFastaJudge } from '../../../src/validation/files/fasta/fasta-judge.ts';
import { ALL_RULES } from '../../../src/validation/files/judge-file.ts';
import { judgeWith, type Judged } from './judge-text.ts';
import { codesOf, judgeBytes, sourceOf } from './packed.ts';

const SEED = Number(process.env['SEQPLAN_SEED'] ?? 1);
const judge = judgeWith(ALL_RULES, createFastaJudge);

interface Slow {
  /** `LINE CODE` of every error, sorted. */
  readonly errors: readonly string[];
  readonly sequences: number;
  readonly bases: number;
  readonly gc: number;
  readonly unknown: number;
  readonly uneven: readonly string[];
}

/** By the rules as they are written, one after the other over the whole text. */
function slow(text: string): Slow {
  const errors: string[] = [];
  const uneven: string[] = [];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const records: { title: string; line: number; body: string[] }[] = [];
  let isTold = false;
  for (const [index, whole] of lines.entries()) {
    const line = whole.replace(/\r$/, '');
    if (whole.startsWith('>')) records.push({ title: line.slice(1), line: index + 1, body: [] });
    else if (whole.startsWith(';')) continue;
    else if (records.length > 0) records.at(-1)?.body.push(`${index + 1}:${whole}`);
    else if (/[^\t-\r ]/.test(line) && !isTold) {
      isTold = true;
      errors.push(`${index + 1} FASTA-TITLE`);
    }
  }
  const seen = new Set<string>();
  let all = '';
  for (const { title, line, body } of records) {
    // oxlint-disable-next-line no-control-regex -- what must not be there
    if (/[\x00\x02-\x08\x0a-\x1f]/.test(title)) errors.push(`${line} FASTA-TITLE-CHARACTER`);
    const name = title.match(/^[\t-\r ]*([^\t-\r ]*)/)?.[1] ?? '';
    if (name !== '' && seen.has(name)) errors.push(`${line} FASTA-DUPLICATE`);
    seen.add(name);
    const rows = body.map((row) => ({ at: row.split(':', 1)[0] ?? '', text: row.slice(row.indexOf(':') + 1) }));
    const shapes: (readonly [bases: number, width: number])[] = [];
    let total = 0;
    for (const { at, text: row } of rows) {
      const kept = row.replace(/\r$/, '').replaceAll(/[ \t]/g, '');
      for (const _ of kept.replaceAll(/[A-Za-z*.-]/g, '')) errors.push(`${at} FASTA-SEQUENCE`);
      total += kept.length;
      all += kept;
      shapes.push([kept.length, kept.length === 0 ? 0 : row.length]);
    }
    if (total === 0 && line === records.at(-1)?.line) errors.push(`${line} FASTA-TRUNCATED`);
    while (shapes.at(-1)?.[0] === 0) shapes.pop();
    const [first, ...others] = shapes;
    const isUneven = others.some(([count, width], i) => {
      const isLast = i === others.length - 1;
      const isSame = count === first?.[0] && width === first[1];
      const fits = count > 0 && count <= (first?.[0] ?? 0) && width <= (first?.[1] ?? 0);
      return isLast ? !fits : !isSame;
    });
    if (isUneven || (first?.[0] === 0 && others.length > 0)) uneven.push(`${line}`);
  }
  if (records.length === 0 && errors.length === 0) errors.push('1 FASTA-EMPTY');
  const count = (pattern: RegExp): number => all.match(pattern)?.length ?? 0;
  return {
    errors: errors.toSorted(),
    sequences: records.length,
    bases: all.length,
    gc: count(/[GC]/gi),
    unknown: count(/N/gi),
    uneven,
  };
}

const GOOD = ['>', 'ACGT', 'ACGT', 'ACGT', 'ACGT', 'acgN', 'AC', 'A', '', 'AC GT', ';c'];
const BAD = ['>a', '>a', '> d', '>', 'A1', 'AC>', ' '];

function anyText(random: Random): string {
  const end = random.below(4) === 0 ? '\r\n' : '\n';
  const isBad = random.below(2) === 0;
  const lines = Array.from({ length: 1 + random.below(12) }, (_, i) => {
    const line = i === 0 ? '>' : (GOOD[random.below(GOOD.length)] ?? '');
    if (isBad && random.below(4) === 0) return BAD[random.below(BAD.length)] ?? '';
    return line === '>' ? `>s${i} x` : line;
  });
  const text = lines.join(end) + (random.below(5) === 0 ? '' : end);
  if (!isBad || random.below(3) > 0 || text === '') return text;
  const at = random.below(text.length);
  return text.slice(0, at) + ('\r\0>\n; Eé'[random.below(7)] ?? '') + text.slice(at);
}

it('agrees about 10,000 made-up files with the slow judge, in pieces of any size', () => {
  const random = createRandom(SEED);
  let rejected = 0;
  for (let i = 0; i < 10_000; i++) {
    const text = Buffer.from(anyText(random), 'utf8').toString('latin1');
    const bytes = Buffer.from(text, 'latin1');
    const report = judge(bytes);
    const inPieces = judge(bytes, 1 + random.below(9));
    expect({ i, text, ...inPieces }).toEqual({ i, text, ...report });
    const wanted = slow(text);
    if (wanted.errors.length > 0) rejected++;
    const errors = report.findings
      .filter(({ severity }) => severity === 'error')
      .map((one) => `${one.line} ${one.code}`);
    const most = wanted.errors.filter(
      (one, at, all) => all.slice(0, at).filter((other) => other.slice(-9) === one.slice(-9)).length < 5,
    );
    if (wanted.errors.length < 5) expect({ i, text, errors: errors.toSorted() }).toEqual({ i, text, errors: most });
    const uneven = report.findings.filter(({ code }) => code === 'FASTA-UNEVEN').map(({ line }) => `${line}`);
    if (wanted.errors.length === 0) expect({ i, text, uneven }).toEqual({ i, text, uneven: wanted.uneven });
    expect({ i, text, sequences: report.metrics['sequences'] }).toEqual({ i, text, sequences: wanted.sequences });
    if (wanted.errors.length === 0)
      expect({ i, text, ...report.metrics }).toMatchObject({ i, text, bases: wanted.bases });
    if (wanted.errors.length === 0 && report.metrics['gc_bases'] !== undefined) {
      expect({ i, text, ...report.metrics }).toMatchObject({ gc_bases: wanted.gc, n_bases: wanted.unknown });
    }
  }
  console.log(`FASTA: 10,000 files, seed ${SEED}, ${rejected} rejected`);
  expect(rejected).toBeGreaterThan(2000);
});

it('counts long and short lines of any width as the slow judge does', () => {
  const random = createRandom(SEED).split('long');
  for (let i = 0; i < 200; i++) {
    const end = random.below(3) === 0 ? '\r\n' : '\n';
    let text = '';
    for (let c = 0; c <= random.below(4); c++) {
      const width = 1 + random.below(random.below(2) === 0 ? 90 : 3000);
      const sequence = Array.from({ length: 1 + random.below(9000) }, () => 'ACGTNacgtn-'[random.below(11)]).join('');
      text += `>c${c}${end}`;
      for (let at = 0; at < sequence.length; at += width) text += sequence.slice(at, at + width) + end;
    }
    const wanted = slow(text);
    const report = judge(text, 1 + random.below(5000));
    expect(report.codes).toEqual(end === '\n' ? [] : ['1 FASTA-CRLF']);
    expect(report.metrics).toMatchObject({ bases: wanted.bases, gc_bases: wanted.gc, n_bases: wanted.unknown });
  }
});

it('takes any bytes for FASTA, index or dictionary without failing, in pieces as at once', () => {
  const random = createRandom(SEED).split('bytes');
  const judges: readonly ((content: Uint8Array, piece?: number) => Judged)[] = [
    judge,
    judgeWith(ALL_RULES, createFaiJudge),
    judgeWith(ALL_RULES, createDictJudge),
  ];
  for (let i = 0; i < 3000; i++) {
    const alphabet = [256, 64, 16][random.below(3)] ?? 256;
    const bytes = Uint8Array.from({ length: random.below(200) }, () =>
      random.below(4) === 0 ? (Buffer.from('>\n\r\t@SQ')[random.below(7)] ?? 0) : random.below(alphabet),
    );
    for (const one of judges) expect({ i, ...one(bytes, 1 + random.below(20)) }).toEqual({ i, ...one(bytes) });
  }
});

describe.skipIf(spawnSync('samtools', ['--version']).status !== 0)('samtools', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'seqplan-fasta-'));
  const file = path.join(folder, 'x.fa');

  it('indexes what is said to be even, refuses what is not, and its index agrees', async () => {
    const random = createRandom(SEED).split('samtools');
    let [indexed, refused] = [0, 0];
    for (let i = 0; i < 400; i++) {
      const bytes = Buffer.from(anyText(random));
      const report = await judgeBytes('x.fa', bytes);
      const codes = report.findings.map(({ code }) => code);
      // What it makes of these differs from what they say, or from one version to the next.
      if (report.verdict === 'rejected') continue;
      if (
        codes.some((code) =>
          ['FASTA-COMMENT', 'FASTA-SEQUENCE-EMPTY', 'FASTA-BLANKS', 'FASTA-NAME-PLACE', 'FASTA-NAME'].includes(code),
        )
      )
        continue;
      // Of a blank line behind a title, with a carriage return, it makes an index of lines without bases.
      if (/^>.*\r\n\r/m.test(bytes.toString())) continue;
      // Lines of blanks before the first title are neither.
      if (/^[ \t]+\r?$/m.test(bytes.toString())) continue;
      rmSync(`${file}.fai`, { force: true });
      writeFileSync(file, bytes);
      const isIndexed = spawnSync('samtools', ['faidx', file]).status === 0 && existsSync(`${file}.fai`);
      expect({ text: bytes.toString(), isIndexed }).toEqual({
        text: bytes.toString(),
        isIndexed: !codes.includes('FASTA-UNEVEN'),
      });
      if (!isIndexed) {
        refused++;
        continue;
      }
      indexed++;
      const fai = readFileSync(`${file}.fai`);
      const beside = await judgeBytes('x.fa', bytes, { companions: { fai: sourceOf('x.fa.fai', fai) } });
      expect({ text: bytes.toString(), codes: codesOf(beside) }).toEqual({
        text: bytes.toString(),
        codes: codesOf(report),
      });
      expect((await judgeBytes('x.fa.fai', fai)).findings).toEqual([]);
    }
    expect(indexed).toBeGreaterThan(20);
    expect(refused).toBeGreaterThan(20);
  });

  it('makes dictionaries and indexes of packed files that agree', async () => {
    let text = '';
    const random = createRandom(SEED).split('dict');
    for (let c = 0; c < 20; c++) {
      text += `>ctg${c} x\n`;
      for (let l = 0; l < 200; l++)
        text += `${Array.from({ length: 70 }, () => 'ACGTacgtRn'[random.below(10)]).join('')}\n`;
    }
    writeFileSync(file, text);
    const dict = spawnSync('samtools', ['dict', file]).stdout;
    expect(dict.toString().match(/M5:/g)).toHaveLength(20);
    expect((await judgeBytes('x.dict', dict)).findings).toEqual([]);
    const companions = { dict: sourceOf('x.dict', dict) };
    expect((await judgeBytes('x.fa', Buffer.from(text), { companions })).findings).toEqual([]);
    expect((await judgeBytes('x.fa', Buffer.from(text.replace('A', 'C')), { companions })).findings).toMatchObject([
      { code: 'FASTA-DICT-MD5' },
    ]);
    spawnSync('bgzip', ['-f', file]);
    expect(spawnSync('samtools', ['faidx', `${file}.gz`]).status).toBe(0);
    const [packed, fai, gzi] = ['gz', 'gz.fai', 'gz.gzi'].map((end) => readFileSync(`${file}.${end}`));
    // 280 kB of content are five blocks.
    expect(gzi).toHaveLength(8 + 4 * 16);
    const beside = { fai: sourceOf('x.fai', fai ?? Buffer.alloc(0)), gzi: sourceOf('x.gzi', gzi ?? Buffer.alloc(0)) };
    expect((await judgeBytes('x.fa.gz', packed ?? Buffer.alloc(0), { companions: beside })).findings).toEqual([]);
  });
});
