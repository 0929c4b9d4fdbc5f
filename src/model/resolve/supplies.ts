/** Recipes, compute pools, materials and index sets. */

import { NEVER, constantLevel, duration, interval, sumOfLevels } from '../../base/index.ts';
import type { ParsedIndexSet, ParsedMaterial, ParsedPool, ParsedRecipe } from '../document.ts';
import { NO_DEGRADATION, fitDegradation } from '../degradation.ts';
import { id, type ConditionId, type IndexSetId } from '../ids.ts';
import { clashingSets } from '../index-clash.ts';
import type { ComputePool, Degradation, IndexSet, Material, PoolNode, Recipe } from '../scenario.ts';
import { intervalOf, type TimeContext } from './time-context.ts';

export function buildRecipe(recipe: ParsedRecipe): Recipe {
  const { read1, read2, index1, index2 } = recipe.cycles;
  const runTime =
    typeof recipe.runTime === 'number'
      ? recipe.runTime
      : duration(recipe.runTime.fixed + recipe.runTime.perCycle * (read1 + read2 + index1 + index2));
  return { ...recipe, id: id(recipe.id), runTime };
}

export function buildPool(pool: ParsedPool, time: TimeContext): ComputePool {
  const { kind, gpus } = pool;
  const reserved = pool.reserved.map((r) => ({ intervals: [intervalOf(time.clock, r)], level: -r.cores }));
  const cores =
    reserved.length === 0
      ? constantLevel(pool.cores)
      : sumOfLevels([{ intervals: [interval(-NEVER, NEVER)], level: pool.cores }, ...reserved]);
  const partition = pool.partition === undefined ? {} : { partition: pool.partition };
  const nodes = pool.nodes?.map(({ memory, ...node }): PoolNode => ({ ...node, memoryBytes: memory }));
  return { id: id(pool.id), kind, ...partition, cores, memoryBytes: pool.memory, gpus, ...(nodes && { nodes }) };
}

export const buildMaterial = (material: ParsedMaterial): Material => ({
  id: id(material.id),
  conditions: new Map(material.conditions.map((c) => [id<ConditionId>(c.id), buildDegradation(c)])),
});

function buildDegradation(condition: ParsedMaterial['conditions'][number]): Degradation {
  const { lossBegins, unusable, expiry, temperature: celsius } = condition;
  const curve =
    lossBegins === undefined || unusable === undefined ? NO_DEGRADATION : fitDegradation({ lossBegins, unusable });
  return { ...curve, ...(expiry === undefined ? {} : { expiry }), ...(celsius === undefined ? {} : { celsius }) };
}

export function buildIndexSets(sets: readonly ParsedIndexSet[]): ReadonlyMap<IndexSetId, IndexSet> {
  const clean = sets.map((set) => ({
    id: id<IndexSetId>(set.id),
    pairs: set.pairs.map(({ i7, i5 }) => ({ i7, i5: i5 ?? '' })),
  }));
  return new Map(clean.map((set) => [set.id, { ...set, clashes: clashingSets(set, clean) }]));
}
