/** The index of CRAM, by itself and beside its file. */

import { Buffer } from 'node:buffer';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createCraiJudge } from '../../../src/validation/files/crai/crai-judge.ts';
import { CRAI_RULES } from '../../../src/validation/files/crai/crai-rules.ts';
import { companionNames } from '../../../src/validation/files/judged-formats.ts';
import { dataContainer, definition, EOF_3, headerContainer, V30, type Changes } from './cram-made.ts';
import { judgeWith } from './judge-text.ts';
import { codesOf, judgeBytes, sourceOf } from './packed.ts';

const judge = judgeWith(CRAI_RULES, (findings) => createCraiJudge(findings));

const HEADER = headerContainer(V30);
/** Sizes of the parts are measured on what was made, not asked of the judge. */
const FIRST_AT = 26 + HEADER.length;
const SECOND_AT = FIRST_AT + dataContainer(V30, 0).length;
/** Behind the compression header; and where the second slice begins. */
const [ONE, TWO] = [15, secondSlice()];
const BODY = bodyBytes();

function bodyBytes(): number {
  return dataContainer(V30, 0).readInt32LE(0);
}
function secondSlice(): number {
  let at = 0;
  dataContainer(V30, 0, {
    blocks(all) {
      at = Buffer.concat(all.slice(0, 5)).length;
      return all;
    },
  });
  return at;
}

const cram = (changes: Changes = {}): Buffer =>
  Buffer.concat([definition(V30), HEADER, dataContainer(V30, 0, changes), dataContainer(V30, 7), EOF_3]);
const LINES = [FIRST_AT, SECOND_AT].flatMap((container) => [
  `0\t1000\t500\t${container}\t${ONE}\t${TWO - ONE}`,
  `0\t2000\t500\t${container}\t${TWO}\t${BODY - TWO}`,
]);
const text = (lines: readonly string[]): string => `${lines.join('\n')}\n`;

const beside = async (crai: string, file: Buffer = cram()) =>
  codesOf(await judgeBytes('x.cram', file, { companions: { crai: sourceOf('x.cram.crai', gzipSync(crai)) } }));

describe('an index of CRAM', () => {
  it('is accepted, with the number of its lines, packed or not', async () => {
    expect(judge(text(LINES))).toMatchObject({ verdict: 'accepted', findings: [], metrics: { entries: 4 } });
    expect(judge('-1\t0\t0\t26\t15\t9\n').codes).toEqual([]);
    for (const bytes of [Buffer.from(text(LINES)), gzipSync(text(LINES))]) {
      expect(await judgeBytes('x.cram.crai', bytes)).toMatchObject({
        format: 'crai',
        verdict: 'accepted',
        findings: [],
      });
    }
  });

  it.each([
    ['five columns', '0\t1\t1\t26\t15\n', '1 CRAI-COLUMNS'],
    ['seven columns', '0\t1\t1\t26\t15\t1\t1\n', '1 CRAI-COLUMNS'],
    ['blanks for tabs', '0 1 1 26 15 1\n', '1 CRAI-COLUMNS'],
    ['a blank line', '\n', '1 CRAI-COLUMNS'],
    ['a letter', 'x\t1\t1\t26\t15\t1\n', '1 CRAI-COLUMNS'],
    ['a number of 16 digits', '0\t1\t1\t1000000000000000\t15\t1\n', '1 CRAI-COLUMNS'],
    ['reference -2', '-2\t1\t1\t26\t15\t1\n', '1 CRAI-VALUE'],
    ['a negative start', '0\t-1\t1\t26\t15\t1\n', '1 CRAI-VALUE'],
    ['a negative span', '0\t1\t-1\t26\t15\t1\n', '1 CRAI-VALUE'],
    ['a container inside the file definition', '0\t1\t1\t25\t15\t1\n', '1 CRAI-VALUE'],
    ['a negative landmark', '0\t1\t1\t26\t-15\t1\n', '1 CRAI-VALUE'],
    ['a size of zero', '0\t1\t1\t26\t15\t0\n', '1 CRAI-VALUE'],
    ['a line of 33 MB', 'x'.repeat(33 << 20), '1 CRAI-LINE-TOO-LONG'],
  ])('with %s is rejected', (_, content, code) => {
    const report = judge(content);
    expect(report.verdict).toBe('rejected');
    expect(report.codes[0]).toBe(code);
  });

  it('with no line, or no line feed at the end, is accepted with a warning', () => {
    expect(judge('')).toMatchObject({ verdict: 'accepted', codes: ['1 CRAI-EMPTY'] });
    expect(judge(text(LINES).trimEnd())).toMatchObject({ verdict: 'accepted', codes: ['4 CRAI-LAST-LINE'] });
  });
});

describe('a CRAM file beside its index', () => {
  it('agrees with it, whatever the order of its lines', async () => {
    expect(await beside(text(LINES))).toEqual([]);
    expect(await beside(text(LINES.toReversed()))).toEqual([]);
  });

  it('may have several lines for a slice of several references', async () => {
    let size = 0;
    const several = { reference: -2, start: 0, span: 0 };
    const changes: Changes = {
      container: { ...several, records: 4, blocks: 5, landmarks: [ONE] },
      slice: several,
      blocks(all) {
        size = Buffer.concat(all.slice(1, 5)).length;
        return all.slice(0, 5);
      },
    };
    const file = Buffer.concat([definition(V30), HEADER, dataContainer(V30, 0, changes), EOF_3]);
    const at = `${FIRST_AT}\t${ONE}\t${size}`;
    expect(await beside(text([`0\t5\t5\t${at}`, `1\t1\t9\t${at}`]), file)).toEqual([]);
  });

  it.each([
    ['lacks a slice', LINES.slice(1), `${FIRST_AT} CRAM-INDEX-SLICE`],
    ['lacks the last slice', LINES.slice(0, -1), `${SECOND_AT} CRAM-INDEX-SLICE`],
    ['names a slice before', ['0\t1\t1\t26\t0\t9', ...LINES], '26 CRAM-INDEX-SLICE'],
    ['names a slice behind', [...LINES, '0\t1\t1\t99999\t0\t9'], '99999 CRAM-INDEX-SLICE'],
    [
      'names another landmark between',
      LINES.toSpliced(1, 0, `0\t1\t1\t${FIRST_AT}\t${ONE + 1}\t9`),
      `${FIRST_AT} CRAM-INDEX-SLICE`,
    ],
    [
      'has another size',
      LINES.with(0, `0\t1000\t500\t${FIRST_AT}\t${ONE}\t${TWO - ONE + 1}`),
      `${FIRST_AT} CRAM-INDEX-SIZE`,
    ],
    [
      'has another size of the last',
      LINES.with(3, `0\t2000\t500\t${SECOND_AT}\t${TWO}\t1`),
      `${SECOND_AT} CRAM-INDEX-SIZE`,
    ],
    [
      'has another reference',
      LINES.with(0, `1\t1000\t500\t${FIRST_AT}\t${ONE}\t${TWO - ONE}`),
      `${FIRST_AT} CRAM-INDEX-PLACE`,
    ],
    [
      'has another start',
      LINES.with(0, `0\t1001\t500\t${FIRST_AT}\t${ONE}\t${TWO - ONE}`),
      `${FIRST_AT} CRAM-INDEX-PLACE`,
    ],
    [
      'has another span',
      LINES.with(0, `0\t1000\t501\t${FIRST_AT}\t${ONE}\t${TWO - ONE}`),
      `${FIRST_AT} CRAM-INDEX-PLACE`,
    ],
    ['is wrong by itself', ['x'], '1 CRAI-COLUMNS'],
  ])('is rejected where the index %s', async (_, lines, code) => {
    expect(await beside(text(lines))).toEqual([code]);
  });

  it('has it looked for under the names that tools give it', () => {
    expect(companionNames('a/x.cram')).toEqual({ crai: ['a/x.cram.crai', 'a/x.crai'] });
  });
});

describe.skipIf(spawnSync('samtools', ['--version']).status !== 0)('indexes of samtools', () => {
  it.each([
    [['seqs_per_slice=100'], 1],
    [['seqs_per_slice=100', 'slices_per_container=4'], 1],
    [['seqs_per_slice=100', 'multi_seq_per_slice=1'], 6],
    [['seqs_per_slice=100', 'version=2.1'], 2],
  ])('with options %j agree with their files', async (options, contigs) => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'seqplan-crai-'));
    const [sam, file] = [path.join(folder, 'x.sam'), path.join(folder, 'x.cram')];
    const names = Array.from({ length: contigs }, (_, i) => `c${i}`);
    const header = names.map((name) => `@SQ\tSN:${name}\tLN:9000\n`).join('');
    const records = names.flatMap((name) =>
      Array.from({ length: 700 }, (_, i) => `r${i}\t0\t${name}\t${1 + i * 12}\t60\t8M\t*\t0\t0\tACGTACGT\tIIIIIIII\n`),
    );
    const unplaced = Array.from({ length: 250 }, (_, i) => `u${i}\t4\t*\t0\t0\t*\t*\t0\t0\tACGT\tIIII\n`);
    writeFileSync(sam, `@HD\tVN:1.6\tSO:coordinate\n${header}${records.join('')}${unplaced.join('')}`);
    const format = ['no_ref=1', ...options].flatMap((one) => ['--output-fmt-option', one]);
    expect(spawnSync('samtools', ['view', '-C', ...format, '-o', file, sam]).status).toBe(0);
    expect(spawnSync('samtools', ['index', file]).status).toBe(0);
    const crai = readFileSync(`${file}.crai`);
    const report = await judgeBytes('x.cram', readFileSync(file), { companions: { crai: sourceOf('x.crai', crai) } });
    expect(report.findings.filter(({ code }) => code !== 'CRAM-MD5')).toEqual([]);
    const alone = await judgeBytes('x.crai', crai);
    expect(alone).toMatchObject({ verdict: 'accepted', findings: [] });
    expect(alone.metrics['entries']).toBeGreaterThanOrEqual(Number(report.metrics['slices']));
    expect(report.metrics['slices']).toBeGreaterThan(8);
  });
});
