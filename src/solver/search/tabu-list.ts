/**
 * What the search may not bring back for a while: orders of pairs on a machine, and modes left.
 *
 * A move within a machine forbids every pair it turns round to be turned back; a move is tabu where one of the pairs that it
 * would turn is forbidden. A move to another mode forbids the mode that it leaves.
 */

import type { MoveList } from './move-list.ts';
import type { ShopGraph } from './shop-graph.ts';

export class TabuList {
  readonly #slots: number;
  /** [first * slots + second] last step at which `first` may not be put ahead of `second`. */
  readonly #pairUntil: Int32Array;
  readonly #modeUntil: Int32Array;

  constructor(graph: ShopGraph) {
    this.#slots = graph.shop.slotCount;
    this.#pairUntil = new Int32Array(this.#slots * this.#slots);
    this.#modeUntil = new Int32Array(graph.shop.modeMachine.length);
  }

  clear(): void {
    this.#pairUntil.fill(0);
    this.#modeUntil.fill(0);
  }

  /** Before the move is made: what it destroys stays forbidden up to and with step `until`. */
  forbid(graph: ShopGraph, moves: MoveList, k: number, until: number): void {
    const slot = moves.slot[k] as number;
    const mode = graph.mode[slot] as number;
    if ((moves.mode[k] as number) !== mode) {
      this.#modeUntil[mode] = until;
      return;
    }
    const { sequence } = graph;
    const slots = this.#slots;
    const from = graph.place[slot] as number;
    const to = moves.place[k] as number;
    const base = graph.shop.firstPlace[graph.machine[slot] as number] as number;
    for (let place = from + 1; place <= to; place++) {
      this.#pairUntil[slot * slots + (sequence[base + place] as number)] = until;
    }
    for (let place = to; place < from; place++) {
      this.#pairUntil[(sequence[base + place] as number) * slots + slot] = until;
    }
  }

  /** Whether the move would bring back, at step `now`, what is forbidden. */
  isForbidden(graph: ShopGraph, moves: MoveList, k: number, now: number): boolean {
    const slot = moves.slot[k] as number;
    const mode = moves.mode[k] as number;
    if (mode !== (graph.mode[slot] as number)) return (this.#modeUntil[mode] as number) >= now;
    const { sequence } = graph;
    const slots = this.#slots;
    const from = graph.place[slot] as number;
    const to = moves.place[k] as number;
    const base = graph.shop.firstPlace[graph.machine[slot] as number] as number;
    for (let place = from + 1; place <= to; place++) {
      if ((this.#pairUntil[(sequence[base + place] as number) * slots + slot] as number) >= now) return true;
    }
    for (let place = to; place < from; place++) {
      if ((this.#pairUntil[slot * slots + (sequence[base + place] as number)] as number) >= now) return true;
    }
    return false;
  }
}
