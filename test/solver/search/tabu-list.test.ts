import { describe, expect, it } from 'vitest';
import { problemOf } from '../../../src/solver/formats/index.ts';
import { MoveList } from '../../../src/solver/search/move-list.ts';
import { ShopGraph } from '../../../src/solver/search/shop-graph.ts';
import { shopOf } from '../../../src/solver/search/shop.ts';
import { TabuList } from '../../../src/solver/search/tabu-list.ts';

/** Three jobs of one operation, slots 1, 3 and 5, in this order on machine 0; the last may also go to machine 1. */
function threeInARow() {
  const one = [{ machine: 0, duration: 1 }];
  const either = [...one, { machine: 1, duration: 1 }];
  const shop = shopOf(problemOf({ machineCount: 2, jobs: [[one], [one], [either]] }));
  const graph = new ShopGraph(shop);
  const mode = new Int32Array(shop.slotCount);
  [...shop.slotOf].forEach((slot) => (mode[slot] = shop.firstMode[slot] ?? 0));
  graph.load({ makespan: 3, mode, order: shop.slotOf.slice() });
  return { graph, tabu: new TabuList(graph) };
}

function asMove(slot: number, mode: number, place: number): MoveList {
  const moves = new MoveList();
  moves.add(slot, mode, place, 0);
  return moves;
}

describe('the tabu list', () => {
  it('forbids turning back any pair that a move turned, up to and with the step named', () => {
    const { graph, tabu } = threeInARow();
    // Slot 1 goes behind 3 and 5: the pairs (1, 3) and (1, 5) may not come back.
    tabu.forbid(graph, asMove(1, 0, 2), 0, 10);
    graph.move(1, 0, 2);
    // Now 3, 5, 1: slot 1 ahead of 5 alone, or slot 3 behind 1, would turn one of them.
    expect(tabu.isForbidden(graph, asMove(1, 0, 1), 0, 10)).toBe(true);
    expect(tabu.isForbidden(graph, asMove(3, 1, 2), 0, 10)).toBe(true);
    expect(tabu.isForbidden(graph, asMove(1, 0, 1), 0, 11)).toBe(false);
    // Slots 3 and 5 may change their order.
    expect(tabu.isForbidden(graph, asMove(3, 1, 1), 0, 10)).toBe(false);
  });

  it('forbids the mode that an operation left', () => {
    const { graph, tabu } = threeInARow();
    const home = graph.mode[5] ?? -1;
    tabu.forbid(graph, asMove(5, home + 1, 0), 0, 10);
    graph.move(5, home + 1, 0);
    expect(tabu.isForbidden(graph, asMove(5, home, 0), 0, 10)).toBe(true);
    expect(tabu.isForbidden(graph, asMove(5, home, 0), 0, 11)).toBe(false);
  });

  it('forbids nothing after it was cleared', () => {
    const { graph, tabu } = threeInARow();
    tabu.forbid(graph, asMove(1, 0, 2), 0, 10);
    graph.move(1, 0, 2);
    tabu.clear();
    expect(tabu.isForbidden(graph, asMove(1, 0, 0), 0, 1)).toBe(false);
  });
});
