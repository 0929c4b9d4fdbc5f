/** Steps of error policies that can never act: no such failure comes, or no machine has what they ask for. */

import type { ParsedPool, ParsedStage } from '../document.ts';
import type { FailureClass } from '../failure.ts';
import { formatMemory } from '../quantity.ts';
import type { RuleContext } from './context.ts';
import { largestNode } from './nodes.ts';

type Step = ParsedStage['onError'][number];

/** Ends that only processes have. */
const OF_PROCESSES: ReadonlySet<FailureClass> = new Set(['node-lost', 'out-of-memory', 'walltime', 'disk-full']);

/** A rate that is stated for the simulation makes any failure possible. */
function canFail(stage: ParsedStage, name: FailureClass): boolean {
  if ((stage.failureRates[name] ?? 0) > 0) return true;
  if (name === 'quality-gate') return stage.gates.length > 0;
  if (name === 'equipment-failure') return stage.kind !== 'compute';
  return stage.kind === 'compute' || !OF_PROCESSES.has(name);
}

/** Steps for every class (`otherwise`) always have something to answer. */
export function checkIdle({ report }: RuleContext, place: string, stage: ParsedStage, step: Step): void {
  if (step.when === undefined) return;
  const classes = typeof step.when === 'string' ? [step.when] : step.when;
  if (classes.some((name) => canFail(stage, name))) return;
  const what = classes.every((name) => name === 'quality-gate') ? 'has no gate' : `is ${stage.kind} work`;
  const message = `${stage.id} ${what}: it cannot end by ${classes.join(' or ')}`;
  report.add('POLICY-IDLE', place, message, 'Remove the step, or name the failures that this kind of stage has.');
}

/** The engine passes over a retry that asks for more memory than there is. */
export function checkMemory({ pools, report }: RuleContext, place: string, stage: ParsedStage, step: Step): void {
  if (stage.kind !== 'compute' || step.do !== 'retry' || step.memory === undefined || step.memory === 1) return;
  const pool = pools.get(stage.pool);
  // A stage that does not fit as it is has a finding of its own.
  if (pool === undefined || stage.memory > mostMemory(pool)) return;
  let tries = 0;
  for (let memory = stage.memory * step.memory; tries < step.max && memory <= mostMemory(pool); tries++) {
    memory *= step.memory;
  }
  if (tries === step.max) return;
  const wanted = formatMemory(stage.memory * step.memory ** (tries + 1));
  const has = `${pool.nodes === undefined ? pool.id : `the largest node of ${pool.id}`} has ${formatMemory(mostMemory(pool))}`;
  const message = `retry ${tries + 1} of ${step.max} wants ${wanted}, ${has}`;
  const hint = tries === 0 ? 'The step is never taken: ask for less or enlarge the pool.' : `Write max: ${tries}.`;
  report.add('RETRY-TOO-LARGE', place, message, hint);
}

const mostMemory = (pool: ParsedPool): number => largestNode(pool, 'memory');
