/**
 * Time windows of all operations of a shop under an assumed makespan: what must follow for chains, modes and machines is drawn
 * until nothing more follows, or until no schedule is left.
 */

import { i32, u8 } from '../../columns.ts';
import type { Shop } from '../shop.ts';
import { MachineWindows, type Windows } from './machine-windows.ts';

/** Machines with more operations of their own are left to weaker bounds: the work on them grows with the square. */
const MOST_TASKS = 200;
const NO_MACHINE = -1;

export class ShopWindows implements Windows {
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly least: Int32Array;
  readonly #shop: Shop;
  /** [modes] 1 where the mode still fits. */
  readonly #isOpen: Uint8Array;
  /** [slots] the machine of all open modes. */
  readonly #machine: Int32Array;
  readonly #tasks: Int32Array;
  readonly #machines: MachineWindows;

  constructor(shop: Shop) {
    const { slotCount, operationCount } = shop;
    this.#shop = shop;
    this.start = new Int32Array(slotCount);
    this.end = new Int32Array(slotCount);
    this.least = new Int32Array(slotCount);
    this.#isOpen = new Uint8Array(shop.modeMachine.length);
    this.#machine = new Int32Array(slotCount);
    this.#tasks = new Int32Array(operationCount);
    this.#machines = new MachineWindows(Math.min(operationCount, MOST_TASKS));
  }

  /** Whether no schedule is as short as `makespan`; false says nothing. */
  refutes(makespan: number): boolean {
    this.start.fill(0);
    this.end.fill(makespan);
    this.#isOpen.fill(1);
    return !this.#narrow();
  }

  /** False where the windows are contradictory. */
  #narrow(): boolean {
    for (let hasChanged = true; hasChanged;) {
      if (!this.#closeModes() || !this.#followChains()) return false;
      const byMachines = this.#narrowMachines();
      if (byMachines === undefined) return false;
      hasChanged = byMachines;
    }
    return true;
  }

  /** Modes that do not fit into the window are closed; false where none is left. */
  #closeModes(): boolean {
    const { operationOf, slotCount, firstMode, modeMachine, modeDuration } = this.#shop;
    for (let slot = 0; slot < slotCount; slot++) {
      if (i32(operationOf, slot) < 0) continue;
      const room = i32(this.end, slot) - i32(this.start, slot);
      let least = Number.MAX_SAFE_INTEGER;
      let machine = NO_MACHINE;
      let isSole = true;
      for (let mode = i32(firstMode, slot); mode < i32(firstMode, slot + 1); mode++) {
        if (u8(this.#isOpen, mode) === 0) continue;
        if (i32(modeDuration, mode) > room) {
          this.#isOpen[mode] = 0;
          continue;
        }
        least = Math.min(least, i32(modeDuration, mode));
        if (machine !== NO_MACHINE && machine !== i32(modeMachine, mode)) isSole = false;
        machine = i32(modeMachine, mode);
      }
      if (machine === NO_MACHINE) return false;
      this.least[slot] = least;
      this.#machine[slot] = isSole ? machine : NO_MACHINE;
    }
    return true;
  }

  #followChains(): boolean {
    const { firstSlot, lastSlot } = this.#shop;
    const { start, end, least } = this;
    for (let job = 0; job < firstSlot.length; job++) {
      for (let slot = i32(firstSlot, job) + 1; slot <= i32(lastSlot, job); slot++) {
        start[slot] = Math.max(i32(start, slot), i32(start, slot - 1) + i32(least, slot - 1));
      }
      for (let slot = i32(lastSlot, job); slot >= i32(firstSlot, job); slot--) {
        if (slot < i32(lastSlot, job)) {
          end[slot] = Math.min(i32(end, slot), i32(end, slot + 1) - i32(least, slot + 1));
        }
        if (i32(start, slot) + i32(least, slot) > i32(end, slot)) return false;
      }
    }
    return true;
  }

  #narrowMachines(): boolean | undefined {
    let hasChanged = false;
    for (let machine = 0; machine < this.#shop.machineCount; machine++) {
      const count = this.#tasksOf(machine);
      if (count > MOST_TASKS) continue;
      const isNarrower = this.#machines.narrow(this, this.#tasks, count);
      if (isNarrower === undefined) return undefined;
      const isClosed = this.#closeBeside(machine, count);
      hasChanged ||= isNarrower || isClosed;
    }
    return hasChanged;
  }

  #tasksOf(machine: number): number {
    let count = 0;
    for (let slot = 0; slot < this.#shop.slotCount; slot++) {
      if (i32(this.#shop.operationOf, slot) < 0 || i32(this.#machine, slot) !== machine) continue;
      this.#tasks[count++] = slot;
    }
    return count;
  }

  /** Closes modes on the machine that fit neither ahead of nor behind some task that has to be there. */
  #closeBeside(machine: number, count: number): boolean {
    const { operationOf, slotCount, firstMode, modeMachine, modeDuration } = this.#shop;
    let hasClosed = false;
    for (let slot = 0; slot < slotCount; slot++) {
      if (i32(operationOf, slot) < 0 || i32(this.#machine, slot) !== NO_MACHINE) continue;
      for (let mode = i32(firstMode, slot); mode < i32(firstMode, slot + 1); mode++) {
        if (i32(modeMachine, mode) !== machine || u8(this.#isOpen, mode) === 0) continue;
        if (!this.#hasNoPlace(slot, i32(modeDuration, mode), count)) continue;
        this.#isOpen[mode] = 0;
        hasClosed = true;
      }
    }
    return hasClosed;
  }

  #hasNoPlace(slot: number, duration: number, count: number): boolean {
    const start = i32(this.start, slot);
    const end = i32(this.end, slot);
    for (let k = 0; k < count; k++) {
      const task = i32(this.#tasks, k);
      const both = duration + i32(this.least, task);
      if (i32(this.end, task) - start < both && end - i32(this.start, task) < both) return true;
    }
    return false;
  }
}

/** The least makespan >= `from` that is not refuted; `from` is a lower bound itself. */
export function refutedBound(shop: Shop, from: number): number {
  const windows = new ShopWindows(shop);
  let low = from;
  let high = from;
  for (let step = 1; windows.refutes(high); step *= 2) {
    low = high + 1;
    high += step;
  }
  // What is refuted for a makespan is refuted for every shorter one.
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (windows.refutes(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
