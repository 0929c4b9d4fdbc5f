/**
 * Iterated ruin and recreate over activity lists: a window of the order is shuffled, the list decoded and justified, and the
 * result kept where it is no longer than what it came from, or now and then where it is a little longer.
 *
 * Makespan alone is flat almost everywhere. Steps along the plateau and rare steps up it are what leads off it: without
 * the latter the gap to best known after 1 s was about twice as large; crossover of a population was behind as well.
 * Steps up also lead astray: after a while without progress the walk goes on from the last of the shortest schedules met.
 */

import { i32 } from '../../columns.ts';
import type { RandomInts } from '../random-ints.ts';
import type { ScheduleGenerator } from './generator.ts';
import { ListBuilder } from './list-builder.ts';
import type { Project } from './project.ts';

export interface ReshuffleOptions {
  readonly project: Project;
  readonly generator: ScheduleGenerator;
  readonly random: RandomInts;
  /** [activities] the longest chain after each, units. */
  readonly tail: Int32Array;
  /** Reaching it ends the search. */
  readonly bound: number;
  /** Asked before each step, with the number of steps done. */
  readonly isOver: (steps: number) => boolean;
  /** Told of every improvement; `start` is in units and only valid during the call. */
  readonly onBest: (best: { readonly makespan: number; readonly start: Int32Array; readonly steps: number }) => void;
}

/** Activities that one step shuffles: 2 to this many. */
const LARGEST_WINDOW = 13;
/** Of a thousand steps that end a little up. */
const STEPS_UP_PER_MILLE = 50;
/** A little: this part of the mean duration, and at least one unit. */
const RISE_PART = 5;
/** Steps without progress per activity, and the walk returns. Measured in ADR 0005. */
const PATIENCE = 50;

/** Finds at least one schedule, whatever the budget; returns the number of steps. */
export function reshuffleSearch(options: ReshuffleOptions): number {
  const { project, generator, random, tail, bound, isOver, onBest } = options;
  const builder = new ListBuilder(project);
  let current = emptyPoint(project.count);
  let candidate = emptyPoint(project.count);
  const shortest = emptyPoint(project.count);
  let best = Infinity;
  let steps = 0;
  let lastProgress = 0;
  const decode = (point: Point): void => {
    point.makespan = generator.forward(point.list, point.start);
    point.makespan = generator.justify(point.start, point.makespan, point.list);
    if (point.makespan < best) {
      best = point.makespan;
      lastProgress = steps;
      onBest({ makespan: best, start: point.start, steps });
    }
    generator.listOf(point.start, point.makespan, point.list);
    if (point.makespan === best) copyPoint(point, shortest);
  };

  writeLongestTailFirst(tail, builder, current.list);
  decode(current);
  const wish = new Int32Array(project.count);
  const rise = Math.max(1, Math.floor(project.work / project.count / RISE_PART));
  // One activity has one order.
  while (best > bound && project.count > 1 && !isOver(steps)) {
    steps++;
    if (steps - lastProgress >= PATIENCE * project.count) {
      copyPoint(shortest, current);
      lastProgress = steps;
    }
    shuffleWindow(current.list, wish, random);
    builder.write(wish, candidate.list);
    decode(candidate);
    const isUp = candidate.makespan <= current.makespan + rise && random.below(1000) < STEPS_UP_PER_MILLE;
    if (candidate.makespan <= current.makespan || isUp) [current, candidate] = [candidate, current];
  }
  return steps;
}

interface Point {
  readonly list: Int32Array;
  readonly start: Int32Array;
  makespan: number;
}

const emptyPoint = (count: number): Point => ({
  list: new Int32Array(count),
  start: new Int32Array(count),
  makespan: Infinity,
});

function copyPoint(from: Point, to: Point): void {
  to.list.set(from.list);
  to.start.set(from.start);
  to.makespan = from.makespan;
}

function writeLongestTailFirst(tail: Int32Array, builder: ListBuilder, list: Int32Array): void {
  const byTail = Int32Array.from(tail.keys()).sort((a, b) => i32(tail, b) - i32(tail, a) || a - b);
  builder.write(byTail, list);
}

/** Copies the list with a random window in random order (Fisher-Yates). */
function shuffleWindow(list: Int32Array, wish: Int32Array, random: RandomInts): void {
  wish.set(list);
  const size = 2 + random.below(Math.min(list.length, LARGEST_WINDOW) - 1);
  const first = random.below(list.length - size + 1);
  for (let k = first + size - 1; k > first; k--) {
    const other = first + random.below(k - first + 1);
    const activity = i32(wish, k);
    wish[k] = i32(wish, other);
    wish[other] = activity;
  }
}
