/** Arrangements as words that threads exchange; starts are whole seconds, so 32 bits reach 68 years from the epoch. */

import { i32 } from '../columns.ts';
import type { Problem } from '../problem.ts';
import type { Arrangement } from './arrangement.ts';

/** Occurrences of maintenance that there is room for; where there are more, the last ones are placed anew. */
const MOST_OCCURRENCES = 4096;

/** Words of the longest arrangement. */
export const arrangementWords = ({ operations }: Pick<Problem, 'operations'>): number =>
  3 * operations.count + 1 + 2 * MOST_OCCURRENCES;

export function toWords({ mode, task, start, count, maintenanceRow, maintenanceStart }: Arrangement): Int32Array {
  const kept = Math.min(count, MOST_OCCURRENCES);
  const words = new Int32Array(1 + 3 * mode.length + 2 * kept);
  words[0] = kept;
  let at = 1;
  for (const column of [mode, task, start, maintenanceRow.subarray(0, kept), maintenanceStart.subarray(0, kept)]) {
    words.set(column, at);
    at += column.length;
  }
  return words;
}

export function fromWords(words: Int32Array, operations: number): Arrangement {
  const count = i32(words, 0);
  let at = 1;
  const take = (length: number): Int32Array => words.slice(at, (at += length));
  return {
    count,
    mode: take(operations),
    task: take(operations),
    start: Float64Array.from(take(operations)),
    maintenanceRow: take(count),
    maintenanceStart: Float64Array.from(take(count)),
  };
}
