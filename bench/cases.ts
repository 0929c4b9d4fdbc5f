/** Every benchmark case, by name. */

import type { BenchCase } from './case.ts';
import { constructCase } from './construct.ts';

export const CASES: readonly BenchCase[] = [constructCase];
