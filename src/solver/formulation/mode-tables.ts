/** The modes of all operations of a problem, as columns; states and batch keys are numbered as they are met. */

import { at } from '../../base/index.ts';
import { f64, i32, Mentions, u8 } from '../columns.ts';
import { NONE, type Demands, type Modes } from '../problem.ts';
import type { ModeName } from './formulation.ts';
import type { ModeSet } from './mode-set.ts';

export interface ModeTables {
  readonly modes: Modes;
  readonly demands: Demands;
  readonly names: readonly ModeName[];
  readonly firstMode: Int32Array;
  /** Per machine: its states, as numbers of the catalogue. */
  readonly states: readonly Mentions[];
}

/** `sets`: the modes of each operation. */
export function modeTables(sets: readonly ModeSet[], machineCount: number): ModeTables {
  const writer = new ModeWriter(sets, machineCount);
  const firstMode = new Int32Array(sets.length + 1);
  sets.forEach((set, operation) => {
    writer.add(set);
    firstMode[operation + 1] = i32(firstMode, operation) + set.count;
  });
  const { modes, demands, names, states } = writer;
  return { modes, demands, names, firstMode, states };
}

/** Numbers of a set's states and batch keys in the problem. */
interface LocalNumbers {
  readonly state: Int32Array;
  readonly batchKey: Int32Array;
}

class ModeWriter {
  readonly modes: Modes;
  readonly demands: Demands;
  readonly names: ModeName[] = [];
  readonly states: readonly Mentions[];
  readonly #batchKeys = new Mentions();
  /** A set is offered to many operations; its numbers are the same for all of them. */
  readonly #numbers = new Map<ModeSet, LocalNumbers>();
  #modes = 0;
  #demands = 0;

  constructor(sets: readonly ModeSet[], machineCount: number) {
    let [modes, demands] = [0, 0];
    for (const set of sets) {
      modes += set.count;
      demands += set.resource.length;
    }
    this.modes = emptyModes(modes);
    // Growing on the way would copy it many times over.
    this.names.length = modes;
    this.demands = emptyDemands(demands);
    this.states = Array.from({ length: machineCount }, () => new Mentions());
  }

  add(set: ModeSet): void {
    const { modes, names } = this;
    const { state, batchKey } = this.#numbersOf(set);
    let m = this.#modes;
    for (let k = 0; k < set.count; k++, m++) {
      names[m] = set.names[k] as ModeName;
      modes.machine[m] = i32(set.machine, k);
      modes.duration[m] = f64(set.duration, k);
      modes.state[m] = i32(state, k);
      modes.batchKey[m] = i32(batchKey, k);
      modes.size[m] = f64(set.size, k);
      modes.capacity[m] = f64(set.capacity, k);
      modes.unit[m] = f64(set.unit, k);
      modes.clashScope[m] = u8(set.clashScope, k);
      modes.firstDemand[m + 1] = i32(modes.firstDemand, m) + i32(set.demands, k);
    }
    this.#modes = m;
    this.#addDemands(set);
  }

  #addDemands({ resource, amount, span }: ModeSet): void {
    const { demands } = this;
    for (let k = 0; k < resource.length; k++) {
      const d = this.#demands++;
      demands.resource[d] = i32(resource, k);
      demands.amount[d] = f64(amount, k);
      demands.span[d] = f64(span, k);
    }
  }

  #numbersOf(set: ModeSet): LocalNumbers {
    const known = this.#numbers.get(set);
    if (known !== undefined) return known;
    const [state, batchKey] = [new Int32Array(set.count), new Int32Array(set.count)];
    for (let k = 0; k < set.count; k++) {
      const machine = i32(set.machine, k);
      state[k] = machine === NONE ? 0 : at(this.states, machine).of(i32(set.state, k));
      const key = i32(set.batchKey, k);
      batchKey[k] = key === NONE ? NONE : this.#batchKeys.of(key);
    }
    const numbers = { state, batchKey };
    this.#numbers.set(set, numbers);
    return numbers;
  }
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

const emptyDemands = (count: number): Demands => ({
  count,
  resource: new Int32Array(count),
  amount: new Float64Array(count),
  span: new Float64Array(count),
});
