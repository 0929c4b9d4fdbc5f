/**
 * Clean runs, spoilt: each mutant breaks one rule of the auditor, named by its code.
 *
 * Where a change of the facts would touch more than one rule, the scenario that they are judged by is changed instead.
 */

import { COURSE } from './run-mutants/course.ts';
import { ENDS } from './run-mutants/ends.ts';
import type { RunMutant } from './run-mutants/mutant.ts';
import { RECORDS } from './run-mutants/records.ts';
import { WORK } from './run-mutants/work.ts';

export { CLEAN_RUNS, type CleanRun, type CleanRunName } from './run-mutants/clean-runs.ts';

export const RUN_MUTANTS: readonly RunMutant[] = [...COURSE, ...WORK, ...RECORDS, ...ENDS];
