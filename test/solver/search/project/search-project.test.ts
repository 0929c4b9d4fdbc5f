import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../../src/solver/index.ts';
import { readJsp, readRcpsp } from '../../../../src/solver/formats/index.ts';
import { searchProject, supportsProject, type ProjectResult } from '../../../../src/solver/search/project/index.ts';
import { faults, makespanOf, problemFrom, randomProject, shortest } from './random-project.ts';

const FOLDER = fileURLToPath(new URL('../../../../../shared/data/scheduling/', import.meta.url));

const LARGE = randomProject(7, { activities: 40, resources: 3, capacity: 8, longest: 9 });

describe('the project search', () => {
  it('finds the shortest schedule of small projects, and its bound is never above it', () => {
    for (let seed = 0; seed < 12; seed++) {
      const raw = randomProject(seed, { activities: 6, resources: 2, capacity: 4, longest: 5 });
      const { objective, bound, start } = searchProject(problemFrom(raw), { seed, budget: { iterations: 300 } });
      expect(faults(raw, [...start]), `seed ${seed}`).toEqual([]);
      expect(objective, `seed ${seed}`).toBe(makespanOf(raw, [...start]));
      expect(objective, `seed ${seed}`).toBe(shortest(raw));
      expect(bound, `seed ${seed}`).toBeLessThanOrEqual(objective);
    }
  });

  it('stays feasible where durations are long and share no unit', () => {
    // A multiple of 1000 plus a little: far beyond what cells are used for.
    const long = { ...LARGE, durations: LARGE.durations.map((duration, i) => 1000 * duration + (i % 7)) };
    const { objective, start } = searchProject(problemFrom(long), { seed: 1, budget: { iterations: 20 } });
    const arcsKept = long.arcs.every(
      ({ from, to }) => (start[to] ?? 0) >= (start[from] ?? 0) + (long.durations[from] ?? 0),
    );
    expect(arcsKept).toBe(true);
    // Loads rise at starts only, so looking at all starts is looking at all times.
    for (const at of start) {
      const running = long.durations.flatMap((duration, i) => {
        const begin = start[i] ?? 0;
        return begin <= at && at < begin + duration ? [i] : [];
      });
      long.capacities.forEach((capacity, r) => {
        expect(running.reduce((sum, i) => sum + (long.demands[i]?.[r] ?? 0), 0)).toBeLessThanOrEqual(capacity);
      });
    }
    expect(objective).toBe(makespanOf(long, [...start]));
  });

  it('plans the same where all durations are multiplied by one length', () => {
    const hours = { ...LARGE, durations: LARGE.durations.map((duration) => 3600 * duration) };
    const options = { seed: 3, budget: { iterations: 50 } };
    const inUnits = searchProject(problemFrom(LARGE), options);
    const inHours = searchProject(problemFrom(hours), options);
    expect([...inHours.start]).toEqual([...inUnits.start].map((at) => 3600 * at));
    expect(inHours.bound).toBe(3600 * inUnits.bound);
  });

  it('begins no earlier than now and the release of the order', () => {
    const problem = problemFrom(LARGE);
    const options = { seed: 3, budget: { iterations: 10 } };
    const plain = searchProject(problem, options);
    const { orders } = problem;
    const later = searchProject({ ...problem, now: 50, orders: { ...orders, release: Float64Array.of(70) } }, options);
    expect([...later.start]).toEqual([...plain.start].map((at) => at + 70));
    expect([later.objective, later.bound]).toEqual([plain.objective + 70, plain.bound + 70]);
  });

  it('gives the same answer for the same seed and iterations, and does exactly as many', () => {
    const run = (): ProjectResult => searchProject(problemFrom(LARGE), { seed: 11, budget: { iterations: 70 } });
    const first = run();
    expect(run()).toEqual(first);
    expect(first.objective).toBeGreaterThan(first.bound);
    expect(first.iterations).toBe(70);
  });

  it('tells of each improvement once, ever shorter, and returns the last', () => {
    const seen: ProjectResult[] = [];
    const budget = { iterations: 400 };
    const result = searchProject(problemFrom(LARGE), { seed: 5, budget, onIncumbent: (one) => seen.push(one) });
    const objectives = seen.map(({ objective }) => objective);
    expect(objectives).toEqual([...new Set(objectives)].toSorted((a, b) => b - a));
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.at(-1)?.start).toEqual(result.start);
  });

  it('ends at its time, when told to, and with a schedule even without any budget', () => {
    let asked = 0;
    const nowMs = (): number => asked++;
    // Looks at the clock: once for the deadline (0 + 3), then 1, 2 and 3.
    const timed = searchProject(problemFrom(LARGE), { seed: 1, budget: { ms: 3 }, nowMs });
    expect(asked).toBe(4);
    const told = searchProject(problemFrom(LARGE), {
      seed: 1,
      budget: { ms: 9 },
      nowMs: () => 0,
      shouldStop: () => true,
    });
    const none = searchProject(problemFrom(LARGE), { seed: 1, budget: { iterations: 0 } });
    expect(timed.iterations).toBeGreaterThan(0);
    expect([told.iterations, none.iterations]).toEqual([0, 0]);
    expect(told.start).toEqual(none.start);
    expect(faults(LARGE, [...none.start])).toEqual([]);
  });

  it('stops as soon as the bound proves the schedule', () => {
    // Two resources of 1; 2 + 3 units on the first: 5 is the bound by energy and is reached by any schedule without gaps.
    const raw = {
      durations: [2, 3, 1],
      demands: [
        [1, 0],
        [1, 0],
        [0, 1],
      ],
      capacities: [1, 1],
      arcs: [],
    };
    const result = searchProject(problemFrom(raw), { seed: 1, budget: { iterations: 1000 } });
    expect(result).toMatchObject({ objective: 5, bound: 5, iterations: 0 });
  });

  it('refuses a budget in ms without a clock', () => {
    expect(() => searchProject(problemFrom(LARGE), { seed: 1, budget: { ms: 5 } })).toThrow('needs a clock');
  });
});

describe('the support of the project search', () => {
  const problem = problemFrom(LARGE);
  const one = (column: Float64Array, value: number): Float64Array => column.with(0, value);
  const variants: [string, Problem][] = [
    [
      'a late release',
      { ...problem, operations: { ...problem.operations, release: one(problem.operations.release, 1) } },
    ],
    [
      'a latest start',
      { ...problem, operations: { ...problem.operations, latestStart: one(problem.operations.latestStart, 9) } },
    ],
    [
      'frozen work',
      { ...problem, operations: { ...problem.operations, frozenTask: problem.operations.frozenTask.with(0, 0) } },
    ],
    ['a time lag', { ...problem, arcs: { ...problem.arcs, min: one(problem.arcs.min, 1) } }],
    ['a limit of waiting', { ...problem, arcs: { ...problem.arcs, max: one(problem.arcs.max, 1) } }],
    ['a deadline', { ...problem, orders: { ...problem.orders, deadline: Float64Array.of(99) } }],
    [
      'a capacity that begins later',
      { ...problem, resources: { ...problem.resources, stepTime: one(problem.resources.stepTime, 1) } },
    ],
    [
      'too little capacity',
      { ...problem, resources: { ...problem.resources, stepLevel: problem.resources.stepLevel.map(() => 0) } },
    ],
    ['a demand that ends early', { ...problem, demands: { ...problem.demands, span: one(problem.demands.span, 1) } }],
  ];

  it.each(variants)('does not extend to %s', (_, variant) => {
    expect(supportsProject(variant)).toBe(false);
    expect(() => searchProject(variant, { seed: 1, budget: { iterations: 1 } })).toThrow('does not support');
  });

  it('extends to plain projects, not to machines', () => {
    expect(supportsProject(problem)).toBe(true);
    const shop = readJsp('1 1\n0 3\n');
    expect(shop.kind === 'problem' && supportsProject(shop.problem)).toBe(false);
  });
});

describe.skipIf(!existsSync(`${FOLDER}check_schedule.py`))('the foreign judge', () => {
  it.each(['j30_13_4', 'j30_1_2', 'j60_9_10', 'j60_45_6'])('finds the schedule of %s feasible and as long', (name) => {
    const file = `${FOLDER}rcpsp/${name}.rcp`;
    const read = readRcpsp(readFileSync(file, 'utf8'));
    if (read.kind !== 'problem') throw new Error(`${name} is not read`);
    const { start, objective } = searchProject(read.problem, { seed: 1, budget: { iterations: 500 } });
    const folder = mkdtempSync(join(tmpdir(), 'seqplan-'));
    try {
      const solution = join(folder, 'solution.json');
      writeFileSync(
        solution,
        JSON.stringify({ activities: [...start].map((at, activity) => ({ activity, start: at })) }),
      );
      const said = execFileSync('python3', [`${FOLDER}check_schedule.py`, 'rcpsp', file, solution], {
        encoding: 'utf8',
      });
      expect(Number(said)).toBe(objective);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
