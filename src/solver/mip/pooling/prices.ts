/** The levels of the objective as one sum, as far as pooling touches them: each level a thousandth of the one before. */

import type { ObjectiveLevel, ObjectiveTerm } from '../../../model/index.ts';

export interface PoolingPrices {
  /** Per weighted hour late. */
  readonly late: number;
  /** Per weighted unit of quality lost. */
  readonly quality: number;
  /** Per hour in which a scarce machine is idle. */
  readonly idle: number;
  /** Per empty unit. */
  readonly empty: number;
}

const STEP_DOWN = 1e-3;

export function poolingPrices(levels: readonly ObjectiveLevel[]): PoolingPrices {
  const touched = levels.filter(({ terms }) => terms.some(({ term }) => PRICED.has(term)));
  const price = (wanted: ObjectiveTerm): number =>
    touched.reduce(
      (sum, { terms }, level) =>
        sum + terms.reduce((own, { term, weight }) => own + (term === wanted ? weight : 0), 0) * STEP_DOWN ** level,
      0,
    );
  return {
    late: price('weighted-tardiness'),
    quality: price('quality-lost'),
    idle: price('sequencer-idle'),
    empty: price('empty-lanes'),
  };
}

const PRICED: ReadonlySet<ObjectiveTerm> = new Set([
  'weighted-tardiness',
  'quality-lost',
  'sequencer-idle',
  'empty-lanes',
]);
