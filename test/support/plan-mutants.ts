/**
 * The good plan, spoilt: each mutant breaks exactly one rule, named by its code, by an amount that a property varies.
 *
 * Where a change would touch a second rule, the mutant first loosens that one; why the others hold is said beside each.
 * The objective is stated anew after each change, so that only the mutants of rule 22 misstate it.
 */

import { COMPLETENESS, FROZEN, NAMES } from './plan-mutants/completeness.ts';
import { MAINTENANCE, OBJECTIVE } from './plan-mutants/maintenance.ts';
import { MODES } from './plan-mutants/modes.ts';
import type { Mutant } from './plan-mutants/mutant.ts';
import { RESOURCES } from './plan-mutants/resources.ts';
import { TIME } from './plan-mutants/time.ts';

export type { Mutant };

export const PLAN_MUTANTS: readonly Mutant[] = [
  ...NAMES,
  ...COMPLETENESS,
  ...FROZEN,
  ...TIME,
  ...MODES,
  ...RESOURCES,
  ...MAINTENANCE,
  ...OBJECTIVE,
];
