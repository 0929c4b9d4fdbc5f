/**
 * Laboratories drawn too tight: each mutant takes a plan that keeps every limit, and moves one limit just past the plan.
 *
 * The plan stays as it is, so that exactly the one rule is broken, in as many shapes as there are random cases.
 */

import { RULES_OF_MACHINES } from './limit-mutants/machines.ts';
import { RULES_OF_MAINTENANCE } from './limit-mutants/maintenance.ts';
import type { LimitMutant } from './limit-mutants/limit-mutant.ts';
import { RULES_OF_SHARING } from './limit-mutants/sharing.ts';
import { RULES_OF_TIME } from './limit-mutants/time.ts';
import { RULES_OF_THE_WHOLE } from './limit-mutants/whole.ts';
import { stated } from './objective-oracle.ts';

export type { LimitMutant };

/** The objective is stated anew, save where it is what is misstated. */
const restated = (mutant: LimitMutant): LimitMutant => ({
  ...mutant,
  tighten: (good, dice) => {
    const tight = mutant.tighten(good, dice);
    return tight && mutant.code !== 'OBJECTIVE' ? stated(tight) : tight;
  },
});

export const LIMIT_MUTANTS: readonly LimitMutant[] = [
  ...RULES_OF_TIME,
  ...RULES_OF_MACHINES,
  ...RULES_OF_SHARING,
  ...RULES_OF_MAINTENANCE,
  ...RULES_OF_THE_WHOLE,
].map(restated);
