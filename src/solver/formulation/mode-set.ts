/** The modes of one stage for lots of one size, in columns of their own: what is copied for each operation that they offer themselves to. */

import type { ModeName } from './formulation.ts';

export interface ModeRow {
  readonly name: ModeName;
  readonly machine: number;
  readonly duration: number;
  /** Of the catalogue's states; of no meaning where there is no machine. */
  readonly state: number;
  /** Of the catalogue's batch keys, or NONE. */
  readonly batchKey: number;
  readonly size: number;
  readonly capacity: number;
  readonly unit: number;
  readonly clashScope: number;
  readonly demands: readonly DemandRow[];
}

export interface DemandRow {
  readonly resource: number;
  readonly amount: number;
  readonly span: number;
}

/** Columns as in `Modes` and `Demands`, but with states and batch keys of the catalogue. */
export interface ModeSet {
  readonly count: number;
  readonly names: readonly ModeName[];
  readonly machine: Int32Array;
  readonly duration: Float64Array;
  readonly state: Int32Array;
  readonly batchKey: Int32Array;
  readonly size: Float64Array;
  readonly capacity: Float64Array;
  readonly unit: Float64Array;
  readonly clashScope: Uint8Array;
  /** [count] number of demands. */
  readonly demands: Int32Array;
  readonly resource: Int32Array;
  readonly amount: Float64Array;
  readonly span: Float64Array;
}

export function modeSetOf(rows: readonly ModeRow[]): ModeSet {
  const demands = rows.flatMap((row) => row.demands);
  return {
    count: rows.length,
    names: rows.map((row) => row.name),
    machine: Int32Array.from(rows, (row) => row.machine),
    duration: Float64Array.from(rows, (row) => row.duration),
    state: Int32Array.from(rows, (row) => row.state),
    batchKey: Int32Array.from(rows, (row) => row.batchKey),
    size: Float64Array.from(rows, (row) => row.size),
    capacity: Float64Array.from(rows, (row) => row.capacity),
    unit: Float64Array.from(rows, (row) => row.unit),
    clashScope: Uint8Array.from(rows, (row) => row.clashScope),
    demands: Int32Array.from(rows, (row) => row.demands.length),
    resource: Int32Array.from(demands, (demand) => demand.resource),
    amount: Float64Array.from(demands, (demand) => demand.amount),
    span: Float64Array.from(demands, (demand) => demand.span),
  };
}
