import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CriticalPath } from '../../../src/solver/search/critical-path.ts';
import { ShopGraph } from '../../../src/solver/search/shop-graph.ts';
import { longestPaths, moved, randomShop, sequencesOf, type RandomShop } from './random-shop.ts';

const shops = fc.record({
  seed: fc.integer({ min: 0, max: 1e9 }),
  jobs: fc.integer({ min: 1, max: 6 }),
  machines: fc.integer({ min: 1, max: 5 }),
  flexibility: fc.integer({ min: 1, max: 3 }),
});

/** Any slot to any of its modes and any place of the machine, sensible or not. */
function anyMove({ shop, graph, random }: RandomShop): { slot: number; mode: number; place: number } {
  const slot = shop.slotOf[random.below(shop.operationCount)] ?? 0;
  const first = shop.firstMode[slot] ?? 0;
  const mode = first + random.below((shop.firstMode[slot + 1] ?? 0) - first);
  const machine = shop.modeMachine[mode] ?? 0;
  const others = (graph.length[machine] ?? 0) - (graph.machine[slot] === machine ? 1 : 0);
  return { slot, mode, place: random.below(others + 1) };
}

function expectExact({ shop, graph }: RandomShop): void {
  const lengths = longestPaths(shop, sequencesOf(graph));
  expect(lengths?.makespan).toBe(graph.makespan);
  for (const slot of shop.slotOf) {
    expect(graph.head[slot]).toBe(lengths?.head.get(slot));
    expect(graph.tail[slot]).toBe(lengths?.tail.get(slot));
  }
}

describe('the shop graph', () => {
  it('refuses exactly the moves that close a circle, and measures the others as longest paths do', () => {
    fc.assert(
      fc.property(shops, ({ seed, ...size }) => {
        const made = randomShop(seed, size);
        expectExact(made);
        for (let step = 0; step < 25; step++) {
          const move = anyMove(made);
          const before = sequencesOf(made.graph);
          const after = moved(made.shop, before, move);
          const isPossible = longestPaths(made.shop, after) !== undefined;
          expect(made.graph.move(move.slot, move.mode, move.place)).toBe(isPossible);
          expect(sequencesOf(made.graph)).toEqual(isPossible ? after : before);
          expectExact(made);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('keeps neighbours, places and ranks in step with its sequences', () => {
    const made = randomShop(7, { jobs: 5, machines: 4, flexibility: 2 });
    for (let step = 0; step < 200; step++) {
      const { slot, mode, place } = anyMove(made);
      made.graph.move(slot, mode, place);
    }
    const { graph } = made;
    sequencesOf(graph).machines.forEach((slots, machine) => {
      slots.forEach((slot, place) => {
        expect(graph.place[slot]).toBe(place);
        expect(graph.machine[slot]).toBe(machine);
        expect(graph.before[slot]).toBe(slots[place - 1] ?? 0);
        expect(graph.after[slot]).toBe(slots[place + 1] ?? 0);
      });
    });
    graph.order.forEach((slot, rank) => expect(graph.rank[slot]).toBe(rank));
  });

  it('is back where it was when a move is taken back', () => {
    const made = randomShop(11, { jobs: 6, machines: 4, flexibility: 3 });
    const { graph } = made;
    for (let step = 0; step < 200; step++) {
      const { slot, mode, place } = anyMove(made);
      const before = { sequences: sequencesOf(graph), makespan: graph.makespan };
      const home = { mode: graph.mode[slot] ?? 0, place: graph.place[slot] ?? 0 };
      if (!graph.move(slot, mode, place)) continue;
      expect(graph.move(slot, home.mode, home.place)).toBe(true);
      expect({ sequences: sequencesOf(graph), makespan: graph.makespan }).toEqual(before);
      graph.move(slot, mode, place);
    }
  });

  it('saves what another graph loads as the same schedule', () => {
    const made = randomShop(13, { jobs: 5, machines: 5, flexibility: 2 });
    for (let step = 0; step < 50; step++) {
      const { slot, mode, place } = anyMove(made);
      made.graph.move(slot, mode, place);
    }
    const copy = new ShopGraph(made.shop);
    copy.load(made.graph.save());
    expect(sequencesOf(copy)).toEqual(sequencesOf(made.graph));
    expect(copy.makespan).toBe(made.graph.makespan);
    expectExact({ ...made, graph: copy });
  });
});

describe('the critical path', () => {
  it('is a path of the makespan, in blocks of neighbours on one machine', () => {
    fc.assert(
      fc.property(shops, ({ seed, ...size }) => {
        const { shop, graph, random } = randomShop(seed, size);
        const path = new CriticalPath(shop.operationCount, shop.firstSlot.length);
        path.trace(graph, random);
        const slots = [...path.slot.subarray(0, path.length)];
        expect(slots.reduce((sum, slot) => sum + (graph.duration[slot] ?? 0), 0)).toBe(graph.makespan);
        const starts = new Set(path.firstOf.subarray(0, path.blockCount));
        slots.forEach((slot, k) => {
          const previous = slots[k - 1];
          const follows = previous !== undefined && graph.after[previous] === slot;
          expect(starts.has(k)).toBe(!follows);
          if (previous !== undefined && !follows) expect(slot).toBe(previous + 1);
        });
        expect(path.firstOf[path.blockCount]).toBe(path.length);
      }),
      { numRuns: 100 },
    );
  });
});
