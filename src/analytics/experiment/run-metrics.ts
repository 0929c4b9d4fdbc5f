/** Metrics of how restless a run was. */

import type { Fact, Timed } from '../../model/index.ts';

/** Attempts that were cancelled on purpose are not failures. */
export function runMetrics(facts: readonly Timed<Fact>[]) {
  let failures = 0;
  let plans = 0;
  let change = 0;
  for (const fact of facts) {
    if (fact.type === 'task-failed' && fact.failure.class !== 'cancelled') failures++;
    if (fact.type !== 'plan-adopted') continue;
    plans++;
    change += fact.change.hours;
  }
  return { failures, replans: Math.max(0, plans - 1), 'plan-change': change, facts: facts.length };
}
