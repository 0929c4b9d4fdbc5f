/** The limits that each column of a flat problem keeps by itself: length, range, kind of number. */

import type { Problem } from './problem.ts';
import { columnsOf, TABLE_NAMES, type Column, type TableName } from './problem-schema.ts';

export interface Flaw {
  /** Slash-separated: table, column, entry. */
  readonly path: string;
  readonly message: string;
}

/** Of each column the first. */
export const columnFlaws = (problem: Problem): readonly Flaw[] =>
  TABLE_NAMES.flatMap((table) => tableFlaws(problem, table));

type Values = Int32Array | Float64Array | Uint8Array;
type Table = Readonly<Record<string, Values | undefined>> & { readonly count: number };

const tableOf = (problem: Problem, name: TableName): Table => problem[name] as unknown as Table;

function tableFlaws(problem: Problem, name: TableName): Flaw[] {
  const table = tableOf(problem, name);
  return columnsOf(name).flatMap(([column, limits]) => {
    const path = `${name}/${column}`;
    const values = table[column] ?? new Int32Array(0);
    const length = lengthOf(problem, name, limits);
    if (length !== undefined && values.length !== length) {
      return [{ path, message: `${name}.${column} has ${values.length} entries instead of ${length}` }];
    }
    const items = limits.startsOf === undefined ? undefined : itemsOf(problem, table, limits.startsOf);
    const flaw = items === undefined ? entryFlaw(problem, limits, values) : startFlaw(values, items);
    return flaw === undefined ? [] : [{ path: `${path}/${flaw.entry}`, message: `${name}.${column}${flaw.message}` }];
  });
}

function lengthOf(problem: Problem, name: TableName, { length, startsOf }: Column): number | undefined {
  const table = tableOf(problem, name);
  if (length === undefined) return table.count + (startsOf === undefined ? 0 : 1);
  if (length === 'free') return undefined;
  if ('like' in length) return table[length.like]?.length;
  return tableOf(problem, length.rowsOf).count + length.more;
}

const itemsOf = (problem: Problem, table: Table, startsOf: string): number =>
  table[startsOf]?.length ?? tableOf(problem, startsOf as TableName).count;

interface EntryFlaw {
  readonly entry: number;
  /** Follows the name of the column. */
  readonly message: string;
}

function entryFlaw(problem: Problem, limits: Column, values: Values): EntryFlaw | undefined {
  const max = limits.into === undefined ? (limits.max ?? Number.MAX_VALUE) : tableOf(problem, limits.into).count - 1;
  const isAllowed = (value: number): boolean =>
    value === limits.none ||
    (value >= limits.min && value <= max && (limits.isFractional === true || Number.isInteger(value)));
  const entry = values.findIndex((value) => !isAllowed(value));
  if (entry === -1) return undefined;
  const value = values[entry] ?? Number.NaN;
  const isFraction = limits.isFractional !== true && !Number.isInteger(value);
  return { entry, message: `[${entry}] is ${value}, ${isFraction ? 'not whole' : `not in [${limits.min}, ${max}]`}` };
}

function startFlaw(first: Values, items: number): EntryFlaw | undefined {
  const last = first.length - 1;
  if (first[0] !== 0 || first[last] !== items) return { entry: 0, message: ` does not run from 0 to ${items}` };
  const entry = first.findIndex((value, row) => row > 0 && value < (first[row - 1] ?? 0));
  return entry === -1 ? undefined : { entry, message: ` falls at row ${entry}` };
}
