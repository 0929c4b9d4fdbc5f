import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkShop } from '../../../bench/public-check.ts';
import { publicCase } from '../../../bench/public.ts';
import { readFjsp, readJsp, readRcpsp, solutionDocument } from '../../../src/solver/formats/index.ts';
import { evaluate, type Problem } from '../../../src/solver/index.ts';
import { solveClassic, type ClassicOptions } from '../../../src/solver/search/index.ts';
import { bruteForce, randomShop } from './random-shop.ts';

const FOLDER = fileURLToPath(new URL('../../../../shared/data/scheduling/', import.meta.url));

/** FT06 of Fisher and Thompson (1963): 55 is the proven optimum. */
const FT06 = `6 6
2 1 0 3 1 6 3 7 5 3 4 6
1 8 2 5 4 10 5 10 0 10 3 4
2 5 3 4 5 8 0 9 1 1 4 7
1 5 0 5 2 5 3 3 4 8 5 9
2 9 1 3 4 5 5 4 0 3 3 1
1 3 3 3 5 9 0 10 4 4 2 1
`;

function problemFrom(result: ReturnType<typeof readJsp>): Problem {
  if (result.kind !== 'problem') throw new Error(JSON.stringify(result.findings));
  return result.problem;
}

function solved(problem: Problem, options: ClassicOptions) {
  const result = solveClassic(problem, options);
  if (result.kind !== 'solved') throw new Error('not supported');
  return result;
}

const figures = { instance: 'test', seconds: 0, workers: 1, seed: 1 };

describe('the search of shops', () => {
  it('finds the optimum of FT06, in a schedule that the naive judge accepts', () => {
    const problem = problemFrom(readJsp(FT06));
    const { solution, objective, bound, iterations } = solved(problem, { seed: 1, budget: { iterations: 5000 } });
    expect(objective).toBe(55);
    expect(bound).toBeLessThanOrEqual(55);
    const document = solutionDocument({
      format: 'jsp',
      problem,
      solution,
      figures: { ...figures, objective, bound, iterations },
    });
    expect(checkShop('jsp', FT06, 'operations' in document ? document.operations : [])).toEqual({ makespan: 55 });
  });

  it('states the makespan as the weighted tardiness of the problem', () => {
    const problem = problemFrom(readJsp(FT06));
    const { solution, objective } = solved(problem, { seed: 1, budget: { iterations: 100 } });
    const levels = [{ terms: [{ term: 'weighted-tardiness', weight: 1 }] }] as const;
    expect(evaluate(problem, solution, levels as never)[0]?.value).toBeCloseTo(objective, 9);
  });

  it('reaches the shortest makespan of all orders on tiny shops, and never states a bound above it', () => {
    for (let seed = 0; seed < 40; seed++) {
      const { problem, instance } = randomShop(seed, { jobs: 3, machines: 3, flexibility: 1 + (seed % 3) });
      const { objective, bound } = solved(problem, { seed, budget: { iterations: 3000 } });
      expect(objective, `seed ${seed}`).toBe(bruteForce(instance));
      expect(bound, `seed ${seed}`).toBeLessThanOrEqual(objective);
    }
  });

  it('gives the same answer for the same seed and steps, and takes exactly the steps it may', () => {
    // Its bound is 52: never reached, so nothing but the budget ends the search.
    const problem = problemFrom(readJsp(FT06));
    const options = { seed: 3, budget: { iterations: 2500 } };
    const first = solved(problem, options);
    expect(solved(problem, options)).toEqual(first);
    expect(first.isReproducible).toBe(true);
    expect(first.iterations).toBe(2500);
  });

  it('reports ever better incumbents, the last of them being the answer', () => {
    const problem = problemFrom(readJsp(FT06));
    const seen: number[] = [];
    const { objective } = solved(problem, {
      seed: 1,
      budget: { iterations: 3000 },
      onIncumbent: (incumbent) => seen.push(incumbent.objective),
    });
    expect(seen.length).toBeGreaterThan(1);
    expect(seen).toEqual([...new Set(seen)].toSorted((a, b) => b - a));
    expect(seen.at(-1)).toBe(objective);
  });

  it('is never worse than the schedule it begins with', () => {
    const { problem } = randomShop(9, { jobs: 12, machines: 6, flexibility: 2 });
    const good = solved(problem, { seed: 1, budget: { iterations: 5000 } });
    const again = solved(problem, { seed: 2, budget: { iterations: 0 }, start: good.solution });
    expect(again.objective).toBeLessThanOrEqual(good.objective);
    expect(again.iterations).toBe(0);
  });

  it('says that an answer cut short by the clock or by a cancellation may differ next time', () => {
    const problem = problemFrom(readJsp(FT06));
    let now = 0;
    const byClock = solved(problem, { seed: 1, budget: { timeMs: 5, clockMs: () => now++ } });
    expect(byClock.isReproducible).toBe(false);
    const cancelled = solved(problem, { seed: 1, budget: { isCancelled: () => true } });
    expect(cancelled.isReproducible).toBe(false);
  });

  it('does not take on a project with cumulative resources', () => {
    const problem = problemFrom(readRcpsp('3 1\n4\n0 0 1 2\n7 4 1 3\n0 0 0\n'));
    expect(solveClassic(problem, { seed: 1, budget: { iterations: 10 } })).toEqual({ kind: 'unsupported' });
  });
});

describe('the benchmark of public instances', () => {
  it('runs in its smoke size and reaches the optimum there', async () => {
    const { rows } = await publicCase.run({ smoke: true });
    expect(rows).toEqual([{ family: 'ft06', 'mean gap %': 0 }]);
  });

  it('judges with a checker that names planted faults', () => {
    const instance = '2 2\n0 3 1 2\n1 4 0 1\n';
    const good = [
      { job: 0, operation: 0, machine: 0, start: 0, end: 3 },
      { job: 0, operation: 1, machine: 1, start: 4, end: 6 },
      { job: 1, operation: 0, machine: 1, start: 0, end: 4 },
      { job: 1, operation: 1, machine: 0, start: 4, end: 5 },
    ];
    const mutant = (k: number, change: object) => good.map((one, index) => (index === k ? { ...one, ...change } : one));
    expect(checkShop('jsp', instance, good)).toEqual({ makespan: 6 });
    expect(checkShop('jsp', instance, good.slice(1))).toEqual({ fault: '3 operations, not 4' });
    expect(checkShop('jsp', instance, mutant(1, { start: 3, end: 5 }))).toEqual({
      fault: 'machine 1: 1.0 overlaps 0.1',
    });
    expect(checkShop('jsp', instance, mutant(1, { start: 2, end: 4 }))).toEqual({
      fault: 'operation 0.1 starts at 2, before 3',
    });
    expect(checkShop('jsp', instance, mutant(3, { end: 6 }))).toEqual({
      fault: 'operation 1.1 may not take 2 on machine 0',
    });
  });
});

describe.skipIf(!existsSync(`${FOLDER}check_schedule.py`))('the foreign judge', () => {
  it.each([
    ['jsp', 'la16', readJsp],
    ['fjsp', 'mk04', readFjsp],
    ['fjsp', 'hurink-rdata-la16', readFjsp],
  ] as const)('recomputes the makespan of %s %s', (format, instance, read) => {
    const file = `${FOLDER}${format}/${instance}.txt`;
    const problem = problemFrom(read(readFileSync(file, 'utf8')));
    const { solution, objective, bound, iterations } = solved(problem, { seed: 1, budget: { iterations: 3000 } });
    const document = solutionDocument({
      format,
      problem,
      solution,
      figures: { ...figures, objective, bound, iterations },
    });
    const folder = mkdtempSync(path.join(os.tmpdir(), 'seqplan-'));
    try {
      const out = path.join(folder, 'solution.json');
      writeFileSync(out, JSON.stringify(document));
      const said = execFileSync('python3', [`${FOLDER}check_schedule.py`, format, file, out], { encoding: 'utf8' });
      expect(said.trim()).toBe(String(objective));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
