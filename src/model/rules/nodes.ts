/** The machines that a pool is made of: large enough for one sample, and together as large as the pool. */

import type { ParsedPool, ParsedStage } from '../document.ts';
import { formatMemory } from '../quantity.ts';
import type { RuleContext } from './context.ts';

const PARTS = [
  { part: 'cores', what: 'cores', show: String },
  { part: 'memory', what: 'of memory', show: formatMemory },
  { part: 'gpus', what: 'GPUs', show: String },
] as const;

type Part = (typeof PARTS)[number]['part'];

/** The most that one node has; all of the pool where it says nothing of nodes. */
export const largestNode = (pool: ParsedPool, part: Part): number =>
  pool.nodes === undefined ? pool[part] : Math.max(...pool.nodes.map((node) => node[part]));

export function checkNodes({ draft, report }: RuleContext): void {
  for (const { path, value: pool } of draft.pools) {
    const { nodes } = pool;
    if (nodes === undefined) continue;
    for (const { part, what, show } of PARTS) {
      const sum = nodes.reduce((total, node) => total + node.count * node[part], 0);
      if (sum >= pool[part]) continue;
      const message = `the nodes of ${pool.id} have ${show(sum)} ${what} together, the pool ${show(pool[part])}`;
      report.add('POOL-NODES', `${path}/nodes`, message, 'Correct the nodes, or what the pool has in total.');
    }
  }
}

/** Samples are spread over nodes, one sample is not: the first thing that no node has enough of. */
export function exceedsEveryNode(
  pool: ParsedPool,
  stage: Extract<ParsedStage, { kind: 'compute' }>,
): string | undefined {
  const { nodes } = pool;
  if (nodes === undefined || nodes.some((node) => PARTS.every(({ part }) => stage[part] <= node[part])))
    return undefined;
  const over = PARTS.find(({ part }) => stage[part] > largestNode(pool, part));
  if (over === undefined) return `one sample wants ${demand(stage)}, no node of ${pool.id} has all of it`;
  const { part, what, show } = over;
  return `one sample wants ${show(stage[part])} ${what}, the largest node of ${pool.id} has ${show(largestNode(pool, part))}`;
}

const demand = (stage: Extract<ParsedStage, { kind: 'compute' }>): string =>
  PARTS.filter(({ part }) => stage[part] > 0)
    .map(({ part, what, show }) => `${show(stage[part])} ${what}`)
    .join(', ');
