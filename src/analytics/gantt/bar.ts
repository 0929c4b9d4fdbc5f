/** What one attempt looks like on its row: colours by workflow, lane fill, labels, tooltip. */

import { mustGet } from '../../base/index.ts';
import type { LotId, RunPlacement, Scenario, WallClock } from '../../model/index.ts';
import { orderOfLot } from '../lots.ts';
import type { Attempt } from '../timeline.ts';
import type { Bar, Lane, Share } from './chart.ts';
import { attemptTooltip, percent } from './tooltip.ts';
import type { WorkflowColours } from './workflow-colours.ts';

export interface BarMaker {
  bar(attempt: Attempt): Bar;
  /** Not empty. */
  shares(attempt: Attempt): readonly Share[];
}

export interface BarContext {
  readonly scenario: Scenario;
  readonly clock: WallClock;
  readonly colours: WorkflowColours;
}

export function barMaker({ scenario, clock, colours }: BarContext): BarMaker {
  const orderOf = orderOfLot(scenario);
  const colourOf = (lot: LotId): string => colours.of(orderOf(lot)?.workflow);
  const shares = (attempt: Attempt): readonly Share[] => sharesOf(attempt.members.map(({ lot }) => [colourOf(lot), 1]));
  return {
    shares,
    bar(attempt) {
      const { placement } = attempt;
      const lanes = placement.kind === 'run' ? lanesOf(scenario, placement, colourOf) : [];
      const fill = lanes.length === 0 ? undefined : lanes.reduce((sum, lane) => sum + filled(lane), 0) / lanes.length;
      return {
        start: attempt.start,
        end: attempt.end,
        setupStart: attempt.setupStart,
        shares: shares(attempt),
        lanes,
        labels: labelsOf(attempt, fill),
        outcome: attempt.outcome,
        tooltip: attemptTooltip({ scenario, clock, attempt, fill }),
      };
    },
  };
}

/** Weights by colour as shares of 1, largest first, then by colour. */
function sharesOf(weights: readonly (readonly [colour: string, weight: number])[]): readonly Share[] {
  const sums = new Map<string, number>();
  for (const [colour, weight] of weights) sums.set(colour, (sums.get(colour) ?? 0) + weight);
  const total = [...sums.values()].reduce((sum, weight) => sum + weight, 0);
  return [...sums]
    .map(([colour, weight]) => ({ colour, share: weight / total }))
    .toSorted((a, b) => b.share - a.share || (a.colour < b.colour ? -1 : 1));
}

function lanesOf(scenario: Scenario, placement: RunPlacement, colourOf: (lot: LotId) => string): readonly Lane[] {
  const { readsPerLane } = mustGet(scenario.recipes, placement.recipe);
  return placement.lanes.map((loads) => {
    const reads = loads.reduce((sum, load) => sum + load.reads, 0);
    const parts = sharesOf(loads.map((load) => [colourOf(load.lot), load.reads]));
    const scale = Math.min(1, reads / readsPerLane);
    return { parts: parts.map(({ colour, share }) => ({ colour, share: share * scale })) };
  });
}

const filled = (lane: Lane): number => lane.parts.reduce((sum, part) => sum + part.share, 0);

function labelsOf({ placement, members, attempt }: Attempt, fill: number | undefined): readonly string[] {
  const lots = new Set(members.map((m) => m.lot)).size;
  const count = lots > 1 ? `\u00d7${lots}` : '';
  const again = attempt > 1 ? `#${attempt}` : '';
  if (placement.kind !== 'run') return [join(count, again), count].filter((label) => label !== '');
  const share = fill === undefined ? '' : percent(fill);
  return [
    join(placement.recipe, share, count, again),
    join(placement.recipe, share),
    join(share, count),
    share,
    count,
  ].filter((label) => label !== '');
}

const join = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' ');
