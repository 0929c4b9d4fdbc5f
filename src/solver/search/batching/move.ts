/** What every move of the batching search is; `BatchingState.apply` carries out what was proposed. */

import type { BatchingData } from './data.ts';
import type { BatchingState } from './state.ts';

/** The draw of a move came to nothing: nothing is proposed. */
export const NO_MOVE: number = Number.POSITIVE_INFINITY;

export interface Move {
  readonly name: string;
  /** Whether it can propose anything at all. */
  supports(data: BatchingData): boolean;
  /** Draws a proposal and prices it: what it adds to the cost, exact where that is at most `limit`. */
  evaluate(state: BatchingState, limit: number): number;
}
