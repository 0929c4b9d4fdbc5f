/** The digest of a plan as it is put in force: of what the ledger tells of it, so that any reader can take it again. */

import { canonicalJson, sha256Hex } from '../base/index.ts';
import type { OrderId } from './ids.ts';
import type { Plan, PlannedMaintenance, PlannedTask } from './plan.ts';

export interface AdoptedPlan {
  /** As `task-planned` tells them, in order. */
  readonly tasks: readonly PlannedTask[];
  /** As `maintenance-planned` tells them, in order. */
  readonly maintenance: readonly PlannedMaintenance[];
  readonly lost: readonly OrderId[];
  readonly objective: readonly number[];
  readonly method: Plan['method'];
}

/** SHA-256, lower-case hex, over the canonical JSON of these five members. */
export const planDigest = (plan: AdoptedPlan): string => sha256Hex(adoptedPlanText(plan));

/** The text that the digest is of. Tasks are spelled out: every plan of a run has most of its tasks in common with the one before. */
export function adoptedPlanText({ tasks, maintenance, lost, objective, method }: AdoptedPlan): string {
  const rest = `"lost":${canonicalJson(lost)},"maintenance":${canonicalJson(maintenance)},"method":${canonicalJson(method)}`;
  return `{${rest},"objective":${canonicalJson(objective)},"tasks":[${tasks.map(taskText).join(',')}]}`;
}

function taskText({ id, members, placement, setup, start, end, isFrozen }: PlannedTask): string {
  const who = members.map(({ lot, stage }) => `{"lot":${JSON.stringify(lot)},"stage":${JSON.stringify(stage)}}`);
  const where = placementText(placement);
  return `{"end":${end},"id":${JSON.stringify(id)},"isFrozen":${isFrozen},"members":[${who.join(',')}],"placement":${where},"setup":${setup},"start":${start}}`;
}

function placementText(placement: PlannedTask['placement']): string {
  if (placement.kind === 'machine') return `{"kind":"machine","machine":${JSON.stringify(placement.machine)}}`;
  if (placement.kind === 'run') return canonicalJson(placement);
  const { pool, parallel, cores, memoryBytes, gpus } = placement;
  return `{"cores":${cores},"gpus":${gpus},"kind":"pool","memoryBytes":${memoryBytes},"parallel":${parallel},"pool":${JSON.stringify(pool)}}`;
}
