/** One wait of ageing material. */

import { f64 } from '../columns.ts';
import { NONE, type Problem } from '../problem.ts';

/** What is left of `quality`, 0..1, after `wait` seconds by `curve`; NONE: everything. Not rising in the wait, not falling in the quality. */
export function aged({ curves }: Problem, curve: number, quality: number, wait: number): number {
  if (curve === NONE || wait <= 0 || quality <= 0) return quality;
  const tau = f64(curves.tau, curve);
  if (tau === Infinity) return quality;
  const beta = f64(curves.beta, curve);
  return Math.exp(-(((-Math.log(quality)) ** (1 / beta) + wait / tau) ** beta));
}
