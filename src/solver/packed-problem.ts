/**
 * A problem in which modes that several operations have are written once: a twentieth of the memory in a large laboratory, so
 * it is what crosses from thread to thread; the receiver unpacks it into memory that it keeps.
 */

import { f64, i32, u8 } from './columns.ts';
import type { Demands, Modes, Problem } from './problem.ts';

/** Lots of one size offer the same modes to one stage: a set. */
export interface PackedModes {
  /** Number of modes and of demands when unpacked. */
  readonly modes: number;
  readonly demands: number;
  /** [operations] set. */
  readonly setOf: Int32Array;
  /** [sets + 1] rows of `rows`. */
  readonly firstRow: Int32Array;
  /** The modes of each set, and their demands. */
  readonly rows: Modes;
  readonly rowDemands: Demands;
}

/** All of a problem that does not grow with the number of modes. */
export type ProblemCore = Omit<Problem, 'modes' | 'demands'>;

export interface PackedProblem extends ProblemCore {
  readonly packed: PackedModes;
}

/** Memory for one unpacked problem after the other. */
export interface ModeMemory {
  modes: Omit<Modes, 'count'>;
  demands: Omit<Demands, 'count'>;
}

export const createModeMemory = (): ModeMemory => ({ modes: modeColumns(0), demands: demandColumns(0) });

/** `memory`: is written over, so what was unpacked into it before is gone. Without it the problem has memory of its own. */
export function unpackProblem({ packed, ...core }: PackedProblem, memory?: ModeMemory): Problem {
  const room = memory ?? createModeMemory();
  if (room.modes.machine.length < packed.modes) room.modes = modeColumns(withReserve(packed.modes, memory));
  if (room.demands.resource.length < packed.demands) {
    room.demands = demandColumns(withReserve(packed.demands, memory));
  }
  writeModes(packed, room.modes);
  writeDemands(packed, room.demands);
  return { ...core, modes: modesOf(room.modes, packed.modes), demands: demandsOf(room.demands, packed.demands) };
}

/** A laboratory that grows a little does not ask for new memory each time. */
const withReserve = (count: number, memory: ModeMemory | undefined): number =>
  memory === undefined ? count : count + (count >>> 2);

// Plain loops: rows are short, and views of them would cost more than copying.

function writeModes({ setOf, firstRow, rows }: PackedModes, to: Omit<Modes, 'count'>): void {
  let m = 0;
  let demand = 0;
  to.firstDemand[0] = 0;
  for (const set of setOf) {
    const end = i32(firstRow, set + 1);
    for (let row = i32(firstRow, set); row < end; row++) {
      to.machine[m] = i32(rows.machine, row);
      to.duration[m] = f64(rows.duration, row);
      to.state[m] = i32(rows.state, row);
      to.batchKey[m] = i32(rows.batchKey, row);
      to.size[m] = f64(rows.size, row);
      to.capacity[m] = f64(rows.capacity, row);
      to.unit[m] = f64(rows.unit, row);
      to.clashScope[m] = u8(rows.clashScope, row);
      demand += i32(rows.firstDemand, row + 1) - i32(rows.firstDemand, row);
      m++;
      to.firstDemand[m] = demand;
    }
  }
}

function writeDemands({ setOf, firstRow, rows, rowDemands }: PackedModes, to: Omit<Demands, 'count'>): void {
  let d = 0;
  for (const set of setOf) {
    const end = i32(rows.firstDemand, i32(firstRow, set + 1));
    for (let row = i32(rows.firstDemand, i32(firstRow, set)); row < end; row++) {
      to.resource[d] = i32(rowDemands.resource, row);
      to.amount[d] = f64(rowDemands.amount, row);
      to.span[d] = f64(rowDemands.span, row);
      d++;
    }
  }
}

/** Columns of zeros. */
export const modeColumns = (count: number): Omit<Modes, 'count'> => ({
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

export const demandColumns = (count: number): Omit<Demands, 'count'> => ({
  resource: new Int32Array(count),
  amount: new Float64Array(count),
  span: new Float64Array(count),
});

const modesOf = (room: Omit<Modes, 'count'>, count: number): Modes => ({
  count,
  machine: room.machine.subarray(0, count),
  duration: room.duration.subarray(0, count),
  state: room.state.subarray(0, count),
  batchKey: room.batchKey.subarray(0, count),
  size: room.size.subarray(0, count),
  capacity: room.capacity.subarray(0, count),
  unit: room.unit.subarray(0, count),
  clashScope: room.clashScope.subarray(0, count),
  firstDemand: room.firstDemand.subarray(0, count + 1),
});

const demandsOf = (room: Omit<Demands, 'count'>, count: number): Demands => ({
  count,
  resource: room.resource.subarray(0, count),
  amount: room.amount.subarray(0, count),
  span: room.span.subarray(0, count),
});
