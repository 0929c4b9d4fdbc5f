/** What every move of the laboratory's search is: a choice of what is taken out of the schedule and planned again. */

import type { Random } from '../../../base/index.ts';
import type { Failure } from '../../construct/failure.ts';
import type { Outlook } from '../../construct/outlook.ts';
import type { Policy } from '../../construct/policy.ts';
import type { Problem } from '../../problem.ts';
import type { Schedule } from '../../schedule/schedule.ts';
import type { Score } from './score.ts';

export interface RuinMove {
  readonly name: string;
  /** Whether it can ever find something to do in this problem. */
  supports(problem: Problem): boolean;
  /** Chooses, and changes nothing; undefined: nothing to do here this time. */
  choose(context: RuinContext): Ruin | undefined;
}

export interface Ruin {
  /** Distinct, each with open work; lost ones are tried again. */
  readonly orders: readonly number[];
  readonly maintenance?: MaintenanceMove;
  /** Whether those that were lost before have to go first; absent: that is left to chance. */
  readonly rescuesLost?: boolean;
}

/** Occurrences of `row` after the one that ended at `after` are placed anew. */
export interface MaintenanceMove {
  readonly row: number;
  readonly after: number;
  readonly targets: Policy['maintenance'];
}

export interface RuinContext {
  readonly schedule: Schedule;
  readonly outlook: Outlook;
  readonly score: Score;
  readonly random: Random;
  /** Orders with open work that is not hopeless, lost ones included; not empty. */
  readonly orders: readonly number[];
  /** Why, per order that is lost. */
  readonly lost: ReadonlyMap<number, Failure>;
  /** About how many orders shall go, >= 1. */
  readonly size: number;
}
