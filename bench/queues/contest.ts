/** Our kernel against SimPy on the two queues: same draws, same answers, processor time of the runs alone. */

import { createKernel, type Kernel } from '../../src/simulation/index.ts';
import { spread, type BenchRow } from '../case.ts';
import type { Simpy, SimpyAnswer } from '../peers/simpy.ts';
import { cpuMs } from '../processor-time.ts';
import { drawLine, drawQueue } from './draws.ts';
import { runLine } from './line.ts';
import { erlangWait, runQueue } from './queue.ts';

export interface QueueSizes {
  readonly customers: number;
  readonly parts: number;
  /** Runs of ours, of which the median counts; SimPy gets three. */
  readonly repeats: number;
}

const SEED = 1;
const SERVERS = 5;
const LOAD = 0.9;
const STATIONS = 6;

export interface Contest {
  readonly row: BenchRow;
  /** What was computed. */
  readonly result: unknown;
}

export function queueContests({ customers, parts, repeats }: QueueSizes, simpy: Simpy | undefined): Contest[] {
  const queue = drawQueue({ seed: SEED, servers: SERVERS, customers, load: LOAD });
  const line = drawLine({ seed: SEED, stations: STATIONS, parts });
  const mean = erlangWait(SERVERS, 1, 1 / (SERVERS * LOAD)).toPrecision(3);
  return [
    contest(`M/M/${SERVERS}, load ${LOAD}: mean wait ${mean} by Erlang's formula`, {
      repeats,
      // An arrival and a departure each.
      eventsOf: () => 2 * customers,
      ours: (kernel) => runQueue(kernel, queue),
      theirs: simpy && (() => simpy.queue(queue)),
      show: ({ wait }) => `mean wait ${(wait / customers).toPrecision(3)}`,
    }),
    contest(`line of ${STATIONS} stations that break down`, {
      repeats,
      // Arrivals, ends of service, breakdowns and repairs.
      eventsOf: ({ breakdowns }) => parts * (1 + STATIONS) + 2 * breakdowns,
      ours: (kernel) => runLine(kernel, line),
      theirs: simpy && (() => simpy.line(line)),
      show: ({ flow, breakdowns }) => `mean flow time ${(flow / parts).toPrecision(3)}, ${breakdowns} breakdowns`,
    }),
  ];
}

interface Contestants<T> {
  readonly repeats: number;
  readonly eventsOf: (result: T) => number;
  readonly ours: (kernel: Kernel) => T;
  readonly theirs: (() => SimpyAnswer<T>) | undefined;
  readonly show: (result: T) => string;
}

function contest<T extends object>(model: string, { repeats, eventsOf, ours, theirs, show }: Contestants<T>): Contest {
  const result = ours(createKernel());
  const mine = spread(Array.from({ length: repeats }, () => timed(() => ours(createKernel())))).p50;
  const answers = theirs === undefined ? [] : Array.from({ length: 3 }, theirs);
  const other = spread(answers.map(({ seconds }) => seconds)).p50;
  const events = eventsOf(result);
  // Same draws and same additions in the same order: equal to the last bit, or something else was computed.
  const isSame = answers.every((answer) => JSON.stringify(answer.result) === JSON.stringify(result));
  return {
    result,
    row: {
      model,
      events,
      'ours s': mine,
      'ours events/s': Math.round(events / mine),
      'SimPy s': answers.length === 0 ? 'not installed' : other,
      'SimPy / ours': answers.length === 0 ? '' : other / mine,
      'same answer': answers.length === 0 ? '' : isSame ? 'yes' : 'NO',
      answer: show(result),
    },
  };
}

/** Processor seconds. */
function timed(work: () => unknown): number {
  const from = cpuMs();
  work();
  return (cpuMs() - from) / 1000;
}
