import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkPlan } from '../../../src/validation/index.ts';
import { LIMIT_MUTANTS } from '../../support/limit-mutants.ts';
import { createDice } from '../../support/random-case/dice.ts';
import { randomCase } from '../../support/random-case.ts';

test('a plan around which the laboratory was drawn has no findings', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      expect(checkPlan(randomCase(seed))).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test('a limit that is moved just past such a plan gets the code of its rule and no other', () => {
  const applied = new Map(LIMIT_MUTANTS.map(({ name }) => [name, 0]));
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const good = randomCase(seed);
      for (const { name, code, tighten } of LIMIT_MUTANTS) {
        const tight = tighten(good, createDice(seed, name));
        if (tight === undefined) continue;
        applied.set(name, (applied.get(name) ?? 0) + 1);
        const codes = [...new Set(checkPlan(tight).map((finding) => finding.code))];
        if (codes.join() !== code) expect.fail(`${name}: ${codes.join()} where ${code} is planted`);
      }
    }),
    // The fixed seeds make sure that every mutant applies; the others look further.
    { numRuns: 60, examples: Array.from({ length: 45 }, (_, seed): [number] => [seed]) },
  );
  // A mutant that hardly ever applies would prove nothing.
  expect([...applied].filter(([, count]) => count < 3)).toEqual([]);
});
