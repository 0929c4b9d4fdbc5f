/** Lots onto the lanes of one flow cell, lane after lane: what a run under way is taken to hold. */

import type { IndexSetId, LotId } from './ids.ts';
import type { LaneLoad } from './plan.ts';
import type { IndexSet, Recipe } from './scenario.ts';

export interface LaneDemand {
  readonly lot: LotId;
  /** Read pairs of all its samples. */
  readonly reads: number;
  readonly indexSet?: IndexSetId;
}

/**
 * Every lane of the recipe, lane 1 first. Each demand in turn takes what is free, from lane 1 on, skipping lanes that hold a
 * clashing index set; undefined where not all of them fit so, or where sets clash and the recipe wants them apart (`run`).
 */
export function fillLanes(
  recipe: Recipe,
  demands: readonly LaneDemand[],
  indexSets: ReadonlyMap<IndexSetId, IndexSet>,
): readonly (readonly LaneLoad[])[] | undefined {
  const lanes = Array.from({ length: recipe.lanes }, () => ({ free: recipe.readsPerLane, loads: [] as LaneDemand[] }));
  for (const demand of demands) {
    let left = demand.reads;
    for (const lane of lanes) {
      const neighbours = recipe.indexScope === 'lane' ? lane.loads : lanes.flatMap((other) => other.loads);
      const part = Math.min(left, lane.free);
      if (part <= 0 || neighbours.some((other) => hasIndexClash(other, demand, indexSets))) continue;
      lane.loads.push({ ...demand, reads: part });
      lane.free -= part;
      left -= part;
    }
    if (left > 0) return undefined;
  }
  return lanes.map((lane) => lane.loads.map(({ lot, reads }) => ({ lot, reads })));
}

/** Whether two different lots may not share a lane (or a run); lots without an index set clash with nobody. */
function hasIndexClash(a: LaneDemand, b: LaneDemand, indexSets: ReadonlyMap<IndexSetId, IndexSet>): boolean {
  if (a.lot === b.lot || a.indexSet === undefined || b.indexSet === undefined) return false;
  return indexSets.get(a.indexSet)?.clashes.has(b.indexSet) ?? a.indexSet === b.indexSet;
}
