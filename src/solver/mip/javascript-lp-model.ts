/**
 * A model in the words of javascript-lp-solver, and its result back in ours.
 *
 * That solver knows columns from 0 up (or free ones) and no upper limits, so columns are shifted to their lower limit, or
 * turned round at their upper one, and upper limits become rows, except where a row implies them.
 */

import type { Model, SolveResult } from 'javascript-lp-solver';
import { f64, i32, u8 } from '../columns.ts';
import type { MipModel } from './model.ts';

/** x = offset + sign * y, y >= 0 (free: offset 0, sign 1). */
interface Shift {
  readonly offset: number;
  readonly sign: 1 | -1;
}

const COST = 'cost';

export function toJavascriptLp(model: MipModel): Model {
  const { columns, rows } = model;
  const shifts = shiftsOf(model);
  const variables: Record<string, Record<string, number>> = {};
  const constraints: Record<string, { min?: number; max?: number; equal?: number }> = {};
  const ints: Record<string, 1> = {};
  const unrestricted: Record<string, 1> = {};
  const entries = shifts.map(({ sign }, c): Record<string, number> => ({ [COST]: sign * f64(columns.cost, c) }));
  const implied = impliedRanges(model, shifts);
  entries.forEach((entry, c) => {
    variables[`x${c}`] = entry;
    if (u8(columns.isInteger, c) === 1) ints[`x${c}`] = 1;
    const [lower, upper] = [f64(columns.lower, c), f64(columns.upper, c)];
    if (lower === -Infinity && upper === Infinity) unrestricted[`x${c}`] = 1;
    const range = upper - lower;
    if (range === Infinity || f64(implied, c) <= range) return;
    constraints[`u${c}`] = { max: range };
    entry[`u${c}`] = 1;
  });
  for (let r = 0; r < rows.count; r++) {
    let moved = 0;
    for (let k = i32(rows.first, r); k < i32(rows.first, r + 1); k++) {
      const c = i32(rows.column, k);
      const { offset, sign } = shifts[c] as Shift;
      moved += f64(rows.coefficient, k) * offset;
      (entries[c] as Record<string, number>)[`r${r}`] = sign * f64(rows.coefficient, k);
    }
    const [lower, upper] = [f64(rows.lower, r) - moved, f64(rows.upper, r) - moved];
    if (lower === -Infinity && upper === Infinity) continue;
    if (lower === upper) constraints[`r${r}`] = { equal: lower };
    else {
      const min = lower === -Infinity ? {} : { min: lower };
      constraints[`r${r}`] = { ...min, ...(upper === Infinity ? {} : { max: upper }) };
    }
  }
  return { optimize: COST, opType: 'min', constraints, variables, ints, unrestricted };
}

/** The values that a result stands for; zeros are left out of results. */
export function fromJavascriptLp(model: MipModel, result: SolveResult): Float64Array {
  return Float64Array.from(shiftsOf(model), ({ offset, sign }, c) => offset + sign * Number(result[`x${c}`] ?? 0));
}

function shiftsOf({ columns }: MipModel): Shift[] {
  return Array.from({ length: columns.count }, (_, c): Shift => {
    const [lower, upper] = [f64(columns.lower, c), f64(columns.upper, c)];
    if (lower > -Infinity) return { offset: lower, sign: 1 };
    return upper < Infinity ? { offset: upper, sign: -1 } : { offset: 0, sign: 1 };
  });
}

/** Per column: the range that some row with positive coefficients on shifted columns allows it; Infinity without one. */
function impliedRanges({ columns, rows }: MipModel, shifts: readonly Shift[]): Float64Array {
  const range = new Float64Array(columns.count).fill(Infinity);
  for (let r = 0; r < rows.count; r++) {
    let room = f64(rows.upper, r);
    let isCovering = room < Infinity;
    for (let k = i32(rows.first, r); k < i32(rows.first, r + 1) && isCovering; k++) {
      const c = i32(rows.column, k);
      const { offset, sign } = shifts[c] as Shift;
      const isFree = f64(columns.lower, c) === -Infinity && f64(columns.upper, c) === Infinity;
      isCovering = !isFree && sign * f64(rows.coefficient, k) > 0;
      room -= f64(rows.coefficient, k) * offset;
    }
    if (!isCovering) continue;
    for (let k = i32(rows.first, r); k < i32(rows.first, r + 1); k++) {
      const c = i32(rows.column, k);
      range[c] = Math.min(f64(range, c), room / Math.abs(f64(rows.coefficient, k)));
    }
  }
  return range;
}
