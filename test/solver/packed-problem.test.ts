/** What crosses threads packed is the same problem on the other side, also in memory that held another one before. */

import { describe, expect, it } from 'vitest';
import { createFormulator } from '../../src/solver/index.ts';
import { createModeMemory, unpackProblem } from '../../src/solver/packed-problem.ts';
import { busyLab } from '../../bench/busy-lab.ts';
import { randomLab } from './random-lab.ts';

const SEEDS = [1, 2, 3, 4, 5, 6];

describe('a packed problem', () => {
  it('unpacks to the problem as formulated, in one memory time after time', () => {
    const memory = createModeMemory();
    const counts = SEEDS.map((seed) => {
      const { scenario, situation } = randomLab(seed);
      const formulator = createFormulator(scenario);
      const { problem } = formulator.formulate(situation);
      expect(unpackProblem(structuredClone(formulator.pack(situation).problem), memory)).toEqual(problem);
      return problem.modes.count;
    });
    // Larger and smaller ones followed each other.
    expect(counts).not.toEqual(counts.toSorted((a, b) => a - b));
    expect(counts).not.toEqual(counts.toSorted((a, b) => b - a));
  });

  it('writes each mode of a set once', () => {
    const { scenario, situation } = busyLab({ seed: 3, orders: 24 });
    const { packed, operations } = createFormulator(scenario).pack(situation).problem;
    expect(packed.rows.count).toBeLessThan(packed.modes);
    expect(packed.setOf.length).toBe(operations.count);
  });

  it('names its modes as the whole formulation does', () => {
    const { scenario, situation } = randomLab(2);
    const formulator = createFormulator(scenario);
    const { problem, names } = formulator.formulate(situation);
    const { modeName } = formulator.pack(situation);
    const { firstMode, count } = problem.operations;
    const named = Array.from({ length: count }, (_, operation) =>
      names.modes
        .slice(firstMode[operation], firstMode[operation + 1])
        .map((__, k) => modeName(operation, (firstMode[operation] ?? 0) + k)),
    );
    expect(named.flat()).toEqual(names.modes);
  });
});
