/** The columns of a flat problem as data: kind, length and range of each, for whoever reads, writes or judges whole problems. */

import { NEVER } from '../base/index.ts';
import type { Problem } from './problem.ts';

export type TableName = {
  [T in keyof Problem]: Problem[T] extends number ? never : T;
}[keyof Problem];

type KindOf<A> = A extends Int32Array
  ? 'int'
  : A extends Float64Array
    ? 'number'
    : A extends Uint8Array
      ? 'byte'
      : never;

/** How many entries a column has. */
export type Length =
  /** One for each row of the table, or one more. */
  | { readonly rowsOf: TableName; readonly more: 0 | 1 }
  /** As many as another column of the table. */
  | { readonly like: string }
  /** What the row starts that end with it say. */
  | 'free';

export interface Column<K extends 'int' | 'number' | 'byte' = 'int' | 'number' | 'byte'> {
  readonly kind: K;
  /** Absent: one for each row of its own table, and one more for row starts. */
  readonly length?: Length;
  readonly min: number;
  /** Absent: no limit. */
  readonly max?: number;
  /** Entries are rows of this table (`min` -1: or NONE), */
  readonly into?: TableName;
  /** or row starts: from 0, not falling, up to the count of that table or the length of that column of this table. */
  readonly startsOf?: string;
  readonly isFractional?: boolean;
  /** The value that stands for "never", "always" or "without limit", outside [min, max] or not. */
  readonly none?: number;
}

type Schema = {
  readonly [T in TableName]: {
    readonly [C in Exclude<keyof Problem[T], 'count'>]: Column<KindOf<Problem[T][C]>>;
  };
};

const WIDEST = 2 ** 53 - 1;
const LARGEST_INT = 2 ** 31 - 1;

const index = (into: TableName) => ({ kind: 'int', min: 0, into }) as const;
const indexOrNone = (into: TableName) => ({ kind: 'int', min: -1, into }) as const;
const starts = (startsOf: string) => ({ kind: 'int', min: 0, startsOf }) as const;
const class_ = { kind: 'int', min: -1, max: LARGEST_INT } as const;
const count = { kind: 'int', min: 0, max: LARGEST_INT } as const;
const time = { kind: 'number', min: -WIDEST, max: WIDEST } as const;
const never = { ...time, none: NEVER as number } as const;
const amount = { kind: 'number', min: 0, max: WIDEST } as const;
const factor = { kind: 'number', min: 0, isFractional: true } as const;
const share = { kind: 'number', min: 0, max: 1, isFractional: true } as const;
const flag = { kind: 'byte', min: 0, max: 1 } as const;
const free = { length: 'free' } as const;
const like = (column: string) => ({ length: { like: column } }) as const;
const rowsOf = (table: TableName, more: 0 | 1 = 0) => ({ length: { rowsOf: table, more } }) as const;

/** In the order in which `problem.ts` declares them. */
export const SCHEMA: Schema = {
  operations: {
    job: index('jobs'),
    firstMode: starts('modes'),
    release: time,
    latestStart: never,
    firstWindow: starts('windowStart'),
    windowStart: { ...time, ...free },
    windowEnd: { ...never, ...like('windowStart') },
    clashClass: indexOrNone('clashes'),
    frozenTask: class_,
    frozenStart: time,
    previousStart: never,
    previousMachine: indexOrNone('machines'),
    takesMaterial: flag,
    outputCurve: indexOrNone('curves'),
  },
  modes: {
    machine: indexOrNone('machines'),
    duration: amount,
    state: count,
    batchKey: class_,
    size: amount,
    capacity: amount,
    unit: amount,
    clashScope: { kind: 'byte', min: 0, max: 2 },
    firstDemand: starts('demands'),
  },
  demands: {
    resource: index('resources'),
    amount: { ...amount, min: 1 },
    span: { ...amount, min: -1 },
  },
  arcs: {
    firstIn: { ...starts('arcs'), ...rowsOf('operations', 1) },
    from: index('operations'),
    to: index('operations'),
    min: amount,
    max: { ...amount, none: NEVER },
    firstOut: { ...starts('arcs'), ...rowsOf('operations', 1) },
    out: index('arcs'),
  },
  jobs: {
    order: index('orders'),
    firstOperation: starts('operations'),
    size: amount,
    quality: share,
    firstPhase: starts('phaseFrom'),
    phaseFrom: { ...time, ...free },
    phaseCurve: { ...indexOrNone('curves'), ...like('phaseFrom') },
  },
  orders: {
    firstJob: starts('jobs'),
    release: time,
    due: time,
    deadline: never,
    weight: factor,
    doneUntil: { ...time, none: -NEVER },
  },
  machines: {
    firstInterval: starts('intervalStart'),
    intervalStart: { ...time, ...free },
    intervalEnd: { ...never, ...like('intervalStart') },
    states: count,
    initialState: count,
    firstSetup: count,
    setupTime: { ...amount, ...free },
    setupResource: indexOrNone('resources'),
    setupAmount: amount,
    isScarce: flag,
    failureShape: factor,
    failureScale: factor,
    failureAge: factor,
    failureHazard: factor,
    failureRenewal: share,
    repairMean: factor,
  },
  resources: {
    firstStep: starts('stepTime'),
    stepTime: { ...time, ...free, none: -NEVER },
    stepLevel: { ...amount, ...like('stepTime') },
  },
  clashes: {
    first: starts('other'),
    other: { ...index('clashes'), ...free },
  },
  maintenance: {
    firstMachine: starts('machine'),
    machine: { ...index('machines'), ...free },
    runsSince: { ...count, ...like('machine') },
    duration: amount,
    every: amount,
    everyRuns: count,
    early: amount,
    late: amount,
    lastDone: time,
    freeFrom: time,
    resource: indexOrNone('resources'),
    amount,
  },
  curves: {
    tau: { ...factor, none: Infinity },
    beta: factor,
  },
  previous: {
    mode: { ...indexOrNone('modes'), ...rowsOf('operations') },
    task: { ...class_, ...rowsOf('operations') },
    maintenanceRow: index('maintenance'),
    maintenanceStart: time,
  },
};

export const TABLE_NAMES = Object.keys(SCHEMA) as readonly TableName[];

export const columnsOf = (table: TableName): readonly (readonly [string, Column])[] => Object.entries(SCHEMA[table]);
