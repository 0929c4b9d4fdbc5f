/** Lognormal variates given by their mean and coefficient of variation: real durations around planned ones. */

import { normalQuantile } from './normal.ts';

/** `u` in (0, 1), `mean` > 0, `cv` >= 0. With sigma^2 = ln(1 + cv^2) and mu = ln(mean) - sigma^2 / 2 the mean is kept. */
export function lognormal(u: number, { mean, cv }: { readonly mean: number; readonly cv: number }): number {
  if (cv === 0) return mean;
  const variance = Math.log1p(cv * cv);
  return mean * Math.exp(Math.sqrt(variance) * normalQuantile(u) - variance / 2);
}
