/** Many seeds in a row, and what came of them. */

import type { Fact, Timed } from '../../src/model/index.ts';
import { caseOf, type SwarmCase } from './case.ts';
import { runCase, type Outcome, type Parts, type Violation } from './run-case.ts';

export interface SweepOptions {
  readonly from: number;
  readonly seeds: number;
  readonly parts?: Parts;
  readonly onSeed?: (seed: number, outcome: Outcome) => void | Promise<void>;
}

export interface Sweep {
  readonly from: number;
  readonly seeds: number;
  readonly facts: number;
  /** Seeds with violations, in order. */
  readonly violations: readonly { readonly seed: number; readonly violations: readonly Violation[] }[];
  /** What the runs saw, by kind: facts, policies by action, outcomes, requests by reason. */
  readonly seen: Readonly<Record<string, number>>;
}

export async function sweep({ from, seeds, parts, onSeed }: SweepOptions): Promise<Sweep> {
  const seen = new Map<string, number>();
  const violations: Sweep['violations'][number][] = [];
  let facts = 0;
  for (let seed = from; seed < from + seeds; seed++) {
    const outcome = await judged(caseOf(seed), parts);
    facts += outcome.facts.length;
    for (const fact of outcome.facts) for (const kind of kindsOf(fact)) seen.set(kind, (seen.get(kind) ?? 0) + 1);
    if (outcome.violations.length > 0) violations.push({ seed, violations: outcome.violations });
    await onSeed?.(seed, outcome);
  }
  return {
    from,
    seeds,
    facts,
    violations,
    seen: Object.fromEntries([...seen].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** A case that cannot even be run is a violation as well. */
async function judged(swarmCase: SwarmCase, parts: Parts | undefined): Promise<Outcome> {
  try {
    return await runCase(swarmCase, parts);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { facts: [], violations: [{ code: 'CASE', message }] };
  }
}

function kindsOf(fact: Timed<Fact>): readonly string[] {
  switch (fact.type) {
    case 'policy-applied':
      return [`policy-applied ${fact.action}`];
    case 'sample-closed':
      return [`sample ${fact.outcome}`];
    case 'plan-requested':
      return [`plan-requested ${fact.reason}`];
    case 'task-failed':
      return [`task-failed ${fact.failure.class}`];
    case 'operator-decided':
      return [`operator-decided ${fact.decision.action.do}`];
    case 'run-closed':
      return [`run-closed ${fact.reason}`];
    default:
      return [fact.type];
  }
}
