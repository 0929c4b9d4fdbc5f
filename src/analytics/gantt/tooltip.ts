/** What the pointer tells about a bar: everything that does not fit on it. */

import { hours, type Seconds } from '../../base/index.ts';
import type { LaneLoad, Scenario, WallClock } from '../../model/index.ts';
import type { Attempt } from '../timeline.ts';

/** Names of lots beyond this many are counted, not listed. */
const MAX_NAMES = 12;

export interface TooltipInput {
  readonly scenario: Scenario;
  readonly clock: WallClock;
  readonly attempt: Attempt;
  /** 0..1, of runs with known lanes. */
  readonly fill: number | undefined;
}

export function attemptTooltip({ scenario, clock, attempt, fill }: TooltipInput): string {
  const { task, placement, members, start, end, setupStart } = attempt;
  const stages = [...new Set(members.map((m) => m.stage))].join(', ');
  const lots = members.map((m) => m.lot);
  const setup = start > setupStart ? `, after ${inHours(start - setupStart)} of set-up` : '';
  const lines = [
    `${stages} (${task})`,
    `${span(clock, start, end)}${setup}`,
    ...(attempt.attempt > 1 ? [`attempt ${attempt.attempt}`] : []),
    ...(attempt.failure === undefined ? [] : [`failed: ${attempt.failure}`]),
    ...(attempt.outcome === 'unfinished' ? ['not finished'] : []),
    ...(placement.kind === 'run'
      ? [`recipe ${placement.recipe}${fill === undefined ? '' : `, ${percent(fill)} full`}`]
      : []),
    `lots: ${listed(lots)}`,
  ];
  if (placement.kind !== 'run') return lines.join('\n');
  const perLane = scenario.recipes.get(placement.recipe)?.readsPerLane ?? 0;
  return [...lines, ...placement.lanes.map((loads, k) => laneLine(k + 1, loads, perLane))].join('\n');
}

/** `2026-11-30 08:45 to 2026-12-01 08:45 (24.0 h)`, by the site's clock. */
export const span = (clock: WallClock, start: Seconds, end: Seconds): string =>
  `${minute(clock, start)} to ${minute(clock, end)} (${inHours(end - start)})`;

export const percent = (share: number): string => `${Math.round(100 * share)}%`;

const minute = (clock: WallClock, instant: Seconds): string => clock.write(instant).slice(0, 16).replace('T', ' ');

const inHours = (length: number): string =>
  length < 3600 ? `${(length / 60).toFixed(1)} min` : `${hours(length).toFixed(1)} h`;

function laneLine(lane: number, loads: readonly LaneLoad[], readsPerLane: number): string {
  const reads = loads.reduce((sum, load) => sum + load.reads, 0);
  const share = readsPerLane > 0 ? `${percent(reads / readsPerLane)} of ${millions(readsPerLane)}` : millions(reads);
  return loads.length === 0
    ? `lane ${lane}: empty`
    : `lane ${lane}: ${share}, ${listed(loads.map((load) => load.lot))}`;
}

const millions = (reads: number): string => `${Math.round(reads / 1e6)} M`;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMES).join(', ');
  return names.length > MAX_NAMES ? `${shown} and ${names.length - MAX_NAMES} more` : shown;
}
