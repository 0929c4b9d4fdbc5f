import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PLAN_RULE_CODES, checkPlan } from '../../../src/validation/index.ts';
import { goodCase } from '../../support/good-plan.ts';
import { PLAN_MUTANTS } from '../../support/plan-mutants.ts';

describe('a plan that breaks one rule gets the code of that rule and no other', () => {
  const good = goodCase();
  test.each(PLAN_MUTANTS)('$code: $name', ({ code, path, spoil }) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), (amount) => {
        const findings = checkPlan(spoil(good, amount));
        expect(findings.filter((f) => f.code !== code)).toEqual([]);
        expect(findings.map((f) => f.path)).toContain(path);
      }),
      { numRuns: 10, examples: [[1], [300]] },
    );
  });
});

test('every rule has a mutant', () => {
  expect(new Set(PLAN_MUTANTS.map((mutant) => mutant.code))).toEqual(new Set(PLAN_RULE_CODES));
});
