/**
 * From a `solution.json` document to a flat solution.
 *
 * Only what could not be put into a plan at all is refused here; whether the plan is feasible, the plan checker says.
 */

import { compareFindings, type Finding } from '../../base/index.ts';
import { i32, item } from '../columns.ts';
import { NONE, type Problem } from '../problem.ts';
import type { Solution } from '../solution.ts';
import { DocumentReader } from './document-reader.ts';
import { assembleSolution, frozenTasks, type PlacedOccurrence, type PlacedTask } from './assemble-solution.ts';
import { packLoads } from './pack-loads.ts';
import { SOLUTION_FORMAT } from './solution-document.ts';

export type SolutionReading =
  | { readonly kind: 'solution'; readonly solution: Solution }
  | { readonly kind: 'rejected'; readonly findings: readonly Finding[] };

/**
 * `document`: what JSON.parse gives. Ends, set-ups, loads of units and lost orders are derived; what the document says of
 * frozen operations is ignored, because they run as the problem says. Lost orders get no cause but a lack of time.
 */
export function readSolution(problem: Problem, document: unknown): SolutionReading {
  const reader = new DocumentReader();
  const members = reader.members(document, '', ['format', 'version', 'problem', 'operations', 'maintenance']);
  reader.exactly(members['format'], 'format', SOLUTION_FORMAT);
  reader.exactly(members['version'], 'version', 1);
  reader.text(members['problem'], 'problem');
  const columns = readOperations(reader, problem, members['operations']);
  const occurrences = readMaintenance(reader, problem, members['maintenance']);
  if (reader.findings.length === 0) checkModes(reader, problem, columns);
  if (reader.findings.length > 0) return rejected(reader);
  const tasks = groupTasks(reader, problem, columns);
  if (reader.findings.length > 0) return rejected(reader);
  const solution = assembleSolution(problem, [...frozenTasks(problem), ...tasks], occurrences);
  const packed = packLoads(problem, solution);
  if (packed.kind === 'packed') return { kind: 'solution', solution: packed.solution };
  for (const operation of packed.operations) {
    const message = `the members of the task of operation ${operation} cannot be packed into its units`;
    reader.report('UNITS', `operations/task/${operation}`, message);
  }
  return rejected(reader);
}

const rejected = ({ findings }: DocumentReader): SolutionReading => ({
  kind: 'rejected',
  findings: findings.toSorted(compareFindings),
});

interface OperationColumns {
  readonly mode: readonly number[];
  /** NaN: lost. */
  readonly start: readonly number[];
  readonly task: readonly number[];
}

function readOperations(reader: DocumentReader, { operations }: Problem, value: unknown): OperationColumns {
  const members = value === undefined ? {} : reader.members(value, 'operations', ['mode', 'start', 'task']);
  const column = (name: string, kind: 'int' | 'number'): number[] => {
    const path = `operations/${name}`;
    const entries = reader.column(members[name], path, { kind, ...(kind === 'number' ? { none: Number.NaN } : {}) });
    if (entries.length !== operations.count) {
      reader.report('LENGTH', path, `${path} has ${entries.length} entries for ${operations.count} operations`);
    }
    return entries;
  };
  return { mode: column('mode', 'int'), start: column('start', 'number'), task: column('task', 'int') };
}

function readMaintenance(reader: DocumentReader, { maintenance }: Problem, value: unknown): PlacedOccurrence[] {
  const members = value === undefined ? {} : reader.members(value, 'maintenance', ['row', 'start']);
  const rows = reader.column(members['row'], 'maintenance/row', { kind: 'int' });
  const starts = reader.column(members['start'], 'maintenance/start', { kind: 'number' });
  if (rows.length !== starts.length) {
    reader.report('LENGTH', 'maintenance', `maintenance has ${rows.length} rows and ${starts.length} starts`);
    return [];
  }
  return rows.map((row, k) => {
    const start = item(starts, k);
    if (row < 0 || row >= maintenance.count) {
      reader.report('UNKNOWN', `maintenance/row/${k}`, `maintenance ${row} is not one of ${maintenance.count}`);
    }
    if (!Number.isSafeInteger(start)) {
      reader.report('SYNTAX', `maintenance/start/${k}`, `maintenance/start/${k} is ${start}, not whole`);
    }
    return { row, start };
  });
}

const isFrozen = ({ operations }: Problem, operation: number): boolean =>
  i32(operations.frozenTask, operation) !== NONE;

/** Every open operation has a mode of its own and a start, or neither; an order is planned as a whole or not at all. */
function checkModes(reader: DocumentReader, problem: Problem, { mode, start }: OperationColumns): void {
  const { operations, jobs } = problem;
  const plannedOf = new Map<number, boolean>();
  for (let o = 0; o < operations.count; o++) {
    if (isFrozen(problem, o)) continue;
    const chosen = item(mode, o);
    const isOffered = i32(operations.firstMode, o) <= chosen && chosen < i32(operations.firstMode, o + 1);
    if (chosen !== NONE && !isOffered) {
      reader.report('UNKNOWN', `operations/mode/${o}`, `mode ${chosen} is not one of operation ${o}`);
    }
    const isWhole = Number.isSafeInteger(item(start, o));
    if (chosen === NONE ? !Number.isNaN(item(start, o)) : !isWhole) {
      const wanted = chosen === NONE ? 'null' : 'a whole number';
      reader.report('SYNTAX', `operations/start/${o}`, `operation ${o} in mode ${chosen} starts at ${wanted}`);
    }
    const order = i32(jobs.order, i32(operations.job, o));
    const isPlanned = plannedOf.get(order) ?? chosen !== NONE;
    plannedOf.set(order, isPlanned);
    if (isPlanned !== (chosen !== NONE)) {
      const message = `operation ${o} is ${isPlanned ? 'lost' : 'planned'}, but others of order ${order} are not`;
      reader.report('PARTLY-PLANNED', `operations/mode/${o}`, message);
    }
  }
}

function groupTasks(reader: DocumentReader, problem: Problem, { mode, start, task }: OperationColumns): PlacedTask[] {
  const shared = new Map<number, PlacedTask & { readonly operations: number[]; readonly modes: number[] }>();
  const tasks: PlacedTask[] = [];
  for (let o = 0; o < problem.operations.count; o++) {
    const chosen = item(mode, o);
    if (chosen === NONE || isFrozen(problem, o)) continue;
    const known = shared.get(item(task, o));
    if (known === undefined) {
      const placed = { operations: [o], modes: [chosen], start: item(start, o), isFrozen: false };
      tasks.push(placed);
      if (item(task, o) !== NONE) shared.set(item(task, o), placed);
      continue;
    }
    const first = item(known.modes, 0);
    if (known.start !== item(start, o) || !canShare(problem, first, chosen)) {
      const message = `operation ${o} cannot be in one task with operation ${item(known.operations, 0)}: start, machine or batch key differ`;
      reader.report('TASK-MIXED', `operations/task/${o}`, message);
    }
    known.operations.push(o);
    known.modes.push(chosen);
  }
  return tasks;
}

function canShare({ modes }: Problem, a: number, b: number): boolean {
  const key = i32(modes.batchKey, a);
  return key !== NONE && key === i32(modes.batchKey, b) && i32(modes.machine, a) === i32(modes.machine, b);
}
