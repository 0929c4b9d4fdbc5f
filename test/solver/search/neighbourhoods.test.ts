import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CriticalPath } from '../../../src/solver/search/critical-path.ts';
import { MoveList } from '../../../src/solver/search/move-list.ts';
import type { Neighbourhood } from '../../../src/solver/search/neighbourhood.ts';
import { blockMoves } from '../../../src/solver/search/neighbourhoods/block-moves.ts';
import { modeMoves } from '../../../src/solver/search/neighbourhoods/mode-moves.ts';
import { longestPaths, longestThrough, moved, randomShop, sequencesOf, type RandomShop } from './random-shop.ts';

interface Proposal {
  readonly slot: number;
  readonly mode: number;
  readonly place: number;
  readonly estimate: number;
}

function proposals({ shop, graph, random }: RandomShop, neighbourhood: Neighbourhood): Proposal[] {
  const path = new CriticalPath(shop.operationCount, shop.firstSlot.length);
  const moves = new MoveList();
  path.trace(graph, random);
  neighbourhood.evaluate(graph, path, moves);
  return Array.from({ length: moves.count }, (_, k) => ({
    slot: moves.slot[k] ?? 0,
    mode: moves.mode[k] ?? 0,
    place: moves.place[k] ?? 0,
    estimate: moves.estimate[k] ?? 0,
  }));
}

/** Slots between the old and the new place: the pieces whose paths the estimate speaks of. */
function touched({ graph, shop }: RandomShop, { slot, place, mode }: Proposal): number[] {
  if (shop.modeMachine[mode] !== graph.machine[slot]) return [slot];
  const from = graph.place[slot] ?? 0;
  const first = shop.firstPlace[graph.machine[slot] ?? 0] ?? 0;
  return [...graph.sequence.subarray(first + Math.min(from, place), first + Math.max(from, place) + 1)];
}

/** Walks at random through proposed moves and hands each proposal with the exact lengths after it to `check`. */
function walk(
  made: RandomShop,
  neighbourhood: Neighbourhood,
  check: (proposal: Proposal, exact: { through: number; makespan: number }) => void,
): number {
  let count = 0;
  for (let step = 0; step < 12; step++) {
    const list = proposals(made, neighbourhood);
    if (list.length === 0) break;
    for (const proposal of list) {
      const after = moved(made.shop, sequencesOf(made.graph), proposal);
      const lengths = longestPaths(made.shop, after);
      expect(lengths, 'a proposed move closes a circle').toBeDefined();
      if (lengths === undefined) continue;
      const duration = (slot: number): number => made.shop.modeDuration[after.mode[slot] ?? -1] ?? 0;
      const through = longestThrough(lengths, touched(made, proposal), duration);
      check(proposal, { through, makespan: lengths.makespan });
      count++;
    }
    const chosen = list[made.random.below(list.length)];
    if (chosen !== undefined) made.graph.move(chosen.slot, chosen.mode, chosen.place);
  }
  return count;
}

/** Neighbours on the path at the inner borders of its blocks. */
function borderPairs(path: CriticalPath): (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  for (let block = 0; block < path.blockCount; block++) {
    const slots = [...path.slot.subarray(path.firstOf[block], path.firstOf[block + 1])];
    const [first, second] = slots;
    const [previous, last] = slots.slice(-2);
    if (slots.length < 2 || first === undefined || second === undefined) continue;
    if (previous === undefined || last === undefined) continue;
    // Operations of one job, which may follow each other on a machine here, cannot be exchanged.
    if (block > 0 && second !== first + 1) pairs.push([first, second]);
    if (block < path.blockCount - 1 && last !== previous + 1) pairs.push([previous, last]);
  }
  return pairs;
}

const seeds = fc.integer({ min: 0, max: 1e9 });

describe('block moves', () => {
  it('never close a circle, and never promise more than the paths through the moved pieces keep', () => {
    let compared = 0;
    fc.assert(
      fc.property(seeds, (seed) => {
        const made = randomShop(seed, { jobs: 7, machines: 4, flexibility: 1 });
        const before = (): number => made.graph.makespan;
        compared += walk(made, blockMoves(made.shop.operationCount), (proposal, exact) => {
          // Heads only fall and tails are followed through the pieces: the estimate bounds the exact paths from above.
          expect(proposal.estimate).toBeGreaterThanOrEqual(exact.through);
          expect(exact.makespan).toBeLessThanOrEqual(Math.max(before(), proposal.estimate));
        });
      }),
      { numRuns: 60 },
    );
    expect(compared).toBeGreaterThan(500);
  });

  it('estimate exchanges of neighbours exactly', () => {
    let compared = 0;
    fc.assert(
      fc.property(seeds, (seed) => {
        const made = randomShop(seed, { jobs: 6, machines: 4, flexibility: 1 });
        walk(made, blockMoves(made.shop.operationCount), (proposal, exact) => {
          if (Math.abs(proposal.place - (made.graph.place[proposal.slot] ?? 0)) !== 1) return;
          expect(proposal.estimate).toBe(exact.through);
          compared++;
        });
      }),
      { numRuns: 60 },
    );
    expect(compared).toBeGreaterThan(200);
  });

  it('are none where one machine does all that is critical', () => {
    // Jobs of one operation each on one machine: the path is one block, and no order is shorter.
    const made = randomShop(3, { jobs: 5, machines: 1, flexibility: 1 });
    expect(proposals(made, blockMoves(made.shop.operationCount))).toEqual([]);
  });

  it('propose every exchange at a border of a block that can shorten the path', () => {
    // N5 of Nowicki and Smutnicki (1996): the first two and the last two of each block, save the front of the path's first
    // block and the rear of its last. Exchanging critical neighbours never closes a circle, so none may be missing.
    let compared = 0;
    for (let seed = 0; seed < 60; seed++) {
      const made = randomShop(seed, { jobs: 8, machines: 3, flexibility: 1 });
      const { graph, shop } = made;
      const path = new CriticalPath(shop.operationCount, shop.firstSlot.length);
      const moves = new MoveList();
      path.trace(graph, made.random);
      blockMoves(shop.operationCount).evaluate(graph, path, moves);
      const sequences = sequencesOf(graph);
      const reached = new Set(
        Array.from({ length: moves.count }, (_, k) => {
          const move = { slot: moves.slot[k] ?? 0, mode: moves.mode[k] ?? 0, place: moves.place[k] ?? 0 };
          return JSON.stringify(moved(shop, sequences, move).machines);
        }),
      );
      for (const [front, rear] of borderPairs(path)) {
        const exchange = { slot: front, mode: graph.mode[front] ?? 0, place: graph.place[rear] ?? 0 };
        expect(reached, `seed ${seed}`).toContain(JSON.stringify(moved(shop, sequences, exchange).machines));
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(40);
  });

  it('propose each move once', () => {
    for (let seed = 0; seed < 30; seed++) {
      const made = randomShop(seed, { jobs: 8, machines: 3, flexibility: 1 });
      const results = proposals(made, blockMoves(made.shop.operationCount)).map((proposal) =>
        JSON.stringify(moved(made.shop, sequencesOf(made.graph), proposal).machines),
      );
      expect(new Set(results).size, `seed ${seed}`).toBe(results.length);
    }
  });
});

describe('mode moves', () => {
  it('never close a circle, and never promise more than the path through the moved operation keeps', () => {
    let compared = 0;
    fc.assert(
      fc.property(seeds, (seed) => {
        const made = randomShop(seed, { jobs: 6, machines: 4, flexibility: 3 });
        compared += walk(made, modeMoves, (proposal, exact) => {
          expect(proposal.estimate).toBeGreaterThanOrEqual(exact.through);
          expect(exact.makespan).toBeLessThanOrEqual(Math.max(made.graph.makespan, proposal.estimate));
        });
      }),
      { numRuns: 60 },
    );
    expect(compared).toBeGreaterThan(500);
  });

  it('propose every other mode of every critical operation, at one place each', () => {
    for (let seed = 0; seed < 30; seed++) {
      const { shop, graph, random } = randomShop(seed, { jobs: 6, machines: 4, flexibility: 3 });
      const path = new CriticalPath(shop.operationCount, shop.firstSlot.length);
      const moves = new MoveList();
      path.trace(graph, random);
      modeMoves.evaluate(graph, path, moves);
      const proposed = [...moves.mode.subarray(0, moves.count)].toSorted((a, b) => a - b);
      const critical = [...path.slot.subarray(0, path.length)];
      const expected = critical.flatMap((slot) =>
        Array.from({ length: (shop.firstMode[slot + 1] ?? 0) - (shop.firstMode[slot] ?? 0) }, (_, k) => k)
          .map((k) => (shop.firstMode[slot] ?? 0) + k)
          .filter((mode) => mode !== graph.mode[slot]),
      );
      expect(proposed, `seed ${seed}`).toEqual(expected.toSorted((a, b) => a - b));
    }
  });

  it('are supported only where an operation has a choice', () => {
    expect(modeMoves.supports(randomShop(1, { jobs: 4, machines: 3, flexibility: 1 }).shop)).toBe(false);
    expect(modeMoves.supports(randomShop(1, { jobs: 4, machines: 3, flexibility: 3 }).shop)).toBe(true);
  });
});
