/** A plan spoilt in one way. */

import { MINUTE } from '../../../src/base/index.ts';
import { id, type LotId } from '../../../src/model/index.ts';
import type { PlanCase, PlanRuleCode } from '../../../src/validation/index.ts';
import { machineAt } from '../good-situation.ts';
import { stated } from '../objective-oracle.ts';
import type { Edit } from '../plan-edits.ts';

export interface Mutant {
  readonly name: string;
  readonly code: PlanRuleCode;
  /** Where the finding points. */
  readonly path: string;
  /** `amount`: 1 to 300, seconds or reads. */
  readonly spoil: (good: PlanCase, amount: number) => PlanCase;
}

export function mutant(
  code: PlanRuleCode,
  { name, path, by }: { name: string; path: string; by: (amount: number) => Edit },
): Mutant {
  const restate = code === 'OBJECTIVE' ? (planCase: PlanCase): PlanCase => planCase : stated<PlanCase>;
  return { name, code, path, spoil: (good, amount) => restate(by(amount)(good)) };
}

export const MIN = Number(MINUTE);

export const onMachine = (name: string) => ({ placement: machineAt(name) });
export const member = (lot: string, stage: string) => ({ lot: id<LotId>(lot), stage: id<never>(stage) });
