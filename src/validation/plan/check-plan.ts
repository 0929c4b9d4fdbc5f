/**
 * The judge of plans: every rule of docs/PLAN-RULES.md, each written from its sentence there and from nothing else.
 *
 * It shares no code with the planner, so that one mistake cannot hide in both.
 */

import { compareFindings, type Finding } from '../../base/index.ts';
import { checkBatches } from './batches.ts';
import { checkCalendars } from './calendars.ts';
import { checkCompleteness } from './completeness.ts';
import { checkDurations } from './durations.ts';
import { checkFrozen } from './frozen.ts';
import { checkLanes } from './lanes.ts';
import { checkMaintenance } from './maintenance.ts';
import { checkMaintenanceScope } from './maintenance-scope.ts';
import { checkModes } from './modes.ts';
import { checkNames } from './names.ts';
import { checkObjective } from './objective.ts';
import { checkOverlaps } from './overlaps.ts';
import { viewPlan, type PlanCase, type PlanView } from './plan-view.ts';
import { checkPools } from './pools.ts';
import { checkPrecedence } from './precedence.ts';
import { checkSetups } from './setups.ts';
import { checkStaff } from './staff.ts';
import { checkTimeLimits } from './time-limits.ts';

type Rule = (view: PlanView) => Iterable<Finding>;

/** In the order of docs/PLAN-RULES.md. */
const RULES: readonly Rule[] = [
  checkNames,
  checkCompleteness,
  checkFrozen,
  checkTimeLimits,
  checkPrecedence,
  checkDurations,
  checkModes,
  checkSetups,
  checkCalendars,
  checkOverlaps,
  checkStaff,
  checkBatches,
  checkLanes,
  checkPools,
  checkMaintenance,
  checkMaintenanceScope,
  checkObjective,
];

/**
 * Every rule that the plan breaks, sorted (`compareFindings`); empty: the plan is feasible and states its worth truly.
 * The scenario and the situation are taken as checked; the plan may hold anything of its type.
 */
export function checkPlan(planCase: PlanCase): readonly Finding[] {
  const view = viewPlan(planCase);
  return RULES.flatMap((rule) => [...rule(view)]).toSorted(compareFindings);
}
