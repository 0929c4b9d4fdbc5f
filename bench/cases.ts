/** Every benchmark case, by name. */

import type { BenchCase } from './case.ts';
import { constructCase } from './construct.ts';
import { coreFacilityCase } from './core-facility.ts';
import { decisionCase } from './decision.ts';
import { kernelsCase } from './kernels.ts';
import { labCase } from './lab.ts';
import { ledgerCase } from './ledger.ts';
import { mipCase } from './mip.ts';
import { projectsAndOvensCase } from './projects-and-ovens.ts';
import { pipelinesCase } from './pipelines.ts';
import { publicCase } from './public.ts';
import { simulationCase } from './simulation.ts';
import { utilizationCase } from './utilization.ts';
import { validationCase } from './validation.ts';

export const CASES: readonly BenchCase[] = [
  coreFacilityCase,
  constructCase,
  labCase,
  kernelsCase,
  decisionCase,
  publicCase,
  projectsAndOvensCase,
  mipCase,
  simulationCase,
  utilizationCase,
  pipelinesCase,
  ledgerCase,
  validationCase,
];
