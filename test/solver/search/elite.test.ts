import { describe, expect, it } from 'vitest';
import { EliteSet } from '../../../src/solver/search/elite.ts';
import { ShopGraph, type ShopPoint } from '../../../src/solver/search/shop-graph.ts';
import { randomShop } from './random-shop.ts';

/** Two jobs on one machine and more: schedules whose makespan is claimed, not measured, so that only the set's rules count. */
function points(): { graph: ShopGraph; near: ShopPoint; far: ShopPoint } {
  const made = randomShop(4, { jobs: 8, machines: 3, flexibility: 1 });
  const near = made.graph.save();
  for (let step = 0; step < 60; step++) {
    const slot = made.shop.slotOf[made.random.below(made.shop.operationCount)] ?? 0;
    const size = made.graph.length[made.graph.machine[slot] ?? 0] ?? 1;
    made.graph.move(slot, made.graph.mode[slot] ?? 0, made.random.below(size));
  }
  return { graph: made.graph, near, far: made.graph.save() };
}

const claimed = (point: ShopPoint, makespan: number): ShopPoint => ({ ...point, makespan });

function members(elite: EliteSet): number[] {
  const [a, b] = elite.pair({ below: () => 0, word: () => 0 } as never);
  return [a.makespan, b.makespan];
}

describe('the elite set', () => {
  it('lets a better schedule take the place of its near double, even where another member is worse', () => {
    const { graph, near, far } = points();
    const elite = new EliteSet(graph, 3);
    elite.add(claimed(near, 100));
    elite.add(claimed(far, 200));
    expect(elite.offer(claimed(near, 90))).toBe(true);
    expect(members(elite)).toEqual([90, 200]);
  });

  it('lets a schedule unlike all members take the place of the worst, if it is no longer', () => {
    const { graph, near, far } = points();
    const elite = new EliteSet(graph, 3);
    elite.add(claimed(near, 100));
    elite.add(claimed(near, 150));
    expect(elite.offer(claimed(far, 151))).toBe(false);
    expect(members(elite)).toEqual([100, 150]);
    expect(elite.offer(claimed(far, 120))).toBe(true);
    expect(members(elite)).toEqual([100, 120]);
  });

  it('moves sideways to a schedule as good as its double, and does not call that progress', () => {
    const { graph, near, far } = points();
    const elite = new EliteSet(graph, 3);
    elite.add(claimed(near, 100));
    elite.add(claimed(far, 100));
    expect(elite.offer(claimed(near, 100))).toBe(false);
    expect(members(elite)).toEqual([100, 100]);
  });

  it('gives up its worst member for a fresh one of any length', () => {
    const { graph, near, far } = points();
    const elite = new EliteSet(graph, 3);
    elite.add(claimed(near, 100));
    elite.add(claimed(near, 150));
    elite.replaceWorst(claimed(far, 500));
    expect(members(elite)).toEqual([100, 500]);
  });

  it('knows how far its members are from each other', () => {
    const { graph, near, far } = points();
    const elite = new EliteSet(graph, 3);
    elite.add(near);
    expect(elite.meanDistance()).toBe(0);
    elite.add(far);
    const apart = elite.distanceOf([near, far]);
    expect(elite.distanceOf([near, near])).toBe(0);
    expect(apart).toBeGreaterThan(3);
    elite.add(near);
    // Three pairs: near and far twice, and the two that are the same.
    expect(elite.meanDistance()).toBeCloseTo((2 * apart) / 3, 9);
  });

  it('puts a fresh schedule in the place of the member that it is told', () => {
    const { graph, near, far } = points();
    const elite = new EliteSet(graph, 3);
    const old = claimed(near, 100);
    elite.add(old);
    elite.add(claimed(near, 150));
    elite.replace(old, claimed(far, 500));
    expect(members(elite)).toEqual([500, 150]);
  });
});
