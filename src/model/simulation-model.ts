/** What the virtual world draws from: delays, yields and incidents. The real world has its own. */

import type { Duration, Seconds } from '../base/index.ts';
import type { MachineId, PoolId } from './ids.ts';

export interface SimulationModel {
  /** From asking for a plan to its arrival; 0: at once. */
  readonly planningTime: Duration;
  /** Orders come late by a lognormal delay, or not at all. */
  readonly arrivals: { readonly delay: Spread; readonly noShow: number };
  /**
   * Reads of a lane against what was planned: a run draws its yield (lognormal around `mean`), a lot on it its share (lognormal
   * around 1, coefficient of variation `balanceCv`: pools are never even).
   */
  readonly sequencing: { readonly yield: { readonly mean: number; readonly cv: number }; readonly balanceCv: number };
  readonly incidents: readonly Incident[];
}

/** Lognormal by mean and coefficient of variation; mean 0: nothing. */
export interface Spread {
  readonly mean: Duration;
  readonly cv: number;
}

/** Something that strikes the laboratory from outside, once or again and again. */
export type Incident = {
  /** Unique in the scenario. */
  readonly id: string;
  /** At a set time, or after exponential gaps of this mean (from end to next begin). */
  readonly when: { readonly at: Seconds } | { readonly every: Duration };
  readonly length: Spread;
} & IncidentKind;

export type IncidentKind =
  /** Operators stay away. */
  | { readonly kind: 'absence'; readonly operators: number }
  /** Every machine stops and every computation is lost. */
  | { readonly kind: 'power-loss' }
  /** Part of a pool is gone, with what runs there. */
  | { readonly kind: 'node-lost'; readonly pool: PoolId; readonly cores: number; readonly memoryBytes: number }
  /** What computes on the pool cannot write its results. */
  | { readonly kind: 'storage-full'; readonly pool: PoolId }
  /** One machine breaks down, whatever its wear. */
  | { readonly kind: 'breakdown'; readonly machine: MachineId };

/** Nothing happens that stages and machines do not cause themselves. */
export const QUIET_WORLD: SimulationModel = {
  planningTime: 0 as Duration,
  arrivals: { delay: { mean: 0 as Duration, cv: 0 }, noShow: 0 },
  sequencing: { yield: { mean: 1, cv: 0 }, balanceCv: 0 },
  incidents: [],
};
