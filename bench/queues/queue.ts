/** M/M/c: customers come after given gaps, wait in one line for one of c servers, and are served for a given time. */

import type { Kernel } from '../../src/simulation/index.ts';

export interface QueueInput {
  readonly servers: number;
  /** Between arrivals, and of each customer. */
  readonly gaps: Float64Array;
  readonly services: Float64Array;
}

export interface QueueResult {
  /** Sum of the waits. */
  readonly wait: number;
  /** When the last customer left. */
  readonly end: number;
}

export function runQueue(kernel: Kernel, { servers, gaps, services }: QueueInput): QueueResult {
  const waiting: { readonly since: number; readonly service: number }[] = [];
  let [first, busy, arrived] = [0, 0, 0];
  let [wait, end] = [0, 0];
  const serve = (service: number): void => kernel.schedule(kernel.now + service, 0, leave);
  const leave = (): void => {
    end = kernel.now;
    const next = waiting[first];
    if (next === undefined) {
      busy--;
      return;
    }
    first++;
    wait += kernel.now - next.since;
    serve(next.service);
  };
  const arrive = (): void => {
    const service = services[arrived++] ?? 0;
    if (busy < servers) {
      busy++;
      serve(service);
    } else waiting.push({ since: kernel.now, service });
    expect();
  };
  const expect = (): void => {
    const gap = gaps[arrived];
    if (gap !== undefined) kernel.schedule(kernel.now + gap, 0, arrive);
  };
  expect();
  kernel.run();
  return { wait, end };
}

/** Mean wait of M/M/c in equilibrium: Erlang's C formula over (c mu - lambda). */
export function erlangWait(servers: number, arrivals: number, services: number): number {
  const load = arrivals / services;
  let term = 1;
  let sum = 1;
  for (let k = 1; k < servers; k++) {
    term *= load / k;
    sum += term;
  }
  const last = (term * load) / servers / (1 - load / servers);
  return last / (sum + last) / (servers * services - arrivals);
}
