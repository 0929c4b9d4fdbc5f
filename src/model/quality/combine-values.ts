/** One value for each metric where several files or rows tell it. */

import type { QualityValues } from './metric.ts';
import { QUALITY_METRICS } from './metrics.ts';

/**
 * `add`: of parts of one sample, such as both ends of its reads: what is a count of all of it adds up. `worst`: of several
 * looks at the same. Where no way is good the first counts.
 */
export function combineValues(all: readonly QualityValues[], how: 'add' | 'worst'): QualityValues {
  const combined: Record<string, number> = {};
  for (const values of all) {
    for (const [metric, value] of Object.entries(values)) {
      const known = Object.hasOwn(combined, metric) ? combined[metric] : undefined;
      combined[metric] = known === undefined ? value : both(metric, known, value, how);
    }
  }
  return combined;
}

function both(metric: string, a: number, b: number, how: 'add' | 'worst'): number {
  const { adds = false, better = 'range' } = QUALITY_METRICS.get(metric) ?? {};
  if (adds && how === 'add') return a + b;
  if (better === 'range') return a;
  return better === 'higher' ? Math.min(a, b) : Math.max(a, b);
}
