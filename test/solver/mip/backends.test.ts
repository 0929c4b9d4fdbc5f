/** Both backends against trying every point, and what happens at limits. Needs the built workers in dist/. */

import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  chooseBackend,
  createMipSolver,
  ModelBuilder,
  type MipBackend,
  type MipModel,
} from '../../../src/solver/mip/index.ts';
import { bestByTrying, product, smallModel, toModel } from './random-model.ts';

const solver = createMipSolver();
afterAll(() => solver.close());
const PATIENT = { timeMs: 30_000 };

describe.each<[string, MipBackend]>([
  ['HiGHS', solver.highs],
  ['javascript-lp-solver', solver.javascriptLp],
  ['the choice of both', solver],
])('%s', (_, backend) => {
  it('finds the best whole point that trying all of them finds, or that there is none', async () => {
    const seen = { optimal: 0, infeasible: 0 };
    await fc.assert(
      fc.asyncProperty(smallModel, async (small) => {
        const best = bestByTrying(small);
        const answer = await backend.solve(toModel(small), PATIENT);
        expect(answer.status).toBe(best === undefined ? 'infeasible' : 'optimal');
        seen[best === undefined ? 'infeasible' : 'optimal']++;
        if (best === undefined) return;
        expect(answer.objective).toBeCloseTo(best, 6);
        const values = [...(answer.values ?? [])];
        expect(values.every(Number.isInteger)).toBe(true);
        expect(product(small.cost, values)).toBeCloseTo(best, 6);
        for (const { a, lower, upper } of small.rows) {
          expect(product(a, values)).toBeGreaterThanOrEqual(lower);
          expect(product(a, values)).toBeLessThanOrEqual(upper);
        }
      }),
      { numRuns: 120 },
    );
    expect(seen.optimal).toBeGreaterThan(20);
    expect(seen.infeasible).toBeGreaterThan(20);
  });

  it('answers several callers at once, each with its own model', async () => {
    const answers = await Promise.all([3, 4, 5].map((most) => backend.solve(atMost(most), PATIENT)));
    // The more the better, so each takes its own limit.
    expect(answers.map(({ objective }) => objective)).toEqual([-3, -4, -5]);
  });

  it('takes columns without limits', async () => {
    const builder = new ModelBuilder();
    const free = builder.integer({ cost: 1, lower: -Infinity });
    builder.integer({ cost: -2, lower: -Infinity, upper: -1 });
    builder.row([[2, free]], { lower: -7 });
    const answer = await backend.solve(builder.build(), PATIENT);
    // 2 free >= -7 makes the least whole one -3; the second is cheapest at its upper limit -1, which costs 2.
    expect([...(answer.values ?? [])]).toEqual([-3, -1]);
    expect(answer.objective).toBe(-3 + 2);
  });
});

describe('a linear program', () => {
  it('goes to HiGHS, whose duals prove the optimum', async () => {
    let optimal = 0;
    await fc.assert(
      fc.asyncProperty(smallModel, async (small) => {
        const whole = bestByTrying(small);
        const answer = await solver.solve(toModel(small, false), PATIENT);
        if (answer.status === 'infeasible') {
          expect(whole).toBeUndefined();
          return;
        }
        optimal++;
        expect(answer.status).toBe('optimal');
        expect(answer.bound).toBeCloseTo(answer.objective ?? NaN, 6);
        // The relaxation is never dearer than the best whole point.
        if (whole !== undefined) expect(answer.bound).toBeLessThanOrEqual(whole + 1e-6);
      }),
      { numRuns: 100 },
    );
    expect(optimal).toBeGreaterThan(30);
  });

  it('without a lower bound on its cost is refused', async () => {
    const builder = new ModelBuilder();
    builder.continuous({ cost: -1 });
    await expect(solver.solve(builder.build(), PATIENT)).rejects.toThrow('no lower bound');
  });
});

describe('limits', () => {
  it('stop javascript-lp-solver where it would not come back, and its next answer is right', async () => {
    const answer = await solver.javascriptLp.solve(assignment(100, 30), { timeMs: 150 });
    expect(answer).toEqual({ status: 'stopped', stoppedBy: 'time' });
    expect((await solver.javascriptLp.solve(atMost(3), PATIENT)).objective).toBe(-3);
  });

  it('stop HiGHS with what it has by then, and its next answer is right', async () => {
    const answer = await solver.highs.solve(assignment(100, 30), { timeMs: 150 });
    expect(['stopped', 'feasible']).toContain(answer.status);
    expect(answer.stoppedBy).toBe('time');
    expect((await solver.highs.solve(atMost(3), PATIENT)).objective).toBe(-3);
  });

  it('of nodes end the search at the same answer every time', async () => {
    const model = marketSplit(3, 20);
    const [first, second] = [
      await solver.highs.solve(model, { ...PATIENT, nodes: 150 }),
      await solver.highs.solve(model, { ...PATIENT, nodes: 150 }),
    ];
    expect(first.stoppedBy).toBe('nodes');
    expect(second).toEqual(first);
  });

  it('keep a start that nothing better was found for', async () => {
    const model = assignment(100, 30);
    const start = byFirstRoom(100, 30);
    const answer = await solver.highs.solve(model, { ...PATIENT, nodes: 0, start });
    expect(answer.status).toBe('feasible');
    const cost = start.reduce((sum, value, c) => sum + value * (model.columns.cost[c] ?? 0), 0);
    expect(answer.objective).toBeLessThanOrEqual(cost);
  });

  it('leave a start aside that is not within the model', async () => {
    const answer = await solver.highs.solve(atMost(3), { ...PATIENT, start: Float64Array.of(4) });
    expect(answer.objective).toBe(-3);
  });
});

describe('the choice of a backend', () => {
  it('sends linear programs and large models to HiGHS, small mixed ones to javascript-lp-solver', () => {
    expect(chooseBackend(atMost(3))).toBe('javascript-lp-solver');
    expect(chooseBackend(toModel({ cost: [1], box: [[0, 1]], rows: [] }, false))).toBe('highs');
    expect(chooseBackend(assignment(100, 30))).toBe('highs');
  });
});

describe('a closed solver', () => {
  it('rejects', async () => {
    const other = createMipSolver();
    await other.close();
    await expect(other.solve(atMost(1), PATIENT)).rejects.toThrow('closed');
  });
});

function atMost(most: number): MipModel {
  const builder = new ModelBuilder();
  builder.row([[1, builder.integer({ cost: -1 })]], { upper: most });
  return builder.build();
}

/** Binaries whose weighted sums shall be half of all, in every row: small, but only searching finds how near one gets. */
function marketSplit(rowCount: number, count: number): MipModel {
  const builder = new ModelBuilder();
  const chosen = Array.from({ length: count }, () => builder.binary());
  for (let row = 0; row < rowCount; row++) {
    const weights = chosen.map((column) => ((column + 3) * (row + 5) * 7919) % 97);
    const half = Math.floor(weights.reduce((sum, weight) => sum + weight, 0) / 2);
    const [over, under] = [builder.continuous({ cost: 1 }), builder.continuous({ cost: 1 })];
    builder.equal([...weights.map((weight, k) => [weight, chosen[k] ?? 0] as const), [-1, over], [1, under]], half);
  }
  return builder.build();
}

/** Things of sizes 5..29 into rooms of 100 that cost 20 and more to open; every placement has a price. */
function assignment(things: number, rooms: number): MipModel {
  const builder = new ModelBuilder();
  const contents = Array.from({ length: rooms }, (_, room): [number, number][] => [[-100, builder.binary(20 + room)]]);
  for (let thing = 0; thing < things; thing++) {
    const placed = contents.map((_, room) => builder.binary(priceOf(thing, room)));
    builder.equal(
      placed.map((column) => [1, column]),
      1,
    );
    contents.forEach((content, room) => content.push([sizeOf(thing), placed[room] ?? 0]));
  }
  for (const content of contents) builder.row(content, { upper: 0 });
  return builder.build();
}

const sizeOf = (thing: number): number => 5 + ((thing * 7919) % 25);
const priceOf = (thing: number, room: number): number => (thing * 7907 + room * 7901 + thing * room * 31) % 101;

/** The start that opens every room and puts each thing into the first one with space. */
function byFirstRoom(things: number, rooms: number): Float64Array {
  const values = new Float64Array(rooms + things * rooms).fill(1, 0, rooms);
  const space = Array.from({ length: rooms }, () => 100);
  for (let thing = 0; thing < things; thing++) {
    const room = space.findIndex((left) => left >= sizeOf(thing));
    space[room] = (space[room] ?? 0) - sizeOf(thing);
    values[rooms + thing * rooms + room] = 1;
  }
  return values;
}
