import { expect, it } from 'vitest';
import { chainsOf, lowerBound } from '../../../../src/solver/search/project/bound.ts';
import { destructiveBound } from '../../../../src/solver/search/project/destructive-bound.ts';
import { projectOf } from '../../../../src/solver/search/project/project.ts';
import { problemFrom, randomProject, shortest, type RawProject } from './random-project.ts';

function bounds(raw: RawProject): { simple: number; refuted: number; unit: number } {
  const project = projectOf(problemFrom(raw));
  const chains = chainsOf(project);
  const simple = lowerBound(project, chains);
  return {
    simple,
    refuted: destructiveBound(project, chains, { from: simple, upTo: project.work }),
    unit: project.unit,
  };
}

/** 0 -> 1 -> 2, which last 1, 2 and 1. */
const CHAIN = [
  { from: 0, to: 1 },
  { from: 1, to: 2 },
];

it('the simple bound is the longest chain or the energy between the least head and tail', () => {
  // 1 is used after the first unit and before the last: 1 + (2 x 1 + 3 x 1) / 1 + 1 = 7, and 3 is put between as well.
  const arcs = [...CHAIN, { from: 0, to: 3 }, { from: 3, to: 2 }];
  const raw = { durations: [1, 2, 1, 3], demands: [[0], [1], [0], [1]], capacities: [1], arcs };
  expect(bounds(raw)).toMatchObject({ simple: 7, refuted: 7 });
  // With two at a time the longest chain is left: 1 + 3 + 1.
  expect(bounds({ ...raw, capacities: [2] })).toMatchObject({ simple: 5, refuted: 5 });
});

it('a makespan is refuted where two activities exclude each other and neither can come first', () => {
  // Chain 4, energy 4. In 4, activity 1 runs in [1, 3): neither side has room for 3, which lasts 2. In 5 there is room after it.
  const raw = { durations: [1, 2, 1, 2], demands: [[0], [1], [0], [1]], capacities: [1], arcs: CHAIN };
  expect(bounds(raw)).toEqual({ simple: 4, refuted: 5, unit: 1 });
  expect(shortest(raw)).toBe(5);
});

it('a makespan is refuted where an interval needs more energy than it has', () => {
  // Chain 4, energy ceil(10 / 3) = 4; any two fit side by side. In 5, all of 1, 3 and 4 run in [2, 3) wherever they start: 4 > 3.
  // In 6: 3 in [0, 3), 1 in [1, 3), 4 in [3, 6).
  const raw = { durations: [1, 2, 1, 3, 3], demands: [[0], [2], [0], [1], [1]], capacities: [3], arcs: CHAIN };
  expect(bounds(raw)).toEqual({ simple: 4, refuted: 6, unit: 1 });
  expect(shortest(raw)).toBe(6);
});

it('no bound is above the shortest makespan', () => {
  let proved = 0;
  for (let seed = 0; seed < 40; seed++) {
    const raw = randomProject(seed, { activities: 5, resources: 2, capacity: 3, longest: 4 });
    const { simple, refuted, unit } = bounds(raw);
    const best = shortest(raw);
    expect(simple, `seed ${seed}`).toBeLessThanOrEqual(refuted);
    expect(refuted * unit, `seed ${seed}`).toBeLessThanOrEqual(best);
    if (refuted * unit === best) proved++;
  }
  // The bound is sharp on most projects as small as these; a bound of 0 would satisfy the rest of this test.
  expect(proved).toBeGreaterThan(20);
});
