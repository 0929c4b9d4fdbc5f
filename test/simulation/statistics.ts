/** Judges samples by the laws of the distribution that they should come from. */

import { expect } from 'vitest';

export const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** Within four standard errors: a right implementation fails with probability 6e-5, once, for the seed is fixed. */
export function meanWithin(values: readonly number[], expected: number, deviation: number): void {
  expect(Math.abs(mean(values) - expected)).toBeLessThan((4 * deviation) / Math.sqrt(values.length));
}
