/** A laboratory spoilt in one way. */

import type { PlanCase, PlanRuleCode } from '../../../src/validation/index.ts';
import type { Dice } from '../random-case/dice.ts';

export interface LimitMutant {
  readonly name: string;
  readonly code: PlanRuleCode;
  /** undefined: the case has nothing of the kind. */
  readonly tighten: (good: PlanCase, dice: Dice) => PlanCase | undefined;
}
