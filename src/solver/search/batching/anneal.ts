/**
 * Simulated annealing over batches and sequences: cooling runs, each from hot to cold, the later ones from the best so far.
 *
 * The temperature follows the share of the budget that is used, from a good part of a tardy job down to below the smallest run time.
 */

import type { Progress } from './budget.ts';
import type { BatchingData } from './data.ts';
import { MOVES } from './moves/index.ts';
import type { Move } from './move.ts';
import type { BatchingState, Sequences } from './state.ts';

export interface AnnealOptions {
  readonly progress: Progress;
  /** No cost is below: the search ends where it is reached. */
  readonly bound: number;
  /** Makes a state for a schedule. */
  readonly open: (sequences: Sequences) => BatchingState;
  readonly start: Sequences;
  readonly uniform: () => number;
  /** Told of improvements whose every batch has a time. */
  readonly onBest: (cost: number, sequences: () => Sequences) => void;
}

export interface Annealed {
  readonly sequences: Sequences;
  readonly cost: number;
  readonly isPlaced: boolean;
}

/** Temperatures as shares of the price of a tardy job, and of the least price of a second of run or a set-up. */
const HOT = 0.15;
/** Where there are several runs, every other one begins hot enough to forget where it comes from. */
const HOTTEST = 0.6;
const COLD = 1;
/** The last part of a run goes on to below the smallest differences: there only run time and set-ups are still settled. */
const FROZEN = 0.2;
const LAST_PART = 0.15;
export function anneal(options: AnnealOptions): Annealed {
  const { progress, bound, open, start, uniform, onBest } = options;
  let state = open(start);
  const { data } = state;
  const draws = drawTable(data);
  const runs = runsFor(data.jobCount);
  const dearest = Math.max(data.tardyPrice, data.runTimePrice);
  const cold = COLD * coldestPrice(data);
  let best: Annealed = { sequences: start, cost: state.cost, isPlaced: state.table.isPlaced() };
  // The schedule of a new best is read only when the search is about to leave it.
  let isUnread = false;
  let run = 0;
  let temperature = cold;
  let nextLook = 0;
  const read = (): void => {
    if (!isUnread) return;
    best = { sequences: state.sequences(), cost: state.cost, isPlaced: true };
    isUnread = false;
    const { sequences, cost } = best;
    onBest(cost, () => sequences);
  };
  let bestCost = best.isPlaced ? best.cost : Number.POSITIVE_INFINITY;
  while (bestCost > bound && progress.next()) {
    if (progress.steps >= nextLook) {
      nextLook = progress.steps + 64;
      const place = progress.done * runs;
      if (Math.floor(place) > run) {
        read();
        run = Math.floor(place);
        state = open(best.sequences);
      }
      const top = dearest * (runs > 1 && run % 2 === 0 ? HOTTEST : HOT);
      temperature = temperatureAt(place - Math.floor(place), { top, cold });
    }
    const move = draws[state.random.below(draws.length)] as Move;
    const limit = -temperature * Math.log(uniform());
    const delta = move.evaluate(state, limit);
    if (delta > limit) continue;
    if (isUnread && delta > 0) read();
    state.apply(delta);
    if (state.cost < bestCost && state.table.isPlaced()) {
      bestCost = state.cost;
      isUnread = true;
    }
  }
  read();
  return best.isPlaced || state.cost >= best.cost
    ? best
    : { sequences: state.sequences(), cost: state.cost, isPlaced: state.table.isPlaced() };
}

/** Falls geometrically, from the top to cold and then to frozen; `share` of the run, 0..1. */
function temperatureAt(share: number, { top, cold }: { top: number; cold: number }): number {
  const knee = 1 - LAST_PART;
  if (share < knee) return top * (cold / top) ** (share / knee);
  return cold * (FROZEN / COLD) ** ((share - knee) / LAST_PART);
}

/** Small schedules are cooled several times. */
function runsFor(jobCount: number): number {
  if (jobCount <= 30) return 8;
  return jobCount <= 120 ? 4 : 1;
}

function drawTable(data: BatchingData): Move[] {
  return MOVES.filter(({ move }) => move.supports(data)).flatMap(({ move, share }) =>
    Array.from({ length: share }, () => move),
  );
}

/** The least that two schedules differ by, roughly: one unit of set-up or of run time. */
function coldestPrice(data: BatchingData): number {
  let least = data.runTimePrice > 0 ? data.runTimePrice : Number.POSITIVE_INFINITY;
  for (const price of data.setupPrice) if (price > 0 && price < least) least = price;
  return Number.isFinite(least) ? least : 1;
}
