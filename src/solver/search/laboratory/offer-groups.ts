/** Pooling and recipe choice by a mixed-integer program, as one more voice among the searches that share an incumbent. */

import type { ObjectiveLevel } from '../../../model/index.ts';
import { toWords } from '../../construct/arrangement-words.ts';
import { BASELINES } from '../../construct/policies.ts';
import { proposeGroups, type MipBackend } from '../../mip/index.ts';
import type { Problem } from '../../problem.ts';
import type { Exchange } from '../exchange.ts';
import { Laboratory } from './laboratory.ts';
import { Rankings } from './rankings.ts';

export interface OfferGroupsInput {
  readonly problem: Problem;
  readonly levels: readonly ObjectiveLevel[];
  readonly backend: MipBackend;
  readonly timeMs: number;
  readonly exchange: Exchange;
}

/**
 * Proposes groups, makes a schedule of them and tells the searches of it; whether there was one to tell of. The searches do not wait for it,
 * and go on from it only where it is better than all that they have.
 */
export async function offerGroups({ problem, levels, backend, timeMs, exchange }: OfferGroupsInput): Promise<boolean> {
  const groups = await proposeGroups(problem, { backend, levels, limits: { timeMs } });
  if (groups === undefined || exchange.isOver()) return false;
  const laboratory = new Laboratory(problem, levels);
  const policy = BASELINES.edd;
  laboratory.constructGroups(groups, new Rankings(laboratory.builder).all(policy.rule), policy);
  const { arrangement, values, misplacedMaintenance } = laboratory.snapshot();
  if (misplacedMaintenance > 0) return false;
  exchange.offer(values, toWords(arrangement));
  return true;
}
