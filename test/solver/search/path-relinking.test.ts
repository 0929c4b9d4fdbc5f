import { describe, expect, it } from 'vitest';
import { distance, Guide, relinkTowards } from '../../../src/solver/search/path-relinking.ts';
import type { ShopPoint } from '../../../src/solver/search/shop-graph.ts';
import { longestPaths, randomShop, sequencesOf } from './random-shop.ts';

const SEEDS = Array.from({ length: 20 }, (_, seed) => seed);
const SIZE = { jobs: 6, machines: 4, flexibility: 2 };

/** Another schedule of the same shop: thirty moves at random away from the first. */
function elsewhere(seed: number): ShopPoint {
  const { shop, graph, random } = randomShop(seed, SIZE);
  for (let step = 0; step < 30; step++) {
    const slot = shop.slotOf[random.below(shop.operationCount)] ?? 0;
    const first = shop.firstMode[slot] ?? 0;
    const mode = first + random.below((shop.firstMode[slot + 1] ?? 0) - first);
    const machine = shop.modeMachine[mode] ?? 0;
    graph.move(slot, mode, random.below((graph.length[machine] ?? 0) + (graph.machine[slot] === machine ? 0 : 1)));
  }
  return graph.save();
}

describe('path relinking', () => {
  it('ends at the guide when it may walk as long as it likes', () => {
    for (const seed of SEEDS) {
      const { graph, random } = randomShop(seed, SIZE);
      const guide = new Guide(elsewhere(seed));
      relinkTowards(graph, guide, random, 100_000);
      expect(distance(graph, guide), `seed ${seed}`).toBe(0);
    }
  });

  it('leaves a feasible, measured schedule wherever it stops, with part of the way done', () => {
    let walked = 0;
    for (const seed of SEEDS) {
      const { shop, graph, random } = randomShop(seed, SIZE);
      const guide = new Guide(elsewhere(seed));
      const far = distance(graph, guide);
      const start = sequencesOf(graph);
      relinkTowards(graph, guide, random, Math.ceil(far / 2));
      expect(longestPaths(shop, sequencesOf(graph))?.makespan, `seed ${seed}`).toBe(graph.makespan);
      if (far === 0) continue;
      walked++;
      expect(sequencesOf(graph)).not.toEqual(start);
    }
    expect(walked).toBeGreaterThan(10);
  });
});
