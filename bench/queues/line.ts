/**
 * A tandem line: every part passes all stations in turn, each with one server and a line before it. A station breaks down after
 * so much work, in the middle of a part, which goes on after the repair.
 */

import type { Kernel } from '../../src/simulation/index.ts';

export interface LineInput {
  readonly stations: number;
  /** Breakdowns known of each station; after the last the first comes again. */
  readonly failures: number;
  readonly gaps: Float64Array;
  /** [parts x stations] */
  readonly services: Float64Array;
  /** [stations x failures] work between breakdowns, and the repairs. */
  readonly uptimes: Float64Array;
  readonly repairs: Float64Array;
}

export interface LineResult {
  /** Sum over parts of the time from arrival to leaving the last station. */
  readonly flow: number;
  readonly end: number;
  readonly breakdowns: number;
}

interface Part {
  readonly number: number;
  readonly arrived: number;
}

export function runLine(kernel: Kernel, input: LineInput): LineResult {
  const totals = { flow: 0, end: 0, breakdowns: 0 };
  const leave = ({ arrived }: Part): void => {
    totals.flow += kernel.now - arrived;
    totals.end = kernel.now;
  };
  let next = leave;
  for (let station = input.stations - 1; station >= 0; station--)
    next = createStation(kernel, station, { input, totals, next });
  const first = next;
  const { gaps } = input;
  let number = 0;
  const expect = (): void => {
    const gap = gaps[number];
    if (gap === undefined) return;
    kernel.schedule(kernel.now + gap, 0, () => {
      const part = { number: number++, arrived: kernel.now };
      expect();
      first(part);
    });
  };
  expect();
  kernel.run();
  return totals;
}

interface StationContext {
  readonly input: LineInput;
  readonly totals: { breakdowns: number };
  /** Where parts go from here. */
  readonly next: (part: Part) => void;
}

/** What a part does that comes to the station. */
function createStation(kernel: Kernel, station: number, { input, totals, next }: StationContext): (part: Part) => void {
  const { stations, failures, services, uptimes, repairs } = input;
  const own = station * failures;
  const waiting: Part[] = [];
  let first = 0;
  let part: Part | undefined;
  let [left, count, rest] = [uptimes[own] ?? 0, 0, 0];
  /** Works until the part is done or the station breaks down. */
  const work = (): void => {
    if (rest <= left) {
      left -= rest;
      kernel.schedule(kernel.now + rest, 0, finish);
      return;
    }
    rest -= left;
    kernel.schedule(kernel.now + left, 0, breakDown);
  };
  const breakDown = (): void => {
    totals.breakdowns++;
    const repair = repairs[own + (count % failures)] ?? 0;
    count++;
    left = uptimes[own + (count % failures)] ?? 0;
    kernel.schedule(kernel.now + repair, 0, work);
  };
  const begin = (one: Part): void => {
    part = one;
    rest = services[one.number * stations + station] ?? 0;
    work();
  };
  const finish = (): void => {
    const done = part;
    part = undefined;
    const follower = waiting[first];
    if (follower !== undefined) {
      first++;
      begin(follower);
    }
    if (done !== undefined) next(done);
  };
  return (one) => {
    if (part === undefined) begin(one);
    else waiting.push(one);
  };
}
