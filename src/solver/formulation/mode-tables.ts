/** The modes of all operations of a problem, as columns; states and batch keys are numbered as they are met. */

import { Mentions } from '../columns.ts';
import { NONE, type Demands, type Modes } from '../problem.ts';
import type { ModeName } from './formulation.ts';
import type { DemandRow, ModeRow } from './mode-catalogue.ts';

export interface ModeTables {
  readonly modes: Modes;
  readonly demands: Demands;
  readonly names: readonly ModeName[];
  readonly firstMode: Int32Array;
  /** Per machine: its states, as numbers of the catalogue. */
  readonly states: readonly Mentions[];
}

/** `rowsOf`: the modes of each operation. */
export function modeTables(rowsOf: readonly (readonly ModeRow[])[], machineCount: number): ModeTables {
  const firstMode = new Int32Array(rowsOf.length + 1);
  let count = 0;
  rowsOf.forEach((rows, operation) => {
    count += rows.length;
    firstMode[operation + 1] = count;
  });
  const modes = emptyModes(count);
  const names: ModeName[] = [];
  const demandRows: DemandRow[] = [];
  const states = Array.from({ length: machineCount }, () => new Mentions());
  const batchKeys = new Mentions();
  let m = 0;
  for (const rows of rowsOf) {
    for (const row of rows) {
      names.push(row.name);
      modes.machine[m] = row.machine;
      modes.duration[m] = row.duration;
      modes.state[m] = states[row.machine]?.of(row.state) ?? 0;
      modes.batchKey[m] = row.batchKey === NONE ? NONE : batchKeys.of(row.batchKey);
      modes.size[m] = row.size;
      modes.capacity[m] = row.capacity;
      modes.unit[m] = row.unit;
      modes.clashScope[m] = row.clashScope;
      for (const demand of row.demands) demandRows.push(demand);
      m++;
      modes.firstDemand[m] = demandRows.length;
    }
  }
  return { modes, demands: demandTable(demandRows), names, firstMode, states };
}

const emptyModes = (count: number): Modes => ({
  count,
  machine: new Int32Array(count),
  duration: new Float64Array(count),
  state: new Int32Array(count),
  batchKey: new Int32Array(count),
  size: new Float64Array(count),
  capacity: new Float64Array(count),
  unit: new Float64Array(count),
  clashScope: new Uint8Array(count),
  firstDemand: new Int32Array(count + 1),
});

function demandTable(rows: readonly DemandRow[]): Demands {
  const count = rows.length;
  const [resource, amount, span] = [new Int32Array(count), new Float64Array(count), new Float64Array(count)];
  rows.forEach((row, k) => {
    resource[k] = row.resource;
    amount[k] = row.amount;
    span[k] = row.span;
  });
  return { count, resource, amount, span };
}
