/**
 * One seed for every property of a run, so that a red run is red again: SEQPLAN_SEED, or 1. A failing property prints the
 * seed and the path that replay it; properties that name a seed of their own keep it.
 */

import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['SEQPLAN_SEED'] ?? 1) });
