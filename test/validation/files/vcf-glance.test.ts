/**
 * The judge that takes good records at a glance says the same as the one that reads every column: of good files, of files with bytes
 * changed anywhere, and of the public ones, in pieces of any size.
 */

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createRandom, type Random } from '../../../src/base/index.ts';
import { createColumnwiseVcfJudge, createVcfJudge } from '../../../src/validation/files/vcf/vcf-judge.ts';
import { VCF_RULES } from '../../../src/validation/files/vcf/vcf-rules.ts';
import { judgeWith } from './judge-text.ts';
import { vcfBytes, vcfText } from './vcf-texts.ts';

const SEED = Number(process.env['SEQPLAN_SEED'] ?? 1);
const judge = judgeWith(VCF_RULES, createVcfJudge);
const judgeColumns = judgeWith(VCF_RULES, createColumnwiseVcfJudge);

const CHARACTERS = '\t\n\r \0;:,.=/|<>*0123456789-+eEACGTNacgt_%\u00A0\u00FF';

/** Some bytes put in, taken out, or replaced, most of them behind the header. */
function edited(good: Buffer, random: Random): Buffer {
  let bytes = good;
  for (let edits = 1 + random.below(3); edits > 0; edits--) {
    const body = bytes.indexOf('#CHROM');
    const from = random.below(8) === 0 ? 0 : body;
    const at = from + random.below(bytes.length - from);
    const put = random.below(3) === 0 ? '' : (CHARACTERS[random.below(CHARACTERS.length)] ?? '');
    const taken = random.below(3) === 0 ? 0 : 1;
    bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(put, 'latin1'), bytes.subarray(at + taken)]);
  }
  return bytes;
}

const NUMBERS = [
  '2147483648',
  '12345678901',
  '-1',
  '+1',
  '-2147483641',
  '1e999',
  '00000000000000007',
  '',
  '.',
  '1.',
  'inf',
];

/** One column of one record, by what its parts are: numbers out of range, parts twice, moved, or gone. */
function rewritten(good: Buffer, random: Random): Buffer {
  const lines = good.toString('latin1').split('\n');
  const records = [...lines.keys()].filter((i) => lines[i] !== '' && lines[i]?.startsWith('#') === false);
  const line = records[random.below(records.length)] ?? 0;
  const columns = (lines[line] ?? '').split('\t');
  const column = [4, 7, 7, 7, columns.length - 1, random.below(columns.length)][random.below(6)] ?? 0;
  const separator = column === 7 ? ';' : column > 7 ? ':' : column === 4 ? ',' : ';';
  const parts = (columns[column] ?? '').split(separator);
  const part = random.below(parts.length);
  const text = parts[part] ?? '';
  const changed = [
    () => parts.toSpliced(random.below(parts.length), 0, text),
    () => parts.toSpliced(part, 1),
    () => parts.toSpliced(part, 1).toSpliced(random.below(parts.length), 0, text),
    () => parts.with(part, text.replace(/(?<==)[-0-9.e]+|^[0-9]+/, NUMBERS[random.below(NUMBERS.length)] ?? '')),
    () => parts.with(part, `${text},${text.split('=').at(-1) ?? ''}`),
    () => parts.with(part, text.split(',').slice(1).join(',')),
  ][random.below(6)]?.();
  const record = columns.with(column, changed?.join(separator) ?? '').join('\t');
  return Buffer.from(lines.with(line, record).join('\n'), 'latin1');
}

/** A piece of the file again in another place: records twice, out of order, with other columns. */
function shuffled(good: Buffer, random: Random): Buffer {
  const lines = good.toString('latin1').split('\n');
  const from = random.below(lines.length);
  const moved = lines.slice(from, from + 1 + random.below(3));
  return Buffer.from(lines.toSpliced(random.below(lines.length), random.below(2), ...moved).join('\n'), 'latin1');
}

function expectTheSame(bytes: Buffer, pieceBytes: number, what: string): void {
  const [glanced, read] = [judge(bytes, pieceBytes), judgeColumns(bytes, Number.POSITIVE_INFINITY)];
  expect({ what, seed: SEED, ...glanced }).toEqual({ what, seed: SEED, ...read });
}

it('of good files, which are accepted without a finding', () => {
  const random = createRandom(SEED).split('good');
  for (let i = 0; i < 150; i++) {
    const bytes = vcfBytes(vcfText(random));
    expect({ i, codes: judgeColumns(bytes).codes }).toEqual({ i, codes: [] });
    expectTheSame(bytes, 1 + random.below(5000), `file ${i}`);
  }
});

it('of files with changes anywhere', () => {
  const random = createRandom(SEED).split('changed');
  const verdicts = { accepted: 0, rejected: 0 };
  for (let i = 0; i < 1600; i++) {
    const good = vcfBytes(vcfText(random));
    const bytes = ([edited, rewritten, rewritten, shuffled][i % 4] ?? edited)(good, random);
    const pieceBytes = random.below(2) === 0 ? bytes.length : 20 + random.below(2000);
    expectTheSame(bytes, pieceBytes, `change ${i}`);
    verdicts[judge(bytes).verdict]++;
  }
  expect(Math.min(verdicts.accepted, verdicts.rejected)).toBeGreaterThan(100);
});

it('of keys without end, which are forgotten in between', () => {
  const [start = '', record = ''] = vcfBytes(vcfText(createRandom(SEED), { samples: 0, records: 1 }))
    .toString('latin1')
    .split(/(?<=INFO\n)/);
  const columns = record.trimEnd().split('\t');
  // 20,000 keys are remembered.
  const records = Array.from({ length: 45_000 }, (_, i) =>
    columns
      .with(1, String(i + 1))
      .with(7, `DP=3;K${i % 21_000}=1;AN=2`)
      .join('\t'),
  );
  expectTheSame(Buffer.from(`${start}${records.join('\n')}\n`), 100_000, 'many keys');
});

const CORPUS = new URL('../../../../shared/data/conformance/vcf/', import.meta.url);

it.skipIf(!existsSync(CORPUS))('of the public conformance files (skipped where ../shared is absent)', () => {
  const random = createRandom(SEED).split('public');
  for (const folder of ['passed', 'failed']) {
    for (const name of readdirSync(new URL(folder, CORPUS))) {
      const bytes = readFileSync(new URL(`${folder}/${encodeURIComponent(name)}`, CORPUS));
      expectTheSame(bytes, bytes.length, name);
      for (let i = 0; i < 3; i++) expectTheSame(edited(bytes, random), bytes.length, `${name}, change ${i}`);
    }
  }
});

it('of a column more behind genotypes, and of a line feed that has become a tab', () => {
  const { meta, header } = vcfText(createRandom(SEED), { samples: 2, records: 1 });
  const like = (position: number, samples: string): string =>
    `chr1\t${position}\t.\tA\tC\t.\tPASS\tDP=3\tGT\t${samples}`;
  const good = Array.from({ length: 6 }, (_, i) => like(100 + i, '0/0\t0/1'));
  for (const bad of ['0/0\t0/1\t', '0/0\t0/1\tx', '0/0\t0/1\t0/1', `0/0\t0/1\t${like(300, '0/0\t0/1')}`]) {
    const bytes = vcfBytes({ meta, header, records: [...good, like(200, bad), like(400, '0/0\t0/1')] });
    expectTheSame(bytes, bytes.length, bad);
    expect(judge(bytes).codes.filter((code) => code.endsWith('VCF-COLUMNS'))).toHaveLength(1);
  }
});
