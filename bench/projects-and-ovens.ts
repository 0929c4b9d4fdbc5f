/**
 * The searches for cumulative resources and for p-batches on public instances, each schedule judged by a foreign checker.
 *
 * Projects: gap to the best known makespan. Ovens: mean normalized cost beside the published simulated annealing with a
 * million moves. Time is processor time, as in `public.ts`; where the instances are not there, the case says so in its
 * rows. `SEQPLAN_BENCH_EVERY=1` solves every instance.
 */

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { solveInstance, type InstanceFormat } from '../src/solver/index.ts';
import type { BenchCase, BenchResult, BenchRow } from './case.ts';
import { cpuMs } from './processor-time.ts';
import { sampled, strideAsked, tell } from './sample.ts';

const FOLDER = '../shared/data/scheduling';
const SEED = 1;

interface Family {
  readonly name: string;
  readonly format: InstanceFormat;
  readonly pattern: RegExp;
  /** Every n-th instance is solved, so that a run stays near ten minutes. */
  readonly every: number;
  readonly seconds: number;
}

const FAMILIES: readonly Family[] = [
  { name: 'j30', format: 'rcpsp', pattern: /^j30/, every: 4, seconds: 1 },
  { name: 'j30', format: 'rcpsp', pattern: /^j30/, every: 4, seconds: 10 },
  { name: 'j60', format: 'rcpsp', pattern: /^j60/, every: 3, seconds: 1 },
  { name: 'j60', format: 'rcpsp', pattern: /^j60/, every: 3, seconds: 10 },
  { name: 'osp', format: 'osp', pattern: /^osp/, every: 3, seconds: 10 },
];

/** Three activities of 2, 3 and 2 units on a resource of 2 that takes 1, 2 and 1 of it: 2 + 3 = 5 with the last beside the first. */
const TINY = '5 1\n2\n0 0 3 2 3 4\n2 1 1 5\n3 2 1 5\n2 1 1 5\n0 0 0\n';

export const projectsAndOvensCase: BenchCase = {
  name: 'projects-and-ovens',
  about: 'RCPSP: gap to the best known makespan. Oven scheduling: mean cost against the published annealing.',
  run: ({ smoke }) => Promise.resolve(smoke ? smokeRun() : fullRun()),
};

function fullRun(): BenchResult {
  const best = columnOf('best-known.csv', { key: (row) => `${row[0]}/${row[1]}`, value: 3 });
  const annealed = columnOf('osp/reference.csv', { key: (row) => `osp/${row[0]}`, value: 5 });
  const factor = columnOf('osp/reference.csv', { key: (row) => `osp/${row[0]}`, value: 1 });
  const rows: BenchRow[] = [];
  const answers: string[] = [];
  for (const { name, format, pattern, every, seconds } of FAMILIES) {
    const folder = path.join(FOLDER, format);
    if (!existsSync(folder)) continue;
    const files = readdirSync(folder).filter((file) => pattern.test(file));
    const chosen = sampled(files, { every, seconds });
    const pairs = chosen.map((file) => {
      const key = `${format}/${path.parse(file).name}`;
      const ours = solveAndJudge(path.join(folder, file), format, { ms: 1000 * seconds }, factor.get(key));
      const rival = (format === 'osp' ? annealed : best).get(key) ?? Number.NaN;
      answers.push(`${key} ${seconds} ${ours}`);
      tell(key, seconds, ours, rival);
      return { ours, rival };
    });
    const mean = (of: (pair: { ours: number; rival: number }) => number) =>
      pairs.reduce((sum, pair) => sum + of(pair), 0) / pairs.length;
    rows.push({
      family: name,
      instances: `${chosen.length} of ${files.length}`,
      'budget s': seconds,
      'mean ours': mean((pair) => pair.ours),
      'mean rival': mean((pair) => pair.rival),
      rival: format === 'osp' ? 'annealing, 1M moves' : 'best known',
      'mean gap %': mean(gapOf),
      'max gap %': Math.max(...pairs.map(gapOf)),
      'at most the rival': `${pairs.filter((pair) => gapOf(pair) <= ROUNDING).length} of ${pairs.length}`,
    });
  }
  if (rows.length === 0) rows.push({ family: `no instances in ${FOLDER}` });
  return { workload: { seed: SEED, stride: strideAsked() }, resultHash: sha256(answers.join('\n')), rows };
}

/** In percent: published costs are rounded. */
const ROUNDING = 1e-6;

const gapOf = ({ ours, rival }: { ours: number; rival: number }): number => (100 * (ours - rival)) / rival;

function solveAndJudge(
  file: string,
  format: InstanceFormat,
  budget: { readonly ms: number },
  normalization: number | undefined,
): number {
  const text = readFileSync(file, 'utf8');
  const answer = solveInstance({ name: path.parse(file).name, format, text, seed: SEED, budget, nowMs: cpuMs });
  if (answer.kind !== 'solved') throw new Error(`${file}: ${answer.kind}`);
  const solution = path.join(mkdtempSync(path.join(os.tmpdir(), 'seqplan-bench-')), 'solution.json');
  writeFileSync(solution, JSON.stringify(answer.document));
  const words = [path.join(FOLDER, 'check_schedule.py'), format, file, solution];
  const judged = Number(
    execFileSync('python3', normalization === undefined ? words : [...words, String(normalization)]).toString(),
  );
  if (Math.abs(judged - answer.document.objective) > 1e-9) throw new Error(`${file}: judged ${judged}`);
  return judged;
}

function smokeRun(): BenchResult {
  const answer = solveInstance({
    name: 'tiny',
    format: 'rcpsp',
    text: TINY,
    seed: SEED,
    budget: { iterations: 10 },
    nowMs: () => 0,
  });
  if (answer.kind !== 'solved') throw new Error(JSON.stringify(answer));
  const row = { family: 'tiny', 'mean ours': answer.document.objective };
  return { workload: { seed: SEED, iterations: 10 }, resultHash: sha256(JSON.stringify(answer.document)), rows: [row] };
}

/** A column of a table of the instances' folder, by key; empty where the table is not there. */
function columnOf(
  file: string,
  of: { readonly key: (row: readonly string[]) => string; readonly value: number },
): ReadonlyMap<string, number> {
  const table = path.join(FOLDER, file);
  if (!existsSync(table)) return new Map();
  const lines = readFileSync(table, 'utf8').trim().split('\n').slice(1);
  return new Map(lines.map((line) => line.split(',')).map((row) => [of.key(row), Number(row[of.value])]));
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
