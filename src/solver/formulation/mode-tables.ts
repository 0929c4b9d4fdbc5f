/** The modes of all operations of a problem, set by set; states and batch keys are numbered as they are met. */

import { at } from '../../base/index.ts';
import { f64, i32, Mentions, u8 } from '../columns.ts';
import { demandColumns, modeColumns, type PackedModes } from '../packed-problem.ts';
import { NONE } from '../problem.ts';
import type { ModeSet } from './mode-set.ts';

export interface ModeTables {
  readonly packed: PackedModes;
  /** The sets of `packed`. */
  readonly sets: readonly ModeSet[];
  readonly firstMode: Int32Array;
  /** Per machine: its states, as numbers of the catalogue. */
  readonly states: readonly Mentions[];
}

/** `setsOf`: the modes of each operation. */
export function modeTables(setsOf: readonly ModeSet[], machineCount: number): ModeTables {
  const numbers = new Map<ModeSet, number>();
  const setOf = new Int32Array(setsOf.length);
  const firstMode = new Int32Array(setsOf.length + 1);
  let demands = 0;
  setsOf.forEach((set, operation) => {
    const number = numbers.get(set) ?? numbers.size;
    if (number === numbers.size) numbers.set(set, number);
    setOf[operation] = number;
    firstMode[operation + 1] = i32(firstMode, operation) + set.count;
    demands += set.resource.length;
  });
  const sets = [...numbers.keys()];
  const states = Array.from({ length: machineCount }, () => new Mentions());
  const packed = { modes: i32(firstMode, setsOf.length), demands, setOf, ...rowsOf(sets, states) };
  return { packed, sets, firstMode, states };
}

function rowsOf(
  sets: readonly ModeSet[],
  states: readonly Mentions[],
): Pick<PackedModes, 'firstRow' | 'rows' | 'rowDemands'> {
  const firstRow = new Int32Array(sets.length + 1);
  let demandCount = 0;
  sets.forEach((set, k) => {
    firstRow[k + 1] = i32(firstRow, k) + set.count;
    demandCount += set.resource.length;
  });
  const count = i32(firstRow, sets.length);
  const rows = { count, ...modeColumns(count) };
  const rowDemands = { count: demandCount, ...demandColumns(demandCount) };
  const batchKeys = new Mentions();
  let [m, d] = [0, 0];
  for (const set of sets) {
    for (let k = 0; k < set.count; k++, m++) {
      const machine = i32(set.machine, k);
      const key = i32(set.batchKey, k);
      rows.machine[m] = machine;
      rows.duration[m] = f64(set.duration, k);
      rows.state[m] = machine === NONE ? 0 : at(states, machine).of(i32(set.state, k));
      rows.batchKey[m] = key === NONE ? NONE : batchKeys.of(key);
      rows.size[m] = f64(set.size, k);
      rows.capacity[m] = f64(set.capacity, k);
      rows.unit[m] = f64(set.unit, k);
      rows.clashScope[m] = u8(set.clashScope, k);
      rows.firstDemand[m + 1] = i32(rows.firstDemand, m) + i32(set.demands, k);
    }
    for (let k = 0; k < set.resource.length; k++, d++) {
      rowDemands.resource[d] = i32(set.resource, k);
      rowDemands.amount[d] = f64(set.amount, k);
      rowDemands.span[d] = f64(set.span, k);
    }
  }
  return { firstRow, rows, rowDemands };
}
