/** Mutants of rules 19 to 22: maintenance, and the worth that a plan states. */

import { seconds } from '../../../src/base/index.ts';
import { id } from '../../../src/model/index.ts';
import { clock } from '../good-lab.ts';
import * as edit from '../plan-edits.ts';
import { mutant, type Mutant } from './mutant.ts';

export const MAINTENANCE: readonly Mutant[] = [
  // Due on day 14: from day 12 to day 16. Day 11 is a Friday; the next is then due on day 25 + 18 h, at the latest day 27.
  mutant('MAINTENANCE-WINDOW', {
    name: 'a maintenance before its window',
    path: '/maintenance/wash-of-seq/A',
    by: (amount) =>
      edit.maintenance('wash-of-seq/A', () => ({
        start: seconds(clock(11, 15) + amount),
        end: seconds(clock(11, 17) + amount),
      })),
  }),
  mutant('MAINTENANCE-WINDOW', {
    name: 'a maintenance after its window',
    path: '/maintenance/wash-of-seq/A',
    by: (amount) =>
      edit.maintenance('wash-of-seq/A', () => ({
        start: seconds(clock(16, 8) + amount),
        end: seconds(clock(16, 10) + amount),
      })),
  }),
  mutant('MAINTENANCE-MISSING', {
    name: 'a maintenance that is left out',
    path: '/machines/seq/A',
    by: () => edit.skipMaintenance('wash-of-seq/A'),
  }),
  // Extractions 2, 3, then 4 and the quantification.
  mutant('MAINTENANCE-RUNS', {
    name: 'more runs than the maintenance allows',
    path: '/tasks/extract-o3',
    by: () => edit.skipMaintenance('clean-of-handler-1'),
  }),
  mutant('MAINTENANCE-SCOPE', {
    name: 'a maintenance that is too short',
    path: '/maintenance/wash-of-seq/B',
    by: (amount) => edit.maintenance('wash-of-seq/B', (m) => ({ end: seconds(m.end - amount) })),
  }),
  mutant('MAINTENANCE-SCOPE', {
    name: 'an instrument maintenance on one side',
    path: '/maintenance/service-of-seq/A+seq/B',
    by: () => edit.maintenance('service-of-seq/A+seq/B', () => ({ machines: [id<never>('seq/A')] })),
  }),
  mutant('MAINTENANCE-SCOPE', {
    name: 'a maintenance on a machine that is not concerned',
    path: '/maintenance/service-of-seq/A+seq/B',
    by: () => edit.maintenance('service-of-seq/A+seq/B', (m) => ({ machines: [...m.machines, id<never>('tc-2')] })),
  }),
];

export const OBJECTIVE: readonly Mutant[] = [
  mutant('OBJECTIVE', {
    name: 'fewer samples lost than are',
    path: '/objective/0',
    by: (amount) => misstated('samples-lost', 0, amount),
  }),
  mutant('OBJECTIVE', {
    name: 'less tardiness than there is',
    path: '/objective/1',
    by: (amount) => misstated('weighted-tardiness', 1, amount),
  }),
  mutant('OBJECTIVE', {
    name: 'less quality lost than is',
    path: '/objective/1',
    by: (amount) => misstated('quality-lost', 1, amount),
  }),
  mutant('OBJECTIVE', {
    name: 'a level whose value is not the sum of its terms',
    path: '/objective/1',
    by: (amount) => edit.objective(1, { value: amount / 300 }),
  }),
  mutant('OBJECTIVE', {
    name: 'a term that is not stated',
    path: '/objective/0',
    by: () => edit.objective(0, { terms: [], value: 0 }),
  }),
];

function misstated(
  term: 'samples-lost' | 'weighted-tardiness' | 'quality-lost',
  level: number,
  amount: number,
): edit.Edit {
  return (planCase) => {
    const entry = planCase.plan.objective[level];
    const weight = term === 'quality-lost' ? 100 : 1;
    // 1e-5 relative at least, ten times the tolerance.
    const terms = (entry?.terms ?? []).map((t) =>
      t.term === term ? { ...t, value: t.value * (1 - amount * 1e-5) } : t,
    );
    const before = entry?.terms.find((t) => t.term === term)?.value ?? 0;
    return edit.objective(level, { terms, value: (entry?.value ?? 0) - weight * before * amount * 1e-5 })(planCase);
  };
}
