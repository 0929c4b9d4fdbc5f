/**
 * The search on public job shop instances: gap to the best known makespan, per family, after one and ten seconds.
 *
 * Time is the process's processor time, so that a neighbour on the machine changes nothing but the wait. Where the instances
 * are not there, the case says so in its rows. `SEQPLAN_BENCH_EVERY=1` solves every instance of every family.
 */

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { readFjsp, readJsp, solutionDocument } from '../src/solver/formats/index.ts';
import { solveClassic } from '../src/solver/search/index.ts';
import type { BenchCase, BenchResult, BenchRow } from './case.ts';
import { cpuMs } from './processor-time.ts';
import { spread } from './case.ts';
import { checkShop } from './public-check.ts';
import { sampled, strideAsked, tell } from './sample.ts';

const FOLDER = '../shared/data/scheduling';
const SEED = 1;
const SECONDS = [1, 10];

interface Family {
  readonly name: string;
  readonly format: 'jsp' | 'fjsp';
  readonly pattern: RegExp;
  /** Every n-th instance is solved, so that a run stays near ten minutes. */
  readonly every: number;
}

const FAMILIES: readonly Family[] = [
  { name: 'abz', format: 'jsp', pattern: /^abz/, every: 2 },
  { name: 'la16-40', format: 'jsp', pattern: /^la(1[6-9]|[234]\d)$/, every: 4 },
  { name: 'orb', format: 'jsp', pattern: /^orb/, every: 4 },
  { name: 'swv01-10', format: 'jsp', pattern: /^swv(0\d|10)$/, every: 3 },
  { name: 'yn', format: 'jsp', pattern: /^yn/, every: 2 },
  { name: 'ta01-40', format: 'jsp', pattern: /^ta([0-3]\d|40)$/, every: 4 },
  { name: 'mk01-15', format: 'fjsp', pattern: /^mk/, every: 3 },
  { name: 'hurink-edata', format: 'fjsp', pattern: /^hurink-edata/, every: 7 },
  { name: 'hurink-rdata', format: 'fjsp', pattern: /^hurink-rdata/, every: 7 },
];

export const publicCase: BenchCase = {
  name: 'public',
  about: 'Job shops and flexible job shops: gap to the best known makespan after 1 s and 10 s of one core.',
  run: ({ smoke }) => Promise.resolve(smoke ? smokeRun() : fullRun()),
};

interface Outcome {
  readonly gap: number;
  readonly boundGap: number;
  readonly iterations: number;
  readonly seconds: number;
  readonly makespan: number;
}

function fullRun(): BenchResult {
  const known = bestKnown();
  const rows: BenchRow[] = [];
  const makespans: string[] = [];
  for (const format of ['jsp', 'fjsp'] as const) {
    const all = new Map<number, Outcome[]>(SECONDS.map((seconds) => [seconds, []]));
    let total = 0;
    for (const { name, pattern, every } of FAMILIES.filter((family) => family.format === format)) {
      const names = [...known.keys()].filter(
        (key) => key.startsWith(`${format}/`) && pattern.test(key.split('/')[1] ?? ''),
      );
      total += names.length;
      for (const seconds of SECONDS) {
        const outcomes = sampled(names, { every, seconds }).map((key) => {
          const text = readFileSync(`${FOLDER}/${key}.txt`, 'utf8');
          const outcome = solve(format, text, seconds, known.get(key) ?? Number.NaN);
          makespans.push(`${key} ${seconds} ${outcome.makespan}`);
          tell(key, seconds, outcome.makespan, `${outcome.gap.toFixed(2)} %`);
          return outcome;
        });
        all.get(seconds)?.push(...outcomes);
        if (outcomes.length > 0) rows.push(rowOf(name, seconds, outcomes, names.length));
      }
    }
    for (const [seconds, outcomes] of all) {
      if (outcomes.length > 0) rows.push(rowOf(`all ${format}`, seconds, outcomes, total));
    }
  }
  if (rows.length === 0) rows.push({ family: `no instances in ${FOLDER}` });
  return {
    workload: { seed: SEED, seconds: SECONDS.join(' '), stride: strideAsked() },
    resultHash: sha256(makespans.join('\n')),
    rows,
  };
}

function rowOf(family: string, budget: number, outcomes: readonly Outcome[], of: number): BenchRow {
  const mean = (value: (outcome: Outcome) => number): number =>
    outcomes.reduce((sum, outcome) => sum + value(outcome), 0) / outcomes.length;
  const gaps = spread(outcomes.map((outcome) => outcome.gap));
  return {
    family,
    instances: `${outcomes.length} of ${of}`,
    'budget s': budget,
    'mean gap %': mean((outcome) => outcome.gap),
    'median gap %': gaps.p50,
    'max gap %': gaps.max,
    'mean gap to own bound %': mean((outcome) => outcome.boundGap),
    'thousand steps/s': mean((outcome) => outcome.iterations / 1000 / Math.max(outcome.seconds, 1e-3)),
  };
}

function solve(format: 'jsp' | 'fjsp', text: string, seconds: number, best: number): Outcome {
  const read = (format === 'jsp' ? readJsp : readFjsp)(text);
  if (read.kind !== 'problem') throw new Error(JSON.stringify(read.findings));
  const from = cpuMs();
  const result = solveClassic(read.problem, { seed: SEED, budget: { timeMs: 1000 * seconds, clockMs: cpuMs } });
  const used = (cpuMs() - from) / 1000;
  if (result.kind !== 'solved') throw new Error('not supported');
  const { objective, bound, iterations, solution } = result;
  const figures = { instance: '', objective, bound, seconds: used, iterations, workers: 1, seed: SEED };
  judge(format, text, solutionDocument({ format, problem: read.problem, solution, figures }));
  const gap = (100 * (objective - best)) / best;
  return { gap, boundGap: (100 * (objective - bound)) / bound, iterations, seconds: used, makespan: objective };
}

function judge(format: 'jsp' | 'fjsp', text: string, document: ReturnType<typeof solutionDocument>): void {
  const verdict = checkShop(format, text, 'operations' in document ? document.operations : []);
  if ('fault' in verdict) throw new Error(verdict.fault);
  if (verdict.makespan !== document.objective)
    throw new Error(`${document.objective} is said, ${verdict.makespan} is true`);
}

/** FT06 of Fisher and Thompson (1963), whose optimum is 55. */
const FT06 = `6 6
2 1 0 3 1 6 3 7 5 3 4 6
1 8 2 5 4 10 5 10 0 10 3 4
2 5 3 4 5 8 0 9 1 1 4 7
1 5 0 5 2 5 3 3 4 8 5 9
2 9 1 3 4 5 5 4 0 3 3 1
1 3 3 3 5 9 0 10 4 4 2 1
`;

function smokeRun(): BenchResult {
  const read = readJsp(FT06);
  if (read.kind !== 'problem') throw new Error(JSON.stringify(read.findings));
  const result = solveClassic(read.problem, { seed: SEED, budget: { iterations: 2000 } });
  if (result.kind !== 'solved') throw new Error('not supported');
  const { objective, bound, iterations, solution } = result;
  const figures = { instance: 'ft06', objective, bound, seconds: 0, iterations, workers: 1, seed: SEED };
  judge('jsp', FT06, solutionDocument({ format: 'jsp', problem: read.problem, solution, figures }));
  const row = { family: 'ft06', 'mean gap %': (100 * (objective - 55)) / 55 };
  return { workload: { seed: SEED, iterations: 2000 }, resultHash: sha256(`ft06 ${objective}`), rows: [row] };
}

/** By `format/instance`. */
function bestKnown(): Map<string, number> {
  const file = `${FOLDER}/best-known.csv`;
  if (!existsSync(file)) return new Map();
  const lines = readFileSync(file, 'utf8').trim().split('\n').slice(1);
  return new Map(
    lines.map((line) => line.split(',')).map(([format, name, , best]) => [`${format}/${name}`, Number(best)]),
  );
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
