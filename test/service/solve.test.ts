import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { seqplan } from '../support/command.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'seqplan-solve-'));
const shared = fileURLToPath(new URL('../../../shared/data/scheduling/', import.meta.url));

function instance(name: string, text: string): string {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
}

describe('seqplan solve', () => {
  it('prints instance, objective, bound, gap, seconds and iterations, and writes the full schedule', async () => {
    // Two jobs, two machines: job 0 on 0 for 3 then on 1 for 2; job 1 on 1 for 4 then on 0 for 1. Best: job 1 starts on
    // machine 1 (0-4), job 0 on machine 0 (0-3), then 4-6 and 4-5: 6. Machine 1 alone has 6 to do.
    const file = instance('two.txt', '2 2\n0 3 1 2\n1 4 0 1\n');
    const out = path.join(folder, 'two.json');
    const { exit, out: text } = await seqplan('solve', file, '--format', 'jsp', '--budget', '100', '--out', out);
    expect(exit).toBe(0);
    expect(JSON.parse(text)).toEqual({
      instance: 'two',
      objective: 6,
      bound: 6,
      gap: 0,
      seconds: 0,
      iterations: expect.any(Number),
    });
    const { problem, operations } = JSON.parse(readFileSync(out, 'utf8'));
    expect(problem).toBe('jsp');
    expect(operations).toHaveLength(4);
    expect(operations).toContainEqual({ job: 1, operation: 0, machine: 1, start: 0, end: 4 });
  });

  it('searches with as many threads as asked for, and says how many', async () => {
    const file = instance('pair.txt', '2 2\n0 3 1 2\n1 4 0 1\n');
    const out = path.join(folder, 'pair.json');
    const words = ['solve', file, '--format', 'jsp', '--budget', '60s', '--out', out];
    expect((await seqplan(...words, '--workers', '2')).exit).toBe(0);
    expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({ objective: 6, workers: 2 });
    expect((await seqplan(...words, '--workers', '0')).exit).toBe(2);
  });

  it('reports what is wrong with an instance, and exits 2', async () => {
    const { exit, err } = await seqplan('solve', instance('bad.txt', '2 2\n0 3 1\n'), '--format', 'jsp');
    expect(exit).toBe(2);
    expect(err).toContain('bad.txt');
    expect((await seqplan('solve', instance('two.txt', ''), '--format', 'tsp')).exit).toBe(2);
    expect((await seqplan('solve', path.join(folder, 'absent'), '--format', 'jsp')).exit).toBe(2);
  });

  it.skipIf(!existsSync(shared))(
    'writes schedules that a foreign judge finds feasible, with the objective stated',
    async () => {
      const normalization = new Map(
        readFileSync(path.join(shared, 'osp/reference.csv'), 'utf8')
          .split('\n')
          .map((line) => [line.split(',')[0], line.split(',')[1] ?? ''] as const),
      );
      for (const format of ['jsp', 'fjsp', 'rcpsp', 'osp']) {
        const [name = ''] = readdirSync(path.join(shared, format)).filter((file) => !file.endsWith('.csv'));
        const file = path.join(shared, format, name);
        const out = path.join(folder, `${format}.json`);
        const { exit, out: text } = await seqplan('solve', file, '--format', format, '--budget', '500', '--out', out);
        expect(exit).toBe(0);
        const words = [path.join(shared, 'check_schedule.py'), format, file, out];
        const factor = normalization.get(path.parse(name).name);
        const judged = execFileSync('python3', factor === undefined ? words : [...words, factor], { encoding: 'utf8' });
        expect(Number(judged)).toBeCloseTo(JSON.parse(text).objective, 9);
      }
    },
  );
});
