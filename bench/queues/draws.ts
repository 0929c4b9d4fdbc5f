/** The draws of both queues, from a seed: the same numbers for every kernel that is measured. */

import { createRandom, type Random } from '../../src/base/index.ts';
import type { LineInput } from './line.ts';
import type { QueueInput } from './queue.ts';

/** Arrivals at rate 1; `load`: share of the servers' capacity that is asked for. */
export function drawQueue({ seed, servers, customers, load }: QueueDraws): QueueInput {
  const random = createRandom(seed);
  return {
    servers,
    gaps: exponentials(random.split('gaps'), customers, 1),
    services: exponentials(random.split('services'), customers, servers * load),
  };
}

export interface QueueDraws {
  readonly seed: number;
  readonly servers: number;
  readonly customers: number;
  readonly load: number;
}

const FAILURES = 4096;

/** Work of mean 0.8 per part and station, a breakdown after 40 of work, repairs of mean 4. */
export function drawLine({ seed, stations, parts }: LineDraws): LineInput {
  const random = createRandom(seed);
  return {
    stations,
    failures: FAILURES,
    gaps: exponentials(random.split('gaps'), parts, 1),
    services: exponentials(random.split('services'), parts * stations, 0.8),
    uptimes: exponentials(random.split('uptimes'), stations * FAILURES, 40),
    repairs: exponentials(random.split('repairs'), stations * FAILURES, 4),
  };
}

export interface LineDraws {
  readonly seed: number;
  readonly stations: number;
  readonly parts: number;
}

const exponentials = (random: Random, count: number, mean: number): Float64Array =>
  Float64Array.from({ length: count }, () => -mean * Math.log(random.uniform()));
