/**
 * A first schedule: operations are appended one by one, the next being that of a job's next ones which ends earliest, less
 * part of the work left behind it, with some noise, so that every call gives another start.
 */

import { f64, i32 } from '../columns.ts';
import type { RandomInts } from './random-ints.ts';
import type { Shop } from './shop.ts';
import type { ShopPoint } from './shop-graph.ts';

/** Share of the work left that counts against an early end: measured on the flexible instances. */
const TAIL_SHARE = 0.3;

export function dispatch(shop: Shop, random: RandomInts): ShopPoint {
  const { firstSlot, lastSlot, firstMode, modeMachine, modeDuration } = shop;
  const work = workLeft(shop);
  const next = firstSlot.slice();
  const jobFree = new Float64Array(next.length);
  const machineFree = new Float64Array(shop.machineCount);
  const order = new Int32Array(shop.operationCount);
  const mode = new Int32Array(shop.slotCount);
  for (let k = 0; k < order.length; k++) {
    let best = Number.POSITIVE_INFINITY;
    let bestJob = -1;
    let bestMode = -1;
    for (let job = 0; job < next.length; job++) {
      const slot = i32(next, job);
      if (slot > i32(lastSlot, job)) continue;
      const noise = 0.9 + random.below(200) / 1000;
      for (let m = i32(firstMode, slot); m < i32(firstMode, slot + 1); m++) {
        const end = Math.max(f64(jobFree, job), f64(machineFree, i32(modeMachine, m))) + i32(modeDuration, m);
        const value = end - TAIL_SHARE * noise * f64(work, slot);
        if (value >= best) continue;
        best = value;
        bestJob = job;
        bestMode = m;
      }
    }
    const slot = i32(next, bestJob);
    const machine = i32(modeMachine, bestMode);
    const end = Math.max(f64(jobFree, bestJob), f64(machineFree, machine)) + i32(modeDuration, bestMode);
    order[k] = slot;
    mode[slot] = bestMode;
    jobFree[bestJob] = end;
    machineFree[machine] = end;
    next[bestJob] = slot + 1;
  }
  return { makespan: jobFree.reduce((a, b) => Math.max(a, b), 0), mode, order };
}

/** [slots] least work of the job from the slot's end on. */
function workLeft({ slotCount, firstMode, modeDuration }: Shop): Float64Array {
  const left = new Float64Array(slotCount);
  for (let slot = slotCount - 2; slot > 0; slot--) {
    const first = i32(firstMode, slot + 1);
    const end = i32(firstMode, slot + 2);
    if (i32(firstMode, slot) === first || first === end) continue;
    let least = Number.POSITIVE_INFINITY;
    for (let m = first; m < end; m++) least = Math.min(least, i32(modeDuration, m));
    left[slot] = f64(left, slot + 1) + least;
  }
  return left;
}
