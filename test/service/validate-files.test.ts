import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { validateFile, validatePair } from '../../src/index.ts';
import { seqplan } from '../support/command.ts';
import { readmeBlock } from '../support/readme.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'seqplan-files-'));
const write = (name: string, content: string | Uint8Array): string => {
  writeFileSync(path.join(folder, name), content);
  return path.join(folder, name);
};
const fastq = (end: 1 | 2, names: readonly string[]): string =>
  names.map((name) => `@${name} ${end}:N:0\nACGT\n+\n#III\n`).join('');

const good = write('good.fastq', fastq(1, ['a', 'b']));
const packed = write('good.fastq.gz', gzipSync(fastq(2, ['a', 'b'])));
const bad = write('bad.fastq', `${fastq(1, ['a'])}@b\nAC\n+\n!\n`);
const absent = path.join(folder, 'absent.fastq');

describe('seqplan validate FILE...', () => {
  it('gives every file its verdict, and exits with the worst', async () => {
    expect(await seqplan('validate', good, packed)).toEqual({
      exit: 0,
      out: `${good}: accepted\n${packed}: accepted`,
      err: '',
    });
    expect(await seqplan('validate', bad, good)).toMatchObject({ exit: 1, out: `${bad}: rejected\n${good}: accepted` });
    expect(await seqplan('validate', absent, bad)).toMatchObject({
      exit: 2,
      out: `${absent}: unreadable\n${bad}: rejected`,
    });
  });

  it('tells place, code, message and what to do', async () => {
    const { err } = await seqplan('validate', bad);
    expect(err).toBe(
      `${bad}:8: error FASTQ-TRUNCATED: the file ends after 1 of 2 qualities of '@b'\n  Copy or write the file again.`,
    );
  });

  it('prints one line of JSON for each file', async () => {
    const { exit, out } = await seqplan('validate', good, bad, absent, folder, '--json');
    expect(exit).toBe(2);
    const reports = out.split('\n').map((line) => JSON.parse(line));
    expect(reports.map(({ file, format, verdict }) => [file, format, verdict])).toEqual([
      [good, 'fastq', 'accepted'],
      [bad, 'fastq', 'rejected'],
      [absent, 'fastq', 'unreadable'],
      [folder, 'unknown', 'unreadable'],
    ]);
    expect(reports[0].metrics).toMatchObject({ reads: 2, bases: 8, pct_q30: 75 });
    expect(reports[1].findings).toMatchObject([{ code: 'FASTQ-TRUNCATED', severity: 'error', line: 8 }]);
    expect(reports[2].findings).toMatchObject([{ code: 'FILE-UNREADABLE' }]);
  });

  it('says what the library says', async () => {
    const { out } = await seqplan('validate', good, '--json');
    expect(await validateFile(good)).toEqual(JSON.parse(out));
    expect(await validateFile(absent)).toMatchObject({ file: absent, verdict: 'unreadable' });
    const pair = await seqplan('validate', '--paired', good, good, '--json');
    expect(await validatePair([good, good])).toEqual(pair.out.split('\n').map((line) => JSON.parse(line)));
  });

  it('counts more where all metrics are asked for', async () => {
    const basic = JSON.parse((await seqplan('validate', good, '--json')).out).metrics;
    const all = JSON.parse((await seqplan('validate', good, '--json', '--metrics', 'all')).out).metrics;
    expect(basic).not.toHaveProperty('pct_q30_by_cycle');
    // ACGT twice, the first base of quality 2, the others of 40.
    expect(all).toMatchObject({ ...basic, pct_q30_by_cycle: [0, 100, 100, 100], pct_duplicates_estimate: 50 });
  });

  it('takes the format and the depth that it is told, and refuses those that nobody knows', async () => {
    const { out } = await seqplan('validate', good, '--format', 'sam', '--json');
    expect(JSON.parse(out)).toMatchObject({ format: 'sam', verdict: 'rejected' });
    expect(await seqplan('validate', good, '--format', 'gff')).toMatchObject({ exit: 2, out: '' });
    expect(await seqplan('validate', good, '--depth', 'deep')).toMatchObject({ exit: 2, out: '' });
    expect(await seqplan('validate', good, '--depth', 'sampled')).toMatchObject({ exit: 0, out: `${good}: accepted` });
  });

  it('takes no file for its own index', async () => {
    const { out } = await seqplan('validate', write('x.bam.gz', gzipSync('x')), '--json');
    expect(JSON.parse(out).findings.map(({ code }: { code: string }) => code)).not.toContain('COMPANION-UNREADABLE');
  });

  it('takes one YAML or JSON file for a scenario, unless told', async () => {
    const scenario = write('first.yaml', readmeBlock('yaml'));
    expect(await seqplan('validate', scenario)).toMatchObject({ exit: 0, out: `${scenario}: accepted` });
    const { exit, out } = await seqplan('validate', scenario, '--format', 'fastq', '--json');
    expect([exit, JSON.parse(out).format]).toEqual([1, 'fastq']);
  });

  it('judges wrapped FASTQ by the dialect asked for', async () => {
    const wrapped = write('wrapped.fastq', '@a\nAC\nGT\n+\n#I\nII\n');
    expect((await seqplan('validate', wrapped)).exit).toBe(0);
    expect((await seqplan('validate', wrapped, '--dialect', 'four-line')).exit).toBe(1);
  });
});

describe('seqplan validate --paired', () => {
  const codes = async (...files: readonly string[]) => {
    const { exit, out } = await seqplan('validate', '--paired', '--json', ...files);
    const found = out.split('\n').flatMap((line) => JSON.parse(line).findings);
    return [exit, ...found.map(({ code, line }) => `${line} ${code}`)];
  };

  it('accepts ends of the same reads, and rejects others, at their record', async () => {
    expect(await codes(good, packed)).toEqual([0]);
    const other = write('other.fastq', fastq(2, ['a', 'c']));
    expect(await codes(good, other)).toEqual([1, '5 FASTQ-PAIR-NAME']);
    const more = write('more.fastq', fastq(2, ['a', 'b', 'c']));
    expect(await codes(good, more)).toEqual([1, '9 FASTQ-PAIR-COUNT']);
    expect(await codes(good, packed, more, good)).toEqual([1, '9 FASTQ-PAIR-COUNT']);
    expect(await codes(bad, packed)).toEqual([1, '8 FASTQ-TRUNCATED']);
    expect((await codes(good, absent))[0]).toBe(2);
  });

  it('waits for the file that is behind, however they are packed', async () => {
    const names = Array.from({ length: 60_000 }, (_, i) => `run:${i}`);
    const one = write('one.fastq', fastq(1, names));
    const two = write('two.fastq.gz', gzipSync(fastq(2, names)));
    expect(await codes(one, two)).toEqual([0]);
    expect(await codes(two, one)).toEqual([0]);
    const short = write('short.fastq', fastq(2, names.slice(0, 5)));
    expect(await codes(one, short)).toEqual([1, '21 FASTQ-PAIR-COUNT']);
  });

  it('needs files two by two', async () => {
    expect(await seqplan('validate', '--paired', good)).toMatchObject({
      exit: 2,
      err: '--paired takes files two by two; there are 1',
    });
    expect((await seqplan('validate', '--paired', good, packed, '--format', 'sam')).exit).toBe(2);
  });
});
