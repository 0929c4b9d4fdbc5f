/** All semantic rules over a draft. Each reports on its own; none stops another. */

import type { Draft } from '../draft.ts';
import type { Report } from '../report.ts';
import type { WallClock } from '../wall-clock.ts';
import { checkAlternatives } from './alternatives.ts';
import { checkCapacity } from './capacity.ts';
import { checkClock } from './clock.ts';
import { createContext } from './context.ts';
import { checkMaintenance } from './maintenance.ts';
import { checkOrders } from './orders.ts';
import { checkPolicies } from './policies.ts';
import { checkProgress } from './progress.ts';
import { checkReferences } from './references.ts';
import { checkSimulation } from './simulation.ts';
import { checkStages } from './stages.ts';
import { checkSupplies } from './supplies.ts';
import { checkTimes } from './times.ts';
import { checkTools } from './tools.ts';
import { checkUnique } from './unique.ts';

const RULES = [
  checkTimes,
  checkUnique,
  checkReferences,
  checkMaintenance,
  checkStages,
  checkAlternatives,
  checkPolicies,
  checkTools,
  checkSupplies,
  checkOrders,
  checkCapacity,
  checkProgress,
  checkSimulation,
] as const;

/** Reports every broken rule; undefined where the times of the document cannot be read at all. */
export function checkDraft(draft: Draft, report: Report): WallClock | undefined {
  const clock = checkClock(draft, report);
  const context = createContext(draft, report, clock);
  for (const check of RULES) check(context);
  return clock;
}
