/** From a `problem.json` document back to the flat problem, checked law by law. */

import { compareFindings, type Finding } from '../../base/index.ts';
import { OBJECTIVE_TERMS, type ObjectiveLevel, type ObjectiveTerm } from '../../model/index.ts';
import { bytes, ints, numbers } from '../columns.ts';
import type { Problem } from '../problem.ts';
import { flawsOf } from '../problem-laws.ts';
import { columnsOf, TABLE_NAMES, type Column, type TableName } from '../problem-schema.ts';
import { DocumentReader } from './document-reader.ts';
import { PROBLEM_FORMAT } from './problem-document.ts';

export type ProblemReading =
  | {
      readonly kind: 'problem';
      readonly name: string;
      readonly problem: Problem;
      readonly levels: readonly ObjectiveLevel[];
    }
  | { readonly kind: 'rejected'; readonly findings: readonly Finding[] };

/** So many broken laws are listed; what comes after the first few rarely helps. */
const MAX_FLAWS = 100;

/** `document`: what JSON.parse gives. */
export function readProblem(document: unknown): ProblemReading {
  const reader = new DocumentReader();
  const names = ['format', 'version', 'name', 'now', 'horizon', 'levels', ...TABLE_NAMES];
  const members = reader.members(document, '', names);
  reader.exactly(members['format'], 'format', PROBLEM_FORMAT);
  reader.exactly(members['version'], 'version', 1);
  const name = reader.text(members['name'], 'name');
  const now = reader.whole(members['now'], 'now', -Number.MAX_SAFE_INTEGER);
  const horizon = reader.whole(members['horizon'], 'horizon', -Number.MAX_SAFE_INTEGER);
  const levels = readLevels(reader, members['levels']);
  const tables = TABLE_NAMES.map((table) => [table, readTable(reader, table, members[table])]);
  // The schema, which is checked to be complete, has named the tables and columns.
  const problem = { now, horizon, ...Object.fromEntries(tables) } as Problem;
  if (reader.findings.length === 0) {
    for (const { path, message } of flawsOf(problem).slice(0, MAX_FLAWS)) reader.report('LAW', path, message);
  }
  const { findings } = reader;
  if (findings.length > 0) return { kind: 'rejected', findings: findings.toSorted(compareFindings) };
  return { kind: 'problem', name, problem, levels };
}

function readTable(reader: DocumentReader, table: TableName, value: unknown): object {
  if (value === undefined) return {};
  const columns = columnsOf(table);
  const members = reader.members(value, table, ['count', ...columns.map(([column]) => column)]);
  const read = columns.map(([column, limits]) => [
    column,
    readColumn(reader, `${table}/${column}`, limits, members[column]),
  ]);
  return { count: reader.whole(members['count'], `${table}/count`, 0), ...Object.fromEntries(read) };
}

function readColumn(reader: DocumentReader, path: string, { kind, none }: Column, value: unknown) {
  const entries = reader.column(value, path, { kind, ...(none === undefined ? {} : { none }) });
  if (kind === 'number') return numbers(entries);
  return kind === 'int' ? ints(entries) : bytes(entries);
}

function readLevels(reader: DocumentReader, value: unknown): readonly ObjectiveLevel[] {
  return reader.list(value, 'levels').map((entry, k) => {
    const path = `levels/${k}`;
    const hasTolerance = typeof entry === 'object' && entry !== null && 'tolerance' in entry;
    const members = reader.members(entry, path, ['terms', ...(hasTolerance ? ['tolerance'] : [])]);
    const terms = reader
      .list(members['terms'], `${path}/terms`)
      .map((term, i) => readTerm(reader, term, `${path}/terms/${i}`));
    return { terms, ...(hasTolerance ? { tolerance: reader.number(members['tolerance'], `${path}/tolerance`) } : {}) };
  });
}

function readTerm(reader: DocumentReader, value: unknown, path: string): { term: ObjectiveTerm; weight: number } {
  const members = reader.members(value, path, ['term', 'weight']);
  const text = reader.text(members['term'], `${path}/term`);
  const term = OBJECTIVE_TERMS.find((known) => known === text);
  if (term === undefined)
    reader.report('UNKNOWN', `${path}/term`, `${path}/term is not one of ${OBJECTIVE_TERMS.join(', ')}`);
  return { term: term ?? 'samples-lost', weight: reader.number(members['weight'], `${path}/weight`) };
}
