/** The flat problem as a JSON document, for other solvers: docs/FORMATS.md "problem.json". */

import type { ObjectiveLevel } from '../../model/index.ts';
import type { Problem } from '../problem.ts';
import { columnsOf, TABLE_NAMES, type Column, type TableName } from '../problem-schema.ts';

export const PROBLEM_FORMAT = 'seqplan-problem';

/** Entries that stand for "never", "always" or "without limit" are null. */
export type ColumnDocument = readonly (number | null)[];

export type TableDocument<T extends TableName> = {
  readonly [C in keyof Problem[T]]: Problem[T][C] extends number ? number : ColumnDocument;
};

export type ProblemDocument = {
  readonly format: typeof PROBLEM_FORMAT;
  readonly version: 1;
  readonly name: string;
  /** Seconds from the epoch of the scenario. */
  readonly now: number;
  readonly horizon: number;
  readonly levels: readonly ObjectiveLevel[];
} & { readonly [T in TableName]: TableDocument<T> };

/** `readProblem` makes the same problem of it. */
export function writeProblem(
  problem: Problem,
  { name, levels }: { readonly name: string; readonly levels: readonly ObjectiveLevel[] },
): ProblemDocument {
  const tables = Object.fromEntries(TABLE_NAMES.map((table) => [table, tableDocument(problem, table)]));
  const head = {
    format: PROBLEM_FORMAT,
    version: 1,
    name,
    now: problem.now,
    horizon: problem.horizon,
    levels,
  } as const;
  // The schema, which is checked to be complete, has named the tables and columns.
  return { ...head, ...tables } as ProblemDocument;
}

function tableDocument(problem: Problem, name: TableName): object {
  const table = problem[name] as unknown as Readonly<Record<string, ArrayLike<number>>>;
  const columns = columnsOf(name).map(([column, limits]) => [column, columnDocument(table[column] ?? [], limits)]);
  return { count: problem[name].count, ...Object.fromEntries(columns) };
}

const columnDocument = (values: ArrayLike<number>, { none }: Column): ColumnDocument =>
  Array.from(values, (value) => (value === none ? null : value));
