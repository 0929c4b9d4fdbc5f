/**
 * The least loss of quality over several waits that together must be longer than each must be, whatever their curves.
 *
 * Extra time is dealt out in whole units. Let the waits be longer than their least by e_1 .. e_m, E in total: rounded down
 * to units, they hold more than E / unit - m units together, and less waiting never ages more. So the best way to deal out
 * that many whole units loses no more than any plan does. Ageing is monotone in the quality that a wait begins with, so
 * the best quality per number of units dealt so far is all that has to be known.
 */

import { f64 } from '../columns.ts';
import type { Problem } from '../problem.ts';
import { aged } from './aged.ts';

export interface Stay {
  readonly curve: number;
  /** Seconds that it lasts at least, and by how many more at most. */
  readonly least: number;
  readonly room: number;
}

export interface Stays {
  /** Where the first one begins. */
  readonly quality: number;
  readonly stays: readonly Stay[];
  /** Without any extra time. */
  readonly earliestLast: number;
}

/** Seconds. */
const UNIT = 2 * 3600;
const UNITS = 84;

/** The least share of quality lost by when the last stay ends, made when it is first asked for. */
export function lossTable(problem: Problem, question: Stays): (lastStart: number) => number {
  let table: Float64Array | undefined;
  return (lastStart) => {
    table ??= bestQualities(problem, question);
    const units = Math.floor((lastStart - question.earliestLast) / UNIT) - question.stays.length + 1;
    return 1 - f64(table, Math.max(0, Math.min(UNITS, units)));
  };
}

/** [units] the best quality at the end if at least so many units are dealt out. */
function bestQualities(problem: Problem, { quality, stays }: Stays): Float64Array {
  let best = new Float64Array(UNITS + 1).fill(-1);
  best[0] = quality;
  for (const { curve, least, room } of stays) {
    const next = new Float64Array(UNITS + 1).fill(-1);
    const most = Math.min(UNITS, Math.floor(room / UNIT));
    for (let before = 0; before <= UNITS; before++) {
      const begun = f64(best, before);
      if (begun < 0) continue;
      for (let units = 0; units <= most && before + units <= UNITS; units++) {
        const left = aged(problem, curve, begun, least + units * UNIT);
        if (left > f64(next, before + units)) next[before + units] = left;
      }
    }
    best = next;
  }
  // More than all waits hold is impossible: it counts as what they do hold.
  let held = UNITS;
  while (held > 0 && f64(best, held) < 0) held--;
  best.fill(f64(best, held), held + 1);
  for (let units = held - 1; units >= 0; units--) best[units] = Math.max(f64(best, units), f64(best, units + 1));
  return best;
}
