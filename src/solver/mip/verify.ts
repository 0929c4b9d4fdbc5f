/**
 * What can be said of values and duals from the model alone: no backend is believed where the model can be asked.
 */

import { f64, i32, u8 } from '../columns.ts';
import type { MipModel } from './model.ts';

/** Values may miss a limit by this much, relative to the limit where that is above 1. */
const TOLERANCE = 1e-6;

/** The values with whole columns rounded, or undefined where one is further than the tolerance from a whole number. */
export function rounded({ columns }: MipModel, values: Float64Array): Float64Array | undefined {
  if (values.length !== columns.count) return undefined;
  const result = Float64Array.from(values);
  for (let c = 0; c < columns.count; c++) {
    if (u8(columns.isInteger, c) === 0) continue;
    result[c] = Math.round(f64(values, c));
    if (!(Math.abs(f64(result, c) - f64(values, c)) <= TOLERANCE)) return undefined;
  }
  return result;
}

/** The first thing that is wrong with the values, in words; undefined where they are within the model. */
export function faultOf(model: MipModel, values: Float64Array): string | undefined {
  const { columns, rows } = model;
  if (values.length !== columns.count) return `${values.length} values for ${columns.count} columns`;
  for (let c = 0; c < columns.count; c++) {
    const value = f64(values, c);
    if (!isWithin(value, f64(columns.lower, c), f64(columns.upper, c))) {
      return `column ${c} is ${value}, outside [${f64(columns.lower, c)}, ${f64(columns.upper, c)}]`;
    }
    if (u8(columns.isInteger, c) === 1 && !Number.isInteger(value)) return `column ${c} is ${value}, not whole`;
  }
  for (let r = 0; r < rows.count; r++) {
    const sum = activity(model, r, values);
    if (!isWithin(sum, f64(rows.lower, r), f64(rows.upper, r))) {
      return `row ${r} is ${sum}, outside [${f64(rows.lower, r)}, ${f64(rows.upper, r)}]`;
    }
  }
  return undefined;
}

export function costOf({ columns }: MipModel, values: Float64Array): number {
  let cost = 0;
  for (let c = 0; c < columns.count; c++) cost += f64(columns.cost, c) * f64(values, c);
  return cost;
}

/**
 * A lower bound on the cost of everything within the model, from any duals: the Lagrangian with rows priced in. It is
 * valid whatever the duals are, so a wrong backend can only make it weak. -Infinity where duals price an absent limit.
 */
export function dualBound({ columns, rows }: MipModel, rowDuals: Float64Array): number {
  const reduced = Float64Array.from(columns.cost);
  let bound = 0;
  for (let r = 0; r < rows.count; r++) {
    const dual = usable(f64(rowDuals, r), f64(rows.lower, r), f64(rows.upper, r));
    if (dual === 0) continue;
    bound += dual * (dual > 0 ? f64(rows.lower, r) : f64(rows.upper, r));
    for (let k = i32(rows.first, r); k < i32(rows.first, r + 1); k++) {
      const c = i32(rows.column, k);
      reduced[c] = f64(reduced, c) - dual * f64(rows.coefficient, k);
    }
  }
  for (let c = 0; c < columns.count; c++) {
    const price = f64(reduced, c);
    const limit = price > 0 ? f64(columns.lower, c) : f64(columns.upper, c);
    // What rounding left of a zero must not meet an infinite limit.
    if (Number.isFinite(limit)) bound += price * limit;
    else if (Math.abs(price) > ROUNDING * (1 + Math.abs(f64(columns.cost, c)))) return -Infinity;
  }
  return bound;
}

const ROUNDING = 1e-9;

/** A dual that prices a limit which is not there counts as none. */
const usable = (dual: number, lower: number, upper: number): number =>
  Number.isFinite(dual > 0 ? lower : upper) ? dual : 0;

function activity({ rows }: MipModel, row: number, values: Float64Array): number {
  let sum = 0;
  for (let k = i32(rows.first, row); k < i32(rows.first, row + 1); k++) {
    sum += f64(rows.coefficient, k) * f64(values, i32(rows.column, k));
  }
  return sum;
}

/** False for NaN. */
const isWithin = (value: number, lower: number, upper: number): boolean =>
  value >= lower - slack(lower) && value <= upper + slack(upper);

const slack = (limit: number): number => (Number.isFinite(limit) ? TOLERANCE * Math.max(1, Math.abs(limit)) : 0);
