import { expect, test } from 'vitest';
import { checkPlan } from '../../../src/validation/index.ts';
import { GOOD_TERMS, goodCase } from '../../support/good-plan.ts';
import { termsOf } from '../../support/objective-oracle.ts';

test('a plan made by hand from the rules, with many limits met exactly, has no findings', () => {
  expect(checkPlan(goodCase())).toEqual([]);
});

test('the worth that was worked out by hand is the closed form of it', () => {
  const terms = termsOf(goodCase());
  expect(terms['samples-lost']).toBe(GOOD_TERMS['samples-lost']);
  expect(terms['weighted-tardiness']).toBeCloseTo(GOOD_TERMS['weighted-tardiness'], 9);
  expect(terms['quality-lost']).toBeCloseTo(GOOD_TERMS['quality-lost'], 8);
});
