/** Bases wanted to read pairs wanted: how many reads of a recipe's length make up a yield. */

import type { ParsedRecipe } from './document.ts';

/** Whole read pairs, rounded up; a pair gives the cycles of read 1 and read 2 in bases. 0 reads of a recipe without cycles. */
export function readsForYield(bases: number, recipe: Pick<ParsedRecipe, 'cycles'>): number {
  const length = recipe.cycles.read1 + recipe.cycles.read2;
  return length === 0 ? 0 : Math.ceil(bases / length);
}
