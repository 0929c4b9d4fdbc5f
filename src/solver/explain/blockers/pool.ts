/** Too little of a compute pool: it never has as much at that time, or others use it. */

import { constantLevel, interval, mustGet, type StepFunction } from '../../../base/index.ts';
import type { ComputePool, PoolPlacement } from '../../../model/index.ts';
import type { PoolUse, Use } from '../atlas.ts';
import type { PoolResource } from '../explanation.ts';
import { shortagesOf } from '../shortage.ts';
import { startsOver, type Blocker, type Question } from './blocker.ts';

interface Supply {
  readonly resource: PoolResource;
  readonly needed: number;
  readonly supply: StepFunction;
}

export function poolBlockers(question: Question, pool: ComputePool, placement: PoolPlacement): readonly Blocker[] {
  return suppliesOf(pool, placement).flatMap((supply) => supplyBlockers(question, pool, supply));
}

const suppliesOf = (pool: ComputePool, placement: PoolPlacement): readonly Supply[] => [
  { resource: 'cores', needed: placement.cores, supply: pool.cores },
  { resource: 'memory', needed: placement.memoryBytes, supply: constantLevel(pool.memoryBytes) },
  { resource: 'gpus', needed: placement.gpus, supply: constantLevel(pool.gpus) },
];

function supplyBlockers(question: Question, pool: ComputePool, { resource, needed, supply }: Supply): Blocker[] {
  const { atlas, length, within, ignore } = question;
  const uses = (atlas.poolUses.get(pool.id) ?? [])
    .filter((use) => !ignore.has(use.by))
    .map((use): Use => ({ by: use.by, start: use.start, end: use.end, amount: amountOf(use, resource) }))
    .filter((use) => use.amount > 0);
  const span = interval(within.start, within.end - 1 + length);
  return shortagesOf({ supply, uses, needed, within: span }).map(({ start, end, users }) => ({
    starts: startsOver(interval(start, end), 0, length),
    cause:
      users.length === 0
        ? { kind: 'pool-limit', pool: pool.id, resource, needed, end }
        : { kind: 'pool', pool: pool.id, resource, needed, users },
  }));
}

const amountOf = (use: PoolUse, resource: PoolResource): number => use[resource];

/** The pool of a placement, which exists in every plan that names only what exists. */
export const poolOf = ({ atlas }: Question, { pool }: PoolPlacement): ComputePool =>
  mustGet(new Map(atlas.scenario.pools.map((p) => [p.id, p])), pool);
