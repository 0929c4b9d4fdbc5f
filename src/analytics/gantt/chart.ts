/** What a Gantt chart shows, before any geometry: rows of bars, bands and loads. */

import type { Interval, IntervalSet, Seconds, StepFunction } from '../../base/index.ts';
import type { WallClock } from '../../model/index.ts';
import type { Attempt } from '../timeline.ts';

export interface Chart {
  readonly title: string;
  readonly subtitle: string;
  readonly clock: WallClock;
  readonly from: Seconds;
  readonly to: Seconds;
  /** Utilization is measured up to here; may lie beyond `to`. */
  readonly horizon: Seconds;
  readonly unstaffed: IntervalSet;
  readonly groups: readonly Group[];
  /** In the order of the legend. */
  readonly workflows: readonly { readonly name: string; readonly colour: string }[];
}

export interface Group {
  readonly title: string;
  readonly rows: readonly Row[];
}

export type Row = MachineRow | PoolRow;

export interface MachineRow {
  readonly kind: 'position' | 'equipment';
  readonly label: string;
  /** When it may not be occupied, for any reason but maintenance. */
  readonly closed: IntervalSet;
  readonly bars: readonly Bar[];
  readonly maintenance: readonly Band[];
  readonly downtime: readonly Band[];
}

export interface Band extends Interval {
  readonly tooltip: string;
}

export interface Bar extends Interval {
  readonly setupStart: Seconds;
  /** Shares of the workflows in it, largest first; they sum to 1. */
  readonly shares: readonly Share[];
  /** Of a sequencing run with known lanes: how far each is filled. */
  readonly lanes: readonly Lane[];
  /** Longest first: the first that fits is shown. */
  readonly labels: readonly string[];
  readonly outcome: Attempt['outcome'];
  readonly tooltip: string;
}

export interface Share {
  readonly colour: string;
  readonly share: number;
}

/** Filled shares of what the lane gives, 0..1 in sum. */
export interface Lane {
  readonly parts: readonly Share[];
}

export interface PoolRow {
  readonly kind: 'pool';
  readonly label: string;
  /** Cores. */
  readonly offered: StepFunction;
  readonly uses: readonly PoolUse[];
}

export interface PoolUse extends Interval {
  readonly cores: number;
  readonly colour: string;
}
