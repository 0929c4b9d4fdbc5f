/** More of a compute pool: for one task of the chain, or as much again until the order is due. */

import { at, hours, interval, levelAt, type Interval, type Seconds } from '../../../base/index.ts';
import type { ComputePool, Scenario } from '../../../model/index.ts';
import type { PlanAtlas } from '../atlas.ts';
import { sayLength, timeSpeaker } from '../clock-text.ts';
import type { ChainLink } from '../explanation.ts';
import type { Change, Proposer } from './change.ts';
import { raised } from './raised.ts';

interface Lease {
  readonly cores: number;
  readonly during: Interval;
  readonly memoryBytes: number;
  readonly gpus: number;
}

export const morePool: Proposer = ({ atlas, order, chain }) =>
  chain.flatMap((link, k) => {
    const wait = link.waits.findLast(({ cause }) => cause.kind === 'pool' || cause.kind === 'pool-limit');
    const pool = atlas.scenario.pools.find((p) => p.id === link.on);
    if (wait === undefined || pool === undefined) return [];
    const once = leaseFor(atlas, chain.slice(0, k + 1), wait.from);
    const twice: Lease = {
      cores: Math.max(once.cores, levelAt(pool.cores, wait.from)),
      memoryBytes: pool.memoryBytes,
      gpus: pool.gpus,
      during: interval(wait.from, Math.max(order.due, once.during.end)),
    };
    return [leased(atlas.scenario, pool, once), leased(atlas.scenario, pool, twice)];
  });

/** Enough for the last of `links` and everything of its lot after it in the same pool, from `start` on. */
function leaseFor(atlas: PlanAtlas, links: readonly ChainLink[], start: Seconds): Lease {
  const waiting = at(links, links.length - 1);
  const own = links.filter((link) => link.on === waiting.on && link.lot === waiting.lot);
  const needs = own.flatMap((link) => {
    const placement = atlas.byId.get(link.task)?.task.placement;
    return placement?.kind === 'pool' ? [placement] : [];
  });
  const length = Math.max(...own.map((link) => link.end)) - waiting.start;
  return {
    cores: Math.max(...needs.map((need) => need.cores)),
    memoryBytes: Math.max(...needs.map((need) => need.memoryBytes)),
    gpus: Math.max(...needs.map((need) => need.gpus)),
    during: interval(start, start + length),
  };
}

/** Memory and GPUs have no calendar: they come with the cores and stay. */
function leased(scenario: Scenario, pool: ComputePool, { cores, during, memoryBytes, gpus }: Lease): Change {
  const length = during.end - during.start;
  const time = timeSpeaker(scenario);
  return {
    kind: 'pool',
    cost: { amount: cores * hours(length), unit: 'core hours' },
    description: `${cores} more cores in ${pool.id}, or at another site, from ${time(during.start)} for ${sayLength(length)}`,
    applyTo: (lab) => ({
      ...lab,
      pools: lab.pools.map((own) =>
        own.id === pool.id
          ? {
              ...own,
              cores: raised(own.cores, [during], cores),
              memoryBytes: own.memoryBytes + memoryBytes,
              gpus: own.gpus + gpus,
            }
          : own,
      ),
    }),
  };
}
